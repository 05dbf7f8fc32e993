#include "telesoft/ui/widgets/charts/bars.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"

namespace telesoft::ui {

namespace {

constexpr int kBar = 12;
constexpr int kLegend = 24;
constexpr int kValue = 64;  // room for "1,204" or "43.1 %"

QColor pieceColor(size_t index) {
  const auto& order = seriesColors();
  return index == 0 ? colors().accent : order[index % order.size()];
}

QString share(double value) {
  return QLocale().toString(value * 100, 'f', 1) + QStringLiteral(" %");
}

QString count(double value) {
  return QLocale().toString(static_cast<qlonglong>(std::llround(value)));
}

int labelWidth(const std::vector<BarRow>& rows, const QFontMetrics& metrics, int width) {
  int widest = 0;
  for (const BarRow& row : rows) {
    widest = std::max(widest, metrics.horizontalAdvance(row.label));
  }
  return std::min(widest, width / 3) + kSpace12;
}

/// Names of the pieces with their colours, wrapped; returns the height used.
int drawLegend(QPainter* painter,
               const QStringList& names,
               const QFontMetrics& metrics,
               int left,
               int width,
               int top) {
  int x = left;
  int y = top;
  for (qsizetype i = 0; i < names.size(); ++i) {
    const int advance = metrics.horizontalAdvance(names[i]) + kSpace16 + kSpace16;
    if (x + advance > width && x > left) {
      x = left;
      y += kLegend - kSpace4;
    }
    if (painter != nullptr) {
      drawBox(*painter, QRectF(x, y + 5, 10, 10), pieceColor(static_cast<size_t>(i)), QColor(), 1,
              2);
      painter->setPen(colors().secondary);
      painter->drawText(QRect(x + kSpace16, y, advance, 20), Qt::AlignVCenter, names[i]);
    }
    x += advance;
  }
  return y - top + kLegend;
}

}  // namespace

BarPairs::BarPairs(const QString& accessibleName, QWidget* parent) : QWidget(parent) {
  setAccessibleName(accessibleName);
  setFont(textFont(TextStyle::Small));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BarPairs::setData(const QStringList& groups, std::vector<BarRow> rows) {
  groups_ = groups;
  rows_ = std::move(rows);
  sums_.assign(static_cast<size_t>(groups.size()), 0);
  QStringList spoken;
  for (const BarRow& row : rows_) {
    for (size_t g = 0; g < sums_.size() && g < row.values.size(); ++g) {
      sums_[g] += row.values[g];
    }
  }
  for (size_t r = 0; r < rows_.size(); ++r) {
    QStringList values;
    for (size_t g = 0; g < sums_.size(); ++g) {
      values << groups_[static_cast<qsizetype>(g)] + QLatin1Char(' ') + ui::share(share(r, g));
    }
    spoken << rows_[r].label + QStringLiteral(": ") + values.join(QStringLiteral(", "));
  }
  setAccessibleValue(this, spoken.join(QStringLiteral("; ")));
  updateGeometry();
  update();
}

void BarPairs::setAbsolute(bool absolute) {
  absolute_ = absolute;
  update();
}

double BarPairs::share(size_t row, size_t group) const {
  if (row >= rows_.size() || group >= rows_[row].values.size() || sums_[group] <= 0) {
    return 0;
  }
  return rows_[row].values[group] / sums_[group];
}

int BarPairs::rowHeight() const {
  return std::max(20, static_cast<int>(groups_.size()) * (kBar + 2)) + kSpace8;
}

QSize BarPairs::sizeHint() const {
  return {320, kLegend + static_cast<int>(rows_.size()) * rowHeight() + kSpace4};
}

QSize BarPairs::minimumSizeHint() const {
  return {200, sizeHint().height()};
}

void BarPairs::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const Palette& p = colors();
  const QFontMetrics metrics = fontMetrics();
  drawLegend(&painter, groups_, metrics, 0, width(), 0);
  const int left = labelWidth(rows_, metrics, width());
  double top = 0;
  for (size_t r = 0; r < rows_.size(); ++r) {
    for (size_t g = 0; g < sums_.size(); ++g) {
      top =
          std::max(top, absolute_ && g < rows_[r].values.size() ? rows_[r].values[g] : share(r, g));
    }
  }
  const double room = std::max(20, width() - left - kValue);
  for (size_t r = 0; r < rows_.size(); ++r) {
    const int y = kLegend + static_cast<int>(r) * rowHeight();
    painter.setPen(p.text);
    painter.drawText(QRect(0, y, left - kSpace8, rowHeight() - kSpace8),
                     Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(rows_[r].label, Qt::ElideRight, left - kSpace8));
    for (size_t g = 0; g < sums_.size() && g < rows_[r].values.size(); ++g) {
      const double value = absolute_ ? rows_[r].values[g] : share(r, g);
      const double length = top > 0 ? room * value / top : 0;
      const QRectF bar(left, y + static_cast<int>(g) * (kBar + 2), std::max(1.0, length), kBar);
      drawBox(painter, bar, pieceColor(g), QColor(), 1, 2);
      painter.setPen(p.secondary);
      painter.drawText(QRectF(bar.right() + kSpace8, bar.top() - 2, kValue, kBar + 4),
                       Qt::AlignVCenter, absolute_ ? count(value) : ui::share(value));
    }
  }
}

bool BarPairs::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && !rows_.empty()) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int at = (help->pos().y() - kLegend) / rowHeight();
    if (help->pos().y() >= kLegend && at < static_cast<int>(rows_.size())) {
      const BarRow& row = rows_[static_cast<size_t>(at)];
      QStringList lines(row.label);
      for (size_t g = 0; g < row.values.size() && g < sums_.size(); ++g) {
        lines << groups_[static_cast<qsizetype>(g)] + QStringLiteral(": ") + count(row.values[g]) +
                     QStringLiteral(" (") + ui::share(share(static_cast<size_t>(at), g)) +
                     QLatin1Char(')');
      }
      QToolTip::showText(help->globalPos(), lines.join(QLatin1Char('\n')), this);
      return true;
    }
  }
  return QWidget::event(event);
}

