#include "telesoft/privacy/detect/pattern.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::privacy;

class PatternTest : public QObject {
  Q_OBJECT
 private slots:
  void shippedPatterns_areAllValid();
  void context_raisesTheConfidence();
  void badPattern_isNamed_data();
  void badPattern_isNamed();
};

std::string file(const std::string& entry) {
  return R"({"format": "telesoft.phi-patterns", "version": 1, "source": "test", "patterns": [{"id": "p1", )" +
         entry + R"(, "reason": "test"}]})";
}

void PatternTest::shippedPatterns_areAllValid() {
  const auto set = PatternSet::open(tests::sourceFolder() / "resources/patterns");
  QVERIFY2(set.has_value(), set ? "" : set.error().text().c_str());
  QVERIFY(set->size() > 50);
}

void PatternTest::context_raisesTheConfidence() {
  PatternSet set;
  QVERIFY(
      set.add(file(R"("kind": "mrn", "safeHarbor": 8, "regex": "\\b(\\d{6})\\b", "confidence": 0.2,
      "context": ["ward"], "contextWords": 2, "contextConfidence": 0.9, "notBefore": "^ ?mg")"),
              "t.json")
          .has_value());
  QCOMPARE(set.find("number 123456").size(), size_t(0));
  QCOMPARE(set.find("ward number 123456").size(), size_t(1));
  QCOMPARE(set.find("ward is the number 123456").size(), size_t(0));
  QCOMPARE(set.find("ward number 123456 mg").size(), size_t(0));
  QCOMPARE(set.find("toward number 123456").size(), size_t(0));  // no part of a word
}

void PatternTest::badPattern_isNamed_data() {
  QTest::addColumn<QString>("entry");
  QTest::newRow("regex") << R"x("kind": "mrn", "safeHarbor": 8, "confidence": 1, "regex": "(\\d")x";
  QTest::newRow("no group")
      << R"x("kind": "mrn", "safeHarbor": 8, "confidence": 1, "regex": "\\d")x";
  QTest::newRow("kind")
      << R"x("kind": "zodiac", "safeHarbor": 8, "confidence": 1, "regex": "(\\d)")x";
  QTest::newRow("number")
      << R"x("kind": "mrn", "safeHarbor": 7, "confidence": 1, "regex": "(\\d)")x";
  QTest::newRow("check")
      << R"x("kind": "mrn", "safeHarbor": 8, "confidence": 1, "regex": "(\\d)", "check": "tarot")x";
}

void PatternTest::badPattern_isNamed() {
  QFETCH(QString, entry);
  PatternSet set;
  const auto added = set.add(file(entry.toStdString()), "site.json");
  QVERIFY(!added);
  QCOMPARE(int(added.error().code), int(base::ErrorCode::Corrupt));
  QVERIFY(added.error().message.find("p1") != std::string::npos);
  QVERIFY(added.error().message.find("site.json") != std::string::npos);
}

}  // namespace

TELESOFT_TEST(PatternTest)
#include "pattern_test.moc"
