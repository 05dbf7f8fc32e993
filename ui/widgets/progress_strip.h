// How far long work is: a thin bar that never goes back.
#pragma once

#include <QWidget>

#include "telesoft/ui/theme/palette.h"

namespace telesoft::ui {

class ProgressStrip : public QWidget {
  Q_OBJECT

 public:
  explicit ProgressStrip(QWidget* parent = nullptr);
  /// 0..1; NaN shows work of unknown length as an even grey bar with the word "working" to screen
  /// readers.
  void setFraction(double fraction);
  [[nodiscard]] double fraction() const { return fraction_; }
  void setTone(Tone tone);
  /// What is being done, for screen readers: "Training".
  void setTask(const QString& name);
  void setThickness(int pixels);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void updateAccessible();
  double fraction_ = 0;
  int thickness_ = 6;
  Tone tone_ = Tone::Accent;
  QString task_;
};

}  // namespace telesoft::ui
