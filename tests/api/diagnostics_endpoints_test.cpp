// Predictions over HTTP, by a whole server with the fake worker: answers, receipts, feedback, and
// what happens when a worker dies or too many ask.
#include "telesoft/api/endpoints/diagnostics_endpoints.h"

#include <atomic>
#include <csignal>
#include <fstream>
#include <set>
#include <thread>

#include <sys/mount.h>

#include "telesoft/protocol/prediction.h"
#include "telesoft/protocol/release.h"
#include "telesoft/protocol/review.h"
#include "telesoft/protocol/server.h"

#include "live_server.h"
#include "raw_client.h"
#include "releasable_model.h"
#include "store/store_fixture.h"
#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::ErrorCode;
using base::json;
using protocol::Analysis;
using protocol::AnalyzeRequest;
using protocol::Feedback;
using protocol::FeedbackRequest;
using protocol::Receipt;

class DiagnosticsEndpointsTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup();
  void analyze_answersWithAReceiptThatHolds();
  void analyze_refusesFieldByField();
  void analyze_survivesAKilledWorker();
  void analyze_turnsAwayWhatIsTooMuch();
  void analyze_answersNothingThatAFullDiskCannotHold();
  void receipt_thatWasAlteredIsNotValid();
  void feedback_isKeptAndGoesToReview();
  void feedback_refusesWhatDoesNotFit();
  void inputs_areThoseOfTheTrainingData();
  void metrics_areReadByPrometheus();
  void logs_holdNothingOfTheInput();

 private:
  [[nodiscard]] static AnalyzeRequest request(const json& data);
  [[nodiscard]] base::Result<Analysis> ask(const json& data) const {
    return server_->api().post<Analysis>("/v1/diagnostics/analyze", request(data));
  }
  [[nodiscard]] client::Reply raw(const json& data) const {
    return must(client::request(server_->address(), "POST", "/v1/diagnostics/analyze",
                                base::toJson(request(data)).dump()));
  }
  /// The process that serves md_one; 0: none does.
  [[nodiscard]] int worker() const;
  [[nodiscard]] base::Path hold() const { return server_->folder() / "hold"; }
  std::unique_ptr<LiveServer> server_;
};

void DiagnosticsEndpointsTest::init() {
  deploy::WorkerSettings workers;
  workers.queueRows = 16;
  server_ = std::make_unique<LiveServer>(api::ReviewModels{}, workers);
  qputenv("FAKE_WORKER_STARTS", QByteArray::fromStdString((server_->folder() / "starts").string()));
  qputenv("FAKE_WORKER_HOLD", QByteArray::fromStdString(hold().string()));
  server_->stop();
  {
    const base::SystemClock clock;
    addReleasableModel(*must(store::Workspace::open(server_->workspace(), clock)), "one");
  }
  server_->restart();
  protocol::DeploymentRequest wish;
  wish.modelId = "md_one";
  must(server_->api().post<protocol::Deployment>("/v1/deployments", wish));
}

void DiagnosticsEndpointsTest::cleanup() {
  server_.reset();
  qunsetenv("FAKE_WORKER_STARTS");
  qunsetenv("FAKE_WORKER_HOLD");
}

AnalyzeRequest DiagnosticsEndpointsTest::request(const json& data) {
  AnalyzeRequest out;
  out.patientData = data;
  out.modelId = "md_one";
  return out;
}

int DiagnosticsEndpointsTest::worker() const {
  std::ifstream in(server_->folder() / "starts");
  int out = 0;
  for (int id = 0; in >> id;) {
    const auto line = base::readFile("/proc/" + std::to_string(id) + "/cmdline", 1U << 16U);
    out = line && line->find("md_one.json") != std::string::npos ? id : out;
  }
  return out;
}

const json kGood = {{"score", .7}, {"grade", "I"}, {"patientId", "P-zqxplanted"}};

void DiagnosticsEndpointsTest::analyze_answersWithAReceiptThatHolds() {
  const Analysis analysis = must(ask(kGood));
  QVERIFY(analysis.confidence > .69);
  QCOMPARE(analysis.model.id, std::string("md_one"));
  QVERIFY(!analysis.explanation.text.empty());
  const auto receipt = must(server_->api().get<Receipt>("/v1/diagnostics/" + analysis.receipt));
  QVERIFY(receipt.valid);
  QCOMPARE(receipt.label, analysis.findings[0].label);
  QCOMPARE(receipt.modelId, std::string("md_one"));
  QVERIFY(base::toJson(receipt).dump().find("zqxplanted") == std::string::npos);
  QCOMPARE(server_->api().get<Receipt>("/v1/diagnostics/rc_none").error().code,
           ErrorCode::NotFound);
  server_->restart();
  QVERIFY(must(server_->api().get<Receipt>("/v1/diagnostics/" + analysis.receipt)).valid);
}

