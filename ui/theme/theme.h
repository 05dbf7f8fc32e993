// Which palette holds now, who chose it, and whether things may move.
#pragma once

#include <QObject>

#include "telesoft/ui/theme/palette.h"

class QApplication;

namespace telesoft::ui {

enum class ThemeMode { System, Light, Dark };

/// The theme of the running application, a child of it, as QApplication::palette() is. Widgets read
/// palette() when they paint; those which keep colours listen to changed().
class Theme : public QObject {
  Q_OBJECT

 public:
  explicit Theme(QObject* parent = nullptr);

  [[nodiscard]] const Palette& palette() const;
  [[nodiscard]] ThemeMode mode() const { return mode_; }
  /// System follows the desktop's colours.
  void setMode(ThemeMode mode);
  [[nodiscard]] bool motion() const { return motion_; }
  void setMotion(bool on);
  /// kMotionMs, or 0 when motion is off.
  [[nodiscard]] int motionMs() const;

 Q_SIGNALS:
  void changed();

 private:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void apply();
  [[nodiscard]] bool systemIsDark() const;

  ThemeMode mode_ = ThemeMode::System;
  bool dark_ = false;
  bool motion_ = true;
  bool applying_ = false;
};

/// The application's theme; made at the first call, which needs a QApplication.
[[nodiscard]] Theme& theme();
/// Fonts, style and palette on the application. Call before the first widget is made.
void installTheme(QApplication& application, ThemeMode mode);

/// Shorthand for theme().palette().
[[nodiscard]] const Palette& colors();

}  // namespace telesoft::ui
