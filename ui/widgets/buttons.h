// The three buttons: the one thing to do, other things, and what takes something away.
#pragma once

#include <QPushButton>

namespace telesoft::ui {

/// A push button whose tooltip names its shortcut, and whose accessible name is its text.
class Button : public QPushButton {
  Q_OBJECT

 public:
  Button(const QString& text, const QString& iconName, QWidget* parent);
  /// Keeps the shortcut, which Qt's own would drop.
  void setText(const QString& text);
  /// What it does, in a sentence; the shortcut is added to it.
  void setHelp(const QString& sentence);
  /// Sets the shortcut and names it in the tooltip.
  void setKeys(const QKeySequence& keys);
  /// Disabled, with the reason in the tooltip; "" enables it.
  void setBlocked(const QString& reason);
  /// Disabled for who sits here, with the reason, whatever setBlocked() says; "" lifts it.
  void setForbidden(const QString& reason);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void changeEvent(QEvent* event) override;
  void setIconRole(bool onAccent, bool danger);

 private:
  [[nodiscard]] const QString& why() const { return forbidden_.isEmpty() ? reason_ : forbidden_; }
  void showReason();
  void updateToolTip();
  void updateIcon();
  QString help_, reason_, forbidden_, iconName_;
  bool onAccent_ = false;
  bool danger_ = false;
};

class PrimaryButton : public Button {
  Q_OBJECT

 public:
  explicit PrimaryButton(const QString& text, QWidget* parent = nullptr)
      : PrimaryButton(text, QString(), parent) {}
  PrimaryButton(const QString& text, const QString& iconName, QWidget* parent = nullptr);
};

class SecondaryButton : public Button {
  Q_OBJECT

 public:
  explicit SecondaryButton(const QString& text, QWidget* parent = nullptr)
      : SecondaryButton(text, QString(), parent) {}
  SecondaryButton(const QString& text, const QString& iconName, QWidget* parent = nullptr);
};

class DangerButton : public Button {
  Q_OBJECT

 public:
  explicit DangerButton(const QString& text, QWidget* parent = nullptr)
      : DangerButton(text, QString(), parent) {}
  DangerButton(const QString& text, const QString& iconName, QWidget* parent = nullptr);
};

/// Text in accent without an edge, for small actions inside content.
class LinkButton : public Button {
  Q_OBJECT

 public:
  explicit LinkButton(const QString& text, QWidget* parent = nullptr);
};

}  // namespace telesoft::ui
