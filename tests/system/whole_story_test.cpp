// The whole story over TLS, by people of four roles: from a file to a rollback, and the workspace
// restored from its backup says the same.
#include <set>
#include <thread>

#include "telesoft/base/os/paths.h"
#include "telesoft/protocol/backup.h"
#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/evaluation.h"
#include "telesoft/protocol/job.h"
#include "telesoft/protocol/prediction.h"
#include "telesoft/protocol/release.h"
#include "telesoft/protocol/review.h"
#include "telesoft/protocol/split.h"

#include "support/test_case.h"
#include "system/team_server.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::ErrorCode;
using client::Client;
using protocol::DecisionKind;

constexpr const char* kService = "telesoft-diagnostic-v2";
constexpr const char* kPassword = "four people tell one story";

struct Person {
  const char* name;
  const char* role;
};
constexpr Person kPeople[] = {{"nora", "ml_staff"}, {"lee", "clinician"}, {"kim", "clinician"},
                              {"ada", "clinician"}, {"otto", "admin"},    {"vera", "auditor"}};

class WholeStoryTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void staff_preparesDataAndTrains();
  void clinicians_reviewAndAdjudicate();
  void staff_learnsFromTheCorrections();
  void production_refusesWhatNobodyHasSigned();
  void administrator_signsWhatSomebodyElseHasTrained();
  void patients_areAnsweredInTheirArm();
  void predictions_surviveTheServersDeath();
  void rollback_isOneCallAndFailsNobody();
  void auditor_seesAllAndChangesNothing();
  void backup_restoredAnswersTheSame();

 private:
  [[nodiscard]] Client& as(const std::string& name) { return people_.at(name); }
  void signEverybodyIn();
  protocol::Job runJob(const protocol::JobRequest& request);
  protocol::Evaluation evaluate(const std::string& model, const std::string& test);
  std::string partOf(const std::string& part) const;
  protocol::ReviewCase decide(const std::string& reader,
                              const std::string& reading,
                              const std::function<std::string(const protocol::ReviewCase&)>& label);
  base::Result<protocol::Analysis> ask(const std::string& subject, const std::string& note);
  base::Result<protocol::Approval> sign(const std::string& who, const std::string& password);
  protocol::Deployment rollout(double percentage);

  TempFolder folder_;
  std::unique_ptr<TeamServer> server_;
  std::map<std::string, Client> people_;
  protocol::Split split_;
  std::string firstModel_, model_, review_, deployment_;
  std::map<std::string, std::string> armOf_;
  protocol::Analysis lastByCandidate_;
};

void WholeStoryTest::initTestCase() {
  const auto model = QString::fromStdString(base::cacheFolder().string()) +
                     "/models/telesoft-diagnostic-v2/model.safetensors";
  if (!QFile::exists(model)) {
    QSKIP("the base model is not in the cache: run installer/run.sh");
  }
  server_ = std::make_unique<TeamServer>(folder_ / "workspace");
  for (const Person& person : kPeople) {
    server_->addUser(person.name, person.role, kPassword);
  }
  server_->stopPrivateServer();
  server_->start();
  signEverybodyIn();
}

void WholeStoryTest::signEverybodyIn() {
  people_.clear();
  for (const Person& person : kPeople) {
    people_.emplace(person.name, server_->signIn(person.name, kPassword));
  }
}

protocol::Job WholeStoryTest::runJob(const protocol::JobRequest& request) {
  protocol::Job job = must(as("nora").post<protocol::Job>("/v1/fine-tuning/jobs", request));
  for (int i = 0; i < 3000 && job.finishedAt.empty(); ++i) {
    QTest::qWait(100);
    job = must(as("nora").get<protocol::Job>("/v1/fine-tuning/jobs/" + job.id));
  }
  if (job.status != protocol::JobState::Succeeded) {
    qFatal("the job did not succeed: %s", job.message.c_str());
  }
  return job;
}

