// The colours can be read: WCAG 2.2, 1.4.3 (text, 4.5:1) and 1.4.11 (controls, 3:1).
#include "telesoft/ui/theme/palette.h"

#include "support/test_case.h"

namespace telesoft::tests {

class PaletteTest : public QObject {
  Q_OBJECT

  static void check(const QColor& ink, const QColor& ground, double least, const char* what) {
    const double ratio = ui::contrastRatio(ink, ground);
    QVERIFY2(ratio >= least, qPrintable(QStringLiteral("%1: %2 on %3 is %4")
                                            .arg(QLatin1String(what), ink.name(), ground.name())
                                            .arg(ratio, 0, 'f', 2)));
  }

 private Q_SLOTS:
  void contrastRatio_ofKnownPairs() {
    // Source: the definition's own ends, and #767676 on white, the lightest grey that passes AA.
    QCOMPARE(ui::contrastRatio(Qt::black, Qt::white), 21.0);
    QCOMPARE(ui::contrastRatio(Qt::white, Qt::white), 1.0);
    QCOMPARE(qRound(ui::contrastRatio(QColor(0x76, 0x76, 0x76), Qt::white) * 100), 454);
  }

  void palettes_canBeRead_data() {
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
  }
  void palettes_canBeRead() {
    QFETCH(bool, dark);
    const ui::Palette& p = dark ? ui::darkPalette() : ui::lightPalette();
    for (const QColor& ground : {p.window, p.surface, p.raised}) {
      check(p.text, ground, 4.5, "text");
      check(p.secondary, ground, 4.5, "secondary");
      check(p.accent, ground, 4.5, "accent");
      check(p.control, ground, 3, "control");
      for (const QColor& tone : {p.good, p.caution, p.danger, p.info}) {
        check(tone, ground, 4.5, "tone");
      }
    }
    check(p.onAccent, p.accent, 4.5, "on accent");
    check(p.onAccent, p.accentHover, 4.5, "on accent, hovered");
    for (const auto tone : {ui::Tone::Neutral, ui::Tone::Accent, ui::Tone::Good, ui::Tone::Caution,
                            ui::Tone::Danger, ui::Tone::Info}) {
      check(ui::toneColor(p, tone), ui::toneGround(p, tone), 4.5, "tone on its ground");
      check(p.text, ui::toneGround(p, tone), 4.5, "text on a tone's ground");
    }
  }
};

TELESOFT_TEST(PaletteTest)

}  // namespace telesoft::tests

#include "palette_test.moc"
