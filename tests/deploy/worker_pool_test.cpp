#include "telesoft/deploy/workers/worker_pool.h"

#include <csignal>

#include "telesoft/base/hash.h"
#include "telesoft/base/os/subprocess.h"

#include "deploy/gateway_fixture.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::deploy;
using namespace telesoft::tests;
using namespace std::chrono_literals;
using base::ErrorCode;

class WorkerPoolTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup() {
    holds_.reset();
    counts_.reset();
  }
  void predict_answers();
  void predict_makesBatchesOfWhatWaits();
  void predict_keepsExplanationsApart();
  void predict_isRefusedAtAFullQueue();
  void predict_timesOutAndTheWorkerIsReplaced();
  void predict_timesOutInTheQueue();
  void predict_sparesTheNeighboursOfABadRow();
  void death_failsWhatIsInFlightOnly();
  void death_whileIdleIsNotSeen();
  void death_againAndAgainIsSlowed();
  void garbage_endsTheWorker();
  void start_thatFailsSaysWhy_data();
  void start_thatFailsSaysWhy();
  void start_refusesAlteredBytes();
  void idle_workerEndsAndComesBack();
  void limit_endsTheLongestIdle();
  void drop_answersWhatWaits();
  void list_isWholeAndInOrder();
  void list_stops();
  void embed_givesVectors();
  void warm_tellsOfTheModel();
  void end_answersWhatWaits();

 private:
  [[nodiscard]] std::unique_ptr<WorkerPool> pool(WorkerSettings settings = {}) const {
    return std::make_unique<WorkerPool>(fakeWorker(), folder_->path(), *log_, settings);
  }
  [[nodiscard]] base::Path hold() const { return *folder_ / "hold"; }
  void setHold() const { must(base::writeFileWhole(hold(), "")); }
  void release() const { std::filesystem::remove(hold()); }
  [[nodiscard]] size_t starts() const {
    const auto text = base::readFile(*folder_ / "starts");
    return text ? static_cast<size_t>(std::count(text->begin(), text->end(), '\n')) : 0;
  }
  std::unique_ptr<TempFolder> folder_;
  std::unique_ptr<base::Log> log_ = std::make_unique<base::NullLog>();
  std::unique_ptr<WorkerSetting> holds_, counts_;
};

void WorkerPoolTest::init() {
  folder_ = std::make_unique<TempFolder>();
  holds_ = std::make_unique<WorkerSetting>("FAKE_WORKER_HOLD", hold().string());
  counts_ = std::make_unique<WorkerSetting>("FAKE_WORKER_STARTS", (*folder_ / "starts").string());
}

std::int64_t processOf(const WorkerPool& pool) {
  return pool.load().empty() ? 0 : pool.load().front().processId;
}

void WorkerPoolTest::predict_answers() {
  const auto workers = pool();
  const auto answer = must(ask(*workers, notesModel("md_1"), "an injury").get());
  QVERIFY(answer.probabilities == (std::vector<double>{1 - .9, .9}));
  QCOMPARE(workers->load().front().batches, 1);
}

void WorkerPoolTest::predict_makesBatchesOfWhatWaits() {
  const auto workers = pool();
  const auto model = notesModel("md_1");
  setHold();
  std::vector<std::future<Answer>> answers;
  answers.push_back(ask(*workers, model, "first"));  // an idle worker starts at once
  QVERIFY(
      waitUntil([&] { return processOf(*workers) != 0 && workers->load()[0].waitingRows == 0; }));
  for (int i = 0; i < 70; ++i) {
    answers.push_back(ask(*workers, model, i % 2 == 0 ? "infection" : "injury"));
  }
  release();
  for (size_t i = 0; i < answers.size(); ++i) {
    const auto answer = must(answers[i].get());
    QCOMPARE(answer.probabilities[0] > .5, i == 0 || i % 2 == 1);
  }
  QCOMPARE(workers->load().front().batches, 4);  // 1, 32, 32, 6
}

void WorkerPoolTest::predict_keepsExplanationsApart() {
  const auto workers = pool();
  const auto model = notesModel("md_1");
  setHold();
  std::vector<std::future<Answer>> answers;
  answers.push_back(ask(*workers, model, "first"));
  QVERIFY(
      waitUntil([&] { return processOf(*workers) != 0 && workers->load()[0].waitingRows == 0; }));
  for (int i = 0; i < 12; ++i) {
    answers.push_back(ask(*workers, model, "injury here", i % 2 == 0));
  }
  release();
  for (size_t i = 0; i < answers.size(); ++i) {
    QCOMPARE(must(answers[i].get()).contributions.size(), size_t{i % 2 == 1 ? 1U : 0U});
  }
  QCOMPARE(workers->load().front().batches, 4);  // 1; 4 and 2 to explain; 6 plain
}

