#include "telesoft/ui/review/field_table.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"

namespace telesoft::ui {

using protocol::ReviewField;

namespace {

constexpr int kHead = 28;

struct Columns {
  QRect name, value, range, bar;
};

Columns columnsOf(const QRect& row) {
  const int width = row.width() - 2 * kSpace8;
  const int left = row.left() + kSpace8;
  const int name = width * 30 / 100, value = width * 24 / 100, range = width * 22 / 100;
  return {
      QRect(left, row.top(), name, row.height()),
      QRect(left + name, row.top(), value, row.height()),
      QRect(left + name + value, row.top(), range, row.height()),
      QRect(left + name + value + range, row.top(), width - name - value - range, row.height())};
}

QString valueText(const ReviewField& field) {
  if (field.value.empty()) {
    return FieldTable::tr("not measured");
  }
  return field.unit.empty() ? toQString(field.value)
                            : toQString(field.value) + QLatin1Char(' ') + toQString(field.unit);
}

/// Cut with an ellipsis where it does not fit.
void drawIn(QPainter& painter, const QRect& room, const QString& text) {
  const int width = room.width() - kSpace8;
  painter.drawText(room, Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(text, Qt::ElideRight, width));
}

QString signedText(double value) {
  return (value >= 0 ? QStringLiteral("+") : QStringLiteral("−")) +
         QString::number(std::abs(value), 'f', 2);
}

}  // namespace

QString rangeText(const ReviewField& field) {
  return std::isfinite(field.minimum) && std::isfinite(field.maximum)
             ? FieldTable::tr("%1 to %2").arg(numberText(field.minimum), numberText(field.maximum))
             : QString();
}

bool isOutside(const ReviewField& field) {
  bool isNumber = false;
  const double value = toQString(field.value).toDouble(&isNumber);
  return isNumber && ((std::isfinite(field.minimum) && value < field.minimum) ||
                      (std::isfinite(field.maximum) && value > field.maximum));
}

FieldTable::FieldTable(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("The case"));
  setFocusPolicy(Qt::StrongFocus);
}

void FieldTable::setFields(const std::vector<ReviewField>& fields, bool contributions) {
  fields_ = fields;
  contributions_ = contributions;
  largest_ = 0;
  QStringList said;
  for (const ReviewField& field : fields_) {
    if (std::isfinite(field.contribution)) {
      largest_ = std::max(largest_, std::abs(field.contribution));
    }
    said << toQString(field.name) + QLatin1Char(' ') + valueText(field) +
                (isOutside(field) ? tr(", outside of the known range") : QString());
  }
  setAccessibleValue(this, said.join(QStringLiteral("; ")));
  updateGeometry();
  update();
}

QSize FieldTable::sizeHint() const {
  return {480, minimumSizeHint().height()};
}

QSize FieldTable::minimumSizeHint() const {
  return {0, kHead + static_cast<int>(fields_.size()) * kRowHeight};
}

void FieldTable::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Columns head = columnsOf(QRect(0, 0, width(), kHead));
  painter.setFont(textFont(TextStyle::Small));
  painter.setPen(colors().secondary);
  painter.drawText(head.name, Qt::AlignVCenter, tr("Measurement"));
  painter.drawText(head.value, Qt::AlignVCenter, tr("Value"));
  painter.drawText(head.range, Qt::AlignVCenter, tr("Known range"));
  if (contributions_ && largest_ > 0) {
    painter.drawText(head.bar, Qt::AlignVCenter | Qt::AlignHCenter, tr("Against / for"));
  }
  int y = kHead;
  for (const ReviewField& field : fields_) {
    paintRow(painter, field, QRect(0, y, width(), kRowHeight));
    y += kRowHeight;
  }
}

void FieldTable::paintRow(QPainter& painter, const ReviewField& field, const QRect& row) {
  const Columns at = columnsOf(row);
  painter.setPen(colors().line);
  painter.drawLine(row.left(), row.top(), row.right(), row.top());
  painter.setFont(textFont(TextStyle::Body));
  painter.setPen(colors().text);
  drawIn(painter, at.name, toQString(field.name));
  const bool outside = isOutside(field);
  painter.setFont(textFont(TextStyle::FiguresStrong));
  painter.setPen(field.value.empty() ? colors().disabled
                 : outside           ? colors().caution
                                     : colors().text);
  drawIn(painter, at.value, valueText(field) + (outside ? QStringLiteral("  ⚠") : QString()));
  painter.setFont(textFont(TextStyle::Figures));
  painter.setPen(colors().secondary);
  drawIn(painter, at.range, rangeText(field));
  if (contributions_ && std::isfinite(field.contribution) && largest_ > 0) {
    paintBar(painter, field.contribution, at.bar);
  }
}

void FieldTable::paintBar(QPainter& painter, double contribution, const QRect& room) {
  const int middle = room.center().x();
  const int half = room.width() / 2 - 44;  // room for the figure at either end
  const int length = static_cast<int>(std::lround(std::abs(contribution) / largest_ * half));
  const bool isFor = contribution >= 0;
  const QRect bar(isFor ? middle : middle - length, room.center().y() - 4, length, 8);
  painter.fillRect(bar, isFor ? colors().accent : colors().caution);
  painter.setPen(colors().strongLine);
  painter.drawLine(middle, room.top() + 6, middle, room.bottom() - 6);
  painter.setFont(textFont(TextStyle::Small));
  painter.setPen(colors().secondary);
  const QRect figure = isFor ? QRect(bar.right() + 6, room.top(), 44, room.height())
                             : QRect(bar.left() - 50, room.top(), 44, room.height());
  painter.drawText(figure, Qt::AlignVCenter | (isFor ? Qt::AlignLeft : Qt::AlignRight),
                   signedText(contribution));
}

}  // namespace telesoft::ui
