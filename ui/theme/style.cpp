#include "telesoft/ui/theme/style.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>

#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style_parts.h"
#include "telesoft/ui/theme/theme.h"

namespace telesoft::ui {

Style::Style() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

QPalette qtPalette(const Palette& p) {
  QPalette q;
  q.setColor(QPalette::Window, p.window);
  q.setColor(QPalette::WindowText, p.text);
  q.setColor(QPalette::Base, p.surface);
  q.setColor(QPalette::AlternateBase, p.window);
  q.setColor(QPalette::Text, p.text);
  q.setColor(QPalette::PlaceholderText, p.secondary);
  q.setColor(QPalette::Button, p.surface);
  q.setColor(QPalette::ButtonText, p.text);
  q.setColor(QPalette::BrightText, p.onAccent);
  q.setColor(QPalette::ToolTipBase, p.raised);
  q.setColor(QPalette::ToolTipText, p.text);
  q.setColor(QPalette::Highlight, p.accent);
  q.setColor(QPalette::HighlightedText, p.onAccent);
  q.setColor(QPalette::Link, p.accent);
  q.setColor(QPalette::LinkVisited, p.accent);
  q.setColor(QPalette::Light, p.surface);
  q.setColor(QPalette::Midlight, p.line);
  q.setColor(QPalette::Mid, p.strongLine);
  q.setColor(QPalette::Dark, p.control);
  q.setColor(QPalette::Shadow, p.strongLine);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                          QPalette::PlaceholderText, QPalette::Link}) {
    q.setColor(QPalette::Disabled, role, p.disabled);
  }
  q.setColor(QPalette::Disabled, QPalette::Base, p.window);
  q.setColor(QPalette::Disabled, QPalette::Highlight, p.strongLine);
  q.setColor(QPalette::Disabled, QPalette::HighlightedText, p.disabled);
  return q;
}

void drawBox(QPainter& painter,
             const QRectF& rect,
             const QColor& fill,
             const QColor& edge,
             double edgeWidth,
             double radius) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(edge.isValid() ? QPen(edge, edgeWidth) : QPen(Qt::NoPen));
  painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
  const double inset = edge.isValid() ? edgeWidth / 2 : 0;
  painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset,
                          radius - inset);
  painter.restore();
}

void drawFocusRing(QPainter& painter, const QRectF& rect, double radius) {
  drawBox(painter, rect, QColor(), colors().accent, kFocusWidth, radius);
}

int Style::styleHint(StyleHint hint,
                     const QStyleOption* option,
                     const QWidget* widget,
                     QStyleHintReturn* data) const {
  switch (hint) {
    case SH_Widget_Animation_Duration:
      return theme().motionMs();
    case SH_EtchDisabledText:
    case SH_UnderlineShortcut:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_ScrollView_FrameOnlyAroundContents:
    case SH_ItemView_ShowDecorationSelected:
      return hint == SH_ItemView_ShowDecorationSelected ? 1 : 0;
    case SH_ComboBox_Popup:
      return 0;
    case SH_Slider_AbsoluteSetButtons:
      return Qt::LeftButton;
    case SH_ToolTip_WakeUpDelay:
      return 500;
    case SH_FormLayoutLabelAlignment:
      return Qt::AlignLeft;
    case SH_Header_ArrowAlignment:
      return Qt::AlignRight | Qt::AlignVCenter;
    default:
      return QProxyStyle::styleHint(hint, option, widget, data);
  }
}

