// Painting of single controls, called by Style.
#pragma once

#include <QStyle>

class QPainter;
class QStyleOption;
class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionHeader;
class QStyleOptionSlider;
class QStyleOptionSpinBox;
class QStyleOptionTab;
class QWidget;

namespace telesoft::ui {

void paintButtonBevel(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget);
/// In the palette's ButtonText.
void paintButtonLabel(const QStyleOptionButton& option, QPainter& painter);
[[nodiscard]] QColor buttonTextColor(const QStyleOption& option, const QWidget* widget);
void paintTickBox(const QStyleOption& option, QPainter& painter);
void paintRadio(const QStyleOption& option, QPainter& painter);
void paintTab(const QStyleOptionTab& option, QPainter& painter);
void paintHeaderSection(const QStyleOptionHeader& option, QPainter& painter);
void paintHeaderLabel(const QStyleOptionHeader& option, QPainter& painter);

void paintField(const QStyleOption& option, QPainter& painter, const QWidget* widget);
void paintComboBox(const QStyleOptionComboBox& option, QPainter& painter);
void paintSpinBox(const QStyleOptionSpinBox& option,
                  QPainter& painter,
                  const QStyle& style,
                  const QWidget* widget);
void paintSlider(const QStyleOptionSlider& option,
                 QPainter& painter,
                 const QStyle& style,
                 const QWidget* widget);
void paintScrollBar(const QStyleOptionSlider& option,
                    QPainter& painter,
                    const QStyle& style,
                    const QWidget* widget);
void paintArrow(QStyle::PrimitiveElement element, const QStyleOption& option, QPainter& painter);

}  // namespace telesoft::ui
