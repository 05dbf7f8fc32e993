// The report's pictures as inline SVG, coloured by the page's style sheet.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "telesoft/protocol/evaluation.h"

namespace telesoft::evaluate {

/// An arm's figure in a row of a forest plot.
struct ForestMark {
  std::string arm;  // gives the colour
  protocol::Estimate estimate;
};
struct ForestRow {
  std::string label;
  std::vector<ForestMark> marks;
  std::string text;  // at the right
};
/// Points with their intervals on one scale; a dashed line at `reference`. Figures that are NaN are
/// written, not drawn.
[[nodiscard]] std::string forestPlot(const std::vector<ForestRow>& rows,
                                     std::optional<double> reference);

/// What the models stated against what happened; the diagonal is perfect calibration.
[[nodiscard]] std::string reliabilityDiagram(const std::vector<protocol::ArmMetrics>& arms);

/// True classes down, predicted ones across; shaded by the share of the true class.
[[nodiscard]] std::string confusionMatrix(const protocol::ArmMetrics& arm);

}  // namespace telesoft::evaluate