void DiagnosticsEndpointsTest::analyze_refusesFieldByField() {
  const client::Reply reply = raw({{"score", "zqxplanted"}, {"grade", "zqxplanted too"}});
  QCOMPARE(reply.status, 400);
  const json error = must(base::parseJson(reply.body)).at("error");
  QVERIFY(error.at("code") == "invalid_input");
  QVERIFY(error.contains("requestId"));
  QCOMPARE(error.at("fields").size(), size_t{2});
  QVERIFY(error.at("fields")[0].at("field") == "score");
  QVERIFY(error.at("fields")[0].at("rule") == "type");
  QVERIFY(error.at("fields")[1].at("rule") == "category");
  QVERIFY(reply.body.find("zqxplanted") == std::string::npos);
  QCOMPARE(ask(json::array()).error().code, ErrorCode::InvalidInput);
}

void DiagnosticsEndpointsTest::analyze_survivesAKilledWorker() {
  std::atomic<bool> over = false;
  std::atomic<int> good = 0, unavailable = 0, other = 0;
  std::vector<std::jthread> clients;
  for (int c = 0; c < 3; ++c) {
    clients.emplace_back([&] {
      while (!over) {
        const auto answer = ask(kGood);
        const bool lost = !answer && answer.error().code == ErrorCode::Unavailable;
        ++(answer ? good : lost ? unavailable : other);
      }
    });
  }
  std::set<int> killed;
  for (int i = 0; i < 5; ++i) {
    const int before = good;
    QVERIFY(QTest::qWaitFor([&] { return good > before + 20 && worker() != 0; }, 20000));
    killed.insert(worker());
    QCOMPARE(::kill(worker(), SIGKILL), 0);
  }
  const int before = good;
  QVERIFY(QTest::qWaitFor([&] { return good > before + 20; }, 20000));
  over = true;
  clients.clear();
  QCOMPARE(other.load(), 0);
  QVERIFY2(unavailable <= 5 * 3, QByteArray::number(unavailable));
  QCOMPARE(killed.size(), size_t{5});
}

void DiagnosticsEndpointsTest::analyze_turnsAwayWhatIsTooMuch() {
  must(base::writeFileWhole(hold(), ""));
  std::vector<std::unique_ptr<RawClient>> clients;
  const std::string body = base::toJson(request(kGood)).dump();
  const std::string text =
      "POST /v1/diagnostics/analyze HTTP/1.1\r\nHost: 127.0.0.1:" + server_->address().port +
      "\r\nAuthorization: Bearer " + server_->address().token +
      "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n" + body;
  for (int i = 0; i < 24; ++i) {  // 1 is asked, at most 16 wait
    clients.push_back(std::make_unique<RawClient>(std::stoi(server_->address().port)));
    clients.back()->send(text);
  }
  // The refused ones are answered while all others wait.
  QVERIFY(QTest::qWaitFor([&] {
    const auto metrics = server_->api().text("/metrics");
    return metrics && metrics->find("code=\"unavailable\"") != std::string::npos;
  }));
  std::filesystem::remove(hold());
  int good = 0, refused = 0;
  for (const auto& client : clients) {
    const RawReply reply = client->reply();
    good += reply.status == 200 ? 1 : 0;
    if (reply.status == 503) {
      ++refused;
      QCOMPARE(reply.headers.at("retry-after"), std::string("1"));
    }
  }
  QCOMPARE(good + refused, 24);
  QVERIFY2(good >= 16 && refused >= 1, QByteArray::number(good));
  QVERIFY(ask(kGood).has_value());
}

