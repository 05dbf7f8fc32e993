#include "telesoft/data/prepare.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using protocol::ColumnRole;
using protocol::ColumnType;

class PrepareTest : public QObject {
  Q_OBJECT
 private slots:
  void classes_areOrdered_data();
  void classes_areOrdered();
  void task_followsFromTheNotes();
  void tableRows_becomeTypedValues();
  void textRows_joinTheirNotes();
  void rowsWithoutAKnownLabel_areRefused();
};

void PrepareTest::classes_areOrdered_data() {
  QTest::addColumn<QByteArray>("labels");
  QTest::addColumn<QString>("classes");
  QTest::newRow("numbers in their order") << QByteArray("10,9,1,10,") << "1|9|10";
  QTest::newRow("words by name") << QByteArray("yes,no,yes") << "no|yes";
  QTest::newRow("mixed by name") << QByteArray("b,10,9") << "10|9|b";
  QTest::newRow("none") << QByteArray(",") << "";
}

void PrepareTest::classes_areOrdered() {
  QFETCH(QByteArray, labels);
  QFETCH(QString, classes);
  Rows rows;
  for (const QByteArray& label : labels.split(',')) {
    rows.push_back({label.toStdString()});
  }
  QCOMPARE(shown(data::classesOf(tableOf({"y"}, rows), {columnOf("y", ColumnRole::Label)})),
           classes);
  QVERIFY(data::classesOf(tableOf({"y"}, rows), {columnOf("y", ColumnRole::Feature)}).empty());
}

const std::vector<protocol::ColumnSchema> kColumns = {
    columnOf("pid", ColumnRole::Patient, ColumnType::Identifier),
    columnOf("age", ColumnRole::Feature, ColumnType::Integer),
    columnOf("smoker", ColumnRole::Feature, ColumnType::Boolean),
    columnOf("stage", ColumnRole::Feature, ColumnType::Category),
    columnOf("sex", ColumnRole::Subgroup, ColumnType::Category),
    columnOf("y", ColumnRole::Label, ColumnType::Boolean)};

data::Table measurements() {
  data::Table table({"pid", "age", "smoker", "stage", "sex", "y"});
  table.appendRow({"p1", "61", "yes", "II", "F", "1"}, 4);
  table.appendRow({"", "?", "0", "", "", "0"}, 9);
  table.appendRow({"p2", "inf", "maybe", "I", "M", "1"}, 12);
  return table;
}

void PrepareTest::task_followsFromTheNotes() {
  const auto table = data::manifestFor(kColumns, {"0", "1"});
  QVERIFY(table.task == protocol::Task::TabularRisk);
  QCOMPARE(table.features.size(), size_t{3});
  QCOMPARE(shown(table.features[1].kind), QStringLiteral("number"));
  QCOMPARE(shown(table.features[2].kind), QStringLiteral("category"));
  auto columns = kColumns;
  columns[3].role = ColumnRole::Note;
  const auto text = data::manifestFor(columns, {"0", "1"});
  QVERIFY(text.task == protocol::Task::TextClassification);
  QVERIFY(text.features.empty());
}

void PrepareTest::tableRows_becomeTypedValues() {
  const auto rows = data::prepareRows(measurements(), kColumns, {"0", "1"});
  QVERIFY(rows.has_value());
  const data::PreparedRow& first = (*rows)[0];
  QCOMPARE(first.row, std::int64_t{4});
  QCOMPARE(shown(first.patient), QStringLiteral("p1"));
  QCOMPARE(std::get<double>(first.values[0]), 61.0);
  QCOMPARE(std::get<double>(first.values[1]), 1.0);
  QCOMPARE(shown(std::get<std::string>(first.values[2])), QStringLiteral("II"));
  QCOMPARE(first.label, std::int64_t{1});
  QCOMPARE(shown(first.subgroups.at("sex")), QStringLiteral("F"));
  const data::PreparedRow& second = (*rows)[1];
  QCOMPARE(shown(second.patient), QStringLiteral("row 9"));  // of its own
  QVERIFY(std::holds_alternative<std::monostate>(second.values[0]));
  QCOMPARE(std::get<double>(second.values[1]), 0.0);
  QVERIFY(std::holds_alternative<std::monostate>(second.values[2]));
  QVERIFY(second.subgroups.empty());
  QVERIFY(
      std::holds_alternative<std::monostate>((*rows)[2].values[0]));  // infinity is no measurement
  QVERIFY(std::holds_alternative<std::monostate>((*rows)[2].values[1]));
  const auto one = data::prepareRows(measurements(), kColumns, {"0", "1"}, {2});
  QCOMPARE((*one)[0].row, std::int64_t{12});
}

void PrepareTest::textRows_joinTheirNotes() {
  const data::Table table = tableOf({"a", "b", "y"}, {{"first", "second", "x"}, {"", "only", "z"}});
  const auto rows =
      data::prepareRows(table,
                        {columnOf("a", ColumnRole::Note), columnOf("b", ColumnRole::Note),
                         columnOf("y", ColumnRole::Label)},
                        {"x", "z"});
  QCOMPARE(shown((*rows)[0].text), QStringLiteral("first\nsecond"));
  QCOMPARE(shown((*rows)[1].text), QStringLiteral("only"));
  QVERIFY((*rows)[0].values.empty());
}

void PrepareTest::rowsWithoutAKnownLabel_areRefused() {
  const auto unknown = data::prepareRows(measurements(), kColumns, {"1", "2"});
  QVERIFY(!unknown);
  QCOMPARE(unknown.error().code, base::ErrorCode::InvalidInput);
  QVERIFY(shown(unknown.error().message)
              .startsWith(QLatin1String("row 9 has a label that is none of")));
  data::Table table = measurements();
  table.setCell(2, 5, "");
  const auto none = data::prepareRows(table, kColumns, {"0", "1"});
  QCOMPARE(shown(none.error().message), QStringLiteral("row 12 has no label"));
  auto columns = kColumns;
  columns.back().role = ColumnRole::Ignore;
  QVERIFY(!data::prepareRows(measurements(), columns, {"0", "1"}));
}

TELESOFT_TEST(PrepareTest)

}  // namespace

#include "prepare_test.moc"
