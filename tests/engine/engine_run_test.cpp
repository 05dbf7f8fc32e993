// The whole program on run directories: what goes in, and what stands there afterwards.
#include "telesoft/engine/run/engine_run.h"

#include <QProcess>

#include "telesoft/base/hash.h"
#include "telesoft/base/os/lock_file.h"
#include "telesoft/engine/io/safetensors.h"

#include "support/program.h"
#include "toy_rows.h"

namespace telesoft::engine {

using tests::Ran;
using tests::TempFolder;

namespace {

Ran runOn(const base::Path& folder) {
  return tests::runProgram(tests::programPath(QStringLiteral("telesoft-engine")),
                           {QStringLiteral("run"), QString::fromStdString(folder.string())});
}

std::string stateOf(const ToyRun& run) {
  return run.read("status.json").value("state", "");
}

/// Long enough to be met in the middle.
void makeLong(ToyRun& run) {
  run.spec.hyperparameters.epochs = 300;
  run.spec.hyperparameters.evalEverySteps = 50;
  fillRiskRun(run);
}

void waitForSteps(const ToyRun& run, size_t events) {
  QVERIFY(QTest::qWaitFor([&] { return run.events().size() >= events; }, 20000));
}

void checkSeq(const ToyRun& run) {
  std::int64_t expected = 0;
  for (const base::json& event : run.events()) {
    QCOMPARE(event["seq"].get<std::int64_t>(), ++expected);
  }
}

}  // namespace

class EngineRunTest : public QObject {
  Q_OBJECT
 private slots:
  void version_andUsage() {
    const QString engine = tests::programPath(QStringLiteral("telesoft-engine"));
    const Ran version = tests::runProgram(engine, {QStringLiteral("--version")});
    QCOMPARE(version.exitStatus, 0);
    QVERIFY(version.out.starts_with("telesoft-engine "));
    QCOMPARE(tests::runProgram(engine, {QStringLiteral("train")}).exitStatus, 2);
    QCOMPARE(tests::runProgram(engine, {QStringLiteral("run"), QStringLiteral("/nonexistent/run")})
                 .exitStatus,
             5);
  }

  void train_leavesAModelEventsAndAResult() {
    const TempFolder folder;
    ToyRun run(folder / "run");
    fillRiskRun(run);
    const Ran ran = runOn(run.folder());
    QVERIFY2(ran.exitStatus == 0, ran.err.c_str());
    const auto result = run.read("result.json");
    QCOMPARE(result["reason"].get<std::string>(), std::string("completed"));
    QCOMPARE(result["modelPath"].get<std::string>(), std::string("model"));
    QCOMPARE(result["modelSha256"].get<std::string>(),
             *base::sha256HexOfFile(run.folder() / "model/model.safetensors"));
    QVERIFY(result["validation"]["auroc"].get<double>() > 0.9);
    QCOMPARE(stateOf(run), std::string("succeeded"));
    QCOMPARE(run.read("status.json")["fraction"].get<double>(), 1.0);
    checkSeq(run);
    std::map<std::string, int> kinds;
    for (const auto& event : run.events()) {
      ++kinds[event["kind"]];
    }
    QCOMPARE(kinds["started"], 1);
    QCOMPARE(kinds["metric"], 78 + 7);
    QVERIFY(kinds["checkpoint"] >= 7 && kinds["sample"] == 35 && kinds["finished"] == 1);
    const auto events = run.events().size();
    QCOMPARE(runOn(run.folder()).exitStatus, 0);  // a finished run stays as it is
    QCOMPARE(run.events().size(), events);
  }

  void train_isRepeatable() {
    const TempFolder folder;
    std::string first;
    for (const char* name : {"one", "two"}) {
      ToyRun run(folder / name);
      fillRiskRun(run);
      QCOMPARE(runOn(run.folder()).exitStatus, 0);
      const auto hash = run.read("result.json")["modelSha256"].get<std::string>();
      QVERIFY(first.empty() || first == hash);
      first = hash;
    }
  }