protocol::Evaluation WholeStoryTest::evaluate(const std::string& model, const std::string& test) {
  protocol::EvaluationRequest request{model, test, true, true};
  auto asked = must(as("nora").post<protocol::Evaluation>("/v1/evaluations", request));
  for (int i = 0; i < 1200 && asked.status != "succeeded" && asked.status != "failed"; ++i) {
    QTest::qWait(100);
    asked = must(as("nora").get<protocol::Evaluation>("/v1/evaluations/" + asked.id));
  }
  if (asked.status != "succeeded") {
    qFatal("the evaluation did not succeed: %s", asked.message.c_str());
  }
  return asked;
}

std::string WholeStoryTest::partOf(const std::string& part) const {
  for (const protocol::SplitPart& one : split_.parts) {
    if (one.part == part) {
      return one.datasetId;
    }
  }
  qFatal("the split lacks a part");
}

void WholeStoryTest::staff_preparesDataAndTrains() {
  const std::string demo = qEnvironmentVariable("TELESOFT_RESOURCES").toStdString() + "/demo/text/";
  protocol::ImportRequest import;
  import.path = demo + "medical_definitions.csv";
  import.recipe = must(base::fromJson<protocol::Recipe>(
      must(base::parseJson(must(base::readFile(demo + "recipe.json"))))));
  const auto wait = [&](protocol::Dataset dataset) {
    for (int i = 0; i < 600 && dataset.state == protocol::DatasetState::Importing; ++i) {
      QTest::qWait(100);
      dataset = must(as("nora").get<protocol::Dataset>("/v1/datasets/" + dataset.id));
    }
    return dataset;
  };
  const auto imported = wait(must(as("nora").post<protocol::Dataset>("/v1/datasets", import)));
  QVERIFY2(imported.state == protocol::DatasetState::Ready, imported.message.c_str());
  const auto safe = wait(must(as("nora").post<protocol::Dataset>(
      "/v1/datasets/" + imported.id + "/deidentify", protocol::DeidRequest{})));
  QVERIFY2(safe.state == protocol::DatasetState::Ready, safe.message.c_str());
  protocol::SplitRequest plan;
  plan.datasetId = safe.id;
  plan.testColumn = "site";
  plan.testValue = "North";
  plan.trainFraction = 0.85;
  plan.validationFraction = 0.15;
  plan.testFraction = 0;
  plan.maxTrainRows = 400;
  split_ = must(as("nora").post<protocol::Split>("/v1/splits", plan));
  QCOMPARE(split_.proof.sharedPatients, std::int64_t(0));

  protocol::JobRequest job;
  job.baseModel = kService;
  job.trainingData = partOf("train");
  job.validationData = partOf("validation");
  job.hyperparameters.epochs = 3;
  job.targetMetrics.minimum = 0.7;
  job.preserveCapabilities = {"general_medical_knowledge"};
  firstModel_ = runJob(job).resultModel->id;
  const auto evaluation = evaluate(firstModel_, partOf("test"));
  QVERIFY2(evaluation.verdict == protocol::Verdict::TunedIsBetter,
           evaluation.improvementSummary.c_str());
}

protocol::ReviewCase WholeStoryTest::decide(
    const std::string& reader,
    const std::string& reading,
    const std::function<std::string(const protocol::ReviewCase&)>& label) {
  const std::string path = "/v1/reviews/" + review_;
  const auto next =
      must(as(reader).get<protocol::NextCases>(path + "/next?count=3&reading=" + reading));
  if (next.items.empty()) {
    return {};
  }
  const protocol::ReviewCase& shown = next.items.front();
  protocol::DecisionRequest decision;
  decision.caseId = shown.id;
  decision.reading = reading;
  decision.label = label(shown);
  decision.kind = !shown.findings.empty() && shown.findings.front().label == decision.label
                      ? DecisionKind::Confirm
                      : DecisionKind::Correct;
  must(as(reader).post<protocol::Decision>(path + "/decisions", decision));
  return shown;
}

