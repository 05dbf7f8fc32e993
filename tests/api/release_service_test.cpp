#include "telesoft/api/services/release_service.h"

#include <atomic>

#include "telesoft/base/hash.h"
#include "telesoft/base/os/paths.h"

#include "releasable_model.h"
#include "store/store_fixture.h"
#include "support/fake_clock.h"
#include "support/must.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using namespace std::chrono_literals;
using api::ServedModels;
using base::ErrorCode;
using deploy::Arm;
using protocol::Alert;
using protocol::Approval;
using protocol::Deployment;

/// A release service with a gateway that only remembers its routes, and workers that check bytes as
/// the real ones do.
class World {
 public:
  World() {
    workspace = must(store::Workspace::create(folder / "w", clock));
    catalogue = must(api::BaseModelCatalogue::open(sourceFolder() / "resources", folder / "cache"));
    log = must(base::openLog(folder / "server.log"));
    addReleasableModel(*workspace, "one");
    addReleasableModel(*workspace, "two");
    open();
  }
  ~World() { close(); }
  void open() {
    contents = std::make_unique<api::ContentCache>(*workspace);
    feed = std::make_unique<api::EventFeed>(1);
    tasks = std::make_unique<api::BackgroundTasks>();
    live = std::make_unique<deploy::LiveStatistics>();
    service = std::make_unique<api::ReleaseService>(api::ReleaseParts{
        *workspace, *log, *feed, *tasks, *contents, *catalogue, *live,
        [this](deploy::Routes given) { routes = std::move(given); },
        [this](const ServedModels::Served& model) { return warm(model); },
        [](const access::Principal&, std::string_view password) -> base::Result<bool> {
          return password == "right";
        }});
  }
  void close() {
    if (tasks) {
      tasks->stopAll();
    }
    service.reset();
  }

  [[nodiscard]] base::Result<Deployment> deploy(const std::string& model,
                                                const std::string& environment,
                                                double percentage,
                                                protocol::MonitoringSettings settings = {}) const {
    return service->deploy({model, environment, percentage, settings}, "trainer");
  }
  [[nodiscard]] base::Result<Approval> approve(const std::string& model,
                                               const std::string& who = "chief",
                                               const std::string& password = "right") const {
    const auto report = must(service->records().report(model));
    access::Principal principal{who, access::allPermissions()};
    return service->records().approve(
        {model, report.bytesSha256, "approved for production", "seen and found good", password},
        principal);
  }
  [[nodiscard]] Deployment inProduction(const std::string& model,
                                        double percentage,
                                        protocol::MonitoringSettings settings = {}) const {
    must(approve(model));
    return must(deploy(model, "production", percentage, settings));
  }
  void alter(const std::string& model) const {
    must(base::writeFileWhole(weightsOf(workspace->folder(), model), "other weights"));
  }
  /// "production: md_one 25 % beside md_two"
  [[nodiscard]] std::string routeTexts() const {
    std::string out;
    for (const deploy::Route& route : routes.list) {
      const auto nameOf = [](const ServedModels::Served& model) {
        return !model ? "nobody" : model->modelId.empty() ? "the base" : model->modelId;
      };
      out += (out.empty() ? "" : "; ") + route.environment + ": " + nameOf(route.candidate) + " " +
             std::to_string(static_cast<int>(route.percentage)) + " % beside " +
             nameOf(route.stable);
    }
    return out;
  }
  void send(const std::string& deployment, int answered, int failed, double latencyMs = 5) const {
    for (int i = 0; i < answered + failed; ++i) {
      deploy::Observation one;
      one.deploymentId = deployment;
      one.arm = Arm::Candidate;
      one.failed = i < failed;  // the failures first: not in a row at the end
      one.latencyMs = latencyMs;
      live->observe(one, clock.now());
    }
  }
  [[nodiscard]] std::vector<Alert> alerts() const { return must(service->alerts().list()); }
  [[nodiscard]] std::string statusOf(const std::string& id) const {
    return must(service->find(id)).status;
  }

