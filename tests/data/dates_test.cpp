#include "telesoft/data/dates.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using data::DayMonth;

class DatesTest : public QObject {
  Q_OBJECT
 private slots:
  void dates_areReadAndMovedInTheirOwnForm_data();
  void dates_areReadAndMovedInTheirOwnForm();
  void otherTexts_areNoDates_data();
  void otherTexts_areNoDates();
  void dayAndMonth_followTheOrderAskedFor();
  void dayNumbers_areKnown();
  void shifts_goBackAgain();
};

void DatesTest::dates_areReadAndMovedInTheirOwnForm_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("year");
  QTest::addColumn<int>("month");
  QTest::addColumn<int>("day");
  QTest::addColumn<int>("shift");
  QTest::addColumn<QString>("moved");
  QTest::newRow("ISO") << "2024-02-28" << 2024 << 2 << 28 << 2 << "2024-03-01";  // a leap year
  QTest::newRow("ISO with time") << "2023-02-28T10:15:00" << 2023 << 2 << 28 << 1
                                 << "2023-03-01T10:15:00";
  QTest::newRow("American") << "3/14/2024" << 2024 << 3 << 14 << 20 << "4/3/2024";
  QTest::newRow("German") << "14.03.2024" << 2024 << 3 << 14 << 20 << "03.04.2024";
  QTest::newRow("short year") << "03/14/99" << 1999 << 3 << 14 << 365 << "03/13/00";
  QTest::newRow("month first by name")
      << "March 14th, 2024" << 2024 << 3 << 14 << 8 << "March 22nd, 2024";
  QTest::newRow("day first by name") << "14 Mar 2024" << 2024 << 3 << 14 << -14 << "29 Feb 2024";
  QTest::newRow("upper case") << "14 MAR 2024" << 2024 << 3 << 14 << 31 << "14 APR 2024";
  QTest::newRow("weekday") << "Thursday, March 14, 2024" << 2024 << 3 << 14 << 1
                           << "Friday, March 15, 2024";
  QTest::newRow("no day") << "March 2024" << 2024 << 3 << 0 << 31 << "April 2024";
}

void DatesTest::dates_areReadAndMovedInTheirOwnForm() {
  QFETCH(QString, text);
  QFETCH(int, year);
  QFETCH(int, month);
  QFETCH(int, day);
  QFETCH(int, shift);
  QFETCH(QString, moved);
  const auto date = data::parseDate(text.toStdString());
  QVERIFY(date.has_value());
  QCOMPARE(date->year, year);
  QCOMPARE(date->month, month);
  QCOMPARE(date->day, day);
  QCOMPARE(shown(data::writeShifted(*date, shift)), moved);
}

void DatesTest::otherTexts_areNoDates_data() {
  QTest::addColumn<QString>("text");
  for (const char* text :
       {"2024-13-01", "2023-02-29", "31/31/2024", "1200-01-01", "1.5", "12345", "120/80",
        "20240314", "mg 5", "March", "32 March 2024", "2024-03-14 and more", "10:15:20", ""}) {
    QTest::newRow(text) << text;
  }
}

void DatesTest::otherTexts_areNoDates() {
  QFETCH(QString, text);
  QVERIFY(!data::parseDate(text.toStdString()));
}

void DatesTest::dayAndMonth_followTheOrderAskedFor() {
  const auto american = data::parseDate("03/04/2024", DayMonth::MonthFirst);
  const auto european = data::parseDate("03/04/2024", DayMonth::DayFirst);
  QVERIFY(american->ambiguous && european->ambiguous);
  QCOMPARE(american->month, 3);
  QCOMPARE(european->month, 4);
  QVERIFY(!data::parseDate("14/03/2024", DayMonth::MonthFirst)->ambiguous);
  QCOMPARE(data::parseDate("20240314", DayMonth::MonthFirst, true)->day, 14);
}

void DatesTest::dayNumbers_areKnown() {
  QCOMPARE(data::dayNumber(1970, 1, 1), 0);
  QCOMPARE(data::dayNumber(2000, 3, 1), 11017);
  QCOMPARE(data::dayNumber(1969, 12, 31), -1);
}

void DatesTest::shifts_goBackAgain() {
  for (int days = -400; days <= 400; days += 7) {
    const auto date = data::parseDate("2024-02-29");
    const auto moved = data::parseDate(data::writeShifted(*date, days));
    QVERIFY(moved.has_value());
    QCOMPARE(data::dayNumber(moved->year, moved->month, moved->day),
             data::dayNumber(2024, 2, 29) + days);
    QCOMPARE(shown(data::writeShifted(*moved, -days)), QStringLiteral("2024-02-29"));
  }
}

TELESOFT_TEST(DatesTest)

}  // namespace

#include "dates_test.moc"
