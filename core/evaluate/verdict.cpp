#include "telesoft/evaluate/verdict.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/evaluate/wording.h"

namespace telesoft::evaluate {

namespace {

using base::withThousands;
using protocol::ArmMetrics;
using protocol::Comparison;
using protocol::Estimate;
using protocol::Evaluation;
using protocol::Verdict;

bool hasInterval(const Estimate& estimate) {
  return std::isfinite(estimate.low) && std::isfinite(estimate.high);
}

/// Why no verdict is possible; "" where one is.
std::string shortage(const Evaluation& e, const ArmMetrics& tuned, const Comparison* difference) {
  const auto largeClasses =
      std::count_if(tuned.classes.begin(), tuned.classes.end(),
                    [](const auto& c) { return c.support >= kFewestOfClass; });
  if (e.rows < kFewestRows) {
    return fmt::format("the test part has {} rows; at least {} are needed", e.rows, kFewestRows);
  }
  if (e.patients < kFewestPatients) {
    return fmt::format("the test part has {} patients; at least {} are needed", e.patients,
                       kFewestPatients);
  }
  if (largeClasses < 2) {
    return fmt::format("fewer than two classes have {} rows in the test part", kFewestOfClass);
  }
  if (difference == nullptr) {
    return "it was not compared with the base";
  }
  return hasInterval(difference->difference) ? ""
                                             : "the difference from the base cannot be computed";
}

std::string figuresSentence(const Evaluation& e, const ArmMetrics& tuned, const ArmMetrics* base) {
  const std::string people =
      e.patients == e.rows ? "" : fmt::format(" of {} patients", withThousands(e.patients));
  const auto titled = [](const ArmMetrics& arm) {
    return "the " + armName(arm.arm) + (arm.title.empty() ? "" : " (" + arm.title + ")");
  };
  const Estimate& value = primaryOf(tuned, e.primary);
  std::string ci;
  if (hasInterval(value)) {
    ci = fmt::format(" (95 % CI {}-{})", base::proportion(value.low), base::proportion(value.high));
  }
  std::string out =
      fmt::format("On {} untouched rows{}, {} reaches {} {}{}", withThousands(e.rows), people,
                  titled(tuned), metricName(e.primary), base::proportion(value.value), ci);
  if (base != nullptr) {
    out += fmt::format(", {} {}", titled(*base), estimateText(primaryOf(*base, e.primary)));
  }
  return out + ".";
}

std::string differenceSentence(const Comparison& comparison) {
  const Estimate& d = comparison.difference;
  return fmt::format(
      "The difference is {}{} ({}, {}).", d.value > 0 ? "+" : "",
      base::proportion(d.value) + (hasInterval(d)
                                       ? fmt::format(", 95 % CI {} to {}", base::proportion(d.low),
                                                     base::proportion(d.high))
                                       : ""),
      comparison.test, pText(comparison.pValue));
}

/// The tuned model's probabilities are the base's on every row: training kept the weights that it
/// started from.
bool isTheBase(const Evaluation& e) {
  return std::any_of(e.comparisons.begin(), e.comparisons.end(), [](const Comparison& c) {
    return c.against == "base" && c.metric == "brier" && c.difference.value == 0 &&
           c.difference.low == 0 && c.difference.high == 0;
  });
}

/// What adapting the weights adds to a head trained on the frozen base.
std::string headSentence(const Evaluation& e) {
  const Comparison* head = primaryComparison(e, "head_only");
  if (head == nullptr || !hasInterval(head->difference)) {
    return "";
  }
  const Estimate& d = head->difference;
  if (isTheBase(e)) {
    return "Against a head trained anew on the frozen base, on equal data, the base stands at " +
           differenceText(d) + ".";
  }
  const std::string start = "Against the frozen base with a trained head, adapting the weights ";
  if (d.low > 0) {
    return start + "adds " + differenceText(d) + ".";
  }
  if (d.high < 0) {
    return start + "takes away: " + differenceText(d) + ".";
  }
  return start + "adds nothing that these rows can show: " + differenceText(d) + ".";
}

struct Conclusion {
  Verdict verdict;
  std::string sentence;
};

Conclusion conclude(const Evaluation& e, const ArmMetrics& base, const Estimate& difference) {
  if (difference.low > 0) {
    return {Verdict::TunedIsBetter, "The whole interval lies above 0: the tuned model is better."};
  }
  if (difference.high < 0) {
    return {Verdict::KeepBase,
            "The whole interval lies below 0: tuning made it worse. Keep the base."};
  }
  const double guessing = guessingLevel(base, e.primary);
  if (isTheBase(e) && primaryOf(base, e.primary).low > guessing) {
    return {Verdict::KeepBase,
            fmt::format("The two answer alike on every row: no step of the training did better on "
                        "its validation rows than the base, so the base's weights were kept. The "
                        "base is clearly better than guessing ({}): keep the base.",
                        base::proportion(guessing))};
  }
  if (primaryOf(base, e.primary).low > guessing) {
    return {
        Verdict::KeepBase,
        fmt::format("The interval includes 0, so no gain is shown, and the base is already "
                    "clearly better than guessing ({}). A change needs evidence: keep the base.",
                    base::proportion(guessing))};
  }
  return {
      Verdict::NoDifference,
      fmt::format("The interval includes 0, and the base is not shown to be better than guessing "
                  "({}): neither model is shown to be of use. More rows or another base may "
                  "decide it.",
                  base::proportion(guessing))};
}

}  // namespace

void judge(Evaluation& evaluation) {
  const ArmMetrics* tuned = findArm(evaluation, "tuned");
  const ArmMetrics* base = findArm(evaluation, "base");
  if (tuned == nullptr) {
    evaluation.verdict = Verdict::TooLittleData;
    evaluation.improvementSummary = "There is no tuned model to judge.";
    return;
  }
  const Comparison* difference = primaryComparison(evaluation, "base");
  std::string text = figuresSentence(evaluation, *tuned, base);
  const auto add = [&](const std::string& sentence) {
    text += sentence.empty() ? "" : " " + sentence;
  };
  if (std::isnan(tuned->accuracy.value)) {
    evaluation.verdict = Verdict::KeepBase;
    add("The tuned model gave probabilities that are no numbers: it is not to be used. Keep the "
        "base.");
  } else if (const std::string reason = shortage(evaluation, *tuned, difference); !reason.empty()) {
    evaluation.verdict = Verdict::TooLittleData;
    add("There is too little to go on for a verdict: " + reason + ".");
  } else {
    const Conclusion conclusion = conclude(evaluation, *base, difference->difference);
    evaluation.verdict = conclusion.verdict;
    add(differenceSentence(*difference));
    add(conclusion.sentence);
    add(headSentence(evaluation));
  }
  evaluation.improvementSummary = text;
}

double guessingLevel(const ArmMetrics& arm, const std::string& primary) {
  if (primary == "auroc") {
    return 0.5;
  }
  std::int64_t largest = 0, all = 0, present = 0;
  for (const auto& c : arm.classes) {
    largest = std::max(largest, c.support);
    all += c.support;
    present += c.support > 0 ? 1 : 0;
  }
  return primary == "accuracy" ? static_cast<double>(largest) / static_cast<double>(all)
                               : 1.0 / static_cast<double>(present);
}

const ArmMetrics* findArm(const Evaluation& evaluation, const std::string& arm) {
  const auto found = std::find_if(evaluation.arms.begin(), evaluation.arms.end(),
                                  [&](const ArmMetrics& known) { return known.arm == arm; });
  return found == evaluation.arms.end() ? nullptr : &*found;
}

const Estimate& primaryOf(const ArmMetrics& arm, const std::string& primary) {
  if (primary == "auroc") {
    return arm.macroAuroc;
  }
  return primary == "accuracy" ? arm.accuracy : arm.macroF1;
}

const Comparison* primaryComparison(const Evaluation& evaluation, const std::string& against) {
  const std::string metric = evaluation.primary == "f1_score" ? "macro_f1" : evaluation.primary;
  const auto found =
      std::find_if(evaluation.comparisons.begin(), evaluation.comparisons.end(),
                   [&](const Comparison& c) { return c.against == against && c.metric == metric; });
  return found == evaluation.comparisons.end() ? nullptr : &*found;
}

}  // namespace telesoft::evaluate