void WholeStoryTest::clinicians_reviewAndAdjudicate() {
  protocol::ReviewRequest request;
  request.modelId = firstModel_;
  request.datasetId = partOf("pool");
  request.cases = 12;
  request.secondReaderShare = 1;
  review_ = must(as("nora").post<protocol::Review>("/v1/reviews", request)).id;
  const auto read = [&] { return must(as("lee").get<protocol::Review>("/v1/reviews/" + review_)); };
  for (int i = 0; i < 600 && read().state == "preparing"; ++i) {
    QTest::qWait(100);
  }
  QCOMPARE(QString::fromStdString(read().state), QStringLiteral("open"));
  const auto firstFinding = [](const protocol::ReviewCase& one) {
    return one.findings.front().label;
  };
  const auto secondFinding = [](const protocol::ReviewCase& one) {
    return one.findings.at(1).label;
  };
  std::int64_t first = 0;
  while (!decide("lee", "first", firstFinding).id.empty()) {
    ++first;
  }
  QCOMPARE(first, std::int64_t(12));
  std::int64_t second = 0;  // the second reader holds another label for right in three cases
  while (!decide("kim", "second", [&](const protocol::ReviewCase& one) {
            return second < 3 ? secondFinding(one) : firstFinding(one);
          }).id.empty()) {
    ++second;
  }
  QCOMPARE(second, std::int64_t(12));
  QCOMPARE(read().conflicts, std::int64_t(3));
  const auto byReader =
      as("lee").get<protocol::NextCases>("/v1/reviews/" + review_ + "/next?reading=adjudication");
  QVERIFY(!byReader || byReader->items.empty());
  int adjudicated = 0;
  for (protocol::ReviewCase one;
       !(one = decide("ada", "adjudication", secondFinding)).id.empty();) {
    QCOMPARE(one.decisions.size(), size_t(2));
    ++adjudicated;
  }
  QCOMPARE(adjudicated, 3);
  const auto summary =
      must(as("nora").get<protocol::ReviewSummary>("/v1/reviews/" + review_ + "/summary"));
  QCOMPARE(summary.agreement.n, std::int64_t(12));
  QCOMPARE(summary.agreement.observed.value, 9.0 / 12);
  must(as("nora").post<protocol::Review>("/v1/reviews/" + review_ + "/close"));
}

void WholeStoryTest::staff_learnsFromTheCorrections() {
  protocol::JobRequest job;
  job.baseModel = kService;
  job.approach = protocol::Approach::ExpertFeedback;
  job.warmStart = firstModel_;
  job.reviews = {review_};
  job.targetMetrics.minimum = 0.7;
  job.preserveCapabilities = {"general_medical_knowledge"};
  model_ = runJob(job).resultModel->id;
  const auto evaluation = evaluate(model_, partOf("test"));
  QVERIFY2(evaluation.verdict == protocol::Verdict::TunedIsBetter,
           evaluation.improvementSummary.c_str());
  const auto known = must(as("nora").get<protocol::Model>("/v1/models/" + model_));
  QCOMPARE(QString::fromStdString(known.createdBy), QStringLiteral("nora"));
  QVERIFY(as("nora").text("/v1/models/" + model_ + "/changes")->find("<html") != std::string::npos);
}

base::Result<protocol::Approval> WholeStoryTest::sign(const std::string& who,
                                                      const std::string& password) {
  const auto report =
      must(as(who).get<protocol::ReleaseReport>("/v1/models/" + model_ + "/release"));
  protocol::ApprovalRequest request;
  request.modelId = model_;
  request.bytesSha256 = report.bytesSha256;
  request.reason = "I have read the evaluation and its subgroups.";
  request.password = password;
  return as(who).post<protocol::Approval>("/v1/approvals", request);
}

