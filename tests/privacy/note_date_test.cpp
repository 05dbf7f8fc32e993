#include "telesoft/privacy/note_date.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using privacy::readNoteDate;

class NoteDateTest : public QObject {
  Q_OBJECT
 private slots:
  void shortDates_areRead();
  void orderDecides_whereBothAreMonths();
  void smallWords_areNoMonths();
};

void NoteDateTest::shortDates_areRead() {
  const auto day = readNoteDate("3/14");
  QVERIFY(day && day->month == 3 && day->day == 14 && day->year == 0);
  const auto swapped = readNoteDate("14/3");
  QVERIFY(swapped && swapped->month == 3 && swapped->day == 14);
  const auto month = readNoteDate("03/2024");
  QVERIFY(month && month->month == 3 && month->day == 0 && month->year == 2024);
  for (const char* wrong : {"13/14", "0/5", "4/31", "13/2024", "3/", "/3", "3/141", "x/3"}) {
    QVERIFY2(!readNoteDate(wrong), wrong);
  }
}

void NoteDateTest::orderDecides_whereBothAreMonths() {
  QCOMPARE(readNoteDate("3/4")->month, 3);
  QCOMPARE(readNoteDate("3/4", data::DayMonth::DayFirst)->month, 4);
}

void NoteDateTest::smallWords_areNoMonths() {
  QVERIFY(!readNoteDate("may 12"));
  QVERIFY(readNoteDate("May 12").has_value());
  QVERIFY(readNoteDate("may 12, 2024").has_value());
}

}  // namespace

TELESOFT_TEST(NoteDateTest)
#include "note_date_test.moc"
