#include "telesoft/data/split/row_groups.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using protocol::ColumnRole;

class RowGroupsTest : public QObject {
  Q_OBJECT
 private slots:
  void patientsAndEqualRows_areJoinedThroughEachOther();
  void emptyKeysAndContents_joinNothing();
  void contents_ignoreCaseAndSpaces();
  void comparedColumns_areTheNotesOrTheMeasurements();
  void longChains_areOneGroup();
};

QString shownGroups(const data::RowGroups& groups) {
  Rows out;
  for (const auto& group : groups.groups) {
    out.emplace_back();
    for (const std::int64_t row : group) {
      out.back().push_back(std::to_string(row));
    }
  }
  return shown(out);
}

void RowGroupsTest::patientsAndEqualRows_areJoinedThroughEachOther() {
  // Patients a, b, c; b's second text is a's first: a and b go together, c stays alone.
  const data::Table table = tableOf(
      {"p", "t"}, {{"a", "one"}, {"b", "two"}, {"c", "three"}, {"b", "one"}, {"a", "four"}});
  const auto groups = data::groupRows(table, 0, {1});
  QCOMPARE(shownGroups(groups), QStringLiteral("0|1|3|4/2"));
  QCOMPARE(groups.joinedByContent, std::int64_t{1});
  QCOMPARE(shownGroups(data::groupRows(table, std::nullopt, {1})), QStringLiteral("0|3/1/2/4"));
}

void RowGroupsTest::emptyKeysAndContents_joinNothing() {
  const data::Table table = tableOf({"p", "t"}, {{"", ""}, {"", ""}, {"a", " "}, {"a", "x"}});
  QCOMPARE(shownGroups(data::groupRows(table, 0, {1})), QStringLiteral("0/1/2|3"));
}

void RowGroupsTest::contents_ignoreCaseAndSpaces() {
  const data::Table table = tableOf({"t", "u"}, {{"Chest  pain.\n", "a"},
                                                 {" chest PAIN.", "A"},
                                                 {"chestpain.", "a"},
                                                 {"chest pain.a", ""},
                                                 {"chest pain.", "b"}});
  const auto content = [&](size_t row) { return data::rowContent(table, {0, 1}, row); };
  QVERIFY(content(0) == content(1));
  QVERIFY(content(0) != content(2));
  QVERIFY(content(0) != content(3));  // cells do not run into each other
  QVERIFY(content(0) != content(4));
}

void RowGroupsTest::comparedColumns_areTheNotesOrTheMeasurements() {
  std::vector<protocol::ColumnSchema> columns = {
      columnOf("p", ColumnRole::Patient), columnOf("name", ColumnRole::Identifier),
      columnOf("id", ColumnRole::Ignore), columnOf("age", ColumnRole::Feature),
      columnOf("t", ColumnRole::Time),    columnOf("y", ColumnRole::Label)};
  const data::Table table({"p", "name", "id", "age", "t", "y"});
  QVERIFY((data::comparedColumns(table, columns) == std::vector<size_t>{3, 4, 5}));
  columns[2].role = ColumnRole::Note;
  QVERIFY((data::comparedColumns(table, columns) == std::vector<size_t>{2}));
}

void RowGroupsTest::longChains_areOneGroup() {
  data::Table table({"p", "t"});
  for (int i = 0; i < 100'000;
       ++i) {  // row i shares its text with one neighbour, its patient with the other
    table.appendRow({"p" + std::to_string(i / 2), "t" + std::to_string((i + 1) / 2)});
  }
  const auto groups = data::groupRows(table, 0, {1});
  QCOMPARE(groups.groups.size(), size_t{1});
  QCOMPARE(groups.joinedByContent, std::int64_t{49'999});
}

TELESOFT_TEST(RowGroupsTest)

}  // namespace

#include "row_groups_test.moc"