  TempFolder folder;
  FakeClock clock;
  std::unique_ptr<store::Workspace> workspace;
  std::optional<api::BaseModelCatalogue> catalogue;
  std::unique_ptr<base::Log> log;
  std::unique_ptr<api::ContentCache> contents;
  std::unique_ptr<api::EventFeed> feed;
  std::unique_ptr<api::BackgroundTasks> tasks;
  std::unique_ptr<deploy::LiveStatistics> live;
  deploy::Routes routes;
  std::mutex warming;
  std::vector<std::string> warmed;
  std::unique_ptr<api::ReleaseService> service;

 private:
  base::Result<protocol::WorkerHello> warm(const ServedModels::Served& model) {
    const std::lock_guard lock(warming);
    warmed.push_back(model->key);
    if (base::hashOfFolder(model->folder).value_or("") != model->bytesSha256) {
      return base::fail(ErrorCode::Corrupt, "the model's files are not those that were approved");
    }
    return protocol::WorkerHello{};
  }
};

class ReleaseServiceTest : public QObject {
  Q_OBJECT
 private slots:
  void report_showsGatesAndWhatIsMissing();
  void staging_isServedWithoutAnApproval();
  void production_waitsForAnApprovalAndARollout();
  void approval_isRefusedToTheTrainerAndWithAWrongPassword();
  void approval_thatIsAlteredInTheDatabaseCountsNoMore();
  void candidate_isWarmBeforeItIsServed();
  void hundredPercent_isTheNextOnesStableVersion();
  void rollback_isQuickAndGoesToTheStableVersion();
  void rollback_worksWhereNothingCanBeWritten();
  void withdrawal_rollsProductionBack();
  void alteredBytes_areRefusedAndRolledBack();
  void restart_servesAsBefore();
  void restart_doesNotServeWhatWasAlteredMeanwhile();
  void failures_rollBackAndTellOnce();
  void withoutAutomaticRollback_onlyAnAlert();
  void slowWindows_holdTheRollout();
  void live_comparesTheArms();
};

void ReleaseServiceTest::report_showsGatesAndWhatIsMissing() {
  const World world;
  const auto before = must(world.service->records().report("md_one"));
  QCOMPARE(before.gates.size(), size_t{5});
  for (const auto& gate : before.gates) {
    QVERIFY2(gate.state == "holds", (gate.id + ": " + gate.statement).c_str());
  }
  QVERIFY(before.intact);
  QVERIFY(!before.readyForProduction);
  QCOMPARE(before.waitingFor.size(), size_t{1});
  QVERIFY(before.statement.find("md_one") != std::string::npos);
  must(world.approve("md_one"));
  const auto after = must(world.service->records().report("md_one"));
  QVERIFY(after.readyForProduction);
  QVERIFY(after.approvals.at(0).valid);
  QVERIFY(after.waitingFor.empty());
  QCOMPARE(world.service->records().report("md_none").error().code, ErrorCode::NotFound);
}

void ReleaseServiceTest::staging_isServedWithoutAnApproval() {
  const World world;
  const Deployment d = must(world.deploy("md_one", "staging", 25));
  QCOMPARE(d.status, std::string("active"));
  QCOMPARE(d.service, std::string("telesoft-risk-v1"));
  QCOMPARE(world.routeTexts(), std::string("staging: md_one 25 % beside the base"));
  QVERIFY(d.waitingFor.at(0).find("staging only") == 0);
  const deploy::Route& route = world.routes.list.at(0);
  QCOMPARE(route.stable->spec.classes.size(), size_t{2});
  QCOMPARE(route.salt.size(), size_t{32});
  QCOMPARE(world.deploy("md_one", "lab", 25).error().code, ErrorCode::InvalidInput);
  QCOMPARE(world.deploy("md_none", "staging", 25).error().code, ErrorCode::NotFound);
  QCOMPARE(world.deploy("md_one", "staging", 50).error().code, ErrorCode::Conflict);
}

void ReleaseServiceTest::production_waitsForAnApprovalAndARollout() {
  const World world;
  const Deployment d = must(world.deploy("md_one", "production", 25));
  QCOMPARE(d.status, std::string("waiting"));
  QCOMPARE(d.waitingFor.size(), size_t{1});
  QCOMPARE(world.routeTexts(), std::string());
  QVERIFY(world.warmed.empty());
  QCOMPARE(world.service->rollout(d.id, {25, ""}, "trainer").error().code, ErrorCode::Conflict);
  must(world.approve("md_one"));
  QCOMPARE(world.statusOf(d.id), std::string("waiting"));
  QCOMPARE(world.routeTexts(), std::string());
  const Deployment live = must(world.service->rollout(d.id, {10, "first step"}, "trainer"));
  QCOMPARE(live.status, std::string("active"));
  QCOMPARE(world.routeTexts(), std::string("production: md_one 10 % beside the base"));
}

