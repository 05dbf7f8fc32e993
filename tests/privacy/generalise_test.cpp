#include "telesoft/privacy/transform/generalise.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::privacy;

class GeneraliseTest : public QObject {
  Q_OBJECT
 private slots:
  void zip_keepsThreeDigitsOrNone();
  void age_endsAtNinety();
};

void GeneraliseTest::zip_keepsThreeDigitsOrNone() {
  QCOMPARE(generalisedZip("02139"), std::string("021"));
  QCOMPARE(generalisedZip("02139-4307"), std::string("021"));
  QCOMPARE(generalisedZip("2139"), std::string("021"));
  QCOMPARE(generalisedZip("SW1A 1AA"), std::string("SW1A"));
  QCOMPARE(generalisedZip("12"), std::string());
  // The 17 areas of the HHS guidance of 2012.
  for (const char* prefix : {"036", "059", "063", "102", "203", "556", "692", "790", "821", "823",
                             "830", "831", "878", "879", "884", "890", "893"}) {
    QCOMPARE(generalisedZip(std::string(prefix) + "01"), std::string("000"));
  }
}

void GeneraliseTest::age_endsAtNinety() {
  QCOMPARE(generalisedAge("89", true), std::string("89"));
  QCOMPARE(generalisedAge("89.9", true), std::string("89.9"));
  QCOMPARE(generalisedAge("90", true), std::string("90"));
  QCOMPARE(generalisedAge("97", true), std::string("90"));
  QCOMPARE(generalisedAge("97", false), std::string("90+"));
  QCOMPARE(generalisedAge("adult", false), std::string("adult"));
}

}  // namespace

TELESOFT_TEST(GeneraliseTest)
#include "generalise_test.moc"
