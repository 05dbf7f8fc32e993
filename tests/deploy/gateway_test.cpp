#include "telesoft/deploy/gateway/gateway.h"

#include <atomic>
#include <map>
#include <thread>

#include "telesoft/deploy/gateway/receipts.h"

#include "deploy/gateway_fixture.h"
#include "support/fake_clock.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::deploy;
using namespace telesoft::tests;
using base::ErrorCode;
using base::json;
using KeyPurpose = store::Workspace::KeyPurpose;

struct Given {
  base::Result<std::string> analysis;
  std::vector<protocol::FieldProblem> fields;
};

class GatewayTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup();
  void answer_isOnDiskWithItsReceipt();
  void answer_keepsASubjectInItsArm();
  void answer_warnsAndSaysWhatItIgnored();
  void refusal_namesTheFieldsAndCountsAgainstNobody();
  void failure_isCountedAgainstTheArm();
  void knowledge_addsCitationsOrAWarning();
  void routes_changeWithoutAFailedRequest();

 private:
  [[nodiscard]] Given ask(const json& patientData, const std::string& modelId = "");
  [[nodiscard]] protocol::Analysis answered(const json& patientData);
  [[nodiscard]] store::PredictionRecord record(const std::string& receipt) const;
  void serve(const std::shared_ptr<const ServedModel>& candidate, double percentage);

  std::unique_ptr<TempFolder> folder_;
  FakeClock clock_;
  base::NullLog quiet_;
  std::unique_ptr<store::Workspace> workspace_;
  RequestMetrics metrics_;
  LiveStatistics live_;
  std::unique_ptr<PredictionLog> log_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<WorkerPool> pool_;
};

void GatewayTest::init() {
  folder_ = std::make_unique<TempFolder>();
  workspace_ = must(store::Workspace::create(*folder_ / "ws", clock_));
  live_.forget("dp_1");
  log_ = std::make_unique<PredictionLog>(*workspace_);
  pool_ = std::make_unique<WorkerPool>(fakeWorker(), folder_->path(), quiet_);
  gateway_ = std::make_unique<Gateway>(GatewayParts{*pool_, *log_, live_, metrics_, clock_,
                                                    workspace_->key(KeyPurpose::Assignment)});
  serve(notesModel("md_new"), 50);
}

void GatewayTest::cleanup() {
  pool_.reset();
  gateway_.reset();
  log_.reset();
  workspace_.reset();
  folder_.reset();
}

void GatewayTest::serve(const std::shared_ptr<const ServedModel>& candidate, double percentage) {
  Route route;
  route.service = "base-a";
  route.environment = "staging";
  route.deploymentId = "dp_1";
  route.stable = notesModel("md_old");
  route.candidate = candidate;
  route.percentage = percentage;
  route.salt = "salt";
  gateway_->setRoutes(std::make_shared<Routes>(Routes{{route}}));
}

Given GatewayTest::ask(const json& patientData, const std::string& modelId) {
  protocol::AnalyzeRequest request;
  request.patientData = patientData;
  request.modelId = modelId;
  const auto promise = std::make_shared<std::promise<Given>>();  // outlives this call
  gateway_->analyze(request, "a person", [promise](auto analysis, const auto& fields) {
    promise->set_value({std::move(analysis), fields});
  });
  return promise->get_future().get();
}

protocol::Analysis GatewayTest::answered(const json& patientData) {
  return must(
      base::fromJson<protocol::Analysis>(must(base::parseJson(must(ask(patientData).analysis)))));
}

store::PredictionRecord GatewayTest::record(const std::string& receipt) const {
  return must(workspace_->database().read(
      [&](const store::Snapshot& s) { return store::PredictionTable::find(s, receipt); }));
}

void GatewayTest::answer_isOnDiskWithItsReceipt() {
  const json data = {{"note", "planted injury"}, {"patientId", "zqxplanted"}};
  const protocol::Analysis analysis = answered(data);
  QCOMPARE(analysis.findings[0].label, std::string("injury"));
  QCOMPARE(analysis.calibration, std::string("temperature 1.25, fitted on 40 validation rows"));
  QCOMPARE(analysis.explanation.text, std::string("planted speaks most for injury"));
  QCOMPARE(analysis.deploymentId, std::string("dp_1"));
  const auto kept = record(analysis.receipt);
  QVERIFY(isGenuine(kept.receipt, workspace_->key(KeyPurpose::Signatures)));
  QCOMPARE(kept.receipt.label, std::string("injury"));
  QCOMPARE(kept.receipt.status, std::string("answered"));
  QCOMPARE(kept.receipt.arm, analysis.arm);
  const std::string clear = base::toJson(kept.receipt).dump() + kept.sealed;
  QVERIFY(clear.find("planted") == std::string::npos);
  QVERIFY(clear.find("zqxplanted") == std::string::npos);
  const auto content = must(contentOf(kept, workspace_->key(KeyPurpose::Predictions)));
  QVERIFY(content.patientData == data);
  QVERIFY(base::toJson(content.analysis) == base::toJson(analysis));
}

