#include "telesoft/privacy/detect/name_finder.h"

#include <fstream>

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::privacy;

class NameFinderTest : public QObject {
  Q_OBJECT
 private slots:
  void reasons_sayWhyItIsAName();
  void name_isFoundAgainInTheSameText();
  void badCue_isNamed();
};

void NameFinderTest::reasons_sayWhyItIsAName() {
  const auto lexicon = Lexicon::open(tests::sourceFolder() / "resources/names");
  const auto finder = NameFinder::open(tests::sourceFolder() / "resources/patterns");
  QVERIFY(lexicon.has_value() && finder.has_value());
  const auto reason = [&](const std::string& text) {
    auto words = wordsOf(text);
    lexicon->classify(text, words);
    const auto spans = finder->find(text, words);
    return spans.empty() ? std::string() : spans[0].reason;
  };
  QCOMPARE(reason("Mrs. Whitfield came"), std::string("after the title \"Mrs\""));
  QCOMPARE(reason("Patient: Maria Gonzalez"), std::string("after a label"));
  QCOMPARE(reason("I met Jennifer Gonzalez"), std::string("given and family name"));
  QCOMPARE(reason("the patient came"), std::string());
  QCOMPARE(reason("miss the bus"), std::string());
  QCOMPARE(reason("MS Patient improved"), std::string());
}

void NameFinderTest::name_isFoundAgainInTheSameText() {
  const auto lexicon = Lexicon::open(tests::sourceFolder() / "resources/names");
  const auto finder = NameFinder::open(tests::sourceFolder() / "resources/patterns");
  const std::string text = "Dr. Xylandrou came. Xylandrou left.";
  auto words = wordsOf(text);
  lexicon->classify(text, words);
  QCOMPARE(finder->find(text, words).size(), size_t(2));
}

void NameFinderTest::badCue_isNamed() {
  const tests::TempFolder folder;
  std::ofstream(folder / "name_cues.json")
      << R"({"format": "telesoft.name-cues", "version": 1, "source": "t",
             "cues": [{"id": "c7", "strength": "strong", "reason": "r", "regex": "("}]})";
  const auto finder = NameFinder::open(folder.path());
  QVERIFY(!finder);
  QVERIFY(finder.error().message.find("c7") != std::string::npos);
}

}  // namespace

TELESOFT_TEST(NameFinderTest)
#include "name_finder_test.moc"
