// The workbench driven by keys alone, and what it shows.
#pragma once

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>

#include "telesoft/ui/widgets/panel.h"

#include "ui/sample_release.h"
#include "ui/workbench_fixture.h"

namespace telesoft::tests {

/// What has the focus: in the dialog where one is open, whoever manages the windows.
[[nodiscard]] inline QWidget* focused() {
  const QWidget* const dialog = QApplication::activeModalWidget();
  return dialog != nullptr ? dialog->focusWidget() : QApplication::focusWidget();
}

inline void press(Workbench& bench, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
  QWidget* const dialog = QApplication::activeModalWidget();
  QWidget* const window = dialog != nullptr ? dialog : &*bench.window;
  QTest::keyClick(focused() != nullptr ? focused() : window, Qt::Key(key), modifiers);
}

inline void type(const char* text) {
  QTest::keyClicks(focused(), QString::fromUtf8(text));
}

/// Tab, until the focus is on the widget with this accessible name (or text of a button).
[[nodiscard]] inline bool tabTo(Workbench& bench, const char* name) {
  const QString wanted = QString::fromUtf8(name);
  for (int i = 0; i < 120; ++i) {
    const QWidget* const at = focused();
    const auto* button = qobject_cast<const QAbstractButton*>(at);
    if (at != nullptr &&
        (at->accessibleName() == wanted || (button != nullptr && button->text() == wanted))) {
      return true;
    }
    press(bench, Qt::Key_Tab);
  }
  return false;
}

/// A visible label of the page, or of the dialog, holds this text.
[[nodiscard]] inline bool says(const QWidget& within, const char* text) {
  for (const QLabel* label : within.findChildren<QLabel*>()) {
    if (label->isVisible() && label->text().contains(QString::fromUtf8(text))) {
      return true;
    }
  }
  return false;
}
[[nodiscard]] inline bool says(Workbench& bench, const char* text) {
  return says(*bench.window->currentPanel(), text);
}

/// The visible button whose text begins so; null where there is none.
[[nodiscard]] inline QAbstractButton* buttonOf(const QWidget& within, const char* text) {
  for (QAbstractButton* button : within.findChildren<QAbstractButton*>()) {
    if (button->isVisible() && button->text().startsWith(QString::fromUtf8(text))) {
      return button;
    }
  }
  return nullptr;
}
[[nodiscard]] inline QAbstractButton* buttonOf(Workbench& bench, const char* text) {
  return buttonOf(*bench.window->currentPanel(), text);
}

/// Why the button does nothing (without its keys); "" where it works, "no such button" where it is
/// not shown.
[[nodiscard]] inline QString blockedBy(Workbench& bench, const char* text) {
  const QAbstractButton* button = buttonOf(bench, text);
  return button == nullptr     ? QStringLiteral("no such button")
         : button->isEnabled() ? QString()
                               : button->toolTip().section(QStringLiteral("  ("), 0, 0);
}

}  // namespace telesoft::tests
