#include "telesoft/evaluate/comparisons.h"

#include <cmath>

#include "telesoft/evaluate/paired_tests.h"

namespace telesoft::evaluate {

namespace {

struct Compared {
  Statistic statistic;
  const char* metric;
};
constexpr Compared kCompared[] = {
    {Accuracy, "accuracy"}, {MacroF1, "macro_f1"}, {Auroc, "auroc"}, {Brier, "brier"}};

double mcNemarOf(const ArmStatistics& tuned, const ArmStatistics& other) {
  std::int64_t onlyTuned = 0, onlyOther = 0;
  for (size_t row = 0; row < tuned.labels().size(); ++row) {
    const bool tunedRight = tuned.predicted()[row] == tuned.labels()[row];
    const bool otherRight = other.predicted()[row] == other.labels()[row];
    onlyTuned += tunedRight && !otherRight ? 1 : 0;
    onlyOther += otherRight && !tunedRight ? 1 : 0;
  }
  return mcNemarExact(onlyTuned, onlyOther);
}

protocol::Comparison byBootstrap(const ArmSource& tuned, const ArmSource& other, Statistic s) {
  std::vector<double> differences;
  for (size_t i = 0; i < tuned.draws[s].size(); ++i) {
    differences.push_back(tuned.draws[s][i] - other.draws[s][i]);
  }
  protocol::Comparison out;
  out.difference =
      bootstrapEstimate(tuned.arm.estimates()[s] - other.arm.estimates()[s], differences,
                        tuned.patients, static_cast<std::int64_t>(tuned.arm.labels().size()));
  out.test = "bootstrap by patient";
  if (std::isfinite(out.difference.low)) {
    out.pValue = bootstrapPValue(differences);
  }
  return out;
}

protocol::Comparison byDeLong(const ArmSource& tuned, const ArmSource& other) {
  const PairedDifference found =
      deLongTest(tuned.arm.scores(1), other.arm.scores(1), tuned.arm.isOfClass(1));
  protocol::Comparison out;
  out.difference = {found.value, found.interval.low, found.interval.high,
                    static_cast<std::int64_t>(tuned.arm.labels().size()), "DeLong"};
  out.pValue = found.pValue;
  out.test = "DeLong";
  return out;
}

}  // namespace

std::vector<protocol::Comparison> compareArms(const ArmSource& tuned, const ArmSource& other) {
  const bool defined = tuned.arm.invalidRows() + other.arm.invalidRows() == 0;
  const bool independent = tuned.patients.oneRowEach();
  std::vector<protocol::Comparison> out;
  for (const auto& [statistic, metric] : kCompared) {
    const bool deLong = statistic == Auroc && tuned.arm.classes() == 2 && independent && defined;
    protocol::Comparison comparison =
        deLong ? byDeLong(tuned, other) : byBootstrap(tuned, other, statistic);
    if (statistic == Accuracy && independent && defined) {
      comparison.pValue = mcNemarOf(tuned.arm, other.arm);
      comparison.test = "McNemar, exact";
    }
    comparison.metric = metric;
    out.push_back(std::move(comparison));
  }
  return out;
}

}  // namespace telesoft::evaluate