void GatewayTest::answer_keepsASubjectInItsArm() {
  std::map<std::string, int> arms;
  for (int i = 0; i < 40; ++i) {
    const json data = {{"note", "x"}, {"patientId", i}};
    const protocol::Analysis first = answered(data);
    json later = data;
    later["note"] = "another day";
    QCOMPARE(answered(later).arm, first.arm);
    QCOMPARE(first.model.id, std::string(first.arm == "candidate" ? "md_new" : "md_old"));
    ++arms[first.arm];
  }
  QCOMPARE(arms.size(), size_t{2});
  const auto total = live_.total("dp_1");
  QCOMPARE(total[0].requests, 2 * arms["stable"]);
  QCOMPARE(total[1].requests, 2 * arms["candidate"]);
  QCOMPARE(live_.inputs("dp_1").at("note").numbers.size(), size_t{80});
}

void GatewayTest::answer_warnsAndSaysWhatItIgnored() {
  const protocol::Analysis analysis = answered({{"note", "x"}, {"diagnosis", "injury"}});
  QVERIFY(analysis.ignoredFields == std::vector<std::string>{"diagnosis"});
  QVERIFY(analysis.warnings.empty());
}

void GatewayTest::refusal_namesTheFieldsAndCountsAgainstNobody() {
  const Given given = ask({{"note", 73412}});
  QCOMPARE(given.analysis.error().code, ErrorCode::InvalidInput);
  QCOMPARE(given.fields.size(), size_t{1});
  QCOMPARE(given.fields[0].field, std::string("note"));
  QCOMPARE(given.fields[0].rule, std::string("type"));
  QVERIFY(given.analysis.error().hint.find("73412") == std::string::npos);
  QCOMPARE(ask(json::array()).analysis.error().code, ErrorCode::InvalidInput);
  QCOMPARE(ask({{"note", "x"}}, "md_none").analysis.error().code, ErrorCode::NotFound);
  QCOMPARE(live_.total("dp_1")[0].requests + live_.total("dp_1")[1].requests, 0);
  MetricsText text;
  metrics_.write(text);
  QVERIFY(text.text().find("code=\"invalid_input\"") != std::string::npos);
}

void GatewayTest::failure_isCountedAgainstTheArm() {
  serve(notesModel("md_new"), 100);
  const WorkerSetting dies("FAKE_WORKER_DIE_AFTER", "0");
  QCOMPARE(ask({{"note", "x"}}).analysis.error().code, ErrorCode::Unavailable);
  QCOMPARE(live_.total("dp_1")[1].errors, 1);
  QCOMPARE(live_.failuresInARow("dp_1"), 1);
}

void GatewayTest::knowledge_addsCitationsOrAWarning() {
  const auto model = notesModel("md_kb");
  model->knowledgeBase = true;
  serve(model, 100);
  QCOMPARE(answered({{"note", "a fall"}}).warnings.size(), size_t{1});
  gateway_->setCitations([](const ServedModel& asked, const std::string& text) {
    protocol::Citation citation;
    citation.documentId = asked.modelId;
    citation.quote = text;
    return base::Result<std::vector<protocol::Citation>>({citation});
  });
  const protocol::Analysis analysis = answered({{"note", "a fall"}});
  QCOMPARE(analysis.citations.size(), size_t{1});
  QCOMPARE(analysis.citations[0].documentId, std::string("md_kb"));
  QCOMPARE(analysis.citations[0].quote, std::string("a fall"));
}

void GatewayTest::routes_changeWithoutAFailedRequest() {
  std::atomic<bool> stop = false;
  std::atomic<int> good = 0, bad = 0;
  std::vector<std::jthread> clients;
  for (int c = 0; c < 4; ++c) {
    clients.emplace_back([&, c] {
      for (int i = 0; !stop; ++i) {
        ++(ask({{"note", "x"}, {"patientId", c * 100000 + i}}).analysis ? good : bad);
      }
    });
  }
  for (int i = 0; i < 100 || good < 200; ++i) {  // a rollout and its rollback, again and again
    serve(notesModel("md_new"), i % 2 == 0 ? 0 : 50);
    if (i % 10 == 0) {
      pool_->drop("md_new");
    }
    QTest::qWait(2);
  }
  stop = true;
  clients.clear();
  QCOMPARE(bad.load(), 0);
}

TELESOFT_TEST(GatewayTest)

}  // namespace

#include "gateway_test.moc"