int Style::pixelMetric(PixelMetric metric,
                       const QStyleOption* option,
                       const QWidget* widget) const {
  switch (metric) {
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
      return 0;
    case PM_ScrollBarExtent:
      return 12;
    case PM_ScrollView_ScrollBarSpacing:
      return 0;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize:
      return kIconSmall;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
      return 18;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
      return kSpace8;
    case PM_SliderThickness:
    case PM_SliderLength:
      return 18;
    case PM_TabBarTabHSpace:
      return kSpace24;
    case PM_TabBarTabVSpace:
      return kSpace16;
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarBaseOverlap:
      return 0;
    case PM_HeaderMarkSize:
      return kIconSmall;
    case PM_MenuPanelWidth:
      return 1;
    case PM_MenuVMargin:
    case PM_MenuHMargin:
      return kSpace4;
    default:
      return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

QSize Style::sizeFromContents(ContentsType type,
                              const QStyleOption* option,
                              const QSize& size,
                              const QWidget* widget) const {
  QSize out = QProxyStyle::sizeFromContents(type, option, size, widget);
  switch (type) {
    case CT_PushButton: {
      const bool link = widget != nullptr && widget->property(kButtonKind).toByteArray() == "link";
      const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
      const bool iconed = button != nullptr && !button->icon.isNull();  // Qt's gap of 4 becomes 8
      out.setWidth(size.width() + (link ? kSpace8 : kSpace32) + (iconed ? kSpace4 : 0));
      out.setHeight(link ? qMax(size.height() + kSpace4, 24) : qMax(out.height(), kFieldHeight));
      break;
    }
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
      out.setHeight(qMax(out.height(), kFieldHeight));
      break;
    case CT_HeaderSection:
      out.setHeight(qMax(size.height() + kSpace8, kRowHeight - 2));
      out.rwidth() += kSpace8;
      break;
    case CT_MenuItem:
      out.setHeight(qMax(out.height(), 28));
      break;
    default:
      break;
  }
  return out;
}

QRect Style::subElementRect(SubElement element,
                            const QStyleOption* option,
                            const QWidget* widget) const {
  if (element == SE_LineEditContents) {
    return option->rect.adjusted(kSpace8, 1, -kSpace8, -1);
  }
  return QProxyStyle::subElementRect(element, option, widget);
}

QRect Style::subControlRect(ComplexControl control,
                            const QStyleOptionComplex* option,
                            SubControl part,
                            const QWidget* widget) const {
  const QRect r = option->rect;
  if (control == CC_ComboBox) {
    const int arrow = 28;
    if (part == SC_ComboBoxArrow) {
      return visualRect(option->direction, r, QRect(r.right() - arrow, r.top(), arrow, r.height()));
    }
    if (part == SC_ComboBoxEditField) {
      return visualRect(option->direction, r, r.adjusted(6, 1, -arrow, -1));
    }
  }
  if (control == CC_SpinBox) {
    const int buttons = 22;
    const QRect right(r.right() - buttons, r.top() + 1, buttons, r.height() - 2);
    if (part == SC_SpinBoxUp) {
      return visualRect(option->direction, r, right.adjusted(0, 0, 0, -right.height() / 2));
    }
    if (part == SC_SpinBoxDown) {
      return visualRect(option->direction, r, right.adjusted(0, right.height() / 2, 0, 0));
    }
    if (part == SC_SpinBoxEditField) {
      return visualRect(option->direction, r, r.adjusted(1, 1, -buttons - 1, -1));
    }
  }
  if (control == CC_ScrollBar) {  // no arrow buttons: the groove is the whole bar
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (bar != nullptr && (part == SC_ScrollBarAddLine || part == SC_ScrollBarSubLine)) {
      return {};
    }
    if (bar != nullptr && part == SC_ScrollBarGroove) {
      return r;
    }
    if (bar != nullptr && part == SC_ScrollBarSlider) {
      const bool flat = bar->orientation == Qt::Horizontal;
      const int room = flat ? r.width() : r.height();
      const int range = bar->maximum - bar->minimum;
      const int page = qMax(1, bar->pageStep);
      const int length = range <= 0 ? room : qBound(32, room * page / (range + page), room);
      const int at = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                             room - length, bar->upsideDown);
      return flat ? QRect(r.left() + at, r.top(), length, r.height())
                  : QRect(r.left(), r.top() + at, r.width(), length);
    }
  }
  return QProxyStyle::subControlRect(control, option, part, widget);
}

void Style::drawPrimitive(PrimitiveElement element,
                          const QStyleOption* option,
                          QPainter* painter,
                          const QWidget* widget) const {
  const Palette& p = colors();
  switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
      paintTickBox(*option, *painter);
      return;
    case PE_IndicatorRadioButton:
      paintRadio(*option, *painter);
      return;
    case PE_PanelLineEdit:
    case PE_FrameLineEdit:
      paintField(*option, *painter, widget);
      return;
    case PE_Frame:
      if (const auto* area = qobject_cast<const QAbstractScrollArea*>(widget); area != nullptr) {
        paintField(*option, *painter, widget);
        return;
      }
      break;
    case PE_FrameFocusRect:
      drawFocusRing(*painter, option->rect, 4);
      return;
    case PE_IndicatorArrowDown:
    case PE_IndicatorArrowUp:
    case PE_IndicatorArrowLeft:
    case PE_IndicatorArrowRight:
    case PE_IndicatorHeaderArrow:
      paintArrow(element, *option, *painter);
      return;
    case PE_PanelTipLabel:
    case PE_PanelMenu:
    case PE_FrameMenu:
      painter->fillRect(option->rect, p.raised);
      painter->setPen(p.strongLine);
      painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
      return;
    case PE_FrameTabBarBase:
      painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                        p.line);
      return;
    case PE_FrameTabWidget:
      return;
    default:
      break;
  }
  QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void Style::drawControl(ControlElement element,
                        const QStyleOption* option,
                        QPainter* painter,
                        const QWidget* widget) const {
  if (element == CE_PushButtonBevel || element == CE_PushButtonLabel) {
    if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
      if (element == CE_PushButtonBevel) {
        paintButtonBevel(*button, *painter, widget);
        return;
      }
      QStyleOptionButton label(*button);
      label.palette.setColor(QPalette::ButtonText, buttonTextColor(*button, widget));
      paintButtonLabel(label, *painter);
      return;
    }
  }
  if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option); tab != nullptr) {
    if (element == CE_TabBarTabShape || element == CE_TabBarTabLabel) {
      if (element == CE_TabBarTabLabel) {
        paintTab(*tab, *painter);
      }
      return;
    }
  }
  if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
    if (element == CE_HeaderSection) {
      paintHeaderSection(*header, *painter);
      return;
    }
    if (element == CE_HeaderLabel) {
      paintHeaderLabel(*header, *painter);
      return;
    }
  }
  if (element == CE_HeaderEmptyArea) {
    painter->fillRect(option->rect, colors().surface);
    painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                      colors().line);
    return;
  }
  if (element == CE_ComboBoxLabel) {
    QStyleOptionComboBox plain = *qstyleoption_cast<const QStyleOptionComboBox*>(option);
    plain.state &= ~State_Sunken;
    QProxyStyle::drawControl(element, &plain, painter, widget);
    return;
  }
  QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control,
                               const QStyleOptionComplex* option,
                               QPainter* painter,
                               const QWidget* widget) const {
  if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
    paintComboBox(*combo, *painter);
    return;
  }
  if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option)) {
    paintSpinBox(*spin, *painter, *this, widget);
    return;
  }
  if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
    if (control == CC_Slider) {
      paintSlider(*slider, *painter, *this, widget);
      return;
    }
    if (control == CC_ScrollBar) {
      paintScrollBar(*slider, *painter, *this, widget);
      return;
    }
  }
  QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void Style::polish(QWidget* widget) {
  QProxyStyle::polish(widget);
  if (qobject_cast<QPushButton*>(widget) != nullptr ||
      qobject_cast<QComboBox*>(widget) != nullptr || widget->inherits("QScrollBar") ||
      widget->inherits("QAbstractSpinBox") || widget->inherits("QTabBar") ||
      widget->inherits("QHeaderView")) {
    widget->setAttribute(Qt::WA_Hover);
  }
}

}  // namespace telesoft::ui