void DiagnosticsEndpointsTest::analyze_answersNothingThatAFullDiskCannotHold() {
  namespace fs = std::filesystem;
  server_->stop();
  const fs::path at = server_->workspace();
  const fs::path kept = at.string() + ".kept";
  fs::rename(at, kept);
  fs::create_directory(at);
  if (::mount("none", at.c_str(), "tmpfs", 0, "size=16m,mode=700") != 0) {
    fs::remove(at);
    fs::rename(kept, at);
    QSKIP("mounting a small file system needs root");
  }
  fs::copy(kept, at, fs::copy_options::recursive);
  server_->restart();
  const Analysis before = must(ask(kGood));
  {
    std::ofstream filler(at / "filler");
    const std::string block(1U << 16U, 'x');
    while (filler.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  std::vector<std::string> receipts{before.receipt};
  base::Result<Analysis> answer = ask(kGood);
  for (; answer && receipts.size() < 3000; answer = ask(kGood)) {
    receipts.push_back(answer->receipt);
  }
  const base::ErrorCode refused = answer ? ErrorCode::Internal : answer.error().code;
  fs::remove(at / "filler");
  const bool answersAgain = QTest::qWaitFor([&] { return ask(kGood).has_value(); }, 10000);
  size_t valid = 0;
  for (const std::string& id : receipts) {
    const auto receipt = server_->api().get<Receipt>("/v1/diagnostics/" + id);
    valid += receipt && receipt->valid ? 1 : 0;
  }
  server_->stop();
  QCOMPARE(::umount2(at.c_str(), MNT_DETACH), 0);
  QCOMPARE(refused, ErrorCode::OutOfResources);
  QVERIFY(answersAgain);
  QCOMPARE(valid, receipts.size());
}

void DiagnosticsEndpointsTest::receipt_thatWasAlteredIsNotValid() {
  const Analysis analysis = must(ask(kGood));
  server_->stop();
  QVERIFY(RawSqlite(server_->workspace() / "workspace.db")
              .run("UPDATE predictions SET json = json_set(json, '$.label', 'other')"));
  server_->restart();
  const auto receipt = must(server_->api().get<Receipt>("/v1/diagnostics/" + analysis.receipt));
  QCOMPARE(receipt.label, std::string("other"));
  QVERIFY(!receipt.valid);
}

void DiagnosticsEndpointsTest::feedback_isKeptAndGoesToReview() {
  const Analysis analysis = must(ask(kGood));
  FeedbackRequest says;
  const std::string at = "/v1/diagnostics/" + analysis.receipt + "/feedback";
  QVERIFY(must(server_->api().post<Feedback>(at, says)).reviewCase.empty());
  says.agrees = false;
  says.label = analysis.findings.back().label;
  says.comment = "planted comment zqxplanted";
  const auto feedback = must(server_->api().post<Feedback>(at, says));
  QVERIFY(!feedback.reviewCase.empty());
  const auto reviews = must(server_->api().get<protocol::Items<protocol::Review>>("/v1/reviews"));
  QCOMPARE(reviews.items.size(), size_t{1});
  QCOMPARE(reviews.items[0].kind, std::string("feedback"));
  QCOMPARE(reviews.items[0].modelId, std::string("md_one"));
  // The reader sees the prediction's own data, out of its seal.
  const auto next =
      must(server_->api().get<protocol::NextCases>("/v1/reviews/" + reviews.items[0].id + "/next"));
  QCOMPARE(next.items.size(), size_t{1});
  QCOMPARE(next.items[0].fields.at(0).name, std::string("score"));
  QCOMPARE(next.items[0].fields.at(0).value, std::string("0.7"));
  const auto live = must(server_->api().get<protocol::DeploymentLive>(
      "/v1/deployments/" + analysis.deploymentId + "/live"));
  QCOMPARE(live.total.at(1).agreement.n + live.total.at(0).agreement.n, 2);
  const auto database = must(base::readFile(server_->workspace() / "workspace.db-wal"));
  QVERIFY(database.find("planted comment") == std::string::npos);
}

void DiagnosticsEndpointsTest::feedback_refusesWhatDoesNotFit() {
  FeedbackRequest says;
  QCOMPARE(server_->api().post<Feedback>("/v1/diagnostics/rc_none/feedback", says).error().code,
           ErrorCode::NotFound);
  const Analysis analysis = must(ask(kGood));
  says.agrees = false;
  says.label = "no class of this model";
  const auto answer =
      server_->api().post<Feedback>("/v1/diagnostics/" + analysis.receipt + "/feedback", says);
  QCOMPARE(answer.error().code, ErrorCode::InvalidInput);
}

void DiagnosticsEndpointsTest::inputs_areThoseOfTheTrainingData() {
  const auto inputs =
      must(server_->api().get<protocol::Items<protocol::InputField>>("/v1/models/md_one/inputs"));
  QCOMPARE(inputs.items.size(), size_t{2});
  QCOMPARE(inputs.items[0].name, std::string("score"));
}

void DiagnosticsEndpointsTest::metrics_areReadByPrometheus() {
  must(ask(kGood));
  const std::string text = must(server_->api().text("/metrics"));
  for (const char* line :
       {"telesoft_requests_total{service=\"telesoft-risk-v1\"",
        "telesoft_request_duration_seconds_bucket{", "telesoft_worker_up{worker=\"md_one\"} 1",
        "telesoft_batches_total{worker=\"md_one\"} 1",
        "telesoft_deployments{environment=\"staging\"} 1", "telesoft_jobs_running 0",
        "telesoft_audit_verified"}) {
    QVERIFY2(text.find(line) != std::string::npos, line);
  }
}

void DiagnosticsEndpointsTest::logs_holdNothingOfTheInput() {
  must(ask(kGood));
  static_cast<void>(ask({{"score", "zqxplanted"}, {"grade", "P-zqxplanted"}}));
  QCOMPARE(::kill(worker(), SIGKILL), 0);
  static_cast<void>(ask(kGood));
  server_->stop();
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(server_->workspace())) {
    if (entry.is_regular_file() && entry.path().extension() != ".key") {
      const auto text = must(base::readFile(entry.path()));
      QVERIFY2(text.find("zqxplanted") == std::string::npos, entry.path().c_str());
      ++files;
    }
  }
  QVERIFY(files > 5);
}

TELESOFT_TEST(DiagnosticsEndpointsTest)

}  // namespace

#include "diagnostics_endpoints_test.moc"
