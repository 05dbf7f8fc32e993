#include "telesoft/api/endpoints/release_endpoints.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "telesoft/protocol/release.h"
#include "telesoft/protocol/server.h"

#include "live_server.h"
#include "releasable_model.h"
#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using base::ErrorCode;
using protocol::Approval;
using protocol::ApprovalRequest;
using protocol::Deployment;
using protocol::DeploymentRequest;
using protocol::Items;
using protocol::ReleaseReport;

class ReleaseEndpointsTest : public QObject {
  Q_OBJECT
 private slots:
  void release_goesFromDeployToRollbackByTwoPeople();
  void approval_needsAnotherPersonAndTheirPassword();
  void embeddedMode_approvesItsOwnAndSaysSo();
  void restart_servesAsBefore();
  void hundredRollbacks_underLoadFailNoRequest();

 private:
  static void addModel(LiveServer& server, const std::string& name) {
    server.stop();
    const base::SystemClock clock;
    addReleasableModel(*must(store::Workspace::open(server.workspace(), clock)), name);
    server.restart();
  }
  static ApprovalRequest request(const client::Client& api, const std::string& model) {
    ApprovalRequest out;
    out.modelId = model;
    out.bytesSha256 = must(api.get<ReleaseReport>("/v1/models/" + model + "/release")).bytesSha256;
    out.reason = "seen and found good";
    out.password = kPassword;
    return out;
  }
  /// The arms that 40 subjects are answered by.
  static std::set<std::string> armsOf(const client::Client& api) {
    std::set<std::string> out;
    for (int i = 0; i < 40; ++i) {
      protocol::AnalyzeRequest ask;
      ask.modelId = "telesoft-risk-v1";
      ask.environment = "production";
      ask.subject = "subject " + std::to_string(i);
      ask.patientData = {{"score", 0.7}, {"grade", "I"}};
      ask.explain = false;
      const auto answer = api.post<protocol::Analysis>("/v1/diagnostics/analyze", ask);
      out.insert(answer ? answer->arm : answer.error().text());
    }
    return out;
  }
};

using Arms = std::set<std::string>;

void ReleaseEndpointsTest::release_goesFromDeployToRollbackByTwoPeople() {
  LiveServer server;
  addModel(server, "one");
  const client::Client staff = server.as("ml", {"ml_staff"});
  const client::Client chief = server.as("chief", {"admin"});
  const client::Client doctor = server.as("doctor", {"clinician"});
  DeploymentRequest wish;
  wish.modelId = "md_one";
  wish.environment = "production";
  wish.rolloutPercentage = 50;

  QCOMPARE(doctor.post<Deployment>("/v1/deployments", wish).error().code,
           ErrorCode::PermissionDenied);
  const Deployment waiting = must(staff.post<Deployment>("/v1/deployments", wish));
  QCOMPARE(waiting.status, std::string("waiting"));
  QVERIFY(!armsOf(doctor).contains("candidate"));
  const std::string at = "/v1/deployments/" + waiting.id;
  QCOMPARE(staff.post<Deployment>(at + "/rollout", protocol::RolloutChange{50, ""}).error().code,
           ErrorCode::Conflict);

  QCOMPARE(staff.post<Approval>("/v1/approvals", request(staff, "md_one")).error().code,
           ErrorCode::PermissionDenied);
  const Approval approval = must(chief.post<Approval>("/v1/approvals", request(chief, "md_one")));
  QCOMPARE(approval.by, std::string("chief"));
  QCOMPARE(approval.displayName, std::string("Dr chief"));
  QVERIFY(approval.valid);
  QVERIFY(!approval.singlePerson);

  must(staff.post<Deployment>(at + "/rollout", protocol::RolloutChange{50, "half"}));
  QCOMPARE(armsOf(doctor), (Arms{"stable", "candidate"}));
  const auto live = must(doctor.get<protocol::DeploymentLive>(at + "/live"));
  QCOMPARE(live.total.at(0).requests + live.total.at(1).requests, std::int64_t{40});
  must(staff.post<Deployment>(at + "/rollout", protocol::RolloutChange{100, "all"}));
  QCOMPARE(armsOf(doctor), Arms{"candidate"});

  QCOMPARE(doctor.post<Deployment>(at + "/rollback").error().code, ErrorCode::PermissionDenied);
  const Deployment back =
      must(chief.post<Deployment>(at + "/rollback", protocol::RollbackRequest{"complaints"}));
  QCOMPARE(back.status, std::string("rolled_back"));
  QCOMPARE(armsOf(doctor), Arms{"stable"});
  QCOMPARE(back.history.size(), size_t{4});

  const auto lineage =
      must(staff.get<Items<protocol::LineageStep>>("/v1/models/md_one/lineage")).items;
  QCOMPARE(lineage.back().kind, std::string("deployment"));
  QCOMPARE(lineage.at(lineage.size() - 2).by, std::string("chief"));
  QVERIFY(must(staff.get<Items<protocol::Alert>>("/v1/alerts")).items.empty());
  QVERIFY(must(server.api().post<protocol::AuditVerification>("/v1/audit/verify")).intact);
  std::set<std::string> actions;
  for (const auto& entry :
       must(server.api().get<protocol::AuditPage>("/v1/audit?limit=1000")).entries) {
    actions.insert(entry.action);
    QVERIFY(entry.detail.find(kPassword) == std::string::npos);
  }
  for (const char* action :
       {"deployment.create", "approval.sign", "deployment.rollout", "deployment.rollback"}) {
    QVERIFY2(actions.contains(action), action);
  }
}

