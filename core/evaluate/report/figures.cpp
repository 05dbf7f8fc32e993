#include "telesoft/evaluate/report/figures.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/evaluate/report/html.h"
#include "telesoft/evaluate/wording.h"

namespace telesoft::evaluate {

namespace {

using protocol::ArmMetrics;

std::string openSvg(double width, double height, const std::string& title) {
  return fmt::format(
      "<svg class=\"plot\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {:g} {:g}\" "
      "style=\"max-width:{:g}px\">\n",
      escapeHtml(title), width, height, width);
}

std::string line(double x1, double y1, double x2, double y2, const std::string& style) {
  return fmt::format(
      "<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n", style, x1,
      y1, x2, y2);
}

struct Label {
  double x = 0, y = 0;
  std::string anchor = "start";
  std::string style = "";
};
std::string label(const Label& at, const std::string& text) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" class=\"{}\">{}</text>\n",
                     at.x, at.y, at.anchor, at.style, escapeHtml(text));
}

std::string dot(double x, double y, double radius, const std::string& arm) {
  return fmt::format("<circle class=\"dot {}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\"/>\n",
                     escapeHtml(arm), x, y, radius);
}

/// A scale with about five round ticks that holds every value.
struct Scale {
  double low = 0, high = 1, step = 0.2;
  double left = 0, right = 1;  // pixels
  [[nodiscard]] double at(double value) const {
    return left + (value - low) / (high - low) * (right - left);
  }
};

Scale scaleOver(const std::vector<double>& values, double left, double right) {
  const auto [smallest, largest] = std::minmax_element(values.begin(), values.end());
  const double span = values.empty() ? 1 : std::max(*largest - *smallest, 0.02);
  Scale scale;
  scale.left = left;
  scale.right = right;
  scale.step = 0.5;
  for (const double step : {0.005, 0.01, 0.02, 0.05, 0.1, 0.2}) {
    if (span / step <= 6) {
      scale.step = step;
      break;
    }
  }
  if (!values.empty()) {
    scale.low = std::floor(*smallest / scale.step - 0.1) * scale.step;
    scale.high = std::ceil(*largest / scale.step + 0.1) * scale.step;
    // Shares end at 0 and 1, their differences at -1 and 1.
    scale.low = *smallest >= 0 ? std::max(scale.low, 0.0) : scale.low;
    scale.high = *largest <= 1 ? std::min(scale.high, 1.0) : scale.high;
  }
  return scale;
}

std::vector<double> drawnValues(const std::vector<ForestRow>& rows,
                                std::optional<double> reference) {
  std::vector<double> values;
  const auto add = [&](double value) {
    if (std::isfinite(value)) {
      values.push_back(value);
    }
  };
  for (const ForestRow& row : rows) {
    for (const ForestMark& mark : row.marks) {
      add(mark.estimate.value);
      add(mark.estimate.low);
      add(mark.estimate.high);
    }
  }
  add(reference.value_or(std::nan("")));
  return values;
}

std::string forestMark(const ForestMark& mark, const Scale& scale, double y) {
  const auto& e = mark.estimate;
  if (!std::isfinite(e.value)) {
    return label({scale.left + 4, y + 4, "start", "soft"}, "not defined");
  }
  std::string out;
  if (std::isfinite(e.low) && std::isfinite(e.high)) {
    out += line(scale.at(e.low), y, scale.at(e.high), y, "range " + escapeHtml(mark.arm));
  }
  return out + dot(scale.at(e.value), y, 4, mark.arm);
}

std::string axis(const Scale& scale, double top, double bottom) {
  std::string out;
  const auto ticks = std::llround((scale.high - scale.low) / scale.step);
  for (std::int64_t i = 0; i <= ticks; ++i) {
    const double value = scale.low + static_cast<double>(i) * scale.step;
    const double x = scale.at(value);
    out += line(x, top, x, bottom, "grid");
    const double shown = std::abs(value) < 1e-9 ? 0 : value;
    out += label({x, bottom + 16, "middle", "soft"},
                 shown == 0 ? "0" : base::proportion(shown, scale.step < 0.01 ? 3 : 2));
  }
  return out + line(scale.left, bottom, scale.right, bottom, "axis");
}

/// The bins that hold rows.
std::vector<protocol::CalibrationBin> filled(const ArmMetrics& arm) {
  auto bins = arm.calibration;
  std::erase_if(bins, [](const auto& bin) {
    return bin.n == 0 || !std::isfinite(bin.meanPredicted) || !std::isfinite(bin.observed);
  });
  return bins;
}

struct Square {
  double left = 48, top = 12, side = 300;
  [[nodiscard]] double x(double share) const { return left + share * side; }
  [[nodiscard]] double y(double share) const { return top + (1 - share) * side; }
};