  void kill_atAnyMomentAndGoOnGivesTheSameBytes() {
    const TempFolder folder;
    ToyRun whole(folder / "whole");
    makeLong(whole);
    QCOMPARE(runOn(whole.folder()).exitStatus, 0);
    ToyRun run(folder / "killed");
    makeLong(run);
    base::Rng rng(1, "kills");
    int kills = 0;
    for (int attempt = 0; attempt < 5; ++attempt) {
      QProcess engine;
      engine.start(tests::programPath(QStringLiteral("telesoft-engine")),
                   {QStringLiteral("run"), QString::fromStdString(run.folder().string())});
      QVERIFY(engine.waitForStarted());
      waitForSteps(run, run.events().size() + 5 + rng.below(700));
      kills += engine.state() == QProcess::Running ? 1 : 0;
      engine.kill();
      engine.waitForFinished();
    }
    QVERIFY(kills >= 2);
    const Ran last = runOn(run.folder());
    QVERIFY2(last.exitStatus == 0, last.err.c_str());
    for (const char* key : {"modelSha256", "bestStep", "steps", "validation"}) {
      QVERIFY2(run.read("result.json")[key] == whole.read("result.json")[key], key);
    }
    checkSeq(run);
  }

  void pauseResumeAndCancel_followControlJson() {
    const TempFolder folder;
    ToyRun run(folder / "run");
    makeLong(run);
    run.ask("pause");
    QCOMPARE(runOn(run.folder()).exitStatus, 0);
    QCOMPARE(stateOf(run), std::string("paused"));
    QVERIFY(!std::filesystem::exists(run.folder() / "result.json"));
    run.ask("none");
    QProcess engine;
    engine.start(tests::programPath(QStringLiteral("telesoft-engine")),
                 {QStringLiteral("run"), QString::fromStdString(run.folder().string())});
    waitForSteps(run, 200);
    run.ask("cancel");
    QVERIFY(engine.waitForFinished(5000));
    QCOMPARE(engine.exitCode(), 0);
    QCOMPARE(stateOf(run), std::string("cancelled"));
    const auto result = run.read("result.json");
    QCOMPARE(result["reason"].get<std::string>(), std::string("cancelled"));
    QVERIFY(result["steps"].get<int>() < 3900);
    QVERIFY(TabularNetwork::open(run.folder() / "model").has_value());  // the best so far
    checkSeq(run);
  }

  void engine_opensNoSocket() {
    const TempFolder folder;
    ToyRun run(folder / "run");
    makeLong(run);
    QProcess engine;
    engine.start(tests::programPath(QStringLiteral("telesoft-engine")),
                 {QStringLiteral("run"), QString::fromStdString(run.folder().string())});
    waitForSteps(run, 20);
    int open = 0;
    std::error_code gone;
    const base::Path table = "/proc/" + std::to_string(engine.processId()) + "/fd";
    for (const auto& entry : std::filesystem::directory_iterator(table, gone)) {
      ++open;
      QVERIFY(!std::filesystem::read_symlink(entry.path(), gone).string().starts_with("socket:"));
    }
    QVERIFY(open > 3);
    engine.kill();
    engine.waitForFinished();
  }

  void lock_isHeldByOneEngineAtATime() {
    const TempFolder folder;
    ToyRun run(folder / "run");
    fillRiskRun(run);
    const auto lock = base::LockFile::acquire(run.folder() / "engine.lock");
    QCOMPARE(runOn(run.folder()).exitStatus, 7);
    QVERIFY(!std::filesystem::exists(run.folder() / "status.json"));
  }

