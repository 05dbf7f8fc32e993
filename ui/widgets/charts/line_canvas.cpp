#include "telesoft/ui/widgets/charts/line_canvas.h"

#include <algorithm>
#include <cmath>

#include <QGraphicsLayout>
#include <QPainter>
#include <QPen>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/charts/ticks.h"

namespace telesoft::ui {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr int kLabelHeight = 16;
constexpr int kSparseRoom = 48;  // at the right of a small multiple, for the ends of its scale

QPen linePen(const QColor& color, double width, Qt::PenStyle style = Qt::SolidLine) {
  QPen pen(color, width, style, Qt::RoundCap, Qt::RoundJoin);
  return pen;
}

}  // namespace

LineCanvas::LineCanvas(QWidget* parent)
    : QChartView(new QChart(), parent),
      base_(new QLineSeries()),
      x_(new QValueAxis()),
      y_(new QValueAxis()) {
  setRenderHint(QPainter::Antialiasing);
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::NoFocus);
  setBackgroundBrush(Qt::NoBrush);
  viewport()->setAutoFillBackground(false);
  viewport()->setFocusPolicy(Qt::NoFocus);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  chart()->legend()->hide();
  chart()->setBackgroundVisible(false);
  chart()->setMargins(QMargins(0, 0, 0, 0));
  chart()->layout()->setContentsMargins(0, 0, 0, 0);
  chart()->setAnimationOptions(QChart::NoAnimation);
  chart()->addAxis(x_, Qt::AlignBottom);
  chart()->addAxis(y_, Qt::AlignLeft);
  chart()->addSeries(base_);
  base_->attachAxis(x_);
  base_->attachAxis(y_);
  for (QValueAxis* axis : {x_, y_}) {
    axis->setTickType(QValueAxis::TicksDynamic);
    axis->setMinorGridLineVisible(false);
  }
  x_->setGridLineVisible(false);
  y_->setLineVisible(false);
  styleAxes();
}

void LineCanvas::put(LineSeries series) {
  DrawnSeries& drawn = series_[series.id];
  drawn.data = std::move(series);
  if (drawn.raw == nullptr) {
    makeLines(drawn);
  }
}

void LineCanvas::makeLines(DrawnSeries& drawn) {
  drawn.raw = new QLineSeries();
  drawn.smooth = new QLineSeries();
  drawn.band = new QAreaSeries(new QLineSeries(), new QLineSeries());
  drawn.band->lowerSeries()->setParent(drawn.band);
  drawn.band->upperSeries()->setParent(drawn.band);
  for (QAbstractSeries* line :
       std::initializer_list<QAbstractSeries*>{drawn.band, drawn.raw, drawn.smooth}) {
    chart()->addSeries(line);
    line->attachAxis(x_);
    line->attachAxis(y_);
  }
}

void LineCanvas::remove(const QString& id) {
  const auto found = series_.find(id);
  if (found == series_.end()) {
    return;
  }
  for (QAbstractSeries* line : std::initializer_list<QAbstractSeries*>{
           found->second.band, found->second.raw, found->second.smooth}) {
    chart()->removeSeries(line);
    delete line;
  }
  series_.erase(found);
}

void LineCanvas::clear() {
  while (!series_.empty()) {
    remove(series_.begin()->first);
  }
}

QColor LineCanvas::colorOf(const LineSeries& series) const {
  const Palette& p = colors();
  if (series.base) {
    return p.control;
  }
  const auto& order = seriesColors();
  return series.color < 0 ? p.accent : order[static_cast<size_t>(series.color) % order.size()];
}

std::vector<double> LineCanvas::shownValues(const LineSeries& series) const {
  std::vector<double> values;
  values.reserve(series.points.size());
  for (const QPointF& point : series.points) {
    values.push_back(point.y());
  }
  return series.base ? values : LineChart::smooth(values, smoothing);
}

