#include "telesoft/knowledge/formulary/drug_table.h"

#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using knowledge::DrugTable;
using store::FormularyItem;

class DrugTableTest : public QObject {
  Q_OBJECT
 private slots:
  void items_areFoundUnderManyColumnNames_data();
  void items_areFoundUnderManyColumnNames();
  void items_findCodesByWhatTheyAre();
  void items_readRestrictions_data();
  void items_readRestrictions();
  void items_ofAListOfNamesHaveAllTheirNames();
  void pairs_haveSeverityAndEffectWhereGiven();
  void passages_areColumnsAndValues();
};

void DrugTableTest::items_areFoundUnderManyColumnNames_data() {
  QTest::addColumn<QString>("column");
  for (const char* name : {"Substance", "Drug name", "active-component", "GENERIC", "product",
                           "name", "Medicine", "name_en"}) {
    QTest::newRow(name) << name;
  }
}

void DrugTableTest::items_areFoundUnderManyColumnNames() {
  QFETCH(QString, column);
  const DrugTable table{{"id", column.toStdString(), "Strength", "unit"},
                        {{"1", "Metformin HCl", "500", "mg"}}};
  const auto items = must(knowledge::drugItems(table, "formulary"));
  QCOMPARE(items[0].name, std::string("Metformin HCl"));
  QCOMPARE(items[0].keys, (std::vector<std::string>{"metformin hcl", "metformin"}));
  QCOMPARE(items[0].detail, std::string("500 mg"));
  QVERIFY(items[0].listed && items[0].restrictions.empty());
}

void DrugTableTest::items_findCodesByWhatTheyAre() {
  const DrugTable table{{"drug", "klass"}, {{"Metformin", "A10BA02"}, {"Ramipril", "C09AA05"}}};
  const auto items = must(knowledge::drugItems(table, "formulary"));
  QCOMPARE(items[1].codes, std::vector<std::string>{"C09AA05"});
  const DrugTable several{{"drug", "atc"}, {{"Aciclovir", "D06BB03, J05AB01;S01AD03"}}};
  QCOMPARE(must(knowledge::drugItems(several, "formulary"))[0].codes.size(), size_t{3});
}

void DrugTableTest::items_readRestrictions_data() {
  QTest::addColumn<QString>("column");
  QTest::addColumn<QString>("cell");
  QTest::addColumn<bool>("listed");
  QTest::addColumn<QString>("restriction");
  const auto row = [](const char* column, const char* cell, bool listed, const char* restriction) {
    QTest::newRow(qPrintable(QString("%1 = %2").arg(column, cell)))
        << column << cell << listed << restriction;
  };
  row("category", "Complementary", true, "Complementary list: for facilities");
  row("category", "Complementary feeding", true, "");
  row("status", "Formulary", true, "");
  row("status", "Non-formulary", false, "");
  row("Formulary status", "Not listed", false, "");
  row("tier", "Specialist only", true, "tier: Specialist only");
  row("restriction", "HIV clinic", true, "restriction: HIV clinic");
  row("restriction", "none", true, "");
  row("restricted", "yes", true, "restricted");
  row("Prior auth", "false", true, "");
  row("price", "restricted", true, "");
}

void DrugTableTest::items_readRestrictions() {
  QFETCH(QString, column);
  QFETCH(QString, cell);
  QFETCH(bool, listed);
  QFETCH(QString, restriction);
  const DrugTable table{{"drug", column.toStdString()}, {{"X", cell.toStdString()}}};
  const FormularyItem item = must(knowledge::drugItems(table, "formulary"))[0];
  QCOMPARE(item.listed, listed);
  QCOMPARE(item.restrictions.size(), restriction.isEmpty() ? size_t{0} : size_t{1});
  if (!restriction.isEmpty()) {
    QVERIFY2(item.restrictions[0].rfind(restriction.toStdString(), 0) == 0,
             item.restrictions[0].c_str());
  }
}

void DrugTableTest::items_ofAListOfNamesHaveAllTheirNames() {
  const DrugTable table{{"atc", "name_en", "name_de", "synonyms"},
                        {{"N02BE01", "PARACETAMOL", "PARAZETAMOL", "Panadol|Tylenol|NA"}}};
  const FormularyItem item = must(knowledge::drugItems(table, "names"))[0];
  QCOMPARE(item.role, std::string("names"));
  for (const char* key : {"paracetamol", "parazetamol", "panadol", "tylenol"}) {
    QVERIFY2(std::count(item.keys.begin(), item.keys.end(), key) == 1, key);
  }
}

void DrugTableTest::pairs_haveSeverityAndEffectWhereGiven() {
  const DrugTable table{{"Drug A", "Drug B", "Severity", "Effect"},
                        {{"Simvastatin 20 mg", "Clarithromycin", "high", "myopathy"},
                         {"Rifampin", "Lopinavir", "", ""}}};
  const auto pairs = must(knowledge::drugPairs(table));
  QCOMPARE(pairs[0].one, std::string("simvastatin"));
  QCOMPARE(pairs[0].severity, std::string("high"));
  QCOMPARE(pairs[0].effect, std::string("myopathy"));
  QCOMPARE(pairs[1].one, std::string("rifampicin"));
}

void DrugTableTest::passages_areColumnsAndValues() {
  const auto passages = knowledge::rowPassages(
      {{"no", "drug", "dose"}, {{"R17", "Amikacin", " 5\nmg "}, {"R18", "NA", ""}}});
  QCOMPARE(passages[0].heading, std::string("Amikacin"));
  QCOMPARE(passages[0].text, std::string("no: R17\ndrug: Amikacin\ndose: 5 mg"));
  QCOMPARE(passages[1].text, std::string("no: R18"));
}

TELESOFT_TEST(DrugTableTest)

}  // namespace

#include "drug_table_test.moc"