void ReleaseServiceTest::approval_isRefusedToTheTrainerAndWithAWrongPassword() {
  const World world;
  QCOMPARE(world.approve("md_one", "trainer").error().code, ErrorCode::PermissionDenied);
  QCOMPARE(world.approve("md_one", "chief", "wrong").error().code, ErrorCode::InvalidInput);
  QVERIFY(must(world.service->records().approvals("md_one")).empty());
  const Approval approval = must(world.approve("md_one"));
  QCOMPARE(approval.by, std::string("chief"));
  QVERIFY(!approval.singlePerson);
  QCOMPARE(approval.gates.size(), size_t{5});
}

void ReleaseServiceTest::approval_thatIsAlteredInTheDatabaseCountsNoMore() {
  const World world;
  must(world.approve("md_one"));
  QVERIFY(RawSqlite(world.folder / "w/workspace.db")
              .run("UPDATE approvals SET json = replace(json, '\"chief\"', '\"someone\"')"));
  const auto approvals = must(world.service->records().approvals("md_one"));
  QCOMPARE(approvals.at(0).by, std::string("someone"));
  QVERIFY(!approvals.at(0).valid);
  QCOMPARE(must(world.deploy("md_one", "production", 25)).status, std::string("waiting"));
}

void ReleaseServiceTest::candidate_isWarmBeforeItIsServed() {
  const World world;
  must(world.deploy("md_one", "staging", 25));
  QCOMPARE(world.warmed.at(0), std::string("md_one"));
  QCOMPARE(world.warmed.at(1), std::string("telesoft-risk-v1/md_one"));
}

void ReleaseServiceTest::hundredPercent_isTheNextOnesStableVersion() {
  const World world;
  const Deployment one = world.inProduction("md_one", 50);
  must(world.service->rollout(one.id, {100, ""}, "trainer"));
  QCOMPARE(world.routeTexts(), std::string("production: md_one 100 % beside the base"));
  const Deployment two = world.inProduction("md_two", 10);
  QCOMPARE(two.stableModelId, std::string("md_one"));
  QCOMPARE(world.routeTexts(), std::string("production: md_two 10 % beside md_one"));
  const std::string salt = world.routes.list.at(0).salt;
  must(world.service->rollout(two.id, {60, ""}, "trainer"));
  QCOMPARE(world.routes.list.at(0).salt, salt);  // nobody moves back while it is raised
  must(world.service->rollout(two.id, {100, ""}, "trainer"));
  QCOMPARE(world.statusOf(one.id), std::string("replaced"));
  must(world.service->rollback(two.id, "complaints", "chief"));
  QCOMPARE(world.routeTexts(), std::string("production: md_one 100 % beside the base"));
  QCOMPARE(world.statusOf(one.id), std::string("active"));
}

void ReleaseServiceTest::rollback_isQuickAndGoesToTheStableVersion() {
  const World world;
  const Deployment d = world.inProduction("md_one", 100);
  const auto began = std::chrono::steady_clock::now();
  const Deployment back = must(world.service->rollback(d.id, "complaints", "chief"));
  const auto took = std::chrono::steady_clock::now() - began;
  QVERIFY2(took < 1s, QByteArray::number(static_cast<qlonglong>(took / 1ms)));
  QCOMPARE(back.status, std::string("rolled_back"));
  QCOMPARE(back.rolloutPercentage, 0.0);
  QCOMPARE(back.history.back().by + ": " + back.history.back().reason,
           std::string("chief: complaints"));
  QCOMPARE(world.routeTexts(), std::string("production: nobody 0 % beside the base"));
  QCOMPARE(world.service->rollback(d.id, "", "chief").error().code, ErrorCode::Conflict);
}

