#include "telesoft/ui/monitor/event_words.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QDateTime>

#include "telesoft/ui/models/strings.h"

namespace telesoft::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(EventWords)
};

QString textAt(const base::json& data, const char* key) {
  const auto found = data.is_object() ? data.find(key) : data.end();
  return found != data.end() && found->is_string() ? toQString(found->get<std::string>())
                                                   : QString();
}

std::int64_t countAt(const base::json& data, const char* key) {
  const auto found = data.is_object() ? data.find(key) : data.end();
  return found != data.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

double valueAt(const base::json& data, const char* key) {
  const auto found = data.is_object() ? data.find(key) : data.end();
  return found != data.end() && found->is_number() ? found->get<double>() : std::nan("");
}

QString startedText(const base::json& data) {
  QString text = Words::tr("Training started: %1 steps, %2 of %3 parameters are trained")
                     .arg(countText(countAt(data, "totalSteps")),
                          countText(countAt(data, "trainableParameters")),
                          countText(countAt(data, "parameters")));
  for (const char* key : {"precision", "device"}) {
    if (const QString value = textAt(data, key); !value.isEmpty()) {
      text += QStringLiteral(", ") + value;
    }
  }
  return text;
}

QString finishedText(const base::json& data) {
  const QString reason = textAt(data, "reason");
  const QString step = countText(countAt(data, "step"));
  QString text = Words::tr("Finished at step %1").arg(step);
  if (reason == QLatin1String("early_stopping")) {
    text = Words::tr("Stopped early at step %1: it got no better").arg(step);
  } else if (reason == QLatin1String("cancelled")) {
    text = Words::tr("Stopped on request at step %1").arg(step);
  } else if (reason == QLatin1String("paused")) {
    text = Words::tr("Paused at step %1").arg(step);
  }
  if (const double best = valueAt(data, "bestValue"); std::isfinite(best)) {
    text += Words::tr("; best %1 at step %2")
                .arg(numberText(best), countText(countAt(data, "bestStep")));
  }
  return text;
}

QString withHint(const base::json& data) {
  const QString hint = textAt(data, "hint");
  const QString message = textAt(data, "message");
  return hint.isEmpty() ? message : message + QStringLiteral(". ") + hint;
}

struct Said {
  Tone tone;
  QString level, text;
};

Said saidOf(const protocol::JobEvent& event) {
  const base::json& data = event.data;
  const std::string& kind = event.kind;
  const QString info = Words::tr("Info");
  if (kind == "started") {
    return {Tone::Neutral, info, startedText(data)};
  }
  if (kind == "sample") {
    return {Tone::Neutral, Words::tr("Example"),
            Words::tr("Row %1: labelled %2, model says %3, loss %4")
                .arg(countText(countAt(data, "row")), textAt(data, "label"),
                     textAt(data, "predicted"), numberText(valueAt(data, "loss")))};
  }
  if (kind == "checkpoint") {
    const bool best = data.is_object() && data.value("best", false);
    return {best ? Tone::Good : Tone::Neutral, Words::tr("Checkpoint"),
            (best ? Words::tr("Best so far, kept at step %1") : Words::tr("Saved at step %1"))
                .arg(countText(countAt(data, "step")))};
  }
  if (kind == "warning") {
    return {Tone::Caution, Words::tr("Warning"), withHint(data)};
  }
  if (kind == "milestone") {
    return {Tone::Accent, Words::tr("Milestone"), textAt(data, "message")};
  }
  if (kind == "log") {
    return {textAt(data, "level") == QLatin1String("error") ? Tone::Danger : Tone::Neutral, info,
            textAt(data, "message")};
  }
  if (kind == "finished") {
    return {Tone::Good, info, finishedText(data)};
  }
  if (kind == "failed") {
    return {Tone::Danger, Words::tr("Error"), withHint(data)};
  }
  return {Tone::Neutral, toQString(kind), toQString(data.dump())};
}

}  // namespace

LogLine logLineOf(const protocol::JobEvent& event) {
  LogLine line;
  line.seq = event.seq;
  line.time = QDateTime::fromString(toQString(event.time), Qt::ISODateWithMs)
                  .toLocalTime()
                  .toString(QStringLiteral("HH:mm:ss"));
  Said said = saidOf(event);
  line.tone = said.tone;
  line.level = std::move(said.level);
  line.text = std::move(said.text);
  return line;
}

std::vector<WorstExample> worstExamples(const std::vector<protocol::JobEvent>& events) {
  std::vector<WorstExample> out;
  std::int64_t step = -1;
  for (const protocol::JobEvent& event : events) {
    if (event.kind != "sample") {
      continue;
    }
    const std::int64_t at = countAt(event.data, "step");
    if (at != step) {
      out.clear();
      step = at;
    }
    out.push_back({countAt(event.data, "row"), textAt(event.data, "label"),
                   textAt(event.data, "predicted"), valueAt(event.data, "loss")});
  }
  std::stable_sort(out.begin(), out.end(), [](const WorstExample& a, const WorstExample& b) {
    return std::isnan(b.loss) ? false : std::isnan(a.loss) || a.loss > b.loss;
  });
  return out;
}

}  // namespace telesoft::ui
