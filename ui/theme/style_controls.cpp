// Buttons, ticks, tabs and table heads.
#include <QPainter>
#include <QStyleOption>
#include <QWidget>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/style_parts.h"
#include "telesoft/ui/theme/theme.h"

namespace telesoft::ui {

namespace {

QByteArray kindOf(const QWidget* widget) {
  return widget == nullptr ? QByteArray() : widget->property(kButtonKind).toByteArray();
}

// Fusion's own margin of a header's label, and the padding of a table's cell: they must meet.
constexpr int kHeaderMargin = 2;
constexpr int kCellPad = 8;

bool has(const QStyleOption& option, QStyle::StateFlag flag) {
  return option.state.testFlag(flag);
}

void paintPrimary(const QStyleOptionButton& option, QPainter& painter) {
  const Palette& p = colors();
  if (!has(option, QStyle::State_Enabled)) {
    drawBox(painter, option.rect, p.line, QColor());
    return;
  }
  const bool lit = has(option, QStyle::State_MouseOver) || has(option, QStyle::State_Sunken);
  drawBox(painter, option.rect, lit ? p.accentHover : p.accent, QColor());
}

void paintFramed(const QStyleOptionButton& option, QPainter& painter, bool danger) {
  const Palette& p = colors();
  const QColor base = danger ? p.danger : p.text;
  QColor fill = p.surface;
  if (has(option, QStyle::State_Enabled)) {
    if (has(option, QStyle::State_Sunken) || has(option, QStyle::State_On)) {
      fill = blend(base, p.surface, 0.10);
    } else if (has(option, QStyle::State_MouseOver)) {
      fill = blend(base, p.surface, 0.05);
    }
  }
  const bool strong = danger && has(option, QStyle::State_Enabled);
  drawBox(painter, option.rect, fill, strong ? p.danger : p.strongLine);
}

}  // namespace

void paintButtonBevel(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget) {
  const Palette& p = colors();
  const QByteArray kind = kindOf(widget);
  if (kind == "primary") {
    paintPrimary(option, painter);
  } else if (kind == "link") {
    if (has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled)) {
      drawBox(painter, option.rect, blend(p.accent, p.surface, 0.08), QColor(), 1, 4);
    }
  } else {
    paintFramed(option, painter, kind == "danger");
  }
  if (has(option, QStyle::State_HasFocus)) {
    drawFocusRing(painter, option.rect, kind == "link" ? 4 : kRadius);
    if (kind == "primary") {  // accent on accent would not be seen: a gap in the surface colour
      drawBox(painter, QRectF(option.rect).adjusted(2, 2, -2, -2), QColor(), p.surface, 1.5,
              kRadius - 1);
    }
  }
}

QColor buttonTextColor(const QStyleOption& option, const QWidget* widget) {
  const Palette& p = colors();
  if (!has(option, QStyle::State_Enabled)) {
    return p.disabled;
  }
  const QByteArray kind = kindOf(widget);
  if (kind == "primary") {
    return p.onAccent;
  }
  if (kind == "danger") {
    return p.danger;
  }
  return kind == "link" ? p.accent : p.text;
}

void paintButtonLabel(const QStyleOptionButton& option, QPainter& painter) {
  const bool iconed = !option.icon.isNull();
  const int text = option.fontMetrics.size(Qt::TextShowMnemonic, option.text).width();
  const int room = iconed ? option.iconSize.width() + (text > 0 ? kSpace8 : 0) : 0;
  QRect rect = option.rect;
  rect.setLeft(rect.left() + qMax(kSpace8 / 2, (rect.width() - text - room) / 2));
  if (iconed) {
    const bool enabled = has(option, QStyle::State_Enabled);
    const QRect place(rect.left(), rect.top() + (rect.height() - option.iconSize.height()) / 2,
                      option.iconSize.width(), option.iconSize.height());
    option.icon.paint(&painter, place, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled,
                      has(option, QStyle::State_On) ? QIcon::On : QIcon::Off);
    rect.setLeft(rect.left() + room);
  }
  painter.setPen(option.palette.color(QPalette::ButtonText));
  painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic, option.text);
}