void WholeStoryTest::production_refusesWhatNobodyHasSigned() {
  protocol::DeploymentRequest request{model_, "production", 25, {}};
  const auto waiting = must(as("nora").post<protocol::Deployment>("/v1/deployments", request));
  QCOMPARE(QString::fromStdString(waiting.status), QStringLiteral("waiting"));
  QVERIFY(!waiting.waitingFor.empty());
  deployment_ = waiting.id;
  const auto answered = ask("patient-1", "a fracture of the wrist");
  QVERIFY(!answered);
  QVERIFY(answered.error().code == ErrorCode::NotFound ||
          answered.error().code == ErrorCode::Conflict);
  const auto report =
      must(as("otto").get<protocol::ReleaseReport>("/v1/models/" + model_ + "/release"));
  for (const protocol::Gate& gate : report.gates) {
    QVERIFY2(gate.state == "holds", (gate.id + ": " + gate.statement).c_str());
  }
}

void WholeStoryTest::administrator_signsWhatSomebodyElseHasTrained() {
  const auto byTrainer = sign("nora", kPassword);
  QVERIFY(!byTrainer && byTrainer.error().code == ErrorCode::PermissionDenied);
  QVERIFY(byTrainer.error().message.find("release.approve") != std::string::npos);
  const auto wrong = sign("otto", "not the password at all");
  QVERIFY(!wrong);
  QVERIFY2(wrong.error().message.find("password") != std::string::npos,
           wrong.error().text().c_str());
  const auto approval = must(sign("otto", kPassword));
  QVERIFY(approval.valid && !approval.singlePerson);
  QCOMPARE(QString::fromStdString(approval.by), QStringLiteral("otto"));
}

protocol::Deployment WholeStoryTest::rollout(double percentage) {
  protocol::RolloutChange change{percentage, "as planned"};
  return must(
      as("nora").post<protocol::Deployment>("/v1/deployments/" + deployment_ + "/rollout", change));
}

base::Result<protocol::Analysis> WholeStoryTest::ask(const std::string& subject,
                                                     const std::string& note) {
  protocol::AnalyzeRequest request;
  request.patientData = {{"note", note}};
  request.modelId = kService;
  request.subject = subject;
  request.explain = false;
  return as("lee").post<protocol::Analysis>("/v1/diagnostics/analyze", request);
}

void WholeStoryTest::patients_areAnsweredInTheirArm() {
  for (const double percentage : {25.0, 60.0}) {
    const auto deployment = rollout(percentage);
    QCOMPARE(QString::fromStdString(deployment.status), QStringLiteral("active"));
    std::set<std::string> arms;
    for (int i = 0; i < 60; ++i) {
      const std::string subject = "patient-" + std::to_string(i);
      const auto answer = must(ask(subject, "an inflammation of the lungs caused by a virus"));
      arms.insert(answer.arm);
      std::string& before = armOf_[subject];
      QVERIFY2(before != "candidate" || answer.arm == "candidate", subject.c_str());
      before = answer.arm;
      if (answer.arm == "candidate") {
        lastByCandidate_ = answer;
      }
    }
    QCOMPARE(arms, (std::set<std::string>{"candidate", "stable"}));
  }
  protocol::FeedbackRequest feedback{false, "procedure", "it is a procedure"};
  const auto said = must(as("lee").post<protocol::Feedback>(
      "/v1/diagnostics/" + lastByCandidate_.receipt + "/feedback", feedback));
  QVERIFY(!said.reviewCase.empty());
  const auto live =
      must(as("otto").get<protocol::DeploymentLive>("/v1/deployments/" + deployment_ + "/live"));
  QCOMPARE(live.total.size(), size_t(2));
  QCOMPARE(live.total[0].requests + live.total[1].requests, std::int64_t(120));
  QCOMPARE(live.total[0].errors + live.total[1].errors, std::int64_t(0));
}

void WholeStoryTest::predictions_surviveTheServersDeath() {
  server_->kill();
  server_->start();
  signEverybodyIn();
  const auto receipt =
      must(as("vera").get<protocol::Receipt>("/v1/diagnostics/" + lastByCandidate_.receipt));
  QVERIFY(receipt.valid);
  QCOMPARE(QString::fromStdString(receipt.modelId), QString::fromStdString(model_));
  for (const auto& [subject, arm] : armOf_) {
    QCOMPARE(must(ask(subject, "an inflammation of the lungs caused by a virus")).arm, arm);
  }
}

