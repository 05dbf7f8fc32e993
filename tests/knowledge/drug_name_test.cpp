#include "telesoft/knowledge/formulary/drug_name.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::knowledge;

class DrugNameTest : public QObject {
  Q_OBJECT
 private slots:
  void code_isOfTheRightShape_data();
  void code_isOfTheRightShape();
  void keys_arePlainNames_data();
  void keys_arePlainNames();
  void distance_countsSlips_data();
  void distance_countsSlips();
};

void DrugNameTest::code_isOfTheRightShape_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("code");
  for (const char* code : {"A", "A10", "A10B", "A10BA", "A10BA02"}) {
    QTest::newRow(code) << code << code;
  }
  QTest::newRow("small letters") << " a10ba02 "
                                 << "A10BA02";
  for (const char* none : {"", "A1", "A10BA0", "A10BA022", "110BA02", "A10B1", "AMOXICILLIN"}) {
    QTest::newRow(none) << none << "";
  }
}

void DrugNameTest::code_isOfTheRightShape() {
  QFETCH(QString, text);
  QFETCH(QString, code);
  QCOMPARE(atcCode(text.toStdString()), code.toStdString());
}

void DrugNameTest::keys_arePlainNames_data() {
  QTest::addColumn<QString>("written");
  QTest::addColumn<QString>("keys");
  const auto row = [](const char* written, const char* keys) {
    QTest::newRow(written) << QString::fromUtf8(written) << keys;
  };
  row("Metformin", "metformin");
  row("METFORMIN HYDROCHLORIDE 500 mg tablet", "metformin hydrochloride;metformin");
  row("metformin 500mg XR bd", "metformin");
  row("Amoxicillin (as trihydrate) 250 mg/5 ml oral suspension", "amoxicillin");
  row("clavulanic acid + Amoxicillin", "amoxicillin+clavulanic acid");
  row("Amoxicillin/clavulanic acid", "amoxicillin+clavulanic acid");
  row("amoxicillin and clavulanate 1 g", "amoxicillin+clavulanate;amoxicillin+clavulanic acid");
  row("Acetaminophen", "acetaminophen;paracetamol");
  row("aspirin 75 mg EC", "aspirin;acetylsalicylic acid");
  row("Sodium chloride 0.9 %", "sodium chloride");
  row("ferrous sulfate 200 mg", "ferrous sulfate");
  row("sodium valproate", "sodium valproate;valproate;valproic acid");
  row("5-fluorouracil", "5-fluorouracil");
  row("vitamin B12", "vitamin b12");
  row("Insulin glargine 100 units/ml", "insulin glargine");
  row("Ac\xc3\xa9tazolamide", "acetazolamide");
  row("500 mg tablets", "");
  row("...", "");
}

void DrugNameTest::keys_arePlainNames() {
  QFETCH(QString, written);
  QFETCH(QString, keys);
  std::string found;
  for (const std::string& key : drugKeys(written.toStdString())) {
    found += (found.empty() ? "" : ";") + key;
  }
  QCOMPARE(found, keys.toStdString());
}

void DrugNameTest::distance_countsSlips_data() {
  QTest::addColumn<QString>("a");
  QTest::addColumn<QString>("b");
  QTest::addColumn<int>("distance");
  QTest::newRow("same") << "abc"
                        << "abc" << 0;
  QTest::newRow("swap") << "metfromin"
                        << "metformin" << 1;
  QTest::newRow("missing") << "metfrmin"
                           << "metformin" << 1;
  QTest::newRow("two") << "acyclovire"
                       << "aciclovir" << 2;
  QTest::newRow("more than the limit") << "hydralazine"
                                       << "hydroxyzine" << 3;
  QTest::newRow("lengths") << "a"
                           << "abcdef" << 3;
}

void DrugNameTest::distance_countsSlips() {
  QFETCH(QString, a);
  QFETCH(QString, b);
  QFETCH(int, distance);
  QCOMPARE(spellingDistance(a.toStdString(), b.toStdString(), 2), distance);
  QCOMPARE(spellingDistance(b.toStdString(), a.toStdString(), 2), distance);
}

TELESOFT_TEST(DrugNameTest)

}  // namespace

#include "drug_name_test.moc"
