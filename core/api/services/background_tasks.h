// Long work beside the requests: imports and de-identification, with cancelling and an end that
// waits for all of it.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "telesoft/base/result.h"

namespace telesoft::api {

/// A thread for each piece of work, of which `atOnce` run and the others wait. Thread: any.
class BackgroundTasks {
 public:
  explicit BackgroundTasks(size_t atOnce = 2) : atOnce_(atOnce) {}
  ~BackgroundTasks();
  BackgroundTasks(const BackgroundTasks&) = delete;
  BackgroundTasks& operator=(const BackgroundTasks&) = delete;

  /// `work` is always called, with a token that may have been stopped already.
  void start(const std::string& id, std::function<void(std::stop_token)> work);
  /// False where no such work is under way. Does not wait for its end.
  bool cancel(const std::string& id);
  [[nodiscard]] size_t running() const;
  /// Asks all to stop and waits for them; nothing can be started afterwards.
  void stopAll();

 private:
  struct Task {
    std::shared_ptr<bool> done;  // shared with the thread, which sets it under the lock
    std::jthread thread;
  };
  void run(bool& done,
           const std::stop_token& stop,
           const std::function<void(std::stop_token)>& work);
  void dropFinished();

  const size_t atOnce_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  size_t active_ = 0;
  bool stopped_ = false;
  std::multimap<std::string, Task> tasks_;
};

}  // namespace telesoft::api