std::string squareGrid(const Square& square) {
  std::string out;
  for (int i = 0; i <= 5; ++i) {
    const double share = i / 5.0;
    out += line(square.x(share), square.top, square.x(share), square.y(0), "grid");
    out += line(square.left, square.y(share), square.x(1), square.y(share), "grid");
    const std::string text = i == 0 ? "0" : (i == 5 ? "1" : base::proportion(share, 1));
    out += label({square.x(share), square.y(0) + 16, "middle", "soft"}, text);
    out += label({square.left - 8, square.y(share) + 4, "end", "soft"}, text);
  }
  out += line(square.x(0), square.y(0), square.x(1), square.y(1), "zero");
  out += label({square.x(0.5), square.y(0) + 34, "middle", "soft"}, "stated probability");
  return out + fmt::format(
                   "<text class=\"soft\" text-anchor=\"middle\" transform=\"translate(12 {:.1f}) "
                   "rotate(-90)\">observed share</text>\n",
                   square.y(0.5));
}

std::string reliabilityCurve(const ArmMetrics& arm, const Square& square) {
  const auto bins = filled(arm);
  std::string points, dots;
  double rows = 0;
  for (const auto& bin : bins) {
    rows += static_cast<double>(bin.n);
  }
  for (const auto& bin : bins) {
    const double x = square.x(bin.meanPredicted), y = square.y(bin.observed);
    points += fmt::format("{:.1f},{:.1f} ", x, y);
    dots += dot(x, y, 2.5 + 4 * std::sqrt(static_cast<double>(bin.n) / rows), arm.arm);
  }
  return "<polyline class=\"curve " + escapeHtml(arm.arm) + "\" points=\"" + points + "\"/>\n" +
         dots;
}

constexpr double kCell = 46;

std::string confusionCell(double x, double y, std::int64_t count, double share) {
  return fmt::format(
             "<rect class=\"cell\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{}\" height=\"{}\" rx=\"3\" "
             "fill-opacity=\"{:.2f}\"/>\n",
             x + 1, y + 1, kCell - 2, kCell - 2, 0.06 + 0.44 * share) +
         label({x + kCell / 2, y + kCell / 2 + 4, "middle", count == 0 ? "soft" : ""},
               base::withThousands(count));
}

}  // namespace

std::string forestPlot(const std::vector<ForestRow>& rows, std::optional<double> reference) {
  constexpr double kWidth = 820, kLeft = 250, kRight = 560, kTop = 8, kLine = 13;
  const Scale scale = scaleOver(drawnValues(rows, reference), kLeft, kRight);
  std::string body;
  double y = kTop;
  for (const ForestRow& row : rows) {
    const double height = 14 + kLine * static_cast<double>(std::max<size_t>(row.marks.size(), 1));
    body += label({0, y + height / 2 + 4}, row.label);
    body += label({kRight + 20, y + height / 2 + 4}, row.text);
    for (size_t i = 0; i < row.marks.size(); ++i) {
      body += forestMark(row.marks[i], scale, y + 7 + kLine * (static_cast<double>(i) + 0.5));
    }
    y += height;
  }
  std::string under = axis(scale, kTop, y);
  if (reference) {
    under += line(scale.at(*reference), kTop, scale.at(*reference), y, "zero");
  }
  return openSvg(kWidth, y + 24, "Figures with their 95 % intervals") + under + body + "</svg>\n";
}

std::string reliabilityDiagram(const std::vector<ArmMetrics>& arms) {
  const Square square;
  std::string body = squareGrid(square);
  double y = square.top + 16;
  for (const ArmMetrics& arm : arms) {
    body += reliabilityCurve(arm, square);
    const double x = square.x(1) + 24;
    body += line(x, y, x + 28, y, "curve " + escapeHtml(arm.arm));
    body += label({x + 38, y + 4}, armName(arm.arm));
    body += label({x + 38, y + 21, "start", "soft"},
                  "calibration error " + estimateText(arm.calibrationError));
    y += 48;
  }
  return openSvg(640, square.y(0) + 44, "Stated probability against observed share") + body +
         "</svg>\n";
}

std::string confusionMatrix(const ArmMetrics& arm) {
  const size_t classes = arm.confusion.size();
  size_t longest = 4;
  for (const auto& c : arm.classes) {
    longest = std::max(longest, std::min<size_t>(c.name.size(), 28));
  }
  const double left = 24 + 7.2 * static_cast<double>(longest);
  const double top = 24 + 5.2 * static_cast<double>(longest);
  std::string body;
  for (size_t truth = 0; truth < classes; ++truth) {
    const std::string name = truth < arm.classes.size() ? arm.classes[truth].name : "";
    const double offset = (static_cast<double>(truth) + 0.5) * kCell;
    body += label({left - 10, top + offset + 4, "end"}, name);
    body += fmt::format("<text transform=\"translate({:.1f} {:.1f}) rotate(-40)\">{}</text>\n",
                        left + offset - 4, top - 8, escapeHtml(name));
    std::int64_t all = 0;
    for (const std::int64_t count : arm.confusion[truth]) {
      all += count;
    }
    for (size_t claim = 0; claim < classes; ++claim) {
      const std::int64_t count = arm.confusion[truth][claim];
      const double share = all > 0 ? static_cast<double>(count) / static_cast<double>(all) : 0;
      body += confusionCell(left + kCell * static_cast<double>(claim),
                            top + kCell * static_cast<double>(truth), count, share);
    }
  }
  const double side = kCell * static_cast<double>(classes);
  return openSvg(left + side + top, top + side + 4, "Confusion matrix") + body + "</svg>\n";
}

}  // namespace telesoft::evaluate
