// The look of standard controls: Fusion, reshaped by the tokens.
#pragma once

#include <QPalette>
#include <QProxyStyle>
#include <QString>

#include "telesoft/ui/theme/palette.h"

namespace telesoft::ui {

/// Fusion with this project's sizes, a visible focus ring and no motion when the theme says so.
class Style : public QProxyStyle {
  Q_OBJECT

 public:
  Style();
  int styleHint(StyleHint hint,
                const QStyleOption* option,
                const QWidget* widget,
                QStyleHintReturn* data) const override;
  int pixelMetric(PixelMetric metric,
                  const QStyleOption* option,
                  const QWidget* widget) const override;
};

[[nodiscard]] QPalette qtPalette(const Palette& palette);
/// The stylesheet that the tokens give.
[[nodiscard]] QString styleSheet(const Palette& palette);

}  // namespace telesoft::ui
