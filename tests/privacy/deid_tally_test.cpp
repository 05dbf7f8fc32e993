#include "telesoft/privacy/deid_tally.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::privacy;

class DeidTallyTest : public QObject {
  Q_OBJECT
 private slots:
  void report_countsWhatWasTold();
};

void DeidTallyTest::report_countsWhatWasTold() {
  protocol::DeidRequest request;
  request.sampleRows = 4;
  std::vector<protocol::ColumnSchema> columns(2);
  columns[0].name = "note";
  columns[1].name = "surname";
  const std::vector<PlannedColumn> plan = {{ColumnAction::Text, "", false},
                                           {ColumnAction::Keep, "name", true}};
  DeidTally tally(request, columns, plan);
  for (std::int64_t row = 1; row <= 6; ++row) {
    tally.note(row, 0, "before", "after",
               row <= 3 ? std::vector<protocol::PhiSpan>{{0, 2, "date", "r", .9}}
                        : std::vector<protocol::PhiSpan>{});
    tally.cell(1);
    tally.row(row <= 3);
  }
  const auto report = tally.report();
  QCOMPARE(report.rows, std::int64_t(6));
  QCOMPARE(report.rowsChanged, std::int64_t(3));
  QCOMPARE(report.spans, std::int64_t(3));
  QCOMPARE(report.spansByKind.at("date"), std::int64_t(3));
  QCOMPARE(report.columnActions.at("surname"), std::string("keep"));
  QCOMPARE(report.identifiers.size(), size_t(18));
  QCOMPARE(report.identifiers[0].found, std::int64_t(6));
  QCOMPARE(report.samples.size(), size_t(4));
  QVERIFY(report.samples[3].spans.empty());  // one without findings, to see what was missed
  QVERIFY(report.warnings.size() >= 2);      // the kept name, the shifted dates
}

}  // namespace

TELESOFT_TEST(DeidTallyTest)
#include "deid_tally_test.moc"