  void evaluate_comparesAndWritesItsResult() {
    const TempFolder folder;
    ToyRun trained(folder / "trained");
    fillRiskRun(trained);
    QCOMPARE(runOn(trained.folder()).exitStatus, 0);
    const ToyTask task;
    QVERIFY(task.network()->save(folder / "base").has_value());
    ToyRun run(folder / "evaluation");
    run.spec.kind = protocol::RunKind::Evaluate;
    run.spec.baseModel = {"base", (folder / "base").string(), ""};
    run.spec.tunedModel = {"tuned", (trained.folder() / "model").string(),
                           trained.read("result.json")["modelSha256"]};
    run.spec.data.test = "data/test.jsonl";
    run.spec.subgroups = {"sex"};
    run.part("test", toyRows(300, 5));
    fillRiskRun(run);
    const Ran ran = runOn(run.folder());
    QVERIFY2(ran.exitStatus == 0, ran.err.c_str());
    QCOMPARE(run.read("result.json")["evaluationPath"].get<std::string>(),
             std::string("evaluation.json"));
    QCOMPARE(stateOf(run), std::string("succeeded"));
    const auto evaluation = run.read("evaluation.json");
    QCOMPARE(evaluation["rows"].get<int>(), 300);
    QCOMPARE(evaluation["arms"].size(), 3U);
    QCOMPARE(evaluation["primary"].get<std::string>(), std::string("auroc"));  // as trained for
    QCOMPARE(evaluation["verdict"].get<std::string>(), std::string("tuned_is_better"));
    QVERIFY(evaluation["subgroupPerformance"].size() >= 2);
  }

  void refused_data() {
    QTest::addColumn<std::string>("change");
    QTest::addColumn<int>("exitStatus");
    QTest::addColumn<std::string>("word");
    const auto row = [](const char* name, const char* change, int exitStatus, const char* word) {
      QTest::newRow(name) << std::string(change) << exitStatus << std::string(word);
    };
    row("unknown key", R"({"hyperparameters": {"learningrate": 1}})", 2, "learningrate");
    row("negative rate", R"({"hyperparameters": {"learningRate": -0.1}})", 2, "learningRate");
    row("wrong type", R"({"hyperparameters": {"epochs": "many"}})", 2, "epochs");
    row("one class", R"({"classes": [{"name": "0"}]})", 2, "classes");
    row("other classes", R"({"classes": [{"name": "a"}, {"name": "b"}]})", 2, "classes");
    row("newer version", R"({"version": 2})", 11, "version");
    row("no such approach", R"({"approach": "magic"})", 2, "approach");
    row("knowledge base", R"({"approach": "knowledge_base", "baseModel": {"path": "x"}})", 11,
        "knowledge_base");
    row("adapter for a small network", R"({"approach": "peft", "baseModel": {"path": "BASE"}})", 11,
        "adapter");
    row("base is not there", R"({"approach": "full", "baseModel": {"id": "b", "path": "none"}})", 5,
        "not there");
    row("base has changed",
        R"({"approach": "full", "baseModel": {"id": "b", "path": "BASE", "sha256": "00"}})", 7,
        "weights");
    row("missing data", R"({"data": {"manifest": "data/none.json"}})", 5, "prepared set");
    row("text task", R"({"task": "text_classification", "baseModel": {"path": "BASE"}})", 11, "");
  }
  void refused() {
    QFETCH(std::string, change);
    QFETCH(int, exitStatus);
    QFETCH(std::string, word);
    const TempFolder folder;
    ToyRun run(folder / "run");
    fillRiskRun(run);
    const ToyTask task(40);
    QVERIFY(task.network()->save(folder / "base").has_value());
    if (const auto at = change.find("BASE"); at != std::string::npos) {
      change.replace(at, 4, (folder / "base").string());
    }
    base::json spec = base::toJson(run.spec);
    spec.merge_patch(base::json::parse(change));
    run.putSpec(spec);
    const Ran ran = runOn(run.folder());
    QVERIFY2(ran.exitStatus == exitStatus,
             (std::to_string(ran.exitStatus) + " " + ran.err).c_str());
    QVERIFY2(ran.err.find(word) != std::string::npos, ran.err.c_str());
    const auto status = run.read("status.json");
    QCOMPARE(status["state"].get<std::string>(), std::string("failed"));
    QVERIFY(!status["errorCode"].get<std::string>().empty());
    QCOMPARE(run.events().back()["kind"].get<std::string>(), std::string("failed"));
    QVERIFY(!std::filesystem::exists(run.folder() / "result.json"));
  }

