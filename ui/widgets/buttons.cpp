#include "telesoft/ui/widgets/buttons.h"

#include <QEvent>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"

namespace telesoft::ui {

Button::Button(const QString& text, const QString& iconName, QWidget* parent)
    : QPushButton(text, parent), iconName_(iconName) {
  // A mouse press needs no ring: whoever uses the mouse knows where it is.
  setFocusPolicy(Qt::TabFocus);
  setAutoDefault(false);
  connect(&theme(), &Theme::changed, this, &Button::updateIcon);
}

void Button::setText(const QString& text) {
  const QKeySequence keys = shortcut();
  QPushButton::setText(text);
  setShortcut(keys);
}

void Button::setHelp(const QString& sentence) {
  help_ = sentence;
  setAccessibleDescription(sentence);
  updateToolTip();
}

void Button::setKeys(const QKeySequence& keys) {
  setShortcut(keys);
  updateToolTip();
}

void Button::setBlocked(const QString& reason) {
  reason_ = reason;
  showReason();
}

void Button::setForbidden(const QString& reason) {
  forbidden_ = reason;
  showReason();
}

void Button::showReason() {
  setEnabled(why().isEmpty());
  setAccessibleDescription(why().isEmpty() ? help_ : why());
  updateToolTip();
}

QSize Button::sizeHint() const {
  ensurePolished();
  return QPushButton::sizeHint();
}

void Button::changeEvent(QEvent* event) {
  if (event->type() == QEvent::EnabledChange) {
    updateIcon();
  }
  QPushButton::changeEvent(event);
}

void Button::setIconRole(bool onAccent, bool danger) {
  onAccent_ = onAccent;
  danger_ = danger;
  updateIcon();
}

void Button::updateToolTip() {
  QString tip = why().isEmpty() ? help_ : why();
  const QString keys = shortcut().toString(QKeySequence::NativeText);
  if (!keys.isEmpty()) {
    tip = tip.isEmpty() ? keys : tip + QStringLiteral("  (") + keys + QLatin1Char(')');
  }
  setToolTip(tip);
}

void Button::updateIcon() {
  if (iconName_.isEmpty()) {
    return;
  }
  const Palette& p = colors();
  setIcon(ui::icon(iconName_, onAccent_ ? p.onAccent : danger_ ? p.danger : p.text));
}

PrimaryButton::PrimaryButton(const QString& text, const QString& iconName, QWidget* parent)
    : Button(text, iconName, parent) {
  setProperty(kButtonKind, QByteArrayLiteral("primary"));
  setFont(textFont(TextStyle::BodyStrong));
  setIconRole(true, false);
}

SecondaryButton::SecondaryButton(const QString& text, const QString& iconName, QWidget* parent)
    : Button(text, iconName, parent) {
  setProperty(kButtonKind, QByteArrayLiteral("secondary"));
  setIconRole(false, false);
}

DangerButton::DangerButton(const QString& text, const QString& iconName, QWidget* parent)
    : Button(text, iconName, parent) {
  setProperty(kButtonKind, QByteArrayLiteral("danger"));
  setIconRole(false, true);
}

LinkButton::LinkButton(const QString& text, QWidget* parent) : Button(text, QString(), parent) {
  setProperty(kButtonKind, QByteArrayLiteral("link"));
  setCursor(Qt::PointingHandCursor);
}

}  // namespace telesoft::ui
