// Fewer points for drawing, without losing what an eye looks for: peaks, dips and NaN.
#pragma once

#include <vector>

#include <QPointF>

namespace telesoft::ui {

/// At most about `most` points: first and last stay, and of each stretch between, the lowest, the
/// highest and one NaN. Points come in order of x.
[[nodiscard]] std::vector<QPointF> thinned(const std::vector<QPointF>& points, size_t most);

}  // namespace telesoft::ui
