#include "telesoft/api/services/background_tasks.h"

#include <atomic>
#include <semaphore>

#include "support/test_case.h"

using namespace telesoft;

namespace {

/// Holds its thread until asked to stop.
void waitForStop(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  changed.wait(lock, stop, [] { return false; });
}

}  // namespace

class BackgroundTasksTest : public QObject {
  Q_OBJECT
 private slots:
  void backgroundTasks_cancelsWorkThatRunsAndWorkThatWaits() {
    api::BackgroundTasks tasks(1);
    std::binary_semaphore started(0);
    std::counting_semaphore<2> ended(0);
    tasks.start("a", [&](const std::stop_token& stop) {
      started.release();
      waitForStop(stop);
      ended.release();
    });
    started.acquire();
    std::atomic<bool> sawStop = false;
    tasks.start("b", [&](const std::stop_token& stop) {
      sawStop = stop.stop_requested();
      ended.release();
    });
    QCOMPARE(tasks.running(), size_t(2));
    QVERIFY(tasks.cancel("b"));  // which waits behind "a"
    ended.acquire();
    QVERIFY(sawStop);
    QVERIFY(tasks.cancel("a"));
    ended.acquire();
    QTRY_COMPARE(tasks.running(), size_t(0));
    QVERIFY(!tasks.cancel("a"));
  }

  void backgroundTasks_stopsAllAtItsEnd() {
    std::atomic<int> ended = 0;
    {
      api::BackgroundTasks tasks(2);
      for (int i = 0; i < 5; ++i) {
        tasks.start("t", [&](const std::stop_token& stop) {
          waitForStop(stop);
          ++ended;
        });
      }
    }
    QCOMPARE(ended.load(), 5);
  }

  void backgroundTasks_doesNotKeepWhatIsDone() {
    api::BackgroundTasks tasks(2);
    std::atomic<int> ran = 0;
    for (int i = 0; i < 50; ++i) {
      tasks.start("t", [&](const std::stop_token&) { ++ran; });
    }
    QTRY_COMPARE(ran.load(), 50);
    QTRY_COMPARE(tasks.running(), size_t(0));
  }
};

TELESOFT_TEST(BackgroundTasksTest)
#include "background_tasks_test.moc"