void WholeStoryTest::rollback_isOneCallAndFailsNobody() {
  std::atomic<int> failed = 0, answered = 0;
  std::atomic<bool> done = false;
  std::thread load([&] {
    for (int i = 0; !done; ++i) {
      ask("patient-" + std::to_string(i % 60), "a swelling of the ankle") ? ++answered : ++failed;
    }
  });
  QTest::qWait(300);
  const auto began = std::chrono::steady_clock::now();
  const auto after = must(as("otto").post<protocol::Deployment>(
      "/v1/deployments/" + deployment_ + "/rollback", protocol::RollbackRequest{"a drill"}));
  const auto took = std::chrono::steady_clock::now() - began;
  const auto next = ask(lastByCandidate_.receipt, "a swelling of the ankle");
  QTest::qWait(300);
  done = true;
  load.join();
  QCOMPARE(QString::fromStdString(after.status), QStringLiteral("rolled_back"));
  qInfo("rollback under load: %lld ms, %d answered, %d failed",
        static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()),
        answered.load(), failed.load());
  QCOMPARE(failed.load(), 0);
  QVERIFY(answered > 0);
  QVERIFY(next && next->arm == "stable");
}

void WholeStoryTest::auditor_seesAllAndChangesNothing() {
  const auto verified = must(as("vera").post<protocol::AuditVerification>("/v1/audit/verify"));
  QVERIFY(verified.intact);
  std::set<std::string> actors;
  for (std::int64_t after = 0;;) {
    const auto page = must(
        as("vera").get<protocol::AuditPage>("/v1/audit?limit=1000&after=" + std::to_string(after)));
    for (const protocol::AuditEntry& entry : page.entries) {
      actors.insert(entry.actor);
      after = entry.seq;
    }
    if (page.entries.empty()) {
      break;
    }
  }
  for (const char* name : {"nora", "lee", "kim", "ada", "otto"}) {
    QVERIFY2(actors.contains(name), name);
  }
  const auto refused = as("vera").post<protocol::Deployment>(
      "/v1/deployments/" + deployment_ + "/rollout", protocol::RolloutChange{50, "as auditor"});
  QVERIFY(!refused && refused.error().code == ErrorCode::PermissionDenied);
}

void WholeStoryTest::backup_restoredAnswersTheSame() {
  protocol::BackupRequest request{(folder_ / "backup").string(), "a passphrase for the story"};
  must(as("otto").post<protocol::Backup>("/v1/backups", request));
  const auto before = must(ask("patient-7", "a fracture of the wrist"));
  QProcess restore;
  restore.start(programPath(QStringLiteral("telesoft")),
                {"restore", QString::fromStdString(request.path), "--passphrase-stdin", "--json",
                 "--workspace", QString::fromStdString((folder_ / "again").string())});
  QVERIFY(restore.waitForStarted());
  restore.write("a passphrase for the story\n");
  restore.closeWriteChannel();
  QVERIFY(restore.waitForFinished(120000));
  QCOMPARE(restore.exitCode(), 0);
  server_->stop();
  server_ = std::make_unique<TeamServer>(folder_ / "again");
  server_->start();
  signEverybodyIn();
  const auto after = must(ask("patient-7", "a fracture of the wrist"));
  QCOMPARE(QString::fromStdString(after.arm), QString::fromStdString(before.arm));
  QCOMPARE(base::toJson(after.findings).dump(), base::toJson(before.findings).dump());
  const std::string receipt = "/v1/diagnostics/" + lastByCandidate_.receipt;
  QVERIFY(must(as("vera").get<protocol::Receipt>(receipt)).valid);
  QVERIFY(must(as("vera").post<protocol::AuditVerification>("/v1/audit/verify")).intact);
}

TELESOFT_TEST(WholeStoryTest)

}  // namespace

#include "whole_story_test.moc"