void ReleaseServiceTest::rollback_worksWhereNothingCanBeWritten() {
  const World world;
  const Deployment d = world.inProduction("md_one", 100);
  QVERIFY(RawSqlite(world.folder / "w/workspace.db")
              .run("CREATE TRIGGER full BEFORE UPDATE ON deployments "
                   "BEGIN SELECT RAISE(ABORT, 'full'); END"));
  const auto back = world.service->rollback(d.id, "", "chief");
  QVERIFY(!back.has_value());
  QVERIFY2(back.error().message.find("could not be recorded") != std::string::npos,
           back.error().message.c_str());
  QCOMPARE(world.routeTexts(), std::string("production: nobody 0 % beside the base"));
  must(world.deploy("md_two", "staging", 5));  // another change keeps it so
  QVERIFY(world.routeTexts().find("production: nobody") != std::string::npos);
  QCOMPARE(world.statusOf(d.id), std::string("active"));
  QVERIFY(RawSqlite(world.folder / "w/workspace.db").run("DROP TRIGGER full"));
  world.service->look();  // recorded as soon as it can be
  QCOMPARE(world.statusOf(d.id), std::string("rolled_back"));
}

void ReleaseServiceTest::withdrawal_rollsProductionBack() {
  const World world;
  const Deployment d = world.inProduction("md_one", 50);
  const Deployment staging = must(world.deploy("md_one", "staging", 50));
  const auto approvals = must(world.service->records().approvals("md_one"));
  const access::Principal chief{"chief", access::allPermissions()};
  QCOMPARE(world.service->withdraw(approvals[0].id, {" "}, chief).error().code,
           ErrorCode::InvalidInput);
  const Approval gone = must(world.service->withdraw(approvals[0].id, {"a recall"}, chief));
  QCOMPARE(gone.withdrawnBy, std::string("chief"));
  QCOMPARE(world.statusOf(d.id), std::string("rolled_back"));
  QCOMPARE(world.statusOf(staging.id), std::string("active"));
  QCOMPARE(world.alerts().size(), size_t{1});
  QCOMPARE(world.alerts()[0].kind, std::string("integrity"));
  QCOMPARE(world.service->withdraw(approvals[0].id, {"again"}, chief).error().code,
           ErrorCode::Conflict);
}

void ReleaseServiceTest::alteredBytes_areRefusedAndRolledBack() {
  const World world;
  const Deployment d = world.inProduction("md_one", 50);
  world.alter("md_one");
  QCOMPARE(world.service->rollout(d.id, {60, ""}, "trainer").error().code, ErrorCode::Conflict);
  world.service->look();
  QCOMPARE(world.statusOf(d.id), std::string("rolled_back"));
  QCOMPARE(world.routeTexts(), std::string("production: nobody 0 % beside the base"));
  QCOMPARE(world.alerts().at(0).kind, std::string("integrity"));
  QVERIFY(!must(world.service->records().approvals("md_one")).at(0).valid);
  QCOMPARE(world.deploy("md_one", "production", 5)->status, std::string("waiting"));
  QCOMPARE(must(world.deploy("md_one", "staging", 5)).status, std::string("waiting"));
  QCOMPARE(world.approve("md_one").error().code, ErrorCode::Conflict);
}

void ReleaseServiceTest::restart_servesAsBefore() {
  World world;
  const Deployment one = world.inProduction("md_one", 100);
  static_cast<void>(world.inProduction("md_two", 20));
  const std::string salt = world.routes.list.at(0).salt;
  world.close();
  world.routes = {};
  world.warmed.clear();
  world.open();
  must(world.service->start());
  QCOMPARE(world.routeTexts(), std::string("production: md_two 20 % beside md_one"));
  QCOMPARE(world.routes.list.at(0).salt, salt);
  const auto warmBoth = [&] {
    const std::lock_guard lock(world.warming);
    return std::set<std::string>(world.warmed.begin(), world.warmed.end()).size() >= 2;
  };
  QTRY_VERIFY(warmBoth());
}

void ReleaseServiceTest::restart_doesNotServeWhatWasAlteredMeanwhile() {
  World world;
  const Deployment d = world.inProduction("md_one", 100);
  world.close();
  world.routes = {};
  world.alter("md_one");
  world.open();
  must(world.service->start());
  QCOMPARE(world.routeTexts(), std::string("production: nobody 0 % beside the base"));
  QCOMPARE(world.statusOf(d.id), std::string("rolled_back"));
}

