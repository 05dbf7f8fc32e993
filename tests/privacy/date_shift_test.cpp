#include "telesoft/privacy/transform/date_shift.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::privacy;

class DateShiftTest : public QObject {
  Q_OBJECT
 private slots:
  void days_areThePatientsOwnAndNeverZero();
  void intervals_stayInEveryForm_data();
  void intervals_stayInEveryForm();
  void shortForms_areShiftedToo();
  void year_isReadFromAnyForm();
};

void DateShiftTest::days_areThePatientsOwnAndNeverZero() {
  const KeyedHash hash("key");
  int negative = 0;
  for (int i = 0; i < 20000; ++i) {
    const int days = shiftDays(hash, std::to_string(i));
    QVERIFY(days != 0 && days >= -365 && days <= 365);
    negative += days < 0 ? 1 : 0;
  }
  QVERIFY(negative > 9500 && negative < 10500);
  QCOMPARE(shiftDays(hash, "p1"), shiftDays(hash, "p1"));
}

void DateShiftTest::intervals_stayInEveryForm_data() {
  QTest::addColumn<QString>("first");
  QTest::addColumn<QString>("second");
  QTest::addColumn<int>("apart");
  QTest::newRow("iso") << "2024-02-20"
                       << "2024-03-05" << 14;
  QTest::newRow("slashes") << "12/25/2023"
                           << "01/08/2024" << 14;
  QTest::newRow("named") << "December 25, 2023"
                         << "January 8, 2024" << 14;
  QTest::newRow("mixed") << "25 Dec 2023"
                         << "2024-01-08" << 14;
  QTest::newRow("over a leap day") << "2024-02-28"
                                   << "2024-03-01" << 2;
}

void DateShiftTest::intervals_stayInEveryForm() {
  QFETCH(QString, first);
  QFETCH(QString, second);
  QFETCH(int, apart);
  const auto day = [](const std::string& text) {
    const auto date = data::parseDate(text);
    return date ? data::dayNumber(date->year, date->month, date->day) : 0;
  };
  for (const int days : {-365, -31, -1, 1, 45, 365}) {
    const auto a = shiftedDate(first.toStdString(), days, data::DayMonth::MonthFirst, false);
    const auto b = shiftedDate(second.toStdString(), days, data::DayMonth::MonthFirst, false);
    QVERIFY(a && b);
    QCOMPARE(day(*a) - day(first.toStdString()), days);
    QCOMPARE(day(*b) - day(*a), apart);
  }
}

void DateShiftTest::shortForms_areShiftedToo() {
  const auto shifted = [](const char* text) {
    return shiftedDate(text, 30, data::DayMonth::MonthFirst, true).value_or("nothing");
  };
  QCOMPARE(shifted("3/14"), std::string("4/13"));
  QCOMPARE(shifted("03/2024"), std::string("04/2024"));
  QCOMPARE(shifted("20240314"), std::string("20240413"));
  QCOMPARE(shifted("spring 2019"), std::string("nothing"));
}

void DateShiftTest::year_isReadFromAnyForm() {
  QCOMPARE(yearOf("March 14, 2024"), std::string("2024"));
  QCOMPARE(yearOf("1984-04-27 15:25"), std::string("1984"));
  QCOMPARE(yearOf("3/14/24"), std::string());
  QCOMPARE(yearOf("room 9999"), std::string());
}

}  // namespace

TELESOFT_TEST(DateShiftTest)
#include "date_shift_test.moc"
