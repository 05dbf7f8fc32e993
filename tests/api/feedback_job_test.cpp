// Readers' corrections become a new version of the data and a model that goes on from the one
// before, on a whole server with a stand-in engine. What the readers said is written into the
// workspace.
#include <map>
#include <set>

#include "telesoft/api/services/feedback_service.h"
#include "telesoft/protocol/evaluation.h"
#include "telesoft/protocol/server.h"
#include "telesoft/store/tables/dataset_table.h"
#include "telesoft/store/tables/review_table.h"
#include "telesoft/store/tables/split_table.h"
#include "telesoft/store/workspace.h"

#include "live_server.h"
#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::DatasetId;
using base::ErrorCode;
using protocol::Job;
using protocol::JobState;

constexpr const char* kBase = "telesoft-diagnostic-v2";

using Rows = std::vector<std::int64_t>;

class FeedbackJobTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup() { server_.reset(); }
  void corrections_becomeAVersionASplitAndAModel();
  void heldBackRows_areNeverTrainedOn();
  void evaluation_worksOnTheOldAndTheNewTestPart();
  void page_tellsWhatChanged();
  void secondRound_goesOnFromTheFirst();
  void withoutAModel_itStartsFromTheBase();
  void requests_thatDoNotFitAreRefused();

 private:
  [[nodiscard]] std::string part(const protocol::Split& split, const std::string& name) const;
  [[nodiscard]] Rows rowsOf(const std::string& dataset) const;
  [[nodiscard]] Job run(protocol::JobRequest request) const;
  [[nodiscard]] protocol::Split newestSplit() const;
  [[nodiscard]] protocol::Evaluation evaluate(const std::string& model,
                                              const std::string& test) const;
  void write(const std::function<base::Status(store::Transaction&)>& change);
  void review(const std::string& id, const std::string& dataset, const Rows& rows);
  [[nodiscard]] protocol::JobRequest feedback() const;
  [[nodiscard]] base::Result<Job> post(const protocol::JobRequest& request) const {
    return server_->api().post<Job>("/v1/fine-tuning/jobs", request);
  }

  std::unique_ptr<LiveServer> server_;
  protocol::Split split_;
  std::string model_;
};

std::string FeedbackJobTest::part(const protocol::Split& split, const std::string& name) const {
  for (const protocol::SplitPart& known : split.parts) {
    if (known.part == name) {
      return known.datasetId;
    }
  }
  return "";
}

/// Index into the import; the file's row is one more.
Rows FeedbackJobTest::rowsOf(const std::string& dataset) const {
  const auto page =
      must(server_->api().get<protocol::RowPage>("/v1/datasets/" + dataset + "/rows?limit=500"));
  Rows out;
  for (const auto& row : page.rows) {  // "Note 17: ..."
    out.push_back(std::stoll(row[2].substr(5)));
  }
  return out;
}

void FeedbackJobTest::write(const std::function<base::Status(store::Transaction&)>& change) {
  server_->stop();
  {
    const base::SystemClock clock;
    const auto workspace = must(store::Workspace::open(server_->workspace(), clock));
    must(workspace->database().write(change));
  }
  server_->restart();
}

/// A review that two readers have settled: every second case is a correction. What is right by the
/// reader is "injury" for the file's even rows, that are labelled "infection".
void FeedbackJobTest::review(const std::string& id, const std::string& dataset, const Rows& rows) {
  write([&](store::Transaction& transaction) -> base::Status {
    protocol::Review review;
    review.id = id;
    review.name = "Round";
    review.modelId = model_;
    review.datasetId = dataset;
    review.state = "open";
    review.classes = {{"infection", ""}, {"injury", ""}};
    TELESOFT_CHECK(store::ReviewTable::insert(transaction, review));
    std::int64_t number = 0;
    for (const std::int64_t row : rows) {
      store::CaseRecord record;
      record.id = id + "-" + std::to_string(++number);
      record.reviewId = id;
      record.number = number;
      record.row = row + 1;
      record.state = "decided";
      record.corrected = row % 2 == 0;
      record.findings = {{"infection", 0.6}, {"injury", 0.4}};
      record.label = "injury";
      if (row % 2 != 0) {
        record.findings = {{"injury", 0.6}, {"infection", 0.4}};
      }
      record.reason = "uncertain";
      TELESOFT_CHECK(store::ReviewTable::insertCase(transaction, record));
      TELESOFT_CHECK(store::ReviewTable::updateState(transaction, record));
      protocol::Decision decision;
      decision.reviewId = id;
      decision.caseId = record.id;
      decision.by = number % 2 == 0 ? "reader two" : "reader one";
      decision.kind =
          row % 2 == 0 ? protocol::DecisionKind::Correct : protocol::DecisionKind::Confirm;
      decision.label = "injury";
      auto appended = store::ReviewTable::append(transaction, decision);
      TELESOFT_CHECK(appended ? base::Status() : base::Status(appended.error()));
    }
    return {};
  });
}

