// Warm engine workers, one process for each served model, and batches made of what waits for it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "telesoft/base/log.h"
#include "telesoft/base/stop.h"
#include "telesoft/deploy/gateway/routes.h"

namespace telesoft::deploy {

struct WorkerSettings {
  // An idle worker starts at once; what comes while it is busy is its next batch.
  std::size_t batchRows = 32;                     // rows in a batch at most
  std::size_t explainRows = 4;                    // the same where they are to be explained
  std::size_t queueRows = 512;                    // more wait: refused with Unavailable
  std::chrono::milliseconds timeout{10000};       // of a request, queue included
  std::chrono::milliseconds listTimeout{120000};  // of each row of predictAll() and embed()
  std::chrono::milliseconds startTimeout{60000};  // until a worker has opened its model
  std::chrono::seconds idleStop{600};      // a worker without work ends; a new one starts warm
  std::size_t workers = 4;                 // processes at once at most; the longest idle goes
  std::chrono::milliseconds backOff{500};  // after a worker that did not start; doubled each time
};

/// Thread: any.
class WorkerPool {
 public:
  /// An empty engine path: $TELESOFT_ENGINE_PROGRAM, else the telesoft-engine beside this program.
  /// `folder`: for the workers' spec files, mode 0700.
  WorkerPool(base::Path engine, base::Path folder, base::Log& log, WorkerSettings settings = {});
  /// Requests that wait or run are answered with Unavailable.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  using Done = std::function<void(base::Result<protocol::WorkerAnswer>)>;
  /// Answers once, on a thread of the pool, or inside this call where the queue is full. Errors:
  /// Unavailable for a full queue or a worker that died (it is started again for the next one);
  /// Timeout; Corrupt where the model's bytes are not those that were approved (a model without a
  /// bytesSha256 has no approval, and is not checked).
  void predict(const std::shared_ptr<const ServedModel>& model,
               protocol::WorkerRow row,
               bool explain,
               Done done);
  /// For long lists, such as a review's queue: waits, and keeps the worker's queue short.
  [[nodiscard]] base::Result<std::vector<protocol::WorkerAnswer>> predictAll(
      const std::shared_ptr<const ServedModel>& model,
      const std::vector<protocol::WorkerRow>& rows,
      bool explain,
      const base::Stop& stop);
  [[nodiscard]] base::Result<std::vector<std::vector<float>>> embed(
      const std::shared_ptr<const ServedModel>& model,
      const std::vector<std::string>& texts,
      const base::Stop& stop);
  /// Starts the model's worker ahead of its first request; gives what it says of itself.
  [[nodiscard]] base::Result<protocol::WorkerHello> warm(
      const std::shared_ptr<const ServedModel>& model);
  /// What the model's worker has said of itself; nothing where none has started.
  [[nodiscard]] std::optional<protocol::WorkerHello> hello(const std::string& key) const;
  /// Ends the worker after what it works on.
  void drop(const std::string& key);

  struct Load {
    std::string key;
    std::size_t waitingRows = 0;
    std::int64_t processId = 0;  // 0: it has none
    std::int64_t batches = 0;    // since it was first asked for
  };
  [[nodiscard]] std::vector<Load> load() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace telesoft::deploy
