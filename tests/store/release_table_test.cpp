#include "telesoft/store/tables/release_table.h"

#include "telesoft/store/tables/model_table.h"

#include "store/store_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::store;
using namespace telesoft::tests;
using base::ErrorCode;

class ReleaseTableTest : public QObject {
  Q_OBJECT
 private slots:
  void approvals_areKeptWhole();
  void deployments_keepSaltAndReference();
  void alerts_areOpenUntilAcknowledged();
  void rows_needTheirModel();
  void subjects_areCountedOnceAnArm();

 private:
  static void addModel(StoreFixture& store) {
    protocol::Model model;
    model.id = "md_1";
    must(store.write([&](Transaction& t) { return ModelTable::insert(t, model); }));
  }
  static DeploymentRecord deployment() {
    DeploymentRecord out;
    out.deployment.id = "dp_1";
    out.deployment.modelId = "md_1";
    out.deployment.status = "active";
    out.deployment.history = {{"t", "lee", "why", 0, 25, "active"}};
    out.salt = "salt";
    out.reference = "sealed";
    return out;
  }
};

void ReleaseTableTest::approvals_areKeptWhole() {
  StoreFixture store;
  addModel(store);
  protocol::Approval approval;
  approval.id = "ap_1";
  approval.modelId = "md_1";
  approval.reason = "seen and found good";
  approval.gates = {{"integrity", "The files", "holds", "aaaa", "model", "md_1"}};
  approval.signature = "s";
  must(store.write([&](Transaction& t) { return ReleaseTable::insertApproval(t, approval); }));
  approval.withdrawnAt = "later";
  must(store.write([&](Transaction& t) { return ReleaseTable::updateApproval(t, approval); }));
  const auto found =
      store.read([](const Snapshot& s) { return ReleaseTable::findApproval(s, "ap_1"); });
  QCOMPARE(base::toJson(found).dump(), base::toJson(approval).dump());
  approval.id = "ap_2";
  must(store.write([&](Transaction& t) { return ReleaseTable::insertApproval(t, approval); }));
  const auto all = store.read([](const Snapshot& s) { return ReleaseTable::approvals(s, "md_1"); });
  QCOMPARE(all.size(), size_t{2});
  QCOMPARE(all[0].id, std::string("ap_2"));
  QVERIFY(store.read([](const Snapshot& s) { return ReleaseTable::approvals(s, "md_2"); }).empty());
  approval.id = "ap_none";
  QCOMPARE(store.write([&](Transaction& t) { return ReleaseTable::updateApproval(t, approval); })
               .error()
               .code,
           ErrorCode::NotFound);
}

void ReleaseTableTest::deployments_keepSaltAndReference() {
  StoreFixture store;
  addModel(store);
  DeploymentRecord record = deployment();
  must(store.write([&](Transaction& t) { return ReleaseTable::insertDeployment(t, record); }));
  record.deployment.status = "rolled_back";
  must(store.write(
      [&](Transaction& t) { return ReleaseTable::updateDeployment(t, record.deployment); }));
  const auto found =
      store.read([](const Snapshot& s) { return ReleaseTable::findDeployment(s, "dp_1"); });
  QCOMPARE(base::toJson(found.deployment).dump(), base::toJson(record.deployment).dump());
  QCOMPARE(found.salt + found.reference, std::string("saltsealed"));
  record.deployment.id = "dp_2";
  must(store.write([&](Transaction& t) { return ReleaseTable::insertDeployment(t, record); }));
  const auto all = store.read([](const Snapshot& s) { return ReleaseTable::deployments(s); });
  QCOMPARE(all.size(), size_t{2});
  QCOMPARE(all[0].deployment.id, std::string("dp_1"));
  QCOMPARE(store.database()
               .read([](const Snapshot& s) { return ReleaseTable::findDeployment(s, "dp_3"); })
               .error()
               .code,
           ErrorCode::NotFound);
}

void ReleaseTableTest::alerts_areOpenUntilAcknowledged() {
  StoreFixture store;
  protocol::Alert alert;
  alert.id = "al_1";
  alert.deploymentId = "dp_1";
  alert.kind = "latency";
  alert.severity = "hold";
  alert.message = "P99 is 800 ms";
  must(store.write([&](Transaction& t) { return ReleaseTable::insertAlert(t, alert); }));
  alert.acknowledgedAt = "t";
  must(store.write([&](Transaction& t) { return ReleaseTable::updateAlert(t, alert); }));
  const auto found =
      store.read([](const Snapshot& s) { return ReleaseTable::findAlert(s, "al_1"); });
  QCOMPARE(base::toJson(found).dump(), base::toJson(alert).dump());
  QCOMPARE(store.read([](const Snapshot& s) { return ReleaseTable::alerts(s); }).size(), size_t{1});
}

void ReleaseTableTest::rows_needTheirModel() {
  StoreFixture store;
  protocol::Approval approval;
  approval.id = "ap_1";
  approval.modelId = "md_none";
  QCOMPARE(store.write([&](Transaction& t) { return ReleaseTable::insertApproval(t, approval); })
               .error()
               .code,
           ErrorCode::NotFound);
  const DeploymentRecord record = deployment();
  QCOMPARE(store.write([&](Transaction& t) { return ReleaseTable::insertDeployment(t, record); })
               .error()
               .code,
           ErrorCode::NotFound);
}

void ReleaseTableTest::subjects_areCountedOnceAnArm() {
  StoreFixture store;
  QVERIFY(
      store.tamper("INSERT INTO predictions (receipt, time, deployment, json, sealed) VALUES "
                   "('1', 't1', 'dp_1', '{\"arm\": \"candidate\", \"subject\": \"a\"}', ''),"
                   "('2', 't2', 'dp_1', '{\"arm\": \"candidate\", \"subject\": \"a\"}', ''),"
                   "('3', 't2', 'dp_1', '{\"arm\": \"stable\", \"subject\": \"b\"}', ''),"
                   "('4', 't2', 'dp_1', '{\"arm\": \"stable\", \"subject\": \"c\"}', ''),"
                   "('5', 't2', 'dp_1', '{\"arm\": \"stable\", \"subject\": \"\"}', ''),"
                   "('6', 't2', 'dp_1', '{\"arm\": \"direct\", \"subject\": \"d\"}', ''),"
                   "('7', 't2', 'dp_2', '{\"arm\": \"candidate\", \"subject\": \"e\"}', '')"));
  const auto all =
      store.read([](const Snapshot& s) { return ReleaseTable::subjects(s, "dp_1", "t1"); });
  QCOMPARE(all.candidate, std::int64_t{1});
  QCOMPARE(all.stable, std::int64_t{2});
  const auto later =
      store.read([](const Snapshot& s) { return ReleaseTable::subjects(s, "dp_1", "t3"); });
  QCOMPARE(later.stable + later.candidate, std::int64_t{0});
}

TELESOFT_TEST(ReleaseTableTest)

}  // namespace

#include "release_table_test.moc"
