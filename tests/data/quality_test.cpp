#include "telesoft/data/check/quality.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using protocol::ColumnRole;

class QualityTest : public QObject {
  Q_OBJECT
 private slots:
  void findings_comeErrorsFirst();
  void cleanData_hasNoFindings();
  void messages_neverHoldAValue();
  void missingInsulin_isFound();
};

void QualityTest::findings_comeErrorsFirst() {
  Rows rows;
  for (int i = 0; i < 40; ++i) {
    rows.push_back({std::to_string(i * 37 % 41), "same", i == 3 ? "" : i % 2 ? "a" : "b"});
  }
  const auto report =
      data::checkQuality(tableOf({"x", "c", "y"}, rows),
                         {columnOf("x", ColumnRole::Feature, protocol::ColumnType::Number),
                          columnOf("c", ColumnRole::Feature), columnOf("y", ColumnRole::Label)});
  QCOMPARE(report.rows, std::int64_t{40});
  QStringList severities;
  for (const auto& finding : report.findings) {
    severities << shown(finding.severity);
    QVERIFY(!finding.check.empty() && !finding.message.empty() && !finding.hint.empty());
  }
  QCOMPARE(severities.join(QLatin1Char(' ')), QStringLiteral("error warning note note"));
  QCOMPARE(shown(report.findings[0].check), QStringLiteral("missing_labels"));
  QCOMPARE(report.findings[0].rows, std::vector<std::int64_t>{4});
}

void QualityTest::cleanData_hasNoFindings() {
  Rows rows;
  for (int i = 0; i < 700; ++i) {
    rows.push_back(
        {"p" + std::to_string(i), std::to_string((i * 7919) % 701) + ".5", i % 2 ? "a" : "b"});
  }
  const auto report =
      data::checkQuality(tableOf({"p", "x", "y"}, rows),
                         {columnOf("p", ColumnRole::Patient),
                          columnOf("x", ColumnRole::Feature, protocol::ColumnType::Number),
                          columnOf("y", ColumnRole::Label)});
  QString found;
  for (const auto& finding : report.findings) {
    found += shown(finding.check) + QLatin1Char(' ');
  }
  QCOMPARE(found, QString());
}

void QualityTest::messages_neverHoldAValue() {
  Rows rows;
  for (int i = 0; i < 60; ++i) {
    rows.push_back({"zebra", "quagga" + std::to_string(i % 3), i % 2 ? "okapi" : "gnu"});
  }
  rows.push_back({"999", "", ""});
  const auto report =
      data::checkQuality(tableOf({"a", "b", "y"}, rows),
                         {columnOf("a", ColumnRole::Feature, protocol::ColumnType::Number),
                          columnOf("b", ColumnRole::Note), columnOf("y", ColumnRole::Label)});
  QVERIFY(report.findings.size() > 2);
  for (const auto& finding : report.findings) {
    for (const char* value : {"zebra", "quagga", "okapi", "gnu"}) {
      QVERIFY2((finding.message + finding.hint).find(value) == std::string::npos,
               finding.check.c_str());
    }
  }
}

/// 374 of the 768 women of the Pima study have no insulin value (Python's csv module counts the
/// same).
void QualityTest::missingInsulin_isFound() {
  const base::Path file = realData("pkg/tabular/mlbench_PimaIndiansDiabetes2.csv");
  if (file.empty()) {
    QSKIP("the real data is not beside the source tree");
  }
  const auto read = readAll(file);
  QVERIFY(read.has_value());
  const auto report =
      data::checkQuality(tableOf(read->columns, read->rows),
                         {columnOf("insulin", ColumnRole::Feature, protocol::ColumnType::Number),
                          columnOf("diabetes", ColumnRole::Label)});
  std::int64_t found = 0;
  for (const auto& finding : report.findings) {
    found += finding.check == "missing_values" ? finding.count : 0;
  }
  QCOMPARE(found, std::int64_t{374});
}

TELESOFT_TEST(QualityTest)

}  // namespace

#include "quality_test.moc"