void ReleaseServiceTest::failures_rollBackAndTellOnce() {
  const World world;
  const Deployment d = world.inProduction("md_one", 50);
  world.send(d.id, 60, 20);
  world.service->look();  // 80 requests: too few for a verdict
  QCOMPARE(world.statusOf(d.id), std::string("active"));
  world.send(d.id, 60, 0);
  world.service->look();  // 20 of 140
  const Deployment back = must(world.service->find(d.id));
  QCOMPARE(back.status, std::string("rolled_back"));
  QCOMPARE(back.history.back().by, std::string("the watch (automatic)"));
  QCOMPARE(world.alerts().size(), size_t{1});
  QCOMPARE(world.alerts()[0].kind, std::string("error_rate"));
  QCOMPARE(world.alerts()[0].severity, std::string("rollback"));
  QCOMPARE(world.alerts()[0].modelId, std::string("md_one"));
  world.service->look();
  QCOMPARE(world.alerts().size(), size_t{1});
}

void ReleaseServiceTest::withoutAutomaticRollback_onlyAnAlert() {
  const World world;
  protocol::MonitoringSettings settings;
  settings.automaticRollback = false;
  const Deployment d = world.inProduction("md_one", 50, settings);
  world.send(d.id, 80, 20);
  world.service->look();
  world.service->look();
  QCOMPARE(world.statusOf(d.id), std::string("active"));
  QCOMPARE(world.alerts().size(), size_t{1});
  QVERIFY(world.alerts()[0].message.find("automatic rollback is off") != std::string::npos);
  const Alert seen = must(world.service->alerts().acknowledge(world.alerts()[0].id, "chief"));
  QCOMPARE(seen.acknowledgedBy, std::string("chief"));
  QCOMPARE(world.service->alerts().acknowledge(seen.id, "chief").error().code, ErrorCode::Conflict);
  world.service->look();  // it still stands, and was seen
  QCOMPARE(world.alerts().size(), size_t{1});
  world.send(d.id, 100000, 0);
  world.service->look();
  world.send(d.id, 0, 30000);
  world.service->look();  // it was gone, and is back
  QCOMPARE(world.alerts().size(), size_t{2});
}

void ReleaseServiceTest::slowWindows_holdTheRollout() {
  World world;
  const Deployment d = world.inProduction("md_one", 50);
  for (int i = 0; i < 4; ++i) {
    QCOMPARE(world.statusOf(d.id), std::string("active"));
    world.send(d.id, 200, 0, 800);
    world.service->look();
    world.clock.advance(60s);
  }
  QCOMPARE(world.statusOf(d.id), std::string("held"));
  QCOMPARE(world.alerts().at(0).severity, std::string("hold"));
  QCOMPARE(world.service->rollout(d.id, {60, ""}, "trainer").error().code, ErrorCode::Conflict);
  QCOMPARE(world.routeTexts(), std::string("production: md_one 50 % beside the base"));
  must(world.service->rollback(d.id, "", "chief"));
}

void ReleaseServiceTest::live_comparesTheArms() {
  const World world;
  const Deployment d = world.inProduction("md_one", 50);
  world.send(d.id, 95, 5);
  for (int i = 0; i < 200; ++i) {
    deploy::Observation one;
    one.deploymentId = d.id;
    one.latencyMs = 3;
    one.inputs = {{"score", 0.5}};
    world.live->observe(one, world.clock.now());
  }
  const auto live = must(world.service->live(d.id));
  QCOMPARE(live.window.size(), size_t{2});
  QCOMPARE(live.total.at(1).requests, std::int64_t{100});
  QVERIFY(std::abs(live.errorDifference.value - 0.05) < 1e-9);
  QVERIFY(live.errorDifference.low > 0);
  QVERIFY(std::isnan(live.sampleRatioP));  // nobody was counted as a subject
  QCOMPARE(live.drift.size(), size_t{2});
  QCOMPARE(live.drift[0].field, std::string("score"));
  QCOMPARE(live.drift[0].state, std::string("too_little_data"));
  QVERIFY2(live.verdict.find("Within limits") == 0, live.verdict.c_str());
  QCOMPARE(world.service->live("dp_none").error().code, ErrorCode::NotFound);
}

TELESOFT_TEST(ReleaseServiceTest)

}  // namespace

#include "release_service_test.moc"