StackedBars::StackedBars(const QString& accessibleName, QWidget* parent) : QWidget(parent) {
  setAccessibleName(accessibleName);
  setFont(textFont(TextStyle::Small));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StackedBars::setData(const QStringList& pieces, std::vector<BarRow> rows) {
  pieces_ = pieces;
  rows_ = std::move(rows);
  QStringList spoken;
  for (const BarRow& row : rows_) {
    QStringList values;
    for (size_t i = 0; i < row.values.size() && static_cast<qsizetype>(i) < pieces_.size(); ++i) {
      values << pieces_[static_cast<qsizetype>(i)] + QLatin1Char(' ') + count(row.values[i]);
    }
    spoken << row.label + QStringLiteral(": ") + values.join(QStringLiteral(", "));
  }
  setAccessibleValue(this, spoken.join(QStringLiteral("; ")));
  updateGeometry();
  update();
}

int StackedBars::legendHeight(int width) const {
  return drawLegend(nullptr, pieces_, fontMetrics(), 0, width, 0);
}

QSize StackedBars::sizeHint() const {
  return {320, static_cast<int>(rows_.size()) * 40 + legendHeight(std::max(width(), 200))};
}

QSize StackedBars::minimumSizeHint() const {
  return {200, sizeHint().height()};
}

void StackedBars::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const Palette& p = colors();
  int y = 0;
  for (const BarRow& row : rows_) {
    double sum = 0;
    for (const double value : row.values) {
      sum += value;
    }
    painter.setPen(p.text);
    painter.drawText(QRect(0, y, width(), 18), Qt::AlignVCenter | Qt::AlignLeft, row.label);
    painter.setPen(p.secondary);
    painter.drawText(QRect(0, y, width(), 18), Qt::AlignVCenter | Qt::AlignRight, count(sum));
    double x = 0;
    for (size_t i = 0; i < row.values.size() && sum > 0; ++i) {
      const double length = width() * row.values[i] / sum;
      painter.fillRect(QRectF(x, y + 20, std::max(0.0, length - 1), kBar), pieceColor(i));
      x += length;
    }
    y += 40;
  }
  drawLegend(&painter, pieces_, fontMetrics(), 0, width(), y);
}

bool StackedBars::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && !rows_.empty()) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int at = help->pos().y() / 40;
    if (at >= 0 && at < static_cast<int>(rows_.size())) {
      const BarRow& row = rows_[static_cast<size_t>(at)];
      QStringList lines(row.label);
      for (size_t i = 0; i < row.values.size() && static_cast<qsizetype>(i) < pieces_.size(); ++i) {
        lines << pieces_[static_cast<qsizetype>(i)] + QStringLiteral(": ") + count(row.values[i]);
      }
      QToolTip::showText(help->globalPos(), lines.join(QLatin1Char('\n')), this);
      return true;
    }
  }
  return QWidget::event(event);
}

}  // namespace telesoft::ui
