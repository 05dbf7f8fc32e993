#include "telesoft/ui/widgets/charts/confusion_matrix.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"

namespace telesoft::ui {

struct ConfusionMatrix::Geometry {
  int labels = 0;  // width of the row labels, and height of the column heads
  int head = 0;
  int cell = 36;  // height
  int wide = 36;
  [[nodiscard]] QRect at(int row, int column) const {
    return {labels + column * wide, head + row * cell, wide, cell};
  }
};

ConfusionMatrix::ConfusionMatrix(const QString& accessibleName, QWidget* parent) : QWidget(parent) {
  setAccessibleName(accessibleName);
  setFocusPolicy(Qt::TabFocus);
  setFont(textFont(TextStyle::Small));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ConfusionMatrix::setData(const QStringList& classes,
                              std::vector<std::vector<std::int64_t>> counts) {
  classes_ = classes;
  counts_ = std::move(counts);
  counts_.resize(static_cast<size_t>(classes_.size()));
  for (auto& row : counts_) {
    row.resize(static_cast<size_t>(classes_.size()), 0);
  }
  row_ = 0;
  column_ = 0;
  updateAccessible();
  updateGeometry();
  update();
}

ConfusionMatrix::Geometry ConfusionMatrix::geometryOf() const {
  Geometry g;
  int widest = 60;
  for (const QString& name : classes_) {
    widest = std::max(widest, fontMetrics().horizontalAdvance(name));
  }
  const int n = std::max(1, static_cast<int>(classes_.size()));
  g.labels = std::min(widest, 140) + kSpace12 + kSpace24;
  g.head = 44;
  g.wide = std::clamp((width() - g.labels) / n, 34, 96);
  return g;
}

QSize ConfusionMatrix::sizeHint() const {
  const Geometry g = geometryOf();
  const int n = static_cast<int>(classes_.size());
  return {g.labels + n * 64, g.head + n * g.cell + kSpace4};
}

QSize ConfusionMatrix::minimumSizeHint() const {
  const Geometry g = geometryOf();
  const int n = static_cast<int>(classes_.size());
  return {g.labels + n * 34, g.head + n * g.cell + kSpace4};
}

QString ConfusionMatrix::sentence(int row, int column) const {
  const auto& counts = counts_[static_cast<size_t>(row)];
  std::int64_t sum = 0;
  for (const std::int64_t count : counts) {
    sum += count;
  }
  const std::int64_t count = counts[static_cast<size_t>(column)];
  const double share = sum > 0 ? static_cast<double>(count) / static_cast<double>(sum) : 0;
  return tr("%1 of %2 cases of %3 were called %4 (%5 %)")
      .arg(QLocale().toString(static_cast<qlonglong>(count)),
           QLocale().toString(static_cast<qlonglong>(sum)), classes_[row], classes_[column],
           QLocale().toString(share * 100, 'f', 1));
}

void ConfusionMatrix::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  if (classes_.isEmpty()) {
    return;
  }
  QPainter painter(this);
  const Palette& p = colors();
  const Geometry g = geometryOf();
  const int n = static_cast<int>(classes_.size());
  painter.setPen(p.secondary);
  painter.drawText(QRect(g.labels, 0, n * g.wide, 18), Qt::AlignCenter, tr("model says"));
  painter.save();
  painter.translate(0, g.head + n * g.cell);
  painter.rotate(-90);
  painter.drawText(QRect(0, 0, n * g.cell, 18), Qt::AlignCenter, tr("true label"));
  painter.restore();
  for (int i = 0; i < n; ++i) {
    painter.setPen(p.text);
    painter.drawText(QRect(g.labels + i * g.wide + 2, 20, g.wide - 4, 20), Qt::AlignCenter,
                     fontMetrics().elidedText(classes_[i], Qt::ElideRight, g.wide - 6));
    painter.drawText(
        QRect(kSpace24, g.head + i * g.cell, g.labels - kSpace24 - kSpace8, g.cell),
        Qt::AlignVCenter | Qt::AlignRight,
        fontMetrics().elidedText(classes_[i], Qt::ElideRight, g.labels - kSpace24 - kSpace8));
  }
  for (int row = 0; row < n; ++row) {
    const auto& counts = counts_[static_cast<size_t>(row)];
    std::int64_t sum = 0;
    for (const std::int64_t count : counts) {
      sum += count;
    }
    for (int column = 0; column < n; ++column) {
      const std::int64_t count = counts[static_cast<size_t>(column)];
      const double share = sum > 0 ? static_cast<double>(count) / static_cast<double>(sum) : 0;
      const QColor hue = row == column ? p.accent : p.danger;
      // At most half of the hue, so that the figure stays readable in the text colour.
      const QColor fill = count == 0 ? p.surface : blend(hue, p.surface, 0.06 + 0.36 * share);
      const QRect cell = g.at(row, column);
      drawBox(painter, QRectF(cell).adjusted(1, 1, -1, -1), fill, p.line, 1, 3);
      painter.setFont(textFont(row == column ? TextStyle::FiguresStrong : TextStyle::Figures));
      painter.setPen(count == 0 ? p.secondary : p.text);
      painter.drawText(cell, Qt::AlignCenter, QLocale().toString(static_cast<qlonglong>(count)));
    }
  }
  if (hasFocus()) {
    drawFocusRing(painter, QRectF(g.at(row_, column_)).adjusted(1, 1, -1, -1), 3);
  }
}

void ConfusionMatrix::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(classes_.size()) - 1;
  switch (event->key()) {
    case Qt::Key_Left:
      column_ = std::max(0, column_ - 1);
      break;
    case Qt::Key_Right:
      column_ = std::min(last, column_ + 1);
      break;
    case Qt::Key_Up:
      row_ = std::max(0, row_ - 1);
      break;
    case Qt::Key_Down:
      row_ = std::min(last, row_ + 1);
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      Q_EMIT cellActivated(row_, column_);
      return;
    default:
      QWidget::keyPressEvent(event);
      return;
  }
  updateAccessible();
  update();
}

void ConfusionMatrix::mousePressEvent(QMouseEvent* event) {
  const Geometry g = geometryOf();
  const int n = static_cast<int>(classes_.size());
  const int column = (event->pos().x() - g.labels) / g.wide;
  const int row = (event->pos().y() - g.head) / g.cell;
  if (event->pos().x() >= g.labels && event->pos().y() >= g.head && row < n && column < n) {
    row_ = row;
    column_ = column;
    updateAccessible();
    update();
    Q_EMIT cellActivated(row, column);
  }
}

void ConfusionMatrix::focusInEvent(QFocusEvent* event) {
  update();
  QWidget::focusInEvent(event);
}

void ConfusionMatrix::focusOutEvent(QFocusEvent* event) {
  update();
  QWidget::focusOutEvent(event);
}

bool ConfusionMatrix::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && !classes_.isEmpty()) {
    auto* help = static_cast<QHelpEvent*>(event);
    const Geometry g = geometryOf();
    const int n = static_cast<int>(classes_.size());
    const int column = (help->pos().x() - g.labels) / g.wide;
    const int row = (help->pos().y() - g.head) / g.cell;
    if (help->pos().x() >= g.labels && help->pos().y() >= g.head && row < n && column < n) {
      QToolTip::showText(help->globalPos(), sentence(row, column), this);
      return true;
    }
  }
  return QWidget::event(event);
}

void ConfusionMatrix::updateAccessible() {
  setAccessibleValue(this, classes_.isEmpty() ? QString() : sentence(row_, column_));
}

}  // namespace telesoft::ui