void WorkerPoolTest::predict_isRefusedAtAFullQueue() {
  WorkerSettings settings;
  settings.queueRows = 3;
  const auto workers = pool(settings);
  const auto model = notesModel("md_1");
  setHold();
  std::vector<std::future<Answer>> answers;
  answers.push_back(ask(*workers, model, "first"));
  QVERIFY(
      waitUntil([&] { return processOf(*workers) != 0 && workers->load()[0].waitingRows == 0; }));
  for (int i = 0; i < 3; ++i) {
    answers.push_back(ask(*workers, model, "waits"));
  }
  QCOMPARE(ask(*workers, model, "too many").get().error().code, ErrorCode::Unavailable);
  release();
  for (auto& answer : answers) {
    QVERIFY(answer.get().has_value());
  }
}

void WorkerPoolTest::predict_timesOutAndTheWorkerIsReplaced() {
  WorkerSettings settings;
  settings.timeout = 100ms;
  const auto workers = pool(settings);
  const auto model = notesModel("md_1");
  must(workers->warm(model));
  const std::int64_t process = processOf(*workers);
  setHold();
  QCOMPARE(ask(*workers, model, "slow").get().error().code, ErrorCode::Timeout);
  QVERIFY(waitUntil([&] { return !base::isRunning(static_cast<int>(process)); }));
  release();
  QVERIFY(ask(*workers, model, "again").get().has_value());
  QCOMPARE(starts(), size_t{2});
}

void WorkerPoolTest::predict_timesOutInTheQueue() {
  WorkerSettings settings;
  settings.timeout = 150ms;
  settings.batchRows = 1;
  const auto workers = pool(settings);
  const auto model = notesModel("md_1");
  must(workers->warm(model));
  setHold();
  auto first = ask(*workers, model, "first");
  auto second = ask(*workers, model, "second");
  QCOMPARE(second.get().error().code, ErrorCode::Timeout);
  QCOMPARE(first.get().error().code, ErrorCode::Timeout);
  release();
}

void WorkerPoolTest::predict_sparesTheNeighboursOfABadRow() {
  const auto workers = pool();
  const auto model = notesModel("md_1");
  setHold();
  auto first = ask(*workers, model, "first");
  QVERIFY(
      waitUntil([&] { return processOf(*workers) != 0 && workers->load()[0].waitingRows == 0; }));
  auto good = ask(*workers, model, "injury");
  auto bad = ask(*workers, model, "refuse this");
  auto other = ask(*workers, model, "infection");
  release();
  QVERIFY(first.get().has_value());
  QVERIFY(good.get().has_value());
  QCOMPARE(bad.get().error().code, ErrorCode::InvalidInput);
  QVERIFY(other.get().has_value());
  QCOMPARE(starts(), size_t{1});
}

void WorkerPoolTest::death_failsWhatIsInFlightOnly() {
  WorkerSettings settings;
  settings.batchRows = 1;
  const auto workers = pool(settings);
  const auto model = notesModel("md_1");
  setHold();
  auto inFlight = ask(*workers, model, "first");
  QVERIFY(
      waitUntil([&] { return processOf(*workers) != 0 && workers->load()[0].waitingRows == 0; }));
  auto waits = ask(*workers, model, "second");
  QCOMPARE(::kill(static_cast<pid_t>(processOf(*workers)), SIGKILL), 0);
  QCOMPARE(inFlight.get().error().code, ErrorCode::Unavailable);
  release();
  QVERIFY(waits.get().has_value());
  QCOMPARE(starts(), size_t{2});
}

void WorkerPoolTest::death_whileIdleIsNotSeen() {
  const auto workers = pool();
  const auto model = notesModel("md_1");
  must(workers->warm(model));
  const auto process = static_cast<int>(processOf(*workers));
  ::kill(process, SIGKILL);
  QVERIFY(waitUntil([&] { return !base::isRunning(process); }));
  QVERIFY(ask(*workers, model, "after").get().has_value());
}

void WorkerPoolTest::death_againAndAgainIsSlowed() {
  const WorkerSetting dies("FAKE_WORKER_DIE_AFTER", "0");
  WorkerSettings settings;
  settings.backOff = 1h;
  const auto workers = pool(settings);
  const auto model = notesModel("md_1");
  for (int i = 0; i < 6; ++i) {
    QCOMPARE(ask(*workers, model, "kills").get().error().code, ErrorCode::Unavailable);
  }
  QCOMPARE(starts(), size_t{2});  // the first death costs nothing, the second an hour
}

void WorkerPoolTest::garbage_endsTheWorker() {
  const WorkerSetting garbage("FAKE_WORKER_GARBAGE_AFTER", "1");
  const auto workers = pool();
  const auto model = notesModel("md_1");
  QVERIFY(ask(*workers, model, "good").get().has_value());
  QCOMPARE(ask(*workers, model, "garbled").get().error().code, ErrorCode::Unavailable);
  QVERIFY(ask(*workers, model, "good again").get().has_value());
  QCOMPARE(starts(), size_t{2});
}

void WorkerPoolTest::start_thatFailsSaysWhy_data() {
  QTest::addColumn<QString>("how");
  QTest::addColumn<int>("code");
  QTest::newRow("ends") << "1" << static_cast<int>(ErrorCode::Unavailable);
  QTest::newRow("says why") << "error" << static_cast<int>(ErrorCode::Corrupt);
}