void LineCanvas::fillLines(DrawnSeries& drawn) {
  const LineSeries& given = drawn.data;
  const QColor color = colorOf(given);
  const std::vector<double> values = shownValues(given);
  QList<QPointF> raw;
  QList<QPointF> smooth;
  for (size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(given.points[i].y())) {
      raw << given.points[i];
      smooth << QPointF(given.points[i].x(), values[i]);
    }
  }
  const bool smoothed = smoothing > 0 && !given.base;
  QColor faint = color;
  faint.setAlphaF(0.35F);
  drawn.raw->setPen(linePen(faint, 1));
  drawn.raw->replace(smoothed ? raw : QList<QPointF>());
  drawn.smooth->setPen(linePen(color, given.base ? 1.5 : (sparse ? 1 : 2),
                               given.base ? Qt::DashLine : Qt::SolidLine));
  drawn.smooth->replace(smooth);
  drawn.smooth->setPointsVisible(smooth.size() == 1);  // one value is a point, not a line
  fillBand(drawn, color);
}

void LineCanvas::fillBand(DrawnSeries& drawn, const QColor& color) {
  const LineSeries& given = drawn.data;
  QList<QPointF> low;
  QList<QPointF> high;
  if (given.low.size() == given.points.size() && given.high.size() == given.points.size()) {
    for (size_t i = 0; i < given.points.size(); ++i) {
      if (std::isfinite(given.low[i]) && std::isfinite(given.high[i])) {
        low << QPointF(given.points[i].x(), given.low[i]);
        high << QPointF(given.points[i].x(), given.high[i]);
      }
    }
  }
  drawn.band->lowerSeries()->replace(low);
  drawn.band->upperSeries()->replace(high);
  QColor fill = color;
  fill.setAlphaF(0.20F);
  drawn.band->setBrush(fill);
  drawn.band->setPen(Qt::NoPen);
  drawn.band->setVisible(!low.isEmpty());
}

void LineCanvas::fillBase() {
  base_->setPen(linePen(colors().control, 1.5, Qt::DashLine));
  base_->setVisible(baseLevel.has_value());
  base_->replace(baseLevel ? QList<QPointF>{{x_->min(), *baseLevel}, {x_->max(), *baseLevel}}
                           : QList<QPointF>());
}

void LineCanvas::setRanges() {
  double left = std::numeric_limits<double>::infinity();
  double right = -left;
  double low = left;
  double high = -left;
  const auto take = [&](double y) {
    if (std::isfinite(y)) {
      low = std::min(low, y);
      high = std::max(high, y);
    }
  };
  for (const auto& [unused, drawn] : series_) {
    for (const QPointF& point : drawn.data.points) {
      left = std::min(left, point.x());
      right = std::max(right, point.x());
      take(point.y());
    }
    for (const auto& edge : {drawn.data.low, drawn.data.high}) {
      std::for_each(edge.begin(), edge.end(), take);
    }
  }
  if (baseLevel) {
    take(*baseLevel);
  }
  left = xFrom.value_or(std::isfinite(left) ? left : 0);
  right = xTo.value_or(std::isfinite(right) ? right : 1);
  low = yFrom.value_or(std::isfinite(low) ? low : 0);
  high = yTo.value_or(std::isfinite(high) ? high : 1);
  const Ticks x = niceTicks(left, right, sparse ? 2 : 5, true);
  const Ticks y = niceTicks(low, high, sparse ? 2 : 4);
  x_->setRange(left, std::max(right, left + 1));
  x_->setTickAnchor(0);
  x_->setTickInterval(x.step);
  x_->setLabelFormat(QStringLiteral("%.0f"));
  y_->setRange(yFrom.value_or(y.from), yTo.value_or(y.to));
  y_->setTickAnchor(y.from);
  y_->setTickInterval(y.step);
  y_->setLabelFormat(y.decimals > 5 ? QStringLiteral("%.1e")
                                    : QStringLiteral("%.%1f").arg(y.decimals));
}

