#include "telesoft/ui/monitor/job_words.h"

#include <cmath>

#include <QCoreApplication>

#include "telesoft/ui/models/job_store.h"
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/widgets/charts/ticks.h"

namespace telesoft::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(JobWords)
};

QString stepText(const protocol::Job& job) {
  return job.totalSteps > 0
             ? Words::tr("step %1 of %2").arg(countText(job.step), countText(job.totalSteps))
             : Words::tr("step %1").arg(countText(job.step));
}

QString firstClause(const protocol::Job& job) {
  switch (job.status) {
    case protocol::JobState::Queued:
      return job.message.empty() ? Words::tr("Waits for its turn")
                                 : Words::tr("Waits: %1").arg(toQString(job.message));
    case protocol::JobState::Running:
      return job.step == 0 ? Words::tr("Preparing on this computer")
                           : Words::tr("Training on this computer, %1").arg(stepText(job));
    case protocol::JobState::Pausing:
      return Words::tr("Pauses after the current step");
    case protocol::JobState::Paused:
      return Words::tr("Paused at %1; it goes on from there").arg(stepText(job));
    case protocol::JobState::Succeeded:
      return Words::tr("Finished %1").arg(ageText(job.finishedAt));
    case protocol::JobState::Failed:
      return Words::tr("Failed at %1").arg(stepText(job));
    case protocol::JobState::Cancelled:
      return Words::tr("Stopped at %1").arg(stepText(job));
  }
  return {};
}

}  // namespace

QString jobName(const protocol::Job& job) {
  return toQString(job.name.empty() ? job.id : job.name);
}

Tone toneOf(protocol::JobState state) {
  switch (state) {
    case protocol::JobState::Running:
      return Tone::Accent;
    case protocol::JobState::Pausing:
    case protocol::JobState::Paused:
      return Tone::Caution;
    case protocol::JobState::Succeeded:
      return Tone::Good;
    case protocol::JobState::Failed:
      return Tone::Danger;
    default:
      return Tone::Neutral;
  }
}

QString iconOf(protocol::JobState state) {
  switch (state) {
    case protocol::JobState::Queued:
      return QStringLiteral("clock");
    case protocol::JobState::Running:
      return QStringLiteral("play");
    case protocol::JobState::Pausing:
    case protocol::JobState::Paused:
      return QStringLiteral("pause");
    case protocol::JobState::Succeeded:
      return QStringLiteral("check");
    case protocol::JobState::Failed:
      return QStringLiteral("error");
    case protocol::JobState::Cancelled:
      return QStringLiteral("stop");
  }
  return {};
}

QString metricText(const std::string& metric, double value) {
  const bool share = metric == "f1_score" || metric == "macro_f1" || metric == "accuracy" ||
                     metric == "auroc" || metric == "brier";
  return share && std::isfinite(value) ? shareText(value) : chartNumber(value, -1);
}

QString failureText(const protocol::Job& job) {
  QStringList sentences;
  for (QString line : toQString(job.message).split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
    line[0] = line.at(0).toUpper();
    sentences << (line.endsWith(QLatin1Char('.')) ? line : line + QLatin1Char('.'));
  }
  return sentences.isEmpty() ? Words::tr("The run failed.") : sentences.join(QLatin1Char(' '));
}

QString bestValueText(const protocol::Job& job) {
  const std::string& primary = job.request.targetMetrics.primary;
  return std::isfinite(job.bestValue)
             ? metricTitle(primary) + QLatin1Char(' ') + metricText(primary, job.bestValue)
             : QString();
}

QString bestText(const protocol::Job& job) {
  const QString value = bestValueText(job);
  return value.isEmpty() ? value : Words::tr("%1 at step %2").arg(value, countText(job.bestStep));
}

QString timeText(const protocol::Job& job) {
  if (isActive(job.status)) {
    const QString left = durationText(secondsLeft(job));
    return left.isEmpty() ? QString() : Words::tr("%1 left").arg(left);
  }
  const double took = secondsUntil(job.finishedAt) - secondsUntil(job.startedAt);
  return std::isfinite(took) ? Words::tr("took %1").arg(durationText(took)) : QString();
}

QString stateSentence(const protocol::Job& job) {
  QStringList sentences = {firstClause(job)};
  if (const QString best = bestText(job); !best.isEmpty()) {
    sentences
        << (isActive(job.status) ? Words::tr("Best so far: %1") : Words::tr("Best: %1")).arg(best);
  }
  if (QString time = timeText(job); !time.isEmpty()) {
    time[0] = time.at(0).toUpper();
    sentences << time;
  }
  return sentences.join(QStringLiteral(". ")) + QLatin1Char('.');
}

}  // namespace telesoft::ui