void WorkerPoolTest::start_thatFailsSaysWhy() {
  QFETCH(QString, how);
  QFETCH(int, code);
  WorkerSettings settings;
  settings.backOff = 1h;
  const auto workers = pool(settings);
  const auto model = notesModel("md_1");
  const WorkerSetting refuses("FAKE_WORKER_NO_START", how.toStdString());
  for (int i = 0; i < 3; ++i) {
    QCOMPARE(static_cast<int>(ask(*workers, model, "x").get().error().code), code);
  }
  QCOMPARE(static_cast<int>(workers->warm(model).error().code), code);
  QCOMPARE(starts(), size_t{1});
}

void WorkerPoolTest::start_refusesAlteredBytes() {
  const auto workers = pool();
  const auto model = notesModel("md_1");
  model->folder = *folder_ / "model";
  must(base::makePrivateFolder(model->folder));
  must(base::writeFileWhole(model->folder / "weights", "good"));
  model->bytesSha256 = must(base::hashOfFolder(model->folder));
  QVERIFY(ask(*workers, model, "x").get().has_value());
  workers->drop("md_1");
  must(base::writeFileWhole(model->folder / "weights", "Good"));
  QCOMPARE(ask(*workers, model, "x").get().error().code, ErrorCode::Corrupt);
  QCOMPARE(starts(), size_t{1});
}

void WorkerPoolTest::idle_workerEndsAndComesBack() {
  WorkerSettings settings;
  settings.idleStop = 1s;
  const auto workers = pool(settings);
  const auto model = notesModel("md_1");
  for (int i = 0; i < 2; ++i) {
    QVERIFY(ask(*workers, model, "x").get().has_value());
    QVERIFY(waitUntil([&] { return processOf(*workers) == 0; }));
  }
  QCOMPARE(starts(), size_t{2});
}

void WorkerPoolTest::limit_endsTheLongestIdle() {
  WorkerSettings settings;
  settings.workers = 2;
  const auto workers = pool(settings);
  for (const char* id : {"md_1", "md_2", "md_3"}) {
    QVERIFY(ask(*workers, notesModel(id), "x").get().has_value());
  }
  const auto load = workers->load();
  QCOMPARE(load.size(), size_t{3});
  QCOMPARE(load[0].processId, 0);
  QVERIFY(load[1].processId != 0 && load[2].processId != 0);
}

void WorkerPoolTest::drop_answersWhatWaits() {
  WorkerSettings settings;
  settings.batchRows = 1;
  const auto workers = pool(settings);
  const auto model = notesModel("md_1");
  setHold();
  auto first = ask(*workers, model, "first");
  auto second = ask(*workers, model, "second");
  workers->drop("md_1");
  auto third = ask(*workers, model, "with another worker");
  release();
  QVERIFY(first.get().has_value());
  QVERIFY(second.get().has_value());
  QVERIFY(third.get().has_value());
}

void WorkerPoolTest::list_isWholeAndInOrder() {
  const auto workers = pool();
  std::vector<protocol::WorkerRow> rows;
  for (int i = 0; i < 200; ++i) {
    rows.push_back({i % 3 == 0 ? "injury" : "infection"});
  }
  const auto answers = must(workers->predictAll(notesModel("md_1"), rows, false, base::Stop()));
  QCOMPARE(answers.size(), size_t{200});
  for (size_t i = 0; i < answers.size(); ++i) {
    QCOMPARE(answers[i].probabilities[1] > .5, i % 3 == 0);
  }
  QVERIFY(must(workers->predictAll(notesModel("md_1"), {}, false, base::Stop())).empty());
}

void WorkerPoolTest::list_stops() {
  const auto workers = pool();
  setHold();
  std::stop_source source;
  source.request_stop();
  const auto answers =
      workers->predictAll(notesModel("md_1"), {{"x"}}, false, base::Stop(source.get_token()));
  QCOMPARE(answers.error().code, ErrorCode::Cancelled);
}

void WorkerPoolTest::embed_givesVectors() {
  const auto workers = pool();
  const auto vectors = must(workers->embed(notesModel("md_1"), {"one", "three"}, base::Stop()));
  QVERIFY(vectors == (std::vector<std::vector<float>>{{3, 1}, {5, 1}}));
}

void WorkerPoolTest::warm_tellsOfTheModel() {
  const auto workers = pool();
  QVERIFY(!workers->hello("md_1").has_value());
  const auto hello = must(workers->warm(notesModel("md_1")));
  QCOMPARE(hello.calibrationRows, 40);
  QCOMPARE(workers->hello("md_1")->temperature, 1.25);
}

void WorkerPoolTest::end_answersWhatWaits() {
  auto workers = pool();
  setHold();
  auto first = ask(*workers, notesModel("md_1"), "first");
  auto second = ask(*workers, notesModel("md_1"), "second");
  workers.reset();
  QCOMPARE(first.get().error().code, ErrorCode::Unavailable);
  QCOMPARE(second.get().error().code, ErrorCode::Unavailable);
}

TELESOFT_TEST(WorkerPoolTest)

}  // namespace

#include "worker_pool_test.moc"
