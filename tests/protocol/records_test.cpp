// Every type of the contract survives being written and read.
#include <cmath>

#include "telesoft/protocol/certificate.h"
#include "telesoft/protocol/data_card.h"
#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/evaluation.h"
#include "telesoft/protocol/job.h"
#include "telesoft/protocol/server.h"
#include "telesoft/protocol/split.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::protocol;

template <class T>
void goesBothWays(const T& value) {
  const base::json written = base::toJson(value);
  const auto read = base::fromJson<T>(written, base::Keys::Strict);
  QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
  QCOMPARE(base::toJson(*read).dump(), written.dump());
}

class RecordsTest : public QObject {
  Q_OBJECT
 private slots:
  void records_goBothWays();
  void runStatus_keepsWhatIsNotKnown();
  void jobEvent_keepsAnUnknownKind();
  void jobRequest_readsTheSdksShape();
};

void RecordsTest::records_goBothWays() {
  goesBothWays(Preview{"csv",
                       "UTF-8",
                       ",",
                       10,
                       2,
                       {ColumnSchema{}},
                       {{"a"}},
                       {"w"},
                       "t",
                       {SourceTable{"t", "d", 3}},
                       {SourceFile{"f", "refused", "r", "m"}}});
  goesBothWays(ImportRequest{"/x", "n", "t", Recipe{}});
  goesBothWays(Dataset{});
  goesBothWays(RowPage{0, 1, {"a"}, {{"1"}}});
  goesBothWays(DeidRequest{});
  goesBothWays(DeidReport{});
  goesBothWays(DeidCheckRequest{"d", 20, 7});
  goesBothWays(DeidCheck{"c", "d", "open", 20, 3, 7, "u", "t"});
  goesBothWays(
      CheckItem{0, 4, "note", "Ann", {{0, 3, "name", "r", 0.5}}, {{0, 3, "name", "found"}}, true});
  goesBothWays(CheckMarks{{{0, 3, "name", "missed"}}, true});
  Certificate certificate;
  certificate.kinds = {KindRecall{}};
  certificate.ledger = {LedgerRow{1, "Names", "s", 2, "t", 0, "u"}};
  certificate.risk.suggestions = {Generalisation{{{"age", "age bands"}}, 5, 0.2}};
  goesBothWays(certificate);
  goesBothWays(CertificateRequest{"p", {"age"}, "stage"});
  DataCard card;
  card.steps = {CardStep{"u", "t", "imported", "h"}};
  goesBothWays(card);
  goesBothWays(QualityReport{"d", 3, {{"c", "note", "m", "h", "col", {1}, 1}}});
  goesBothWays(SplitRequest{});
  goesBothWays(Split{});
  goesBothWays(Advice{"s", {ApproachAdvice{}}, {"b"}});
  goesBothWays(BaseModel{});
  goesBothWays(Job{});
  goesBothWays(JobMetrics{"j", {{"loss", {1, 2}, {0.5, std::nan("")}}}});
  goesBothWays(Model{});
  goesBothWays(Evaluation{});
  goesBothWays(Health{});
  goesBothWays(ErrorReply{});
  goesBothWays(AuditPage{});
  goesBothWays(WorkspaceEvent{});
  goesBothWays(Items<Job>{{Job{}}});
  goesBothWays(RunResult{});
  goesBothWays(ServerInfo{});
}

void RecordsTest::runStatus_keepsWhatIsNotKnown() {
  const auto read = base::fromJson<RunStatus>(base::toJson(RunStatus{}));
  QVERIFY(read.has_value());
  QVERIFY(std::isnan(read->secondsLeft));
  QVERIFY(std::isnan(read->bestValue));
}

void RecordsTest::jobEvent_keepsAnUnknownKind() {
  const base::json line = {{"format", "telesoft.job-event"},
                           {"version", 9},
                           {"seq", 4},
                           {"time", "t"},
                           {"kind", "future"},
                           {"data", {{"x", 1}}}};
  const auto event = base::fromJson<JobEvent>(line);
  QVERIFY(event.has_value());
  QCOMPARE(base::toJson(*event).dump(), line.dump());
}

void RecordsTest::jobRequest_readsTheSdksShape() {
  const auto request = base::fromJson<JobRequest>(base::json::parse(R"({
    "baseModel": "telesoft-diagnostic-v2", "approach": "peft", "trainingData": "ds_a", "validationData": "ds_b",
    "hyperparameters": {"learningRate": 0.001, "epochs": 3, "batchSize": 16, "warmupSteps": 50, "weightDecay": 0.01},
    "specialty": "cardiology", "targetMetrics": {"primary": "f1_score", "minimum": 0.5},
    "preserveCapabilities": ["general_medical_knowledge", "regulatory_compliance"]})"),
                                                  base::Keys::Strict);
  QVERIFY2(request.has_value(), request ? "" : request.error().text().c_str());
  QCOMPARE(request->hyperparameters.warmupSteps, std::int64_t{50});
  QCOMPARE(request->preserveCapabilities.size(), size_t{2});
}

TELESOFT_TEST(RecordsTest)

}  // namespace

#include "records_test.moc"
