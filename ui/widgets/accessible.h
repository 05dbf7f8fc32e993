// What the widgets that paint themselves tell a screen reader: name, role and value.
#pragma once

#include <QString>

class QWidget;

namespace telesoft::ui {

/// Teaches Qt the roles of this module's widgets. Call once, after the QApplication is made.
void installAccessibility();

/// The value of a widget that paints itself: "43 %", "step 2 of 4, done". Told when it changes.
void setAccessibleValue(QWidget* widget, const QString& value);
[[nodiscard]] QString accessibleValue(const QWidget* widget);

}  // namespace telesoft::ui
