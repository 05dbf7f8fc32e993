// One served model: what waits for it, its worker process, and the thread that brings both
// together.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "telesoft/deploy/workers/model_worker.h"
#include "telesoft/deploy/workers/worker_pool.h"

namespace telesoft::deploy {

enum class Ask { Predict, Explain, Embed };

using Steady = std::chrono::steady_clock;

struct Item {
  protocol::WorkerRow row;
  WorkerPool::Done done;
  std::chrono::milliseconds limit{0};  // from its arrival
  Steady::time_point arrived = Steady::now();

  [[nodiscard]] bool isLate(Steady::time_point now) const { return now >= arrived + limit; }
};

/// What the lanes of a pool share.
struct LaneShare {
  base::Path engine, folder;
  base::Log& log;
  WorkerSettings settings;
  std::atomic<int> running = 0;          // processes
  std::function<void()> endLongestIdle;  // asks for it; returns at once
};

/// Thread: any.
class WorkerLane {
 public:
  WorkerLane(std::shared_ptr<const ServedModel> model, LaneShare& share);
  ~WorkerLane();
  WorkerLane(const WorkerLane&) = delete;
  WorkerLane& operator=(const WorkerLane&) = delete;

  /// `limited`: refused, with the item back, where the queue is full. An item that is not taken
  /// because the lane ends comes back too.
  [[nodiscard]] bool push(Ask ask, Item& item, bool limited);
  using Warmed = std::function<void(base::Result<protocol::WorkerHello>)>;
  [[nodiscard]] bool pushWarm(const Warmed& warmed);
  /// Ends once the queue is empty; takes nothing more.
  void close();
  /// Ends its process where nothing waits; the next request starts another.
  void rest();
  /// Takes nothing more.
  [[nodiscard]] bool isEnding() const;
  /// Its thread has nothing left to do.
  [[nodiscard]] bool hasFinished() const { return finished_; }
  [[nodiscard]] const ServedModel& model() const { return *model_; }

  [[nodiscard]] WorkerPool::Load load() const;
  [[nodiscard]] std::optional<protocol::WorkerHello> hello() const;
  /// Since when it has nothing to do; nothing where it works or has no process.
  [[nodiscard]] std::optional<Steady::time_point> idleSince() const;

 private:
  struct Batch {
    Ask ask = Ask::Predict;
    std::vector<Item> items;
  };

  void serve();
  [[nodiscard]] Batch takeBatch();
  void run(Batch batch);
  void ask(ModelWorker& worker, Batch& batch);
  [[nodiscard]] base::Result<std::vector<protocol::WorkerAnswer>> exchange(ModelWorker& worker,
                                                                           Batch& batch);
  /// The process, started where there is none.
  [[nodiscard]] base::Result<ModelWorker*> worker();
  [[nodiscard]] base::Result<std::unique_ptr<ModelWorker>> start();
  [[nodiscard]] base::Status takePlace(Steady::time_point until);
  [[nodiscard]] base::Result<protocol::WorkerHello> greet(ModelWorker& worker,
                                                          Steady::time_point until);
  void endProcess();
  void failed(const base::Error& why, bool atStart);
  void answerWarmers(const base::Result<protocol::WorkerHello>& answer);
  /// Answers what has waited for too long; false where the lane is to end at once.
  [[nodiscard]] bool tick();
  void answerAll(const base::Error& error);

  const std::shared_ptr<const ServedModel> model_;  // shared with the routes it came from
  LaneShare& share_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::array<std::deque<Item>, 3> queues_;  // by Ask
  size_t waiting_ = 0;
  std::vector<Warmed> warmers_;
  bool stopping_ = false, closing_ = false, resting_ = false, busy_ = false;
  std::atomic<bool> finished_ = false;
  std::optional<protocol::WorkerHello> hello_;
  std::int64_t processId_ = 0, batches_ = 0;
  Steady::time_point idleSince_ = Steady::now();

  // Of the thread.
  std::unique_ptr<ModelWorker> worker_;
  int failures_ = 0;
  Steady::time_point notBefore_{};
  base::Error lastFailure_;
  std::int64_t nextId_ = 1;
  std::thread thread_;
};

}  // namespace telesoft::deploy
