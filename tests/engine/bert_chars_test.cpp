#include "telesoft/engine/io/bert_chars.h"

#include "support/test_case.h"

namespace telesoft::engine {

class BertCharsTest : public QObject {
  Q_OBJECT
 private slots:
  void chars_becomeWhatTheNormaliserMakes_data();
  void chars_becomeWhatTheNormaliserMakes();
  void chars_followEachSetting();
  void hangul_decomposesByRule();
};

void BertCharsTest::chars_becomeWhatTheNormaliserMakes_data() {
  QTest::addColumn<uint>("c");
  QTest::addColumn<int>("kind");
  QTest::addColumn<uint>("out");
  const auto row = [](const char* name, char32_t c, CharKind kind, char32_t out) {
    QTest::newRow(name) << static_cast<uint>(c) << static_cast<int>(kind) << static_cast<uint>(out);
  };
  row("small letter", U'a', CharKind::Letter, U'a');
  row("capital", U'A', CharKind::Letter, U'a');
  row("capital with accent", U'\u00C9', CharKind::Letter, U'e');
  row("capital dotted I", U'\u0130', CharKind::Letter, U'i');
  row("sigma", U'\u03A3', CharKind::Letter, U'\u03C3');
  row("sharp s", U'\u00DF', CharKind::Letter, U'\u00DF');
  row("accent alone", U'\u0301', CharKind::Gone, U'\u0301');
  row("grapheme joiner", U'\u034F', CharKind::Barrier, U'\u034F');
  row("tab", U'\t', CharKind::Space, U'\t');
  row("vertical tab", U'\v', CharKind::Gone, U'\v');
  row("no-break space", U'\u00A0', CharKind::Space, U'\u00A0');
  row("zero-width space", U'\u200B', CharKind::Gone, U'\u200B');
  row("replacement", U'\uFFFD', CharKind::Gone, U'\uFFFD');
  row("dollar", U'$', CharKind::Punct, U'$');
  row("Greek question mark", U'\u037E', CharKind::Punct, U';');
  row("Chinese", U'\u4E2D', CharKind::Punct, U'\u4E2D');
  row("Chinese, compatible", U'\uF900', CharKind::Punct, U'\u8C48');
  row("hiragana", U'\u3042', CharKind::Letter, U'\u3042');
  row("hangul", U'\uD55C', CharKind::Hangul, U'\uD55C');
  row("emoji", U'\U0001F9EC', CharKind::Letter, U'\U0001F9EC');
  row("beyond Unicode", static_cast<char32_t>(0x110000), CharKind::Gone,
      static_cast<char32_t>(0x110000));
}

void BertCharsTest::chars_becomeWhatTheNormaliserMakes() {
  QFETCH(uint, c);
  QFETCH(int, kind);
  QFETCH(uint, out);
  static const BertChars chars(BertNormalization{});
  const BertChars::Char found = chars.of(c);
  QCOMPARE(static_cast<int>(found.kind), kind);
  QCOMPARE(static_cast<uint>(found.out), out);
}

void BertCharsTest::chars_followEachSetting() {
  const BertChars cased({true, true, false, false});
  QCOMPARE(static_cast<uint>(cased.of(U'\u00C9').out), 0xC9U);
  QVERIFY(cased.of(U'\u0301').kind == CharKind::Letter);
  QVERIFY(cased.of(U'\uD55C').kind == CharKind::Letter);

  const BertChars accents({true, true, false, true});
  QCOMPARE(static_cast<uint>(accents.of(U'\u00C9').out), 0xE9U);
  const BertChars::Char dotted = accents.of(U'\u0130');
  QVERIFY(dotted.kind == CharKind::Several);
  QCOMPARE(accents.several(dotted.out).size(), std::size_t{2});

  const BertChars raw({false, false, true, true});
  QVERIFY(raw.of(U'\u4E2D').kind == CharKind::Letter);
  QVERIFY(raw.of(U'\u200B').kind == CharKind::Letter);
  QVERIFY(raw.of(U'\v').kind == CharKind::Space);
  QCOMPARE(static_cast<int>(raw.of(U'\U0001D165').combiningClass), 216);
}

/// Unicode 15.0, section 3.12: U+D4DB is U+1111 U+1171 U+11B6.
void BertCharsTest::hangul_decomposesByRule() {
  std::array<char32_t, 3> letters{};
  QCOMPARE(BertChars::hangul(0xD4DB, letters), std::size_t{3});
  QVERIFY((letters == std::array<char32_t, 3>{0x1111, 0x1171, 0x11B6}));
  QCOMPARE(BertChars::hangul(0xAC00, letters), std::size_t{2});
  QVERIFY(letters[0] == 0x1100 && letters[1] == 0x1161);
}

}  // namespace telesoft::engine

using telesoft::engine::BertCharsTest;
TELESOFT_TEST(BertCharsTest)
#include "bert_chars_test.moc"
