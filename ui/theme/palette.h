// The colour tokens of the two themes: the only place where a colour value stands.
#pragma once

#include <vector>

#include <QColor>

namespace telesoft::ui {

/// What a colour says; never said by colour alone, a word or an icon stands beside it.
enum class Tone { Neutral, Accent, Good, Caution, Danger, Info };

struct Palette {
  bool dark = false;
  QColor window, surface, raised;
  QColor line, strongLine;
  QColor control;  // edges of fields, ticks and sliders: at least 3:1 on every surface
  QColor text, secondary, disabled;
  QColor accent, accentHover, onAccent;
  QColor good, caution, danger, info;
};

[[nodiscard]] const Palette& lightPalette();
[[nodiscard]] const Palette& darkPalette();

/// Neutral is the secondary text colour.
[[nodiscard]] QColor toneColor(const Palette& palette, Tone tone);
/// `top` at `opacity` (0..1) over `under`, opaque.
[[nodiscard]] QColor blend(const QColor& top, const QColor& under, double opacity);
/// The faint ground of a badge or a message in a tone, on the surface.
[[nodiscard]] QColor toneGround(const Palette& palette, Tone tone);
/// Okabe-Ito, in chart order.
[[nodiscard]] const std::vector<QColor>& seriesColors();
/// 1..21, WCAG 2.2 relative luminance.
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);

}  // namespace telesoft::ui
