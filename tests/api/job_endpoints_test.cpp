// Jobs, models and evaluations on a whole server with a stand-in engine.
#include "telesoft/api/endpoints/job_endpoints.h"

#include "telesoft/protocol/evaluation.h"
#include "telesoft/protocol/server.h"

#include "live_server.h"
#include "raw_client.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::ErrorCode;
using protocol::Job;
using protocol::JobState;

class JobEndpointsTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup() { server_.reset(); }
  void job_runsToAModel();
  void job_isRefusedForWhatDoesNotFit_data();
  void job_isRefusedForWhatDoesNotFit();
  void job_thatFailsSaysWhy();
  void job_isCancelledAtItsNextStep();
  void job_survivesTheServer();
  void events_areAListOrAStream();
  void metrics_areTheCurves();
  void evaluation_countsItsOpenings();
  void job_isRefusedWhereTheSplitDoesNotStand();
  void evaluation_refusesSeenData();
  void advice_hasReasons();

 private:
  [[nodiscard]] protocol::JobRequest request() const;
  [[nodiscard]] Job create(const protocol::JobRequest& what) const;
  [[nodiscard]] std::string part(const std::string& name) const;
  [[nodiscard]] protocol::Evaluation evaluate(const std::string& model) const;
  std::unique_ptr<LiveServer> server_;
  protocol::Split split_;
};

void JobEndpointsTest::init() {
  server_ = std::make_unique<LiveServer>();
  split_ = server_->splitNotes();
  QCOMPARE(split_.parts.size(), size_t{3});
}

std::string JobEndpointsTest::part(const std::string& name) const {
  for (const protocol::SplitPart& known : split_.parts) {
    if (known.part == name) {
      return known.datasetId;
    }
  }
  return "";
}

protocol::JobRequest JobEndpointsTest::request() const {
  protocol::JobRequest out;
  out.name = "Test";
  out.baseModel = "telesoft-diagnostic-v2";
  out.trainingData = part("train");
  out.validationData = part("validation");
  return out;
}

Job JobEndpointsTest::create(const protocol::JobRequest& what) const {
  const auto job = server_->api().post<Job>("/v1/fine-tuning/jobs", what);
  return job ? *job : Job{};
}

void JobEndpointsTest::job_runsToAModel() {
  const Job ended = server_->waitForJob(create(request()).id, hasEnded);
  QVERIFY2(ended.status == JobState::Succeeded, ended.message.c_str());
  QCOMPARE(ended.progress, 100.0);
  QVERIFY(ended.resultModel.has_value());
  const auto model = server_->api().get<protocol::Model>("/v1/models/" + ended.resultModel->id);
  QVERIFY(model.has_value());
  QCOMPARE(model->jobId, ended.id);
  QCOMPARE(model->classes.size(), size_t{2});
  QVERIFY(
      std::filesystem::exists(server_->workspace() / model->path / "adapter_model.safetensors"));
}

void JobEndpointsTest::job_isRefusedForWhatDoesNotFit_data() {
  QTest::addColumn<QByteArray>("change");
  QTest::addColumn<int>("code");
  const auto row = [](const char* name, const char* change, ErrorCode code) {
    QTest::newRow(name) << QByteArray(change) << static_cast<int>(code);
  };
  row("no such base", R"({"baseModel":"none"})", ErrorCode::NotFound);
  row("base of another task", R"({"baseModel":"telesoft-risk-v1"})", ErrorCode::InvalidInput);
  row("nothing to index", R"({"approach":"knowledge_base"})", ErrorCode::InvalidInput);
  row("unknown capability", R"({"preserveCapabilities":["cooking"]})", ErrorCode::InvalidInput);
  row("negative rate", R"({"hyperparameters":{"learningRate":-1}})", ErrorCode::InvalidInput);
  row("no such data", R"({"trainingData":"ds_none"})", ErrorCode::NotFound);
  row("unknown key", R"({"hyperparameters":{"learning_rate":1}})", ErrorCode::InvalidInput);
  row("unknown approach", R"({"approach":"magic"})", ErrorCode::InvalidInput);
}

void JobEndpointsTest::job_isRefusedForWhatDoesNotFit() {
  QFETCH(QByteArray, change);
  QFETCH(int, code);
  base::json body = base::toJson(request());
  body.merge_patch(*base::parseJson(change.toStdString()));
  const auto reply =
      client::request(server_->address(), "POST", "/v1/fine-tuning/jobs", body.dump());
  QVERIFY(reply.has_value());
  const auto answer = client::jsonOf(*reply);
  QVERIFY(!answer.has_value());
  QVERIFY2(static_cast<int>(answer.error().code) == code ||
               // A shipped base whose file is not made yet is no base of another task.
               answer.error().code == ErrorCode::Unavailable,
           answer.error().text().c_str());
  QVERIFY(server_->api().get<protocol::Items<Job>>("/v1/fine-tuning/jobs")->items.empty());
}

void JobEndpointsTest::job_thatFailsSaysWhy() {
  QVERIFY(base::writeFileWhole(server_->workspace() / "runs/fail", "").has_value());
  const Job ended = server_->waitForJob(create(request()).id, hasEnded);
  QCOMPARE(ended.status, JobState::Failed);
  QVERIFY2(ended.message.find("a planted failure") != std::string::npos, ended.message.c_str());
}

