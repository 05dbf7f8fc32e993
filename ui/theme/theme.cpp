#include "telesoft/ui/theme/theme.h"

#include <QApplication>
#include <QEvent>
#include <QPalette>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"

namespace telesoft::ui {

Theme::Theme(QObject* parent) : QObject(parent) {
  motion_ = QApplication::isEffectEnabled(Qt::UI_General) &&
            !qEnvironmentVariableIsSet("TELESOFT_NO_MOTION");
}

const Palette& Theme::palette() const {
  return dark_ ? darkPalette() : lightPalette();
}

int Theme::motionMs() const {
  return motion_ ? kMotionMs : 0;
}

void Theme::setMotion(bool on) {
  if (motion_ != on) {
    motion_ = on;
    Q_EMIT changed();
  }
}

void Theme::setMode(ThemeMode mode) {
  mode_ = mode;
  apply();
}

bool Theme::systemIsDark() const {
  // The platform theme's own palette; the application's is ours by then.
  const QPalette system = QApplication::style()->standardPalette();
  return system.color(QPalette::WindowText).lightness() >
         system.color(QPalette::Window).lightness();
}

bool Theme::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ThemeChange && mode_ == ThemeMode::System && !applying_) {
    apply();
  }
  return QObject::eventFilter(watched, event);
}

void Theme::apply() {
  applying_ = true;
  dark_ = mode_ == ThemeMode::Dark || (mode_ == ThemeMode::System && systemIsDark());
  QApplication::setPalette(qtPalette(palette()));
  applying_ = false;
  Q_EMIT changed();
}

Theme& theme() {
  static const QString name = QStringLiteral("telesoftTheme");
  auto* found = qApp->findChild<Theme*>(name, Qt::FindDirectChildrenOnly);
  if (found == nullptr) {
    found = new Theme(qApp);
    found->setObjectName(name);
  }
  return *found;
}

void installTheme(QApplication& application, ThemeMode mode) {
  loadFonts();
  QApplication::setFont(textFont(TextStyle::Body));
  QApplication::setStyle(new Style());
  Theme& installed = theme();
  application.installEventFilter(&installed);
  installed.setMode(mode);
}

const Palette& colors() {
  return theme().palette();
}

}  // namespace telesoft::ui
