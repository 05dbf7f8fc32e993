#include "telesoft/jobs/run_outcome.h"

#include "telesoft/base/hash.h"

#include "jobs/jobs_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::jobs;
using namespace telesoft::tests;
using base::ErrorCode;

class RunOutcomeTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void takeModel_movesTheFolderAndDescribesIt();
  void takeModel_goesOnWhereItWasKilledAfterTheMove();
  void takeModel_refusesChangedWeights();
  void takeModel_saysWhoWhatAndFromWhat();
  void takeModel_checksEveryFileOfAnIndex();
  void takeModel_refusesAPathOutsideTheRun_data();
  void takeModel_refusesAPathOutsideTheRun();
  void takeEvaluation_keepsTheStoredRowsOwnFields();
  void takeEvaluation_failsWithItsListener();
  void takeEvaluation_refusesWhatIsNone();

 private:
  store::JobRecord submitted(const Submission& submission);
  FakeClock clock_;
  FakeLauncher launcher_;
  std::unique_ptr<JobsFixture> fixture_;
};

void RunOutcomeTest::init() {
  fixture_ = std::make_unique<JobsFixture>(clock_);
}

store::JobRecord RunOutcomeTest::submitted(const Submission& submission) {
  Supervisor supervisor(fixture_->parts(launcher_));
  must(supervisor.submit(submission));
  return fixture_->record(submission.job.id);
}

void RunOutcomeTest::takeModel_movesTheFolderAndDescribesIt() {
  const store::JobRecord record = submitted(fixture_->submission("job_1"));
  const RunDirectory run = fixture_->run("job_1");
  writeModelResult(run);
  const auto model = takeModel(fixture_->workspace(), record, run);
  QVERIFY2(model.has_value(), model ? "" : model.error().text().c_str());
  QCOMPARE(model->id, std::string("md_job_1"));
  QCOMPARE(model->path, std::string("models/md_job_1"));
  QCOMPARE(model->baseModel, std::string("base"));
  QCOMPARE(model->trainingData, std::string("ds_train"));
  QCOMPARE(model->classes.size(), size_t{2});
  QCOMPARE(model->validation.at("f1_score"), 0.75);
  QCOMPARE(
      base::readFile(fixture_->workspace().folder() / model->path / "adapter_model.safetensors")
          .value_or(""),
      std::string("weights"));
  QVERIFY(!std::filesystem::exists(run.folder() / "model"));
}

void RunOutcomeTest::takeModel_goesOnWhereItWasKilledAfterTheMove() {
  const store::JobRecord record = submitted(fixture_->submission("job_1"));
  const RunDirectory run = fixture_->run("job_1");
  writeModelResult(run);
  const auto first = must(takeModel(fixture_->workspace(), record, run));
  const auto again = must(takeModel(fixture_->workspace(), record, run));
  QCOMPARE(base::toJson(again).dump(), base::toJson(first).dump());
}

void RunOutcomeTest::takeModel_refusesChangedWeights() {
  const store::JobRecord record = submitted(fixture_->submission("job_1"));
  const RunDirectory run = fixture_->run("job_1");
  QCOMPARE(takeModel(fixture_->workspace(), record, run).error().code, ErrorCode::Corrupt);
  writeModelResult(run);
  must(base::writeFileWhole(run.folder() / "model/adapter_model.safetensors", "weightS"));
  QCOMPARE(takeModel(fixture_->workspace(), record, run).error().code, ErrorCode::Corrupt);
  std::filesystem::remove(run.folder() / "model/adapter_model.safetensors");
  QCOMPARE(takeModel(fixture_->workspace(), record, run).error().code, ErrorCode::Corrupt);
  QVERIFY(!std::filesystem::exists(fixture_->workspace().modelsFolder() / "md_job_1"));
}

void RunOutcomeTest::takeModel_saysWhoWhatAndFromWhat() {
  Submission submission = fixture_->submission("job_1");
  submission.job.request.warmStart = "md_0";
  submission.job.request.reviews = {"rv_1"};
  const store::JobRecord record = submitted(submission);
  QCOMPARE(record.job.createdBy, std::string("tester"));
  const RunDirectory run = fixture_->run("job_1");
  writeModelResult(run);
  protocol::RunResult result = must(run.result());
  result.temperature = 1.5;
  result.calibrationRows = 40;
  must(base::writeFileWhole(run.folder() / "result.json", base::toJson(result).dump()));
  must(base::writeFileWhole(run.inputsFile(),
                            R"([{"name":"age","kind":"number","unit":"years","minimum":20}])"));
  const auto model = must(takeModel(fixture_->workspace(), record, run));
  QCOMPARE(model.createdBy, std::string("tester"));
  QCOMPARE(model.bytesSha256,
           base::sha256Hex("adapter_model.safetensors\n" + base::sha256Hex("weights") + "\n"));
  QCOMPARE(model.inputs.size(), size_t{1});
  QCOMPARE(model.inputs[0].minimum, 20.0);
  QCOMPARE(model.temperature, 1.5);
  QCOMPARE(model.calibrationRows, std::int64_t{40});
  QCOMPARE(model.warmStart, std::string("md_0"));
  QCOMPARE(model.reviews, std::vector<std::string>{"rv_1"});
}

