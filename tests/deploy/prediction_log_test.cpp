#include "telesoft/deploy/gateway/prediction_log.h"

#include <algorithm>
#include <atomic>
#include <future>

#include "telesoft/deploy/gateway/receipts.h"
#include "telesoft/store/audit_log.h"

#include "support/fake_clock.h"
#include "support/must.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::deploy;
using namespace telesoft::tests;
using KeyPurpose = store::Workspace::KeyPurpose;

class PredictionLogTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup();
  void done_comesWhenItIsOnDisk();
  void content_isSealedAndBound();
  void audit_namesEachPersonOnceATransaction();
  void failure_isToldToEachThatWaits();
  void failed_leavesNoContent();

 private:
  [[nodiscard]] store::PredictionRecord find(const std::string& receipt) const;
  std::unique_ptr<TempFolder> folder_;
  FakeClock clock_;
  std::unique_ptr<store::Workspace> workspace_;
};

PredictionLog::Entry entry(const std::string& receipt,
                           const std::function<void(const base::Status&)>& done) {
  PredictionLog::Entry out;
  out.receipt.receipt = receipt;
  out.receipt.time = "2026-03-03T10:00:00.000Z";
  out.receipt.deploymentId = "dp_1";
  out.actor = "a person";
  out.content = R"({"patientData":{"note":"planted words"},"analysis":{"receipt":")" + receipt +
                R"(","time":"","model":{"id":"md_1"},"findings":[]}})";
  out.done = done;
  return out;
}

void PredictionLogTest::init() {
  folder_ = std::make_unique<TempFolder>();
  workspace_ = must(store::Workspace::create(*folder_ / "ws", clock_));
}
void PredictionLogTest::cleanup() {
  workspace_.reset();
  folder_.reset();
}

store::PredictionRecord PredictionLogTest::find(const std::string& receipt) const {
  return must(workspace_->database().read(
      [&](const store::Snapshot& s) { return store::PredictionTable::find(s, receipt); }));
}

void PredictionLogTest::done_comesWhenItIsOnDisk() {
  std::atomic<int> found = 0;
  {
    PredictionLog log(*workspace_);
    for (int i = 0; i < 200; ++i) {
      const std::string id = "rc_" + std::to_string(i);
      log.add(entry(id, [&, id](const base::Status& written) {
        found += written && find(id).receipt.receipt == id ? 1 : 0;
      }));
    }
  }  // writes what is waiting
  QCOMPARE(found.load(), 200);
  QVERIFY(isGenuine(find("rc_17").receipt, workspace_->key(KeyPurpose::Signatures)));
}

void PredictionLogTest::content_isSealedAndBound() {
  {
    PredictionLog(*workspace_).add(entry("rc_1", [](const base::Status&) {}));
  }
  const std::string key = workspace_->key(KeyPurpose::Predictions);
  store::PredictionRecord record = find("rc_1");
  QVERIFY(record.sealed.find("planted") == std::string::npos);
  const PredictionContent content = must(contentOf(record, key));
  QVERIFY(content.patientData == base::json({{"note", "planted words"}}));
  QCOMPARE(content.analysis.receipt, std::string("rc_1"));
  record.receipt.receipt = "rc_2";  // the content of another
  QCOMPARE(contentOf(record, key).error().code, base::ErrorCode::Corrupt);
}

void PredictionLogTest::audit_namesEachPersonOnceATransaction() {
  std::promise<void> go, reached;
  {
    PredictionLog log(*workspace_);
    log.add(entry("rc_first", [&](const base::Status&) {
      reached.set_value();
      go.get_future().wait();  // all others come meanwhile
    }));
    reached.get_future().wait();
    for (int i = 0; i < 20; ++i) {
      auto one = entry("rc_" + std::to_string(i), [](const base::Status&) {});
      one.actor = i % 2 == 0 ? "a person" : "another";
      log.add(std::move(one));
    }
    go.set_value();
  }
  const auto page = must(workspace_->database().read(
      [](const store::Snapshot& s) { return store::AuditLog::page(s, 0, 100); }));
  std::vector<std::string> told;
  for (const auto& row : page.entries) {
    if (row.action == "prediction.make") {
      told.push_back(row.actor + " " + base::json::parse(row.detail).at("predictions").dump());
    }
  }
  std::sort(told.begin(), told.end());
  QVERIFY2(told == (std::vector<std::string>{"a person 1", "a person 10", "another 10"}),
           base::json(told).dump().c_str());
}

void PredictionLogTest::failure_isToldToEachThatWaits() {
  std::atomic<int> kept = 0, refused = 0;
  const auto count = [&](const base::Status& written) { ++(written ? kept : refused); };
  {
    PredictionLog log(*workspace_);
    log.add(entry("rc_1", count));
    QVERIFY(QTest::qWaitFor([&] { return kept == 1; }));
    log.add(entry("rc_1", count));  // an id that is there cannot be kept again
    QVERIFY(QTest::qWaitFor([&] { return refused == 1; }));
    log.add(entry("rc_2", count));
  }
  QCOMPARE(kept.load(), 2);
}

void PredictionLogTest::failed_leavesNoContent() {
  auto one = entry("rc_1", [](const base::Status&) {});
  one.content.clear();
  { PredictionLog(*workspace_).add(std::move(one)); }
  QVERIFY(find("rc_1").sealed.empty());
  QCOMPARE(contentOf(find("rc_1"), workspace_->key(KeyPurpose::Predictions)).error().code,
           base::ErrorCode::NotFound);
}

TELESOFT_TEST(PredictionLogTest)

}  // namespace

#include "prediction_log_test.moc"
