// What every test of a page needs: a fake server, a workspace connected to it, a window, keys, and
// screenshots where somebody wants to look.
#pragma once

#include <memory>

#include <QAbstractButton>
#include <QFloat16>  // QCOMPARE of JSON tries to convert it to every number
#include <QTest>
#include <QWidget>

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

#include "ui_wizards/fake_server.h"
#include "ui_wizards/sample_answers.h"

namespace telesoft::tests {

class Desk {
 public:
  Desk();
  /// The panel with this id, shown in a window of the size that the shell gives it.
  ui::Panel& show(const QString& panel, const QString& subject = {});
  /// Connected, and every list read once. False when that takes too long.
  [[nodiscard]] bool ready();

  /// The visible button whose text begins so; null where there is none.
  [[nodiscard]] QAbstractButton* button(const QString& text) const;
  /// The visible widget of this accessible name.
  [[nodiscard]] QWidget* named(const QString& accessibleName) const;
  /// A visible label holds this text.
  [[nodiscard]] bool says(const QString& text) const;
  /// Presses Ctrl+Return or the like in the window.
  void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  void type(QWidget* into, const QString& text);
  /// <name>-light.png and <name>-dark.png into $TELESOFT_SCREENSHOTS.
  void shoot(const QString& name);
  /// Visible controls that can be focused and have no accessible name or text.
  [[nodiscard]] QStringList nameless() const;

  FakeServer server;
  std::unique_ptr<ui::Workspace> workspace;
  QString wentTo, wentWith;  // the last navigation asked for
  std::vector<protocol::Dataset> datasets;
  std::vector<protocol::Split> splits;

 private:
  std::unique_ptr<QWidget> window_;
  ui::Panel* panel_ = nullptr;
};

}  // namespace telesoft::tests
