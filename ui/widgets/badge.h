// A short word of state with an icon, in a tone: colour is never alone.
#pragma once

#include <QWidget>

#include "telesoft/ui/theme/palette.h"

namespace telesoft::ui {

class Badge : public QWidget {
  Q_OBJECT

 public:
  explicit Badge(const QString& text = {}, Tone tone = Tone::Neutral, QWidget* parent = nullptr);
  void setText(const QString& text);
  [[nodiscard]] QString text() const { return text_; }
  void setTone(Tone tone);
  [[nodiscard]] Tone tone() const { return tone_; }
  /// Of resources/icons; "" draws a dot.
  void setIcon(const QString& name);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString text_;
  QString icon_;
  Tone tone_;
};

}  // namespace telesoft::ui