void ReleaseEndpointsTest::approval_needsAnotherPersonAndTheirPassword() {
  LiveServer server;
  addModel(server, "one");
  const client::Client trainer = server.as("trainer", {"admin"});
  const auto own = trainer.post<Approval>("/v1/approvals", request(trainer, "md_one"));
  QCOMPARE(own.error().code, ErrorCode::PermissionDenied);
  QVERIFY(own.error().message.find("trained") != std::string::npos);
  const client::Client chief = server.as("chief", {"admin"});
  ApprovalRequest wrong = request(chief, "md_one");
  wrong.password = "not the password 12";
  QCOMPARE(chief.post<Approval>("/v1/approvals", wrong).error().code, ErrorCode::InvalidInput);
  wrong = request(chief, "md_one");
  wrong.bytesSha256 = std::string(64, '0');
  QCOMPARE(chief.post<Approval>("/v1/approvals", wrong).error().code, ErrorCode::Conflict);
  QVERIFY(must(chief.get<Items<Approval>>("/v1/approvals?modelId=md_one")).items.empty());

  const Approval good = must(chief.post<Approval>("/v1/approvals", request(chief, "md_one")));
  QCOMPARE(must(chief.get<Items<Approval>>("/v1/approvals")).items.size(), size_t{1});
  const auto gone = must(chief.post<Approval>("/v1/approvals/" + good.id + "/withdraw",
                                              protocol::WithdrawRequest{"a recall"}));
  QVERIFY(!gone.withdrawnAt.empty());
  QVERIFY(!must(chief.get<ReleaseReport>("/v1/models/md_one/release")).readyForProduction);
}

void ReleaseEndpointsTest::embeddedMode_approvesItsOwnAndSaysSo() {
  LiveServer server;
  addModel(server, "one");
  ApprovalRequest ask = request(server.api(), "md_one");
  ask.password.clear();
  const Approval approval = must(server.api().post<Approval>("/v1/approvals", ask));
  QVERIFY(approval.singlePerson);
  QVERIFY(approval.statement.find("single-person mode") != std::string::npos);
  DeploymentRequest wish;
  wish.modelId = "md_one";
  wish.environment = "production";
  const Deployment live = must(server.api().post<Deployment>("/v1/deployments", wish));
  QCOMPARE(live.status, std::string("active"));
  const Deployment ended =
      must(server.api().post<Deployment>("/v1/deployments/" + live.id + "/end"));
  QCOMPARE(ended.status, std::string("ended"));
  wish.rolloutPercentage = 101;
  QCOMPARE(server.api().post<Deployment>("/v1/deployments", wish).error().code,
           ErrorCode::InvalidInput);
}

void ReleaseEndpointsTest::restart_servesAsBefore() {
  LiveServer server;
  addModel(server, "one");
  ApprovalRequest ask = request(server.api(), "md_one");
  must(server.api().post<Approval>("/v1/approvals", ask));
  DeploymentRequest wish;
  wish.modelId = "md_one";
  wish.environment = "production";
  const Deployment live = must(server.api().post<Deployment>("/v1/deployments", wish));
  server.restart();
  QCOMPARE(armsOf(server.api()), Arms{"candidate"});
  server.stop();
  must(base::writeFileWhole(weightsOf(server.workspace(), "md_one"), "other weights"));
  server.restart();
  QCOMPARE(armsOf(server.api()), Arms{"stable"});
  QCOMPARE(must(server.api().get<Deployment>("/v1/deployments/" + live.id)).status,
           std::string("rolled_back"));
  QCOMPARE(must(server.api().get<Items<protocol::Alert>>("/v1/alerts")).items.at(0).kind,
           std::string("integrity"));
}

void ReleaseEndpointsTest::hundredRollbacks_underLoadFailNoRequest() {
  LiveServer server;
  addModel(server, "one");
  must(server.api().post<Approval>("/v1/approvals", request(server.api(), "md_one")));
  DeploymentRequest wish;
  wish.modelId = "md_one";
  wish.environment = "production";
  wish.rolloutPercentage = 50;
  std::string deployment = must(server.api().post<Deployment>("/v1/deployments", wish)).id;

  std::atomic<bool> over = false;
  std::atomic<int> answered = 0, failed = 0;
  const auto load = [&] {
    while (!over) {
      for (const std::string& arm : armsOf(server.api())) {
        arm == "stable" || arm == "candidate" ? ++answered : ++failed;
      }
    }
  };
  std::thread first(load), second(load);
  std::vector<long long> took;  // ms
  for (int i = 0; i < 100; ++i) {
    const auto began = std::chrono::steady_clock::now();
    const auto back = server.api().post<Deployment>("/v1/deployments/" + deployment + "/rollback");
    took.push_back((std::chrono::steady_clock::now() - began) / std::chrono::milliseconds(1));
    const auto again = server.api().post<Deployment>("/v1/deployments", wish);
    if (!back || !again) {
      ++failed;
      break;
    }
    deployment = again->id;
  }
  over = true;
  first.join();
  second.join();
  QCOMPARE(failed.load(), 0);
  QVERIFY(answered > 0);
  std::sort(took.begin(), took.end());
  QCOMPARE(took.size(), size_t{100});
  qInfo("rollbacks: median %lld ms, longest %lld ms", took[50], took.back());
  QVERIFY(took[50] < 1000);  // the longest is a matter of what else the machine does
}

TELESOFT_TEST(ReleaseEndpointsTest)

}  // namespace

#include "release_endpoints_test.moc"
