#include "telesoft/data/column_profile.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using data::ColumnProfile;

class ColumnProfileTest : public QObject {
  Q_OBJECT
 private slots:
  void counts_areOfEachKind();
  void missingCodes_areKnownInAnyCase();
  void numericCodes_standFarOff_data();
  void numericCodes_standFarOff();
  void values_areListedWhileTheyAreFew();
  void truth_isReadFromManyWords();
  void decimalCommas_becomePoints();
};

ColumnProfile profileOf(const std::vector<std::string>& cells) {
  ColumnProfile out;
  for (const std::string& cell : cells) {
    out.add(cell);
  }
  return out;
}

void ColumnProfileTest::counts_areOfEachKind() {
  const ColumnProfile p = profileOf(
      {"1", "2.5", "3,5", " -4 ", "007", "", "NA", "2024-03-14", "14/03/2024", "A12", "one two"});
  QCOMPARE(p.rows(), std::int64_t{11});
  QCOMPARE(p.missing(), std::int64_t{2});
  QCOMPARE(p.coded(), std::int64_t{1});
  QCOMPARE(p.present(), std::int64_t{9});
  QCOMPARE(p.distinct(), std::int64_t{9});
  QCOMPARE(p.numbers(), std::int64_t{5});
  QCOMPARE(p.integers(), std::int64_t{3});
  QCOMPARE(p.commaNumbers(), std::int64_t{1});
  QCOMPARE(p.leadingZeros(), std::int64_t{1});
  QCOMPARE(p.dates(), std::int64_t{2});
  QCOMPARE(p.dayFirstDates(), std::int64_t{1});
  QCOMPARE(p.minimum(), -4.0);
  QCOMPARE(p.maximum(), 7.0);
}

void ColumnProfileTest::missingCodes_areKnownInAnyCase() {
  for (const char* code : {"NA", "n/a", "NULL", "?", "-", ".", "NaN", "Not Available", ""}) {
    QVERIFY2(data::isMissingCode(code), code);
  }
  for (const char* value : {"0", "none", "no", "negative", "x", "unknown cause"}) {
    QVERIFY2(!data::isMissingCode(value), value);
  }
  QCOMPARE(shown(profileOf({"NA", "na", "1", "?"}).missingCodes()), QStringLiteral("?|NA|na"));
}

void ColumnProfileTest::numericCodes_standFarOff_data() {
  QTest::addColumn<QString>("code");
  QTest::addColumn<int>("times");
  QTest::addColumn<double>("largest");
  QTest::addColumn<bool>("found");
  QTest::newRow("999 over ages") << "999" << 3 << 90.0 << true;
  QTest::newRow("999 among such values") << "999" << 3 << 900.0 << false;
  QTest::newRow("once is chance") << "999" << 1 << 90.0 << false;
  QTest::newRow("-9 under counts") << "-9" << 2 << 90.0 << true;
  QTest::newRow("another number") << "555" << 3 << 90.0 << false;
}

void ColumnProfileTest::numericCodes_standFarOff() {
  QFETCH(QString, code);
  QFETCH(int, times);
  QFETCH(double, largest);
  QFETCH(bool, found);
  ColumnProfile p;
  for (int i = 0; i <= 30; ++i) {
    p.add(std::to_string(static_cast<int>(largest * i / 30)));
  }
  for (int i = 0; i < times; ++i) {
    p.add(code.toStdString());
  }
  const auto codes = p.numericCodes();
  QCOMPARE(codes.size(), found ? size_t{1} : size_t{0});
  QCOMPARE(p.missingCodes().size(), codes.size());
  if (found) {
    QCOMPARE(codes.at(code.toStdString()), std::int64_t{times});
  }
}

void ColumnProfileTest::values_areListedWhileTheyAreFew() {
  ColumnProfile p;
  for (size_t i = 0; i < ColumnProfile::kMaxListed; ++i) {
    p.add("v" + std::to_string(i));
  }
  QCOMPARE(p.values().size(), ColumnProfile::kMaxListed);
  p.add("one more");
  QVERIFY(p.values().empty());
  QCOMPARE(p.distinct(), static_cast<std::int64_t>(ColumnProfile::kMaxListed) + 1);
}

void ColumnProfileTest::truth_isReadFromManyWords() {
  for (const char* yes : {"1", "Yes", "TRUE", " t ", "y"}) {
    QVERIFY2(data::truthOf(yes) == data::Truth::True, yes);
  }
  for (const char* no : {"0", "No", "false", "N"}) {
    QVERIFY2(data::truthOf(no) == data::Truth::False, no);
  }
  QVERIFY(data::truthOf("2") == data::Truth::Neither);
  QVERIFY(data::truthOf("") == data::Truth::Neither);
}

void ColumnProfileTest::decimalCommas_becomePoints() {
  QCOMPARE(shown(data::withDecimalPoint("-1,5")), QStringLiteral("-1.5"));
  QCOMPARE(shown(data::withDecimalPoint("1,234,567")), QStringLiteral("1,234,567"));
  QCOMPARE(shown(data::withDecimalPoint("a,b")), QStringLiteral("a,b"));
}

TELESOFT_TEST(ColumnProfileTest)

}  // namespace

#include "column_profile_test.moc"