  void refused_files_data() {
    QTest::addColumn<std::string>("file");
    QTest::addColumn<std::string>("content");
    QTest::addColumn<int>("exitStatus");
    QTest::newRow("spec is no JSON")
        << std::string("spec.json") << std::string("{\"format\":") << 10;
    QTest::newRow("spec is a list") << std::string("spec.json") << std::string("[1]") << 2;
    QTest::newRow("data has changed")
        << std::string("data/train.jsonl") << std::string("{}\n") << 10;
    QTest::newRow("manifest is empty") << std::string("data/manifest.json") << std::string() << 10;
    QTest::newRow("a checkpoint of another program")
        << std::string("checkpoints/last.safetensors") << std::string("garbage") << 10;
  }
  void refused_files() {
    QFETCH(std::string, file);
    QFETCH(std::string, content);
    QFETCH(int, exitStatus);
    const TempFolder folder;
    ToyRun run(folder / "run");
    fillRiskRun(run);
    run.put(file, content);
    const Ran ran = runOn(run.folder());
    QVERIFY2(ran.exitStatus == exitStatus,
             (std::to_string(ran.exitStatus) + " " + ran.err).c_str());
    QCOMPARE(stateOf(run), std::string("failed"));
  }

  void missingSpec_isSaid() {
    const TempFolder folder;
    const ToyRun run(folder / "run");
    QCOMPARE(runOn(run.folder()).exitStatus, 5);
    QCOMPARE(stateOf(run), std::string("failed"));
  }

  /// On a file system of a few kilobytes, in a name space of its own.
  void fullDisk_isSaidAndTheLastCheckpointStands() {
    const TempFolder folder;
    ToyRun run(folder / "run");
    makeLong(run);
    const QString script = QStringLiteral(
        "set -e; mkdir -p $1/small; mount -t tmpfs -o size=600k tmpfs $1/small; cp -r $1/run "
        "$1/small/; "
        "code=0; $2 run $1/small/run || code=$?; cp -r $1/small/run/checkpoints $1/kept; "
        "cp $1/small/run/events.jsonl $1/; exit $code");
    QProcess probe;
    probe.start(QStringLiteral("unshare"),
                {QStringLiteral("-rm"), QStringLiteral("mount"), QStringLiteral("-t"),
                 QStringLiteral("tmpfs"), QStringLiteral("tmpfs"), QStringLiteral("/mnt")});
    if (!probe.waitForFinished(5000) || probe.exitCode() != 0) {
      QSKIP("this machine does not let a user mount a file system of his own");
    }
    const Ran ran = tests::runProgram(
        QStringLiteral("unshare"),
        {QStringLiteral("-rm"), QStringLiteral("sh"), QStringLiteral("-c"), script,
         QStringLiteral("sh"), QString::fromStdString(folder.path().string()),
         tests::programPath(QStringLiteral("telesoft-engine"))});
    QVERIFY2(ran.exitStatus == 12, (std::to_string(ran.exitStatus) + " " + ran.err).c_str());
    QVERIFY2(ran.err.find("the disk is full") != std::string::npos, ran.err.c_str());
    const auto last = SafetensorsFile::open(folder / "kept/last.safetensors");
    QVERIFY(last.has_value() && last->metadata().contains("telesoft.state"));
  }
};

TELESOFT_TEST(EngineRunTest)

}  // namespace telesoft::engine

#include "engine_run_test.moc"
