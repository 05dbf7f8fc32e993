#include "telesoft/ui/theme/fonts.h"

#include <QFontDatabase>
#include <QString>

void initFontResources() {
  Q_INIT_RESOURCE(fonts);
}  // the macro wants the global namespace

namespace telesoft::ui {

namespace {

struct Look {
  int pixels;
  bool strong;
  bool figures;
};

Look lookOf(TextStyle style) {
  switch (style) {
    case TextStyle::BodyStrong:
      return {13, true, false};
    case TextStyle::Small:
      return {12, false, false};
    case TextStyle::SmallStrong:
      return {12, true, false};
    case TextStyle::Section:
      return {15, true, false};
    case TextStyle::Title:
      return {20, true, false};
    case TextStyle::Figures:
      return {13, false, true};
    case TextStyle::FiguresStrong:
      return {13, true, true};
    case TextStyle::FiguresLarge:
      return {15, true, true};
    case TextStyle::Mono:
      return {12, false, false};
    case TextStyle::Body:
      break;
  }
  return {13, false, false};
}

}  // namespace

bool loadFonts() {
  initFontResources();
  bool all = true;
  for (const char* name :
       {"Inter-Regular", "Inter-SemiBold", "InterTabular-Regular", "InterTabular-SemiBold"}) {
    const QString file =
        QStringLiteral(":/telesoft/fonts/") + QLatin1String(name) + QStringLiteral(".otf");
    all = QFontDatabase::addApplicationFont(file) >= 0 && all;
  }
  return all;
}

QFont textFont(TextStyle style) {
  const Look look = lookOf(style);
  QFont font(look.figures ? QStringLiteral("Inter Tabular") : QStringLiteral("Inter"));
  if (style == TextStyle::Mono) {
    font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  }
  font.setPixelSize(look.pixels);
  font.setWeight(look.strong ? QFont::DemiBold : QFont::Normal);
  return font;
}

}  // namespace telesoft::ui
