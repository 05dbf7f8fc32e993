// The type scale: Inter as bundled, four sizes, two weights, and figures of equal width for tables.
#pragma once

#include <QFont>

namespace telesoft::ui {

enum class TextStyle {
  Body,           // 13 px
  BodyStrong,     // 13 px, 600
  Small,          // 12 px
  SmallStrong,    // 12 px, 600
  Section,        // 15 px, 600
  Title,          // 20 px, 600
  Figures,        // 13 px, figures of equal width
  FiguresStrong,  // 13 px, 600, figures of equal width
  FiguresLarge,   // 15 px, 600, figures of equal width
  Mono,           // 12 px, ids and logs
};

/// Registers the bundled fonts; false where the resource is not in the program. Needs a
/// QGuiApplication.
bool loadFonts();
[[nodiscard]] QFont textFont(TextStyle style);

}  // namespace telesoft::ui
