#include "telesoft/deploy/release/lineage.h"

#include "telesoft/base/text.h"
#include "telesoft/store/tables/dataset_table.h"
#include "telesoft/store/tables/evaluation_table.h"
#include "telesoft/store/tables/job_table.h"
#include "telesoft/store/tables/model_table.h"
#include "telesoft/store/tables/release_table.h"
#include "telesoft/store/tables/split_table.h"
#include "telesoft/store/workspace.h"

#include "support/fake_clock.h"
#include "support/must.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using protocol::LineageStep;

class LineageTest : public QObject {
  Q_OBJECT
 private slots:
  void lineage_goesFromTheImportToTheDeployment();
  void lineage_ofNoModelIsNotFound();

 private:
  static base::Status fill(store::Transaction& t);
};

base::Status addDataset(store::Transaction& t,
                        const std::string& id,
                        const std::string& kind,
                        const std::string& parent) {
  store::DatasetRecord record;
  record.dataset.id = id;
  record.dataset.kind = kind;
  record.dataset.parentId = parent;
  record.dataset.sha256 = "sha of " + id;
  record.dataset.rows = 3512;
  record.dataset.patients = 1204;
  return store::DatasetTable::insert(t, record);
}

base::Status LineageTest::fill(store::Transaction& t) {
  TELESOFT_CHECK(addDataset(t, "ds_1", "imported", ""));
  TELESOFT_CHECK(t.audit({"lee", "dataset.import", "ds_1"}));
  TELESOFT_CHECK(addDataset(t, "ds_2", "deidentified", "ds_1"));
  TELESOFT_CHECK(t.audit({"kim", "dataset.deidentify", "ds_2"}));
  TELESOFT_CHECK(addDataset(t, "ds_train", "train", "ds_2"));
  TELESOFT_CHECK(addDataset(t, "ds_test", "test", "ds_2"));
  store::SplitRecord split;
  split.split.id = "sp_1";
  split.split.datasetId = "ds_2";
  split.split.proof.statement = "0 of 1,204 patients";
  split.split.proof.manifestSha256 = "manifest";
  split.split.parts.resize(1);
  split.split.parts[0].part = "train";
  split.split.parts[0].datasetId = "ds_train";
  split.rowsOfPart["train"] = {0, 1, 2};
  TELESOFT_CHECK(store::SplitTable::insert(t, split));
  TELESOFT_CHECK(t.audit({"kim", "split.create", "sp_1"}));
  store::JobRecord job;
  job.job.id = "job_1";
  job.job.createdBy = "kim";
  TELESOFT_CHECK(store::JobTable::insert(t, job));
  protocol::Model model;
  model.id = "md_1";
  model.jobId = "job_1";
  model.baseModel = "telesoft-risk-v1";
  model.trainingData = "ds_train";
  model.createdBy = "kim";
  model.bytesSha256 = "bytes";
  TELESOFT_CHECK(store::ModelTable::insert(t, model));
  protocol::Evaluation evaluation;
  evaluation.id = "ev_1";
  evaluation.modelId = "md_1";
  evaluation.testData = "ds_test";
  TELESOFT_CHECK(store::EvaluationTable::insert(t, evaluation));
  TELESOFT_CHECK(t.audit({"mo", "job.submit", "job_2", {{"evaluation", "ev_1"}}}));
  protocol::Approval approval;
  approval.id = "ap_1";
  approval.modelId = "md_1";
  approval.by = "chief";
  approval.reason = "seen and found good";
  TELESOFT_CHECK(store::ReleaseTable::insertApproval(t, approval));
  store::DeploymentRecord deployment;
  deployment.deployment.id = "dp_1";
  deployment.deployment.modelId = "md_1";
  deployment.deployment.environment = "production";
  deployment.deployment.status = "active";
  deployment.deployment.rolloutPercentage = 25;
  deployment.deployment.createdBy = "kim";
  return store::ReleaseTable::insertDeployment(t, deployment);
}

void LineageTest::lineage_goesFromTheImportToTheDeployment() {
  const TempFolder folder;
  const FakeClock clock;
  const auto workspace = must(store::Workspace::create(folder / "w", clock));
  must(workspace->database().write([](store::Transaction& t) { return fill(t); }));
  const auto steps = must(workspace->database().read(
      [](const store::Snapshot& s) { return deploy::lineageOf(s, "md_1"); }));
  std::vector<std::string> texts;
  for (const LineageStep& step : steps) {
    texts.push_back(step.kind + " " + step.id + " " + step.by);
  }
  QCOMPARE(base::join(texts, "; "),
           std::string("import ds_1 lee; deidentification ds_2 kim; split sp_1 kim; base_model "
                       "telesoft-risk-v1 ; job job_1 kim; model md_1 kim; evaluation ev_1 mo; "
                       "approval ap_1 chief; deployment dp_1 kim"));
  QCOMPARE(steps[0].sha256, std::string("sha of ds_1"));
  QCOMPARE(steps[0].detail, std::string("3,512 rows of 1,204 patients"));
  QCOMPARE(steps[2].sha256, std::string("manifest"));
  QCOMPARE(steps[5].sha256, std::string("bytes"));
  QVERIFY(!steps[6].time.empty());
  QCOMPARE(steps.back().detail, std::string("active at 25 %"));
}

void LineageTest::lineage_ofNoModelIsNotFound() {
  const TempFolder folder;
  const FakeClock clock;
  const auto workspace = must(store::Workspace::create(folder / "w", clock));
  const auto steps = workspace->database().read(
      [](const store::Snapshot& s) { return deploy::lineageOf(s, "md_none"); });
  QCOMPARE(steps.error().code, base::ErrorCode::NotFound);
}

TELESOFT_TEST(LineageTest)

}  // namespace

#include "lineage_test.moc"