void RunOutcomeTest::takeModel_checksEveryFileOfAnIndex() {
  const store::JobRecord record = submitted(fixture_->submission("job_1"));
  const RunDirectory run = fixture_->run("job_1");
  const base::Path folder = run.folder() / "model";
  must(base::makePrivateFolder(folder));
  const std::string index = base::json{{"passagesSha256", base::sha256Hex("passages")},
                                       {"vectorsSha256", base::sha256Hex("vectors")}}
                                .dump();
  must(base::writeFileWhole(folder / "index.json", index));
  must(base::writeFileWhole(folder / "passages.jsonl", "passages"));
  must(base::writeFileWhole(folder / "vectors.safetensors", "vectorS"));
  protocol::RunResult result;
  result.modelPath = "model";
  result.modelKind = "index";
  result.modelSha256 = base::sha256Hex(index);
  must(base::writeFileWhole(run.folder() / "result.json", base::toJson(result).dump()));
  QCOMPARE(takeModel(fixture_->workspace(), record, run).error().code, ErrorCode::Corrupt);
  must(base::writeFileWhole(folder / "vectors.safetensors", "vectors"));
  const auto model = takeModel(fixture_->workspace(), record, run);
  QVERIFY2(model.has_value(), model ? "" : model.error().text().c_str());
  QCOMPARE(model->sha256, base::sha256Hex(index));
}

void RunOutcomeTest::takeModel_refusesAPathOutsideTheRun_data() {
  QTest::addColumn<QString>("path");
  for (const char* path : {"", "/etc", "..", "../job_2/model", "model/../../x", "."}) {
    QTest::newRow(path) << QString::fromLatin1(path);
  }
}

void RunOutcomeTest::takeModel_refusesAPathOutsideTheRun() {
  QFETCH(QString, path);
  const store::JobRecord record = submitted(fixture_->submission("job_1"));
  const RunDirectory run = fixture_->run("job_1");
  writeModelResult(run);
  protocol::RunResult result = must(run.result());
  result.modelPath = path.toStdString();
  must(base::writeFileWhole(run.folder() / "result.json", base::toJson(result).dump()));
  QCOMPARE(takeModel(fixture_->workspace(), record, run).error().code, ErrorCode::Corrupt);
}

void writeEvaluation(const RunDirectory& run, const std::string& text) {
  must(base::writeFileWhole(run.folder() / "evaluation.json", text));
  protocol::RunResult result;
  result.evaluationPath = "evaluation.json";
  must(base::writeFileWhole(run.folder() / "result.json", base::toJson(result).dump()));
}

std::string engineEvaluation() {
  protocol::Evaluation evaluation;
  evaluation.id = "of the engine";
  evaluation.modelId = "of the engine";
  evaluation.rows = 30;
  evaluation.metrics = {{"accuracy", 0.5}};
  return base::toJson(evaluation).dump();
}

void RunOutcomeTest::takeEvaluation_keepsTheStoredRowsOwnFields() {
  const store::JobRecord record = submitted(fixture_->evaluationSubmission("job_1"));
  const RunDirectory run = fixture_->run("job_1");
  writeEvaluation(run, engineEvaluation());
  const auto evaluation = takeEvaluation(fixture_->workspace(), record, run, fixture_->listener);
  QVERIFY2(evaluation.has_value(), evaluation ? "" : evaluation.error().text().c_str());
  QCOMPARE(evaluation->id, std::string("ev_1"));
  QCOMPARE(evaluation->modelId, std::string("md_0"));
  QCOMPARE(evaluation->testData, std::string("ds_1"));
  QCOMPARE(evaluation->testOpenings, std::int64_t{4});
  QCOMPARE(evaluation->rows, std::int64_t{30});
  QCOMPARE(evaluation->reportUrl, std::string("/report"));
  const base::Path folder = fixture_->workspace().evaluationsFolder() / "ev_1";
  QVERIFY(std::filesystem::exists(folder / "report.html"));
  const auto stored = base::parseJson(base::readFile(folder / "evaluation.json").value_or(""));
  QVERIFY(stored.has_value());
  QCOMPARE(stored->dump(), base::toJson(*evaluation).dump());
}

void RunOutcomeTest::takeEvaluation_failsWithItsListener() {
  const store::JobRecord record = submitted(fixture_->evaluationSubmission("job_1"));
  const RunDirectory run = fixture_->run("job_1");
  writeEvaluation(run, engineEvaluation());
  fixture_->listener.refusesToComplete = true;
  QCOMPARE(takeEvaluation(fixture_->workspace(), record, run, fixture_->listener).error().code,
           ErrorCode::Internal);
}

void RunOutcomeTest::takeEvaluation_refusesWhatIsNone() {
  const store::JobRecord record = submitted(fixture_->evaluationSubmission("job_1"));
  const RunDirectory run = fixture_->run("job_1");
  for (const char* text : {"", "{\"rows\":", "{\"rows\": 3}", "[]"}) {
    writeEvaluation(run, text);
    QVERIFY2(!takeEvaluation(fixture_->workspace(), record, run, fixture_->listener).has_value(),
             text);
  }
}

TELESOFT_TEST(RunOutcomeTest)

}  // namespace

#include "run_outcome_test.moc"