void JobEndpointsTest::job_isCancelledAtItsNextStep() {
  QVERIFY(base::writeFileWhole(server_->workspace() / "runs/hold", "").has_value());
  const Job job = create(request());
  QVERIFY(server_->waitForJob(job.id, [](const Job& now) { return now.step >= 1; }).step >= 1);
  QVERIFY(server_->api().post<Job>("/v1/fine-tuning/jobs/" + job.id + "/cancel").has_value());
  QCOMPARE(server_->waitForJob(job.id, hasEnded).status, JobState::Cancelled);
  QCOMPARE(server_->api().post<Job>("/v1/fine-tuning/jobs/" + job.id + "/cancel").error().code,
           ErrorCode::Conflict);
}

void JobEndpointsTest::job_survivesTheServer() {
  const auto hold = server_->workspace() / "runs/hold";
  QVERIFY(base::writeFileWhole(hold, "").has_value());
  const Job job = create(request());
  static_cast<void>(server_->waitForJob(job.id, [](const Job& now) { return now.step >= 5; }));
  server_->restart();
  std::filesystem::remove(hold);
  const Job ended = server_->waitForJob(job.id, hasEnded);
  QVERIFY2(ended.status == JobState::Succeeded, ended.message.c_str());
  const auto audit = server_->api().post<protocol::AuditVerification>("/v1/audit/verify");
  QVERIFY(audit->intact);
}

void JobEndpointsTest::events_areAListOrAStream() {
  const Job job = server_->waitForJob(create(request()).id, hasEnded);
  const auto ask = [&](const std::string& headers) {
    RawClient reader(std::stoi(server_->address().port));
    reader.send("GET /v1/fine-tuning/jobs/" + job.id + "/events HTTP/1.1\r\nHost: 127.0.0.1:" +
                server_->address().port + "\r\nAuthorization: Bearer " + server_->address().token +
                "\r\n" + headers + "\r\n");
    return reader.readUntil("\"finished\"", std::chrono::seconds(5));
  };
  const std::string list = ask("Accept: application/json\r\n");
  QVERIFY2(list.find("\"items\"") != std::string::npos, list.c_str());
  const std::string stream = ask("");
  QVERIFY2(stream.find("event: started") != std::string::npos, stream.c_str());
  QVERIFY2(stream.find("id: 1\n") != std::string::npos, stream.c_str());
  const std::string rest = ask("Last-Event-ID: 3\r\n");
  QVERIFY2(rest.find("id: 4\n") != std::string::npos, rest.c_str());
  QCOMPARE(rest.find("id: 3\n"), std::string::npos);
}

void JobEndpointsTest::metrics_areTheCurves() {
  const Job job = server_->waitForJob(create(request()).id, hasEnded);
  const auto metrics =
      server_->api().get<protocol::JobMetrics>("/v1/fine-tuning/jobs/" + job.id + "/metrics");
  QVERIFY(metrics.has_value());
  QCOMPARE(metrics->series.size(), size_t{1});
  QCOMPARE(metrics->series[0].name, std::string("loss"));
  QCOMPARE(metrics->series[0].values.size(), size_t{5});
}

protocol::Evaluation JobEndpointsTest::evaluate(const std::string& model) const {
  protocol::EvaluationRequest what;
  what.modelId = model;
  what.testData = part("test");
  const auto started = server_->api().post<protocol::Evaluation>("/v1/evaluations", what);
  protocol::Evaluation last;
  for (int i = 0; started && i < 500; ++i) {
    last = *server_->api().get<protocol::Evaluation>("/v1/evaluations/" + started->id);
    if (last.status == "succeeded" || last.status == "failed") {
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return last;
}

void JobEndpointsTest::evaluation_countsItsOpenings() {
  const Job job = server_->waitForJob(create(request()).id, hasEnded);
  const protocol::Evaluation first = evaluate(job.resultModel->id);
  QVERIFY2(first.status == "succeeded", first.message.c_str());
  QCOMPARE(first.testOpenings, 1);
  const protocol::Evaluation second = evaluate(job.resultModel->id);
  QCOMPARE(second.testOpenings, 2);
  const auto report = server_->api().text(second.reportUrl);
  QVERIFY(report.has_value());
  QVERIFY(report->find("<html") != std::string::npos);
}

void JobEndpointsTest::job_isRefusedWhereTheSplitDoesNotStand() {
  for (const auto& entry : std::filesystem::directory_iterator(server_->workspace() / "splits")) {
    QVERIFY(base::writeFileWhole(entry.path(), "{}").has_value());
  }
  const auto refused = server_->api().post<Job>("/v1/fine-tuning/jobs", request());
  QVERIFY(!refused);
  QCOMPARE(refused.error().code, ErrorCode::Corrupt);
  QVERIFY2(refused.error().message.find("not what was proven") != std::string::npos,
           refused.error().message.c_str());
}

void JobEndpointsTest::evaluation_refusesSeenData() {
  const Job job = server_->waitForJob(create(request()).id, hasEnded);
  protocol::EvaluationRequest what;
  what.modelId = job.resultModel->id;
  what.testData = part("train");
  const auto answer = server_->api().post<protocol::Evaluation>("/v1/evaluations", what);
  QCOMPARE(answer.error().code, ErrorCode::InvalidInput);
}

void JobEndpointsTest::advice_hasReasons() {
  const auto advice = server_->api().post<protocol::Advice>(
      "/v1/advice", protocol::AdviceRequest{part("train"), ""});
  QVERIFY(advice.has_value());
  QVERIFY(!advice->summary.empty());
  QVERIFY(advice->approaches.size() >= 4);
  for (const protocol::ApproachAdvice& approach : advice->approaches) {
    QVERIFY(!approach.reasons.empty());
  }
}

TELESOFT_TEST(JobEndpointsTest)

}  // namespace

#include "job_endpoints_test.moc"
