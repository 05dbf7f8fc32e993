// The look of standard controls: Fusion, reshaped by the tokens.
#pragma once

#include <QPalette>
#include <QProxyStyle>
#include <QString>

#include "telesoft/ui/theme/palette.h"

namespace telesoft::ui {

/// The dynamic property of a push button that says which of the kinds it is:
/// "primary", "secondary" (as without one), "danger" or "link".
inline constexpr char kButtonKind[] = "telesoftKind";

/// Fusion with this project's shapes and sizes: one-pixel lines, radius 6, a focus ring of two
/// pixels in the accent colour.
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
  QSize sizeFromContents(ContentsType type,
                         const QStyleOption* option,
                         const QSize& size,
                         const QWidget* widget) const override;
  QRect subElementRect(SubElement element,
                       const QStyleOption* option,
                       const QWidget* widget) const override;
  QRect subControlRect(ComplexControl control,
                       const QStyleOptionComplex* option,
                       SubControl part,
                       const QWidget* widget) const override;
  void drawPrimitive(PrimitiveElement element,
                     const QStyleOption* option,
                     QPainter* painter,
                     const QWidget* widget) const override;
  void drawControl(ControlElement element,
                   const QStyleOption* option,
                   QPainter* painter,
                   const QWidget* widget) const override;
  void drawComplexControl(ComplexControl control,
                          const QStyleOptionComplex* option,
                          QPainter* painter,
                          const QWidget* widget) const override;
  void polish(QWidget* widget) override;
  using QProxyStyle::polish;
};

[[nodiscard]] QPalette qtPalette(const Palette& palette);

/// A rounded rectangle whose edge lies on whole pixels.
void drawBox(QPainter& painter,
             const QRectF& rect,
             const QColor& fill,
             const QColor& edge,
             double edgeWidth = 1,
             double radius = 6);
/// The ring that says where the keyboard is.
void drawFocusRing(QPainter& painter, const QRectF& rect, double radius = 6);

}  // namespace telesoft::ui
