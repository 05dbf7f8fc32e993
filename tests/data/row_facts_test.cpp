#include "telesoft/data/split/row_facts.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class RowFactsTest : public QObject {
  Q_OBJECT
 private slots:
  void facts_holdTheColumnsAskedForAndAHashARow();
  void key_changesWithAnyCell();
};

const std::vector<protocol::ColumnSchema> kColumns = {
    columnOf("patient", protocol::ColumnRole::Patient),
    columnOf("note", protocol::ColumnRole::Note), columnOf("label", protocol::ColumnRole::Label)};

data::Table small() {
  data::Table table({"patient", "note", "label"});
  table.appendRow({"p1", "Cough  and fever", "a"});
  table.appendRow({"p2", "cough and FEVER ", "b"});
  table.appendRow({"p3", "", "b"});
  return table;
}

void RowFactsTest::facts_holdTheColumnsAskedForAndAHashARow() {
  const data::Table table = small();
  const auto facts = data::readRowFacts(data::MemorySource(table), kColumns, {"label", "none"});
  QVERIFY(facts.has_value());
  QCOMPARE(facts->few.columns(), size_t{1});
  QCOMPARE(shown(facts->few.cell(1, 0)), QStringLiteral("b"));
  QCOMPARE(facts->few.fileRow(2), std::int64_t{3});
  QVERIFY(facts->content[0] == facts->content[1]);
  QVERIFY(facts->content[0] != data::kEmptyRow);
  QVERIFY(facts->content[2] == data::kEmptyRow);
  // The first 16 bytes of sha256sum's answer to "abc" (FIPS 180-2, appendix B.1).
  QCOMPARE(shown(data::toHex(data::hashOfContent("abc"))),
           QStringLiteral("ba7816bf8f01cfea414140de5dae2223"));
}

void RowFactsTest::key_changesWithAnyCell() {
  data::Table table = small();
  const auto before = data::readRowFacts(data::MemorySource(table), kColumns, {});
  table.setCell(2, 2, "a");
  const auto after = data::readRowFacts(data::MemorySource(table), kColumns, {});
  QVERIFY(before->key != after->key);
  QVERIFY(before->content == after->content);
}

TELESOFT_TEST(RowFactsTest)

}  // namespace

#include "row_facts_test.moc"
