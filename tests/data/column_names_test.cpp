#include "telesoft/data/column_names.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class ColumnNamesTest : public QObject {
  Q_OBJECT
 private slots:
  void names_areCutIntoWords_data();
  void names_areCutIntoWords();
  void identifiers_areKnownByName_data();
  void identifiers_areKnownByName();
  void roles_areKnownByName();
  void labels_areRanked();
  void units_comeFromTheNameOrTheQuantity_data();
  void units_comeFromTheNameOrTheQuantity();
};

void ColumnNamesTest::names_areCutIntoWords_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("words");
  QTest::newRow("underscores") << "Creatinine_mg_dl"
                               << "creatinine|mg|dl";
  QTest::newRow("camel case") << "patientName"
                              << "patient|name";
  QTest::newRow("dots and spaces") << "first.name of patient"
                                   << "first|name|of|patient";
  QTest::newRow("upper case") << "MRN"
                              << "mrn";
  QTest::newRow("none") << "__"
                        << "";
}

void ColumnNamesTest::names_areCutIntoWords() {
  QFETCH(QString, name);
  QFETCH(QString, words);
  QCOMPARE(shown(data::wordsOfName(name.toStdString())), words);
}

void ColumnNamesTest::identifiers_areKnownByName_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("kind");
  for (const auto& [name, kind] :
       std::initializer_list<std::pair<const char*, const char*>>{{"patient_name", "name"},
                                                                  {"Last Name", "name"},
                                                                  {"mother_dob", "birth_date"},
                                                                  {"home_phone", "phone"},
                                                                  {"E-Mail", "email"},
                                                                  {"SSN", "ssn"},
                                                                  {"zip", "zip"},
                                                                  {"mrn", "mrn"},
                                                                  {"ip_address", "ip"},
                                                                  {"drug_name", ""},
                                                                  {"test_name", ""},
                                                                  {"age", ""},
                                                                  {"creatinine", ""},
                                                                  {"label", ""},
                                                                  {"", ""}}) {
    QTest::newRow(name) << name << kind;
  }
}

void ColumnNamesTest::identifiers_areKnownByName() {
  QFETCH(QString, name);
  QFETCH(QString, kind);
  QCOMPARE(shown(data::identifierKindOfName(name.toStdString())), kind);
}

void ColumnNamesTest::roles_areKnownByName() {
  QVERIFY(data::isPatientKeyName("pid") && data::isPatientKeyName("Patient ID") &&
          data::isPatientKeyName("subjectId"));
  QVERIFY(!data::isPatientKeyName("note_id") && !data::isPatientKeyName("patient_name"));
  QVERIFY(data::isEventName("status") && data::isEventName("death") && !data::isEventName("age"));
  QVERIFY(data::isTimeName("rfstime") && data::isTimeName("days_to_death") &&
          !data::isTimeName("sometimes_ill"));
  QVERIFY(data::isSubgroupName("sex") && data::isSubgroupName("hospital") &&
          !data::isSubgroupName("sexual_history_notes_text"));
  QVERIFY(data::isDateName("admission_date") && !data::isDateName("update_count"));
  QVERIFY(data::isAgeName("age_years") && !data::isAgeName("age_group") &&
          !data::isAgeName("stage"));
  QVERIFY(data::cannotBeZero("chol") && data::cannotBeZero("sbp_admission") &&
          !data::cannotBeZero("nodes"));
}

void ColumnNamesTest::labels_areRanked() {
  QVERIFY(data::labelRank("label") > data::labelRank("diagnosis"));
  QVERIFY(data::labelRank("outcome") > data::labelRank("status"));
  QVERIFY(data::labelRank("diagnosis") > data::labelRank("final_diagnosis"));
  QCOMPARE(data::labelRank("age"), 0);
}

void ColumnNamesTest::units_comeFromTheNameOrTheQuantity_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("unit");
  QTest::addColumn<bool>("written");
  QTest::newRow("brackets") << "age [years]"
                            << "years" << true;
  QTest::newRow("parentheses") << "weight (kg)"
                               << "kg" << true;
  QTest::newRow("suffix") << "creatinine_mg_dl"
                          << "mg/dL" << true;
  QTest::newRow("quantity") << "sbp"
                            << "mmHg" << false;
  QTest::newRow("none") << "grade"
                        << "" << false;
}

void ColumnNamesTest::units_comeFromTheNameOrTheQuantity() {
  QFETCH(QString, name);
  QFETCH(QString, unit);
  QFETCH(bool, written);
  const auto found = data::unitOfName(name.toStdString());
  QCOMPARE(found ? shown(found->unit) : QString(), unit);
  QCOMPARE(found && found->written, written);
}

TELESOFT_TEST(ColumnNamesTest)

}  // namespace

#include "column_names_test.moc"
