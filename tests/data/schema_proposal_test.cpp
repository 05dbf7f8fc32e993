#include "telesoft/data/schema_proposal.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class SchemaProposalTest : public QObject {
  Q_OBJECT
 private slots:
  void columns_areProposedByNameAndContent_data();
  void columns_areProposedByNameAndContent();
  void evidence_neverHoldsAValue();
  void survivalColumns_areLeftOutOfTheFeatures();
  void gbsg_isUnderstood();
};

/// 60 rows of a made-up hospital file.
std::string notesFile() {
  std::string out =
      "patient_id,patient_name,visit_date,sex,age,creatinine,smoker,stage,note,diagnosis\n";
  for (int i = 0; i < 60; ++i) {
    const std::string n = std::to_string(i);
    out += "P" + std::to_string(1000 + i / 2) + ",Person" + n + ",2024-01-" +
           (i % 28 < 9 ? "0" : "") + std::to_string(i % 28 + 1) + "," + (i % 2 ? "F" : "M") + "," +
           std::to_string(30 + i) + "," + std::to_string(60 + i) + "." + std::to_string(i % 10) +
           "," + (i % 3 ? "yes" : "no") + "," + (i % 4 ? "II" : "III") +
           ",The patient came in with complaint number " + n + " and was seen," +
           (i % 3 ? "asthma" : "pneumonia") + "\n";
  }
  return out;
}

base::Result<protocol::Preview> previewOf(const std::string& bytes) {
  const TempFolder folder;
  return data::previewFile(writeBytes(folder, bytes));
}

void SchemaProposalTest::columns_areProposedByNameAndContent_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("type");
  QTest::addColumn<QString>("role");
  QTest::addColumn<QString>("unit");
  QTest::newRow("patient key") << "patient_id"
                               << "identifier"
                               << "patient"
                               << "";
  QTest::newRow("name") << "patient_name"
                        << "identifier"
                        << "identifier"
                        << "";
  QTest::newRow("date") << "visit_date"
                        << "date"
                        << "date"
                        << "";
  QTest::newRow("subgroup") << "sex"
                            << "category"
                            << "subgroup"
                            << "";
  QTest::newRow("whole number") << "age"
                                << "integer"
                                << "feature"
                                << "years";
  QTest::newRow("unit by size") << "creatinine"
                                << "number"
                                << "feature"
                                << "umol/L";
  QTest::newRow("yes or no") << "smoker"
                             << "boolean"
                             << "feature"
                             << "";
  QTest::newRow("category") << "stage"
                            << "category"
                            << "feature"
                            << "";
  QTest::newRow("note") << "note"
                        << "text"
                        << "note"
                        << "";
  QTest::newRow("label") << "diagnosis"
                         << "category"
                         << "label"
                         << "";
}

void SchemaProposalTest::columns_areProposedByNameAndContent() {
  QFETCH(QString, name);
  QFETCH(QString, type);
  QFETCH(QString, role);
  QFETCH(QString, unit);
  const auto preview = previewOf(notesFile());
  QVERIFY(preview.has_value());
  QCOMPARE(preview->rowsRead, std::int64_t{60});
  QCOMPARE(preview->rows.size(), size_t{20});
  for (const protocol::ColumnSchema& column : preview->columns) {
    if (column.name == name.toStdString()) {
      QCOMPARE(shown(std::string(base::nameOf(column.type))), type);
      QCOMPARE(shown(std::string(base::nameOf(column.role))), role);
      QCOMPARE(shown(column.unit), unit);
      QVERIFY(!column.evidence.empty());
      return;
    }
  }
  QFAIL("the column is not in the proposal");
}

void SchemaProposalTest::evidence_neverHoldsAValue() {
  const auto preview = previewOf(notesFile());
  for (const protocol::ColumnSchema& column : preview->columns) {
    for (const std::string& sentence : column.evidence) {
      for (const char* value :
           {"P1000", "Person", "2024-01", "asthma", "pneumonia", "III", "complaint"}) {
        QVERIFY2(sentence.find(value) == std::string::npos, sentence.c_str());
      }
    }
  }
}

void SchemaProposalTest::survivalColumns_areLeftOutOfTheFeatures() {
  std::string text = "grade,time,status\n";
  for (int i = 0; i < 40; ++i) {
    text += std::to_string(i % 3) + "," + std::to_string(100 + i * 7) + "," + (i % 4 ? "1" : "0") +
            "\n";
  }
  const auto preview = previewOf(text);
  QVERIFY(preview->columns[0].role == protocol::ColumnRole::Feature);
  QVERIFY(preview->columns[1].role == protocol::ColumnRole::Time);
  QVERIFY(preview->columns[2].role == protocol::ColumnRole::Event);
  QCOMPARE(shown(preview->warnings.back()),
           QStringLiteral("No column looks like the label: choose the one to be predicted."));
}

void SchemaProposalTest::gbsg_isUnderstood() {
  const base::Path file = realData("pkg/tabular/survival_gbsg.csv");
  if (file.empty()) {
    QSKIP("the real data is not beside the source tree");
  }
  const auto preview = data::previewFile(file);
  QVERIFY(preview.has_value());
  std::map<std::string, std::string> roles;
  for (const auto& column : preview->columns) {
    roles[column.name] = base::nameOf(column.role);
  }
  QCOMPARE(shown(roles["pid"]), QStringLiteral("patient"));
  QCOMPARE(shown(roles["rfstime"]), QStringLiteral("time"));
  QCOMPARE(shown(roles["status"]), QStringLiteral("event"));
  for (const char* feature : {"age", "meno", "size", "grade", "nodes", "pgr", "er", "hormon"}) {
    QCOMPARE(shown(roles[feature]), QStringLiteral("feature"));
  }
}

TELESOFT_TEST(SchemaProposalTest)

}  // namespace

#include "schema_proposal_test.moc"