Job FeedbackJobTest::run(protocol::JobRequest request) const {
  const auto job = post(request);
  if (!job) {
    qWarning("%s", job.error().text().c_str());
    return {};
  }
  return server_->waitForJob(job->id, hasEnded);
}

protocol::Split FeedbackJobTest::newestSplit() const {
  return must(server_->api().get<protocol::Items<protocol::Split>>("/v1/splits")).items.front();
}

protocol::Evaluation FeedbackJobTest::evaluate(const std::string& model,
                                               const std::string& test) const {
  protocol::EvaluationRequest what;
  what.modelId = model;
  what.testData = test;
  const auto started = server_->api().post<protocol::Evaluation>("/v1/evaluations", what);
  protocol::Evaluation last;
  last.message = started ? "" : started.error().text();
  for (int i = 0; started && i < 500; ++i) {
    last = must(server_->api().get<protocol::Evaluation>("/v1/evaluations/" + started->id));
    if (last.status == "succeeded" || last.status == "failed") {
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return last;
}

protocol::JobRequest FeedbackJobTest::feedback() const {
  protocol::JobRequest out;
  out.name = "Round one";
  out.baseModel = kBase;
  out.approach = protocol::Approach::ExpertFeedback;
  out.reviews = {"rv_1"};
  out.warmStart = model_;
  return out;
}

void FeedbackJobTest::init() {
  server_ = std::make_unique<LiveServer>();
  protocol::SplitRequest request;
  request.datasetId = server_->importNotes().id;
  request.name = "Notes";
  request.maxTrainRows = 60;
  split_ = must(server_->api().post<protocol::Split>("/v1/splits", request));
  QCOMPARE(split_.parts.size(), size_t{4});
  protocol::JobRequest first;
  first.name = "First";
  first.baseModel = kBase;
  first.trainingData = part(split_, "train");
  first.validationData = part(split_, "validation");
  first.hyperparameters.maxLength = 64;
  first.preserveCapabilities = {"regulatory_compliance"};
  const Job job = run(first);
  QVERIFY2(job.status == JobState::Succeeded, job.message.c_str());
  model_ = job.resultModel->id;
}

void FeedbackJobTest::corrections_becomeAVersionASplitAndAModel() {
  const Rows pool = rowsOf(part(split_, "pool"));
  const Rows train = rowsOf(part(split_, "train"));
  const Rows reviewed = {pool[0], pool[3], pool[4], train[0]};
  review("rv_1", part(split_, "pool"), reviewed);
  const Job job = run(feedback());
  QVERIFY2(job.status == JobState::Succeeded, job.message.c_str());
  const auto model = must(server_->api().get<protocol::Model>("/v1/models/" + job.resultModel->id));
  QCOMPARE(model.warmStart, model_);
  QCOMPARE(model.reviews, std::vector<std::string>{"rv_1"});
  QCOMPARE(model.approach, protocol::Approach::ExpertFeedback);
  QVERIFY(!model.createdBy.empty() && !model.bytesSha256.empty());
  QCOMPARE(model.inputs.size(), size_t{1});
  QCOMPARE(model.inputs[0].name, std::string("note"));

  const protocol::Split now = newestSplit();
  QCOMPARE(model.trainingData, part(now, "train"));
  QCOMPARE(now.proof.sharedPatients, std::int64_t{0});
  QCOMPARE(now.proof.sharedRows, std::int64_t{0});
  QVERIFY(rowsOf(part(now, "test")) == rowsOf(part(split_, "test")));
  QVERIFY(rowsOf(part(now, "validation")) == rowsOf(part(split_, "validation")));
  Rows expected = train;
  expected.insert(expected.end(), {pool[0], pool[3], pool[4]});
  std::sort(expected.begin(), expected.end());
  QVERIFY(rowsOf(part(now, "train")) == expected);
  for (const std::int64_t row : rowsOf(part(now, "pool"))) {  // no patient of training
    for (const std::int64_t trained : expected) {
      QVERIFY(row / 3 != trained / 3);
    }
  }
  const auto version = must(server_->api().get<protocol::Dataset>("/v1/datasets/" + now.datasetId));
  QCOMPARE(version.kind, std::string("corrected"));
  QCOMPARE(version.parentId, split_.datasetId);
  QVERIFY(version.name.ends_with(", corrected by review"));
  const auto page = must(
      server_->api().get<protocol::RowPage>("/v1/datasets/" + now.datasetId + "/rows?limit=500"));
  const std::set<std::int64_t> corrected(reviewed.begin(), reviewed.end());
  for (size_t row = 0; row < page.rows.size(); ++row) {
    const bool was = row % 2 == 0;
    const bool isReviewed = corrected.contains(static_cast<std::int64_t>(row));
    QCOMPARE(page.rows[row][3], std::string(was && !isReviewed ? "infection" : "injury"));
  }

  const auto spec = must(protocol::parseRunSpec(
      must(base::readFile(server_->workspace() / "runs" / job.id / "spec.json"))));
  QCOMPARE(spec.approach, protocol::Approach::ExpertFeedback);
  QCOMPARE(spec.warmStart.id, model_);
  QVERIFY(std::filesystem::exists(spec.warmStart.path));
  QCOMPARE(spec.hyperparameters.maxLength, std::int64_t{64});
  QCOMPARE(spec.preserveCapabilities, std::vector<std::string>{"regulatory_compliance"});
  QVERIFY(must(server_->api().post<protocol::AuditVerification>("/v1/audit/verify")).intact);
}

void FeedbackJobTest::heldBackRows_areNeverTrainedOn() {
  const Rows pool = rowsOf(part(split_, "pool"));
  const Rows test = rowsOf(part(split_, "test"));
  const Rows validation = rowsOf(part(split_, "validation"));
  review("rv_1", split_.datasetId, {pool[0], test[0], test[1], validation[0], validation[1]});
  const Job job = run(feedback());
  QVERIFY2(job.status == JobState::Succeeded, job.message.c_str());
  const protocol::Split now = newestSplit();
  QCOMPARE(rowsOf(part(now, "train")).size(), rowsOf(part(split_, "train")).size() + 1);
  const auto before = must(server_->api().get<protocol::RowPage>(
      "/v1/datasets/" + part(split_, "test") + "/rows?limit=500"));
  const auto after = must(server_->api().get<protocol::RowPage>(
      "/v1/datasets/" + part(now, "test") + "/rows?limit=500"));
  QVERIFY(before.rows == after.rows);  // with their labels
  const auto changes = must(base::parseJson(must(
      base::readFile(server_->workspace() / "models" / job.resultModel->id / "changes.json"))));
  QCOMPARE(changes["ofTest"].get<int>(), 2);
  QCOMPARE(changes["added"].get<int>(), 1);
}

void FeedbackJobTest::evaluation_worksOnTheOldAndTheNewTestPart() {
  const Rows pool = rowsOf(part(split_, "pool"));
  review("rv_1", part(split_, "pool"), {pool[0], pool[6]});
  const Job job = run(feedback());
  QVERIFY2(job.status == JobState::Succeeded, job.message.c_str());
  for (const std::string& test : {part(split_, "test"), part(newestSplit(), "test")}) {
    const protocol::Evaluation done = evaluate(job.resultModel->id, test);
    QVERIFY2(done.status == "succeeded", done.message.c_str());
  }
  // The pool is no test part: what waits there may be trained on.
  const protocol::Evaluation refused = evaluate(job.resultModel->id, part(split_, "pool"));
  QVERIFY2(refused.message.find("not the test part") != std::string::npos, refused.message.c_str());
  // A split of its own over the same rows has patients that this model was trained on.
  protocol::SplitRequest other;
  other.datasetId = split_.datasetId;
  other.seed = 7;
  const auto apart = must(server_->api().post<protocol::Split>("/v1/splits", other));
  const protocol::Evaluation seen = evaluate(job.resultModel->id, part(apart, "test"));
  QVERIFY2(seen.message.find("of the model's training data") != std::string::npos,
           seen.message.c_str());
}

void FeedbackJobTest::page_tellsWhatChanged() {
  const Rows pool = rowsOf(part(split_, "pool"));
  const Rows even = {pool[0] % 2 == 0 ? pool[0] : pool[1], pool[4] % 2 == 0 ? pool[4] : pool[5]};
  const std::int64_t odd = pool[7] % 2 == 1 ? pool[7] : pool[8];
  review("rv_1", part(split_, "pool"), {even[0], even[1], odd});
  const Job job = run(feedback());
  QVERIFY2(job.status == JobState::Succeeded, job.message.c_str());
  const std::string path = "/v1/models/" + job.resultModel->id + "/changes";
  const std::string page = must(server_->api().text(path));
  QVERIFY2(page.find("2 readers have settled 3 cases, and corrected the model in 2 of them") !=
               std::string::npos,
           page.c_str());
  QVERIFY(page.find("3 new cases went into training") != std::string::npos);
  QVERIFY(page.find("<th scope=\"row\">infection</th><td>injury</td><td>2</td>") !=
          std::string::npos);
  QVERIFY(page.find("has not been evaluated yet") != std::string::npos);
  QVERIFY(page.find("Note ") == std::string::npos);  // no case is shown
  QCOMPARE(evaluate(model_, part(split_, "test")).status, std::string("succeeded"));
  QCOMPARE(evaluate(job.resultModel->id, part(newestSplit(), "test")).status,
           std::string("succeeded"));
  const std::string later = must(server_->api().text(path));
  QVERIFY2(later.find("<td>.500</td><td>.500</td>") != std::string::npos, later.c_str());
  QCOMPARE(server_->api().text("/v1/models/" + model_ + "/changes").error().code,
           ErrorCode::NotFound);
}

void FeedbackJobTest::secondRound_goesOnFromTheFirst() {
  const Rows pool = rowsOf(part(split_, "pool"));
  review("rv_1", part(split_, "pool"), {pool[0]});
  const Job first = run(feedback());
  QVERIFY2(first.status == JobState::Succeeded, first.message.c_str());
  const protocol::Split once = newestSplit();
  model_ = first.resultModel->id;
  const Rows left = rowsOf(part(once, "pool"));
  review("rv_2", part(once, "pool"), {left[0], left[3]});
  protocol::JobRequest request = feedback();
  request.reviews = {"rv_2"};
  const Job second = run(request);
  QVERIFY2(second.status == JobState::Succeeded, second.message.c_str());
  const protocol::Split twice = newestSplit();
  QCOMPARE(rowsOf(part(twice, "train")).size(), rowsOf(part(split_, "train")).size() + 3);
  QVERIFY(rowsOf(part(twice, "test")) == rowsOf(part(split_, "test")));
  for (const protocol::Split& split : {split_, once, twice}) {
    const auto done = evaluate(second.resultModel->id, part(split, "test"));
    QVERIFY2(done.status == "succeeded", done.message.c_str());
  }
  const auto version =
      must(server_->api().get<protocol::Dataset>("/v1/datasets/" + twice.datasetId));
  QCOMPARE(version.parentId, once.datasetId);
}

void FeedbackJobTest::withoutAModel_itStartsFromTheBase() {
  const Rows pool = rowsOf(part(split_, "pool"));
  review("rv_1", part(split_, "pool"), {pool[0]});
  protocol::JobRequest request = feedback();
  request.warmStart.clear();
  QCOMPARE(post(request).error().code, ErrorCode::InvalidInput);  // no data is named
  request.trainingData = part(split_, "train");
  request.validationData = part(split_, "validation");
  const Job job = run(request);
  QVERIFY2(job.status == JobState::Succeeded, job.message.c_str());
  const std::string page =
      must(server_->api().text("/v1/models/" + job.resultModel->id + "/changes"));
  QVERIFY(page.find("began from the base model") != std::string::npos);
}

void FeedbackJobTest::requests_thatDoNotFitAreRefused() {
  const size_t datasets =
      must(server_->api().get<protocol::Items<protocol::Dataset>>("/v1/datasets")).items.size();
  const Rows test = rowsOf(part(split_, "test"));
  review("rv_1", split_.datasetId, {test[0]});
  QCOMPARE(post(feedback()).error().code, ErrorCode::InvalidInput);  // nothing is left to learn
  protocol::JobRequest request = feedback();
  request.reviews.clear();
  QCOMPARE(post(request).error().code, ErrorCode::InvalidInput);
  request = feedback();
  request.reviews = {"rv_none"};
  QCOMPARE(post(request).error().code, ErrorCode::NotFound);
  request = feedback();
  request.warmStart = "md_none";
  QCOMPARE(post(request).error().code, ErrorCode::NotFound);
  request = feedback();
  request.baseModel = "telesoft-risk-v1";
  QCOMPARE(post(request).error().code, ErrorCode::InvalidInput);
  request = feedback();
  request.approach = protocol::Approach::Peft;
  QCOMPARE(post(request).error().code, ErrorCode::InvalidInput);
  const protocol::Dataset other = server_->importNotes();
  review("rv_2", other.id, {0});
  request = feedback();
  request.reviews = {"rv_2"};
  const auto refused = post(request);
  QVERIFY2(refused.error().message.find("of other data") != std::string::npos,
           refused.error().text().c_str());
  // Nothing was made on the way: only the second import is new.
  QCOMPARE(
      must(server_->api().get<protocol::Items<protocol::Dataset>>("/v1/datasets")).items.size(),
      datasets + 1);
  QCOMPARE(must(server_->api().get<protocol::Items<protocol::Split>>("/v1/splits")).items.size(),
           size_t{1});
}

TELESOFT_TEST(FeedbackJobTest)

}  // namespace

#include "feedback_job_test.moc"
