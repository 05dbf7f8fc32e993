#include "telesoft/evaluate/wording.h"

#include <cmath>

#include "telesoft/base/text.h"

namespace telesoft::evaluate {

using base::proportion;

std::string estimateText(const protocol::Estimate& estimate) {
  if (!std::isfinite(estimate.low) || !std::isfinite(estimate.high)) {
    return proportion(estimate.value);
  }
  return proportion(estimate.value) + " (" + proportion(estimate.low) + "-" +
         proportion(estimate.high) + ")";
}

std::string differenceText(const protocol::Estimate& difference) {
  const std::string value = (difference.value > 0 ? "+" : "") + proportion(difference.value);
  if (!std::isfinite(difference.low) || !std::isfinite(difference.high)) {
    return value;
  }
  return value + " (" + proportion(difference.low) + " to " + proportion(difference.high) + ")";
}

std::string pText(double pValue) {
  if (!std::isfinite(pValue)) {
    return "p not defined";
  }
  return pValue < 0.001 ? "p < .001" : "p = " + proportion(pValue);
}

std::string metricName(const std::string& metric) {
  if (metric == "f1_score" || metric == "macro_f1") {
    return "macro-F1";
  }
  if (metric == "auroc") {
    return "AUROC";
  }
  if (metric == "brier") {
    return "Brier score";
  }
  return metric == "calibration_error" ? "calibration error" : metric;
}

std::string armName(const std::string& arm) {
  if (arm == "tuned") {
    return "tuned model";
  }
  if (arm == "head_only") {
    return "trained head on the frozen base";
  }
  return arm;
}

}  // namespace telesoft::evaluate
