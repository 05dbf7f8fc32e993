#include "telesoft/privacy/detect/lexicon.h"

#include <algorithm>
#include <fstream>

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::privacy;

class LexiconTest : public QObject {
  Q_OBJECT
 private slots:
  void words_haveTheirClasses();
  void surrogateNames_areNoOrdinaryWords();
  void brokenList_isNamed();
};

void LexiconTest::words_haveTheirClasses() {
  const auto lexicon = Lexicon::open(tests::sourceFolder() / "resources/names");
  QVERIFY2(lexicon.has_value(), lexicon ? "" : lexicon.error().text().c_str());
  const auto has = [&](const char* word, std::uint32_t bits) {
    return (lexicon->classesOf(word) & bits) == bits;
  };
  QVERIFY(has("Jennifer", Lexicon::First | Lexicon::Female));
  QVERIFY(has("GONZALEZ", Lexicon::Last));
  QVERIFY(has("brown", Lexicon::Last | Lexicon::Common));
  QVERIFY(has("Parkinson", Lexicon::Eponym));
  QVERIFY(has("syndrome", Lexicon::Head | Lexicon::Common));
  QVERIFY(has("Dr", Lexicon::Title));
  QVERIFY(has("Germany", Lexicon::Kept));
  QVERIFY(has("Baltimore", Lexicon::City));
  QVERIFY(has("will", Lexicon::Clinical));
  QCOMPARE(lexicon->classesOf("qqzzxx"), std::uint32_t(0));
}

void LexiconTest::surrogateNames_areNoOrdinaryWords() {
  const auto lexicon = Lexicon::open(tests::sourceFolder() / "resources/names");
  QVERIFY(lexicon.has_value());
  for (const auto* pool : {&lexicon->femaleNames(), &lexicon->maleNames(), &lexicon->lastNames()}) {
    QVERIFY(pool->size() > 500);
    for (const std::string& name : *pool) {
      QVERIFY2((lexicon->classesOf(name) & (Lexicon::Common | Lexicon::Eponym)) == 0, name.c_str());
    }
  }
}

void LexiconTest::brokenList_isNamed() {
  const tests::TempFolder folder;
  std::filesystem::copy(
      tests::sourceFolder() / "resources/names", folder.path(),
      std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
  const auto list = folder / "cities.txt";
  std::filesystem::permissions(list, std::filesystem::perms::owner_write,
                               std::filesystem::perm_options::add);
  std::ofstream(list) << "Bost\xFFn\n";
  const auto lexicon = Lexicon::open(folder.path());
  QVERIFY(!lexicon);
  QCOMPARE(int(lexicon.error().code), int(base::ErrorCode::Corrupt));
  QVERIFY(lexicon.error().text().find("cities.txt") != std::string::npos);
}

}  // namespace

TELESOFT_TEST(LexiconTest)
#include "lexicon_test.moc"
