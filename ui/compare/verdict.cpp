#include "telesoft/ui/compare/verdict.h"

#include <cmath>

#include <QCoreApplication>

#include "telesoft/ui/models/strings.h"

namespace telesoft::ui {

using protocol::ArmMetrics;
using protocol::Comparison;
using protocol::Evaluation;
using protocol::Verdict;

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Words)
};

QString againstTitle(const Evaluation& evaluation, const std::string& against) {
  const ArmMetrics* const arm = armOf(evaluation, against);
  return Words::tr("Tuned against %1").arg(arm == nullptr ? toQString(against) : armTitle(*arm));
}

}  // namespace

Tone toneOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::TunedIsBetter:
      return Tone::Good;
    case Verdict::KeepBase:
      return Tone::Info;
    case Verdict::NoDifference:
      return Tone::Neutral;
    case Verdict::TooLittleData:
      break;
  }
  return Tone::Caution;
}

bool isUnderWay(const Evaluation& evaluation) {
  return evaluation.status == "queued" || evaluation.status == "running";
}

const ArmMetrics* armOf(const Evaluation& evaluation, const std::string& arm) {
  for (const ArmMetrics& one : evaluation.arms) {
    if (one.arm == arm) {
      return &one;
    }
  }
  return nullptr;
}

QString armTitle(const ArmMetrics& arm) {
  return toQString(arm.title.empty() ? arm.arm : arm.title);
}

QString pText(double p) {
  if (std::isnan(p)) {
    return {};
  }
  return p < 0.001 ? QStringLiteral("p < .001") : QStringLiteral("p = %1").arg(shareText(p));
}

std::vector<ForestRow> forestRows(const Evaluation& evaluation) {
  std::vector<ForestRow> rows;
  std::string against;
  for (const Comparison& comparison : evaluation.comparisons) {
    if (comparison.against != against) {
      against = comparison.against;
      ForestRow heading;
      heading.label = againstTitle(evaluation, against);
      heading.heading = true;
      rows.push_back(std::move(heading));
    }
    ForestRow row;
    row.label = metricTitle(comparison.metric);
    row.value = comparison.difference.value;
    row.low = comparison.difference.low;
    row.high = comparison.difference.high;
    if (comparison.metric == "brier") {  // less is better: turned round, right means tuned better
      row.label = Words::tr("%1, sign turned").arg(row.label);
      row.value = -comparison.difference.value;
      row.low = -comparison.difference.high;
      row.high = -comparison.difference.low;
    }
    QStringList note;
    if (const QString p = pText(comparison.pValue); !p.isEmpty()) {
      note << p;
    }
    if (!comparison.test.empty()) {
      note << toQString(comparison.test);
    }
    row.note = note.join(QStringLiteral(", "));
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace telesoft::ui
