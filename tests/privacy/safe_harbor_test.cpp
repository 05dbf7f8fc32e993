#include "telesoft/privacy/safe_harbor.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::privacy;

class SafeHarborTest : public QObject {
  Q_OBJECT
 private slots:
  void kinds_haveTheRulesNumbers();
  void rows_areAllEighteen();
};

void SafeHarborTest::kinds_haveTheRulesNumbers() {
  QCOMPARE(safeHarborNumber("name"), 1);
  QCOMPARE(safeHarborNumber("zip"), 2);
  QCOMPARE(safeHarborNumber("age"), 3);
  QCOMPARE(safeHarborNumber("fax"), 5);
  QCOMPARE(safeHarborNumber("ssn"), 7);
  QCOMPARE(safeHarborNumber("mrn"), 8);
  QCOMPARE(safeHarborNumber("ip"), 15);
  QCOMPARE(safeHarborNumber("photo"), 17);
  QCOMPARE(safeHarborNumber("id"), 18);
  QCOMPARE(safeHarborNumber("zodiac"), 0);
}

void SafeHarborTest::rows_areAllEighteen() {
  const auto rows = identifierRows({{"date", 3}, {"birth_date", 2}, {"name", 1}},
                                   {{"date", {"shifted"}}, {"birth_date", {"dropped", "shifted"}}});
  QCOMPARE(rows.size(), size_t(18));
  for (size_t i = 0; i < rows.size(); ++i) {
    QCOMPARE(rows[i].number, std::int64_t(i) + 1);
    QVERIFY(!rows[i].identifier.empty() && !rows[i].searched.empty() &&
            !rows[i].transformed.empty());
  }
  QCOMPARE(rows[2].found, std::int64_t(5));
  QCOMPARE(rows[2].transformed, std::string("shifted; dropped"));
  QCOMPARE(rows[0].transformed, std::string("kept"));
  QCOMPARE(rows[5].transformed, std::string("none found"));
}

}  // namespace

TELESOFT_TEST(SafeHarborTest)
#include "safe_harbor_test.moc"
