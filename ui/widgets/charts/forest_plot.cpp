#include "telesoft/ui/widgets/charts/forest_plot.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"
#include "telesoft/ui/widgets/charts/ticks.h"

namespace telesoft::ui {

namespace {

constexpr int kRow = 30;
constexpr int kAxis = 44;

QString signedNumber(double value) {
  if (std::isnan(value)) {
    return ForestPlot::tr("not defined");
  }
  QString text = QString::number(std::abs(value), 'f', 3);
  if (text.startsWith(QLatin1String("0."))) {
    text.remove(0, 1);
  }
  return (value < 0 ? QStringLiteral("−") : QStringLiteral("+")) + text;
}

QString words(const ForestRow& row) {
  if (std::isnan(row.value)) {
    return signedNumber(row.value);
  }
  if (std::isnan(row.low) || std::isnan(row.high)) {
    return signedNumber(row.value);
  }
  return QStringLiteral("%1 (%2 to %3)")
      .arg(signedNumber(row.value), signedNumber(row.low), signedNumber(row.high));
}

}  // namespace

struct ForestPlot::Axis {
  Ticks ticks;
  int left = 0, right = 0;
  [[nodiscard]] double at(double value) const {
    return left + (value - ticks.from) / (ticks.to - ticks.from) * (right - left);
  }
};

ForestPlot::ForestPlot(const QString& accessibleName, QWidget* parent) : QWidget(parent) {
  setAccessibleName(accessibleName);
  setFont(textFont(TextStyle::Body));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ForestPlot::setRows(std::vector<ForestRow> rows) {
  rows_ = std::move(rows);
  QStringList spoken;
  for (const ForestRow& row : rows_) {
    spoken << (row.heading
                   ? row.label
                   : row.label + QLatin1Char(' ') + words(row) + QLatin1Char(' ') + row.note);
  }
  setAccessibleValue(this, spoken.join(QStringLiteral("; ")));
  updateGeometry();
  update();
}

void ForestPlot::setReference(double value,
                              const QString& leftMeaning,
                              const QString& rightMeaning) {
  reference_ = value;
  left_ = leftMeaning;
  right_ = rightMeaning;
  update();
}

QSize ForestPlot::sizeHint() const {
  return {520, static_cast<int>(rows_.size()) * kRow + kAxis};
}

QSize ForestPlot::minimumSizeHint() const {
  return {360, sizeHint().height()};
}

ForestPlot::Axis ForestPlot::axis() const {
  double low = reference_;
  double high = reference_;
  int labels = 80;
  int notes = 60;
  const QFontMetrics figures(textFont(TextStyle::Figures));
  for (const ForestRow& row : rows_) {
    for (const double value : {row.value, row.low, row.high}) {
      if (std::isfinite(value) && !row.heading) {
        low = std::min(low, value);
        high = std::max(high, value);
      }
    }
    labels = std::max(labels, fontMetrics().horizontalAdvance(row.label));
    notes = std::max(notes, row.heading ? 0 : figures.horizontalAdvance(words(row)));
  }
  Axis out;
  const double pad = std::max(0.005, (high - low) * 0.05);
  out.ticks = niceTicks(low - pad, high + pad, 4);
  out.left = std::min(labels, width() / 3) + kSpace16;
  out.right = std::max(out.left + 60, width() - notes - kSpace24);
  return out;
}

void ForestPlot::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Palette& p = colors();
  const Axis scale = axis();
  const int bottom = static_cast<int>(rows_.size()) * kRow;
  painter.setFont(textFont(TextStyle::Small));
  for (double tick = scale.ticks.from; tick <= scale.ticks.to + scale.ticks.step / 2;
       tick += scale.ticks.step) {
    const double x = std::round(scale.at(tick)) + 0.5;
    painter.setPen(QPen(blend(p.text, p.surface, 0.08), 1));
    painter.drawLine(QPointF(x, 0), QPointF(x, bottom));
    painter.setPen(p.secondary);
    painter.drawText(QRectF(x - 40, bottom + 2, 80, 18), Qt::AlignCenter,
                     chartNumber(std::abs(tick) < 1e-12 ? 0 : tick, scale.ticks.decimals));
  }
  const double zero = std::round(scale.at(reference_)) + 0.5;
  painter.setPen(QPen(p.secondary, 1, Qt::DashLine));
  painter.drawLine(QPointF(zero, 0), QPointF(zero, bottom));
  painter.setPen(p.secondary);
  const QRectF under(0, bottom + 22, width(), 18);
  painter.drawText(QRectF(under.left(), under.top(), zero - kSpace8, 18), Qt::AlignRight,
                   left_.isEmpty() ? QString() : QStringLiteral("← ") + left_);
  painter.drawText(QRectF(zero + kSpace8, under.top(), width() - zero, 18), Qt::AlignLeft,
                   right_.isEmpty() ? QString() : right_ + QStringLiteral(" →"));
  for (size_t i = 0; i < rows_.size(); ++i) {
    const ForestRow& row = rows_[i];
    const QRect line(0, static_cast<int>(i) * kRow, width(), kRow);
    painter.setFont(textFont(row.heading ? TextStyle::BodyStrong : TextStyle::Body));
    painter.setPen(p.text);
    painter.drawText(
        QRect(0, line.top(), scale.left - kSpace8, kRow), Qt::AlignVCenter,
        painter.fontMetrics().elidedText(row.label, Qt::ElideRight, scale.left - kSpace8));
    if (row.heading) {
      continue;
    }
    painter.setFont(textFont(TextStyle::Figures));
    painter.drawText(
        QRect(scale.right + kSpace16, line.top(), width() - scale.right - kSpace16, kRow),
        Qt::AlignVCenter | Qt::AlignLeft, words(row));
    if (!std::isfinite(row.value)) {
      continue;
    }
    const double y = line.center().y() + 0.5;
    const bool clear = std::isfinite(row.low) && std::isfinite(row.high) &&
                       (row.low > reference_ || row.high < reference_);
    const QColor ink = clear ? p.accent : p.secondary;
    painter.setPen(QPen(ink, 2));
    if (std::isfinite(row.low) && std::isfinite(row.high)) {
      painter.drawLine(QPointF(scale.at(row.low), y), QPointF(scale.at(row.high), y));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawRect(QRectF(scale.at(row.value) - 4, y - 4, 8, 8));
  }
}

bool ForestPlot::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int at = help->pos().y() / kRow;
    if (at >= 0 && at < static_cast<int>(rows_.size()) && !rows_[static_cast<size_t>(at)].heading) {
      const ForestRow& row = rows_[static_cast<size_t>(at)];
      QToolTip::showText(help->globalPos(),
                         row.label + QLatin1Char('\n') + words(row) + QLatin1Char('\n') + row.note,
                         this);
      return true;
    }
  }
  return QWidget::event(event);
}

}  // namespace telesoft::ui
