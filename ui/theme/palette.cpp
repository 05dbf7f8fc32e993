#include "telesoft/ui/theme/palette.h"

#include <algorithm>
#include <cmath>

namespace telesoft::ui {

namespace {

QColor rgb(unsigned value) {
  return QColor(static_cast<int>(value >> 16U & 0xFFU), static_cast<int>(value >> 8U & 0xFFU),
                static_cast<int>(value & 0xFFU));
}

Palette makeLight() {
  Palette p;
  p.window = rgb(0xF6F7F9);
  p.surface = rgb(0xFFFFFF);
  p.raised = rgb(0xFFFFFF);
  p.line = rgb(0xE3E6EB);
  p.strongLine = rgb(0xC5CBD5);
  p.control = rgb(0x828A98);
  p.text = rgb(0x171B21);
  p.secondary = rgb(0x566070);
  p.disabled = rgb(0x99A1AE);
  p.accent = rgb(0x0B6E6E);
  p.accentHover = rgb(0x095959);
  p.onAccent = rgb(0xFFFFFF);
  p.good = rgb(0x1E7F4F);
  p.caution = rgb(0x9A6700);
  p.danger = rgb(0xB3261E);
  p.info = rgb(0x2456A6);
  return p;
}

Palette makeDark() {
  Palette p;
  p.dark = true;
  p.window = rgb(0x14171C);
  p.surface = rgb(0x1B1F26);
  p.raised = rgb(0x232831);
  p.line = rgb(0x2C323C);
  p.strongLine = rgb(0x424A57);
  p.control = rgb(0x717B8A);
  p.text = rgb(0xE8EBF0);
  p.secondary = rgb(0xA3ADBB);
  p.disabled = rgb(0x626C7A);
  p.accent = rgb(0x3DB8B0);
  p.accentHover = rgb(0x5CCBC3);
  p.onAccent = rgb(0x06201F);
  p.good = rgb(0x5CC48D);
  p.caution = rgb(0xE0B04A);
  p.danger = rgb(0xF2857B);
  p.info = rgb(0x86B2F7);
  return p;
}

double luminance(const QColor& color) {
  const auto linear = [](double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
         0.0722 * linear(color.blueF());
}

}  // namespace

const Palette& lightPalette() {
  static const Palette palette = makeLight();
  return palette;
}

const Palette& darkPalette() {
  static const Palette palette = makeDark();
  return palette;
}

QColor toneColor(const Palette& palette, Tone tone) {
  switch (tone) {
    case Tone::Accent:
      return palette.accent;
    case Tone::Good:
      return palette.good;
    case Tone::Caution:
      return palette.caution;
    case Tone::Danger:
      return palette.danger;
    case Tone::Info:
      return palette.info;
    case Tone::Neutral:
      break;
  }
  return palette.secondary;
}

QColor blend(const QColor& top, const QColor& under, double opacity) {
  const auto mixed = [opacity](int a, int b) {
    return static_cast<int>(std::lround(a * opacity + b * (1 - opacity)));
  };
  return QColor(mixed(top.red(), under.red()), mixed(top.green(), under.green()),
                mixed(top.blue(), under.blue()));
}

QColor toneGround(const Palette& palette, Tone tone) {
  // The deepest ground on which caution and good still reach 4.5:1 in the light theme.
  return blend(toneColor(palette, tone), palette.surface, palette.dark ? 0.12 : 0.06);
}

const std::vector<QColor>& seriesColors() {
  static const std::vector<QColor> colors = {rgb(0x0072B2), rgb(0xE69F00), rgb(0x009E73),
                                             rgb(0xCC79A7), rgb(0x56B4E9), rgb(0xD55E00)};
  return colors;
}

double contrastRatio(const QColor& a, const QColor& b) {
  const double one = luminance(a);
  const double other = luminance(b);
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

}  // namespace telesoft::ui
