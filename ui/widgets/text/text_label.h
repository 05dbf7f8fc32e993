// Text in a style of the type scale and an ink of the theme, which it follows; plain text unless
// set otherwise.
#pragma once

#include <QLabel>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/palette.h"

namespace telesoft::ui {

enum class Ink { Text, Secondary, Disabled, Accent, Good, Caution, Danger, Info };

class TextLabel : public QLabel {
  Q_OBJECT

 public:
  explicit TextLabel(const QString& text = {},
                     TextStyle style = TextStyle::Body,
                     Ink ink = Ink::Text,
                     QWidget* parent = nullptr);
  void setStyle(TextStyle style);
  void setInk(Ink ink);
  [[nodiscard]] Ink ink() const { return ink_; }
  /// One line, cut with an ellipsis where it does not fit; the whole is in the tooltip.
  void setElided(bool on);
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void recolor();
  Ink ink_;
  bool elided_ = false;
};

/// The ink that says a tone.
[[nodiscard]] Ink inkOf(Tone tone);

}  // namespace telesoft::ui