void LineCanvas::styleAxes() {
  const Palette& p = colors();
  for (QValueAxis* axis : {x_, y_}) {
    axis->setLabelsFont(textFont(TextStyle::Small));
    axis->setLabelsColor(p.secondary);
    axis->setTitleFont(textFont(TextStyle::Small));
    axis->setTitleBrush(p.secondary);
    axis->setGridLinePen(QPen(blend(p.text, p.surface, 0.08), 1));
    axis->setLinePen(QPen(p.strongLine, 1));
  }
  for (QValueAxis* axis : {x_, y_}) {
    axis->setLabelsVisible(!sparse);
  }
  chart()->setMargins(sparse ? QMargins(0, kSpace8, kSparseRoom, kSpace8) : QMargins());
  x_->setTitleText(sparse ? QString() : xTitle);
  x_->setTitleVisible(!sparse && !xTitle.isEmpty());
}

void LineCanvas::refresh() {
  styleAxes();
  setRanges();
  fillBase();
  for (auto& [unused, drawn] : series_) {
    fillLines(drawn);
  }
  viewport()->update();
}

std::vector<double> LineCanvas::nanPositions() const {
  std::vector<double> positions;
  for (const auto& [unused, drawn] : series_) {
    for (const QPointF& point : drawn.data.points) {
      if (!std::isfinite(point.y())) {
        positions.push_back(point.x());
      }
    }
  }
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  return positions;
}

double LineCanvas::nearestStep(double x) const {
  double best = kNan;
  for (const auto& [unused, drawn] : series_) {
    for (const QPointF& point : drawn.data.points) {
      if (std::isnan(best) || std::abs(point.x() - x) < std::abs(best - x)) {
        best = point.x();
      }
    }
  }
  return best;
}

double LineCanvas::nextStep(double x, int direction) const {
  if (std::isnan(x)) {
    return nearestStep(direction > 0 ? x_->min() : x_->max());
  }
  double best = kNan;
  for (const auto& [unused, drawn] : series_) {
    for (const QPointF& point : drawn.data.points) {
      const double ahead = (point.x() - x) * direction;
      if (ahead > 0 && (std::isnan(best) || ahead < (best - x) * direction)) {
        best = point.x();
      }
    }
  }
  return std::isnan(best) ? x : best;
}

double LineCanvas::stepAt(const QPointF& position) const {
  return nearestStep(chart()->mapToValue(mapToScene(position.toPoint()), base_).x());
}

QPointF LineCanvas::position(double x, double y) const {
  return chart()->mapToPosition(QPointF(x, y), base_);
}

QString LineCanvas::words(double x) const {
  QStringList parts;
  if (!std::isnan(x)) {
    for (const auto& [unused, drawn] : series_) {
      for (const QPointF& point : drawn.data.points) {
        if (point.x() == x) {
          const QString name = drawn.data.label.isEmpty() ? drawn.data.id : drawn.data.label;
          parts << name + QLatin1Char(' ') + chartNumber(point.y(), decimals);
          break;
        }
      }
    }
  }
  if (parts.isEmpty()) {
    return {};
  }
  const QString where = xTitle.isEmpty() ? LineChart::tr("step") : xTitle;
  return where + QLatin1Char(' ') + chartNumber(x, 0) + QStringLiteral(": ") +
         parts.join(QStringLiteral(", "));
}

std::vector<LineCanvas::Label> LineCanvas::endLabels() const {
  std::vector<Label> labels;
  if (sparse || series_.size() > 4) {
    return labels;
  }
  for (const auto& [unused, drawn] : series_) {
    const QList<QPointF> points = drawn.smooth->points();
    if (!points.isEmpty() && !drawn.data.label.isEmpty()) {
      labels.push_back({position(points.last().x(), points.last().y()), drawn.data.label,
                        drawn.data.base ? colors().secondary : colorOf(drawn.data)});
    }
  }
  if (baseLevel && !baseLabel.isEmpty()) {
    labels.push_back({position(x_->max(), *baseLevel), baseLabel, colors().secondary});
  }
  std::sort(labels.begin(), labels.end(),
            [](const Label& a, const Label& b) { return a.at.y() < b.at.y(); });
  for (size_t i = 1; i < labels.size(); ++i) {
    labels[i].at.setY(std::max(labels[i].at.y(), labels[i - 1].at.y() + kLabelHeight));
  }
  return labels;
}

