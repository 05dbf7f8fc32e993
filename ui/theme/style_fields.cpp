// Fields, lists to choose from, sliders and scroll bars.
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QFrame>
#include <QLineEdit>
#include <QPainter>
#include <QStyleOption>
#include <QWidget>

#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/style_parts.h"
#include "telesoft/ui/theme/theme.h"

namespace telesoft::ui {

namespace {

bool has(const QStyleOption& option, QStyle::StateFlag flag) {
  return option.state.testFlag(flag);
}

void drawFieldBox(const QStyleOption& option, QPainter& painter, bool readOnly) {
  const Palette& p = colors();
  const bool enabled = has(option, QStyle::State_Enabled);
  const QColor fill = enabled && !readOnly ? p.surface : p.window;
  if (enabled && has(option, QStyle::State_HasFocus)) {
    drawBox(painter, option.rect, fill, p.accent, kFocusWidth);
    return;
  }
  drawBox(painter, option.rect, fill, enabled && !readOnly ? p.control : p.strongLine);
}

void drawIconAt(QPainter& painter, const QString& name, const QPoint& center, const QColor& color) {
  painter.drawPixmap(center - QPoint(kIconSmall / 2, kIconSmall / 2),
                     iconPixmap(name, kIconSmall, color, painter.device()->devicePixelRatio()));
}

}  // namespace

void paintField(const QStyleOption& option, QPainter& painter, const QWidget* widget) {
  if (const auto* edit = qobject_cast<const QLineEdit*>(widget); edit != nullptr) {
    const bool inside = qobject_cast<const QAbstractSpinBox*>(edit->parentWidget()) != nullptr ||
                        edit->parentWidget()->inherits("QComboBox");
    if (edit->hasFrame() && !inside) {
      drawFieldBox(option, painter, edit->isReadOnly());
    }
    return;
  }
  // A scroll area's frame is drawn over its filled viewport: the edge alone.
  const Palette& p = colors();
  const bool focus = has(option, QStyle::State_HasFocus);
  const auto* frame = qobject_cast<const QFrame*>(widget);
  if (frame != nullptr && frame->frameShape() == QFrame::NoFrame) {
    return;
  }
  const bool field = widget != nullptr && widget->inherits("QPlainTextEdit");
  drawBox(painter, option.rect, QColor(), focus ? p.accent : (field ? p.control : p.strongLine),
          focus ? kFocusWidth : 1, 4);
}

void paintComboBox(const QStyleOptionComboBox& option, QPainter& painter) {
  drawFieldBox(option, painter, false);
  const Palette& p = colors();
  drawIconAt(painter, QStringLiteral("chevron-down"),
             QPoint(option.rect.right() - 15, option.rect.center().y() + 1),
             has(option, QStyle::State_Enabled) ? p.secondary : p.disabled);
}

void paintSpinBox(const QStyleOptionSpinBox& option,
                  QPainter& painter,
                  const QStyle& style,
                  const QWidget* widget) {
  const auto* spin = qobject_cast<const QAbstractSpinBox*>(widget);
  drawFieldBox(option, painter, spin != nullptr && spin->isReadOnly());
  if (option.buttonSymbols == QAbstractSpinBox::NoButtons) {
    return;
  }
  const Palette& p = colors();
  const auto arrow = [&](QStyle::SubControl part, const char* name,
                         QAbstractSpinBox::StepEnabledFlag flag) {
    const QRect rect = style.subControlRect(QStyle::CC_SpinBox, &option, part, widget);
    const bool can = has(option, QStyle::State_Enabled) && option.stepEnabled.testFlag(flag);
    const bool lit = can && option.activeSubControls.testFlag(part);
    drawIconAt(painter, QLatin1String(name), rect.center() + QPoint(0, 1),
               can ? (lit ? p.text : p.secondary) : p.disabled);
  };
  arrow(QStyle::SC_SpinBoxUp, "sort-up", QAbstractSpinBox::StepUpEnabled);
  arrow(QStyle::SC_SpinBoxDown, "sort-down", QAbstractSpinBox::StepDownEnabled);
}

void paintSlider(const QStyleOptionSlider& option,
                 QPainter& painter,
                 const QStyle& style,
                 const QWidget* widget) {
  const Palette& p = colors();
  const bool enabled = has(option, QStyle::State_Enabled);
  const QRectF handle =
      style.subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, widget);
  const QRectF all = option.rect;
  const bool flat = option.orientation == Qt::Horizontal;
  const QRectF groove = flat ? QRectF(all.left(), all.center().y() - 2, all.width(), 4)
                             : QRectF(all.center().x() - 2, all.top(), 4, all.height());
  QRectF done = groove;
  if (flat) {
    done.setRight(handle.center().x());
  } else {
    done.setTop(handle.center().y());
  }
  drawBox(painter, groove, p.control, QColor(), 1, 2);
  drawBox(painter, done, enabled ? p.accent : p.disabled, QColor(), 1, 2);
  const QPointF middle = handle.center();
  const QRectF knob(middle.x() - 7, middle.y() - 7, 14, 14);
  drawBox(painter, knob, p.surface, enabled ? p.accent : p.disabled, 2, 7);
  if (has(option, QStyle::State_HasFocus)) {
    drawFocusRing(painter, knob.adjusted(-2, -2, 2, 2), 9);
  }
}

void paintScrollBar(const QStyleOptionSlider& option,
                    QPainter& painter,
                    const QStyle& style,
                    const QWidget* widget) {
  const Palette& p = colors();
  if (option.maximum <= option.minimum) {
    return;
  }
  const QRectF slider =
      style.subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarSlider, widget);
  const bool lit = has(option, QStyle::State_MouseOver) || has(option, QStyle::State_Sunken);
  const double edge = lit ? 2 : 3;
  const bool flat = option.orientation == Qt::Horizontal;
  const QRectF knob =
      flat ? slider.adjusted(2, edge, -2, -edge) : slider.adjusted(edge, 2, -edge, -2);
  drawBox(painter, knob, lit ? p.secondary : p.control, QColor(), 1,
          (flat ? knob.height() : knob.width()) / 2);
}

void paintArrow(QStyle::PrimitiveElement element, const QStyleOption& option, QPainter& painter) {
  const Palette& p = colors();
  QString name = QStringLiteral("chevron-down");
  if (element == QStyle::PE_IndicatorArrowUp) {
    name = QStringLiteral("chevron-up");
  } else if (element == QStyle::PE_IndicatorArrowLeft) {
    name = QStringLiteral("chevron-left");
  } else if (element == QStyle::PE_IndicatorArrowRight) {
    name = QStringLiteral("chevron-right");
  }
  drawIconAt(painter, name, option.rect.center(),
             has(option, QStyle::State_Enabled) ? p.secondary : p.disabled);
}

}  // namespace telesoft::ui