void paintTickBox(const QStyleOption& option, QPainter& painter) {
  const Palette& p = colors();
  const bool enabled = has(option, QStyle::State_Enabled);
  const QRectF box = QRectF(option.rect).adjusted(1, 1, -1, -1);
  const bool on = has(option, QStyle::State_On) || has(option, QStyle::State_NoChange);
  const QColor accent = enabled ? p.accent : p.disabled;
  drawBox(painter, box, on ? accent : p.surface, on ? accent : (enabled ? p.control : p.strongLine),
          1, 4);
  if (on) {
    const QString name =
        has(option, QStyle::State_On) ? QStringLiteral("check") : QStringLiteral("dot");
    painter.drawPixmap(box.toRect().topLeft() + QPoint(1, 1),
                       iconPixmap(name, 14, p.onAccent, painter.device()->devicePixelRatio()));
  }
  if (has(option, QStyle::State_HasFocus)) {
    drawFocusRing(painter, option.rect, 5);
  }
}

void paintRadio(const QStyleOption& option, QPainter& painter) {
  const Palette& p = colors();
  const bool enabled = has(option, QStyle::State_Enabled);
  const bool on = has(option, QStyle::State_On);
  const QRectF box = QRectF(option.rect).adjusted(1, 1, -1, -1);
  const double radius = box.height() / 2;
  const QColor accent = enabled ? p.accent : p.disabled;
  drawBox(painter, box, p.surface, on ? accent : (enabled ? p.control : p.strongLine), on ? 2 : 1,
          radius);
  if (on) {
    drawBox(painter, box.adjusted(4, 4, -4, -4), accent, QColor(), 1, radius - 4);
  }
  if (has(option, QStyle::State_HasFocus)) {
    drawFocusRing(painter, option.rect, option.rect.height() / 2.0);
  }
}

void paintTab(const QStyleOptionTab& option, QPainter& painter) {
  const Palette& p = colors();
  const bool selected = has(option, QStyle::State_Selected);
  QFont font = textFont(selected ? TextStyle::BodyStrong : TextStyle::Body);
  painter.save();
  painter.setFont(font);
  QColor ink = selected ? p.accent : p.secondary;
  if (!has(option, QStyle::State_Enabled)) {
    ink = p.disabled;
  } else if (!selected && has(option, QStyle::State_MouseOver)) {
    ink = p.text;
  }
  painter.setPen(ink);
  painter.drawText(option.rect, Qt::AlignCenter | Qt::TextShowMnemonic, option.text);
  if (selected) {
    const int width = QFontMetrics(font).size(Qt::TextShowMnemonic, option.text).width();
    painter.fillRect(
        QRect(option.rect.center().x() - width / 2, option.rect.bottom() - 1, width, 2), p.accent);
  }
  if (has(option, QStyle::State_HasFocus)) {
    drawFocusRing(painter, QRectF(option.rect).adjusted(2, 2, -2, -4), 4);
  }
  painter.restore();
}

void paintHeaderSection(const QStyleOptionHeader& option, QPainter& painter) {
  painter.fillRect(option.rect, colors().surface);
  painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                   colors().line);
}

void paintHeaderLabel(const QStyleOptionHeader& option, QPainter& painter) {
  const Palette& p = colors();
  painter.save();
  painter.setFont(textFont(TextStyle::Small));
  painter.setPen(has(option, QStyle::State_MouseOver) ? p.text : p.secondary);
  const bool sorted = option.sortIndicator != QStyleOptionHeader::None;
  const bool right = option.textAlignment.testFlag(Qt::AlignRight);
  QRect rect = option.rect.adjusted(kCellPad - kHeaderMargin, 0, kHeaderMargin - kCellPad, 0);
  if (sorted) {
    rect.adjust(right ? 0 : 0, 0, -kIconSmall, 0);
  }
  const QString text = painter.fontMetrics().elidedText(option.text, Qt::ElideRight, rect.width());
  painter.drawText(rect, Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft), text);
  if (sorted) {
    const int end =
        right ? rect.right() + 1 : rect.left() + painter.fontMetrics().horizontalAdvance(text) + 2;
    const QString name = option.sortIndicator == QStyleOptionHeader::SortDown
                             ? QStringLiteral("sort-up")
                             : QStringLiteral("sort-down");
    painter.drawPixmap(
        QPoint(end, rect.center().y() - kIconSmall / 2 + 1),
        iconPixmap(name, kIconSmall, p.secondary, painter.device()->devicePixelRatio()));
  }
  painter.restore();
}

}  // namespace telesoft::ui