void LineCanvas::drawEndLabels(QPainter& painter) const {
  painter.setFont(textFont(TextStyle::SmallStrong));
  const QRectF plot = chart()->plotArea();
  for (const Label& label : endLabels()) {
    const double width = painter.fontMetrics().horizontalAdvance(label.text);
    const bool fits = label.at.x() + kSpace8 + width <= plot.right();
    const QPointF at = fits ? label.at + QPointF(kSpace8, 4)
                            : QPointF(plot.right() - width, label.at.y() - kSpace8);
    painter.setPen(label.color);
    painter.drawText(at, label.text);
  }
}

/// A small multiple says the ends of its scale beside the plot.
void LineCanvas::drawScaleEnds(QPainter& painter) const {
  if (!sparse || series_.empty()) {
    return;
  }
  const QRectF plot = chart()->plotArea();
  painter.setFont(textFont(TextStyle::Small));
  painter.setPen(colors().secondary);
  const QRectF top(plot.right() + kSpace8, plot.top() - kSpace8, kSparseRoom, kLabelHeight);
  painter.drawText(top, Qt::AlignVCenter | Qt::AlignLeft, chartNumber(y_->max(), decimals));
  painter.drawText(top.translated(0, plot.height()), Qt::AlignVCenter | Qt::AlignLeft,
                   chartNumber(y_->min(), decimals));
}

void LineCanvas::drawNanTicks(QPainter& painter) const {
  const QRectF plot = chart()->plotArea();
  painter.setPen(QPen(colors().danger, 2));
  for (const double x : nanPositions()) {
    const double at = position(x, y_->min()).x();
    painter.drawLine(QPointF(at, plot.bottom() - 7), QPointF(at, plot.bottom() + 1));
  }
}

void LineCanvas::drawCursor(QPainter& painter) const {
  if (std::isnan(cursor) || cursor < x_->min() || cursor > x_->max()) {
    return;
  }
  const QRectF plot = chart()->plotArea();
  const double x = position(cursor, y_->min()).x();
  painter.setPen(QPen(colors().secondary, 1));
  painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
  painter.setRenderHint(QPainter::Antialiasing);
  for (const auto& [unused, drawn] : series_) {
    for (const QPointF& point : drawn.smooth->points()) {
      if (point.x() == cursor) {
        painter.setPen(QPen(colors().surface, 1.5));
        painter.setBrush(colorOf(drawn.data));
        painter.drawEllipse(position(point.x(), point.y()), 4, 4);
      }
    }
  }
  if (!sparse) {
    drawCursorBox(painter, x);
  }
}

void LineCanvas::drawCursorBox(QPainter& painter, double x) const {
  const QString text = words(cursor);
  if (text.isEmpty()) {
    return;
  }
  const QRectF plot = chart()->plotArea();
  painter.setFont(textFont(TextStyle::Small));
  const double width = painter.fontMetrics().horizontalAdvance(text) + kSpace16;
  const double left = std::max(plot.left(), std::min(x - width / 2, plot.right() - width));
  const QRectF box(left, plot.top(), width, 24);
  drawBox(painter, box, colors().raised, colors().strongLine, 1, 4);
  painter.setPen(colors().text);
  painter.drawText(box, Qt::AlignCenter, text);
}

void LineCanvas::drawForeground(QPainter* painter, const QRectF& rect) {
  Q_UNUSED(rect)
  painter->save();
  drawEndLabels(*painter);
  drawScaleEnds(*painter);
  drawNanTicks(*painter);
  drawCursor(*painter);
  painter->restore();
}

void LineCanvas::resizeEvent(QResizeEvent* event) {
  QChartView::resizeEvent(event);
  viewport()->update();
}

}  // namespace telesoft::ui
