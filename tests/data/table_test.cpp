#include "telesoft/data/table.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class TableTest : public QObject {
  Q_OBJECT
 private slots:
  void rows_keepTheirFileNumbersThroughFilters();
  void shortRows_areFilledWithMissingCells();
  void columns_areFoundByName();
  void columns_areChosenInTheOrderAskedFor();
};

void TableTest::rows_keepTheirFileNumbersThroughFilters() {
  data::Table table = tableOf({"a"}, {{"x"}, {"y"}, {"z"}, {"w"}});
  table.keepRows({true, false, true, true});
  QCOMPARE(table.rows(), size_t{3});
  QCOMPARE(table.fileRow(1), std::int64_t{3});
  const data::Table part = table.subset({2, 0});
  QCOMPARE(part.fileRow(0), std::int64_t{4});
  QCOMPARE(shown(part.row(0)), QStringLiteral("w"));
  QCOMPARE(part.fileRow(1), std::int64_t{1});
}

void TableTest::shortRows_areFilledWithMissingCells() {
  data::Table table({"a", "b"});
  table.appendRow({"1"}, 7);
  table.appendRow({"2", "3"});
  table.appendColumn("c", {"x"});
  QCOMPARE(shown(table.row(0)), QStringLiteral("1||x"));
  QCOMPARE(shown(table.row(1)), QStringLiteral("2|3|"));
  QCOMPARE(table.fileRow(1), std::int64_t{8});
}

void TableTest::columns_areFoundByName() {
  const data::Table table({"a", "b"});
  QCOMPARE(*table.columnIndex("b"), size_t{1});
  QVERIFY(!table.columnIndex("B"));
}

void TableTest::columns_areChosenInTheOrderAskedFor() {
  const data::Table table = tableOf({"a", "b", "c"}, {{"1", "2", "3"}}).withColumns({2, 0});
  QCOMPARE(shown(table.columnNames()), QStringLiteral("c|a"));
  QCOMPARE(shown(table.row(0)), QStringLiteral("3|1"));
}

TELESOFT_TEST(TableTest)

}  // namespace

#include "table_test.moc"
