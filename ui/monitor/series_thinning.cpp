#include "telesoft/ui/monitor/series_thinning.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace telesoft::ui {

namespace {

/// Positions in [from, to) that must stay.
void keepOf(const std::vector<QPointF>& points, size_t from, size_t to, std::set<size_t>& kept) {
  size_t low = to;
  size_t high = to;
  size_t broken = to;
  for (size_t i = from; i < to; ++i) {
    if (std::isnan(points[i].y())) {
      broken = i;
      continue;
    }
    low = low == to || points[i].y() < points[low].y() ? i : low;
    high = high == to || points[i].y() > points[high].y() ? i : high;
  }
  for (const size_t at : {low, high, broken}) {
    if (at < to) {
      kept.insert(at);
    }
  }
}

}  // namespace

std::vector<QPointF> thinned(const std::vector<QPointF>& points, size_t most) {
  if (points.size() <= most || most < 6) {
    return points;
  }
  const size_t stretches = (most - 2) / 2;
  std::set<size_t> kept = {0, points.size() - 1};
  for (size_t i = 0; i < stretches; ++i) {
    keepOf(points, points.size() * i / stretches, points.size() * (i + 1) / stretches, kept);
  }
  std::vector<QPointF> out;
  out.reserve(kept.size());
  for (const size_t at : kept) {
    out.push_back(points[at]);
  }
  return out;
}

}  // namespace telesoft::ui
