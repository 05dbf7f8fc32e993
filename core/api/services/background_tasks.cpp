#include "telesoft/api/services/background_tasks.h"

#include <utility>
#include <vector>

namespace telesoft::api {

BackgroundTasks::~BackgroundTasks() {
  stopAll();
}

void BackgroundTasks::start(const std::string& id, std::function<void(std::stop_token)> work) {
  const std::lock_guard lock(mutex_);
  if (stopped_) {
    return;
  }
  dropFinished();
  const auto done = std::make_shared<bool>(false);
  std::jthread thread([this, done, work = std::move(work)](const std::stop_token& stop) {
    run(*done, stop, work);
  });
  tasks_.emplace(id, Task{done, std::move(thread)});
}

void BackgroundTasks::run(bool& done,
                          const std::stop_token& stop,
                          const std::function<void(std::stop_token)>& work) {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [this] { return active_ < atOnce_; });
    ++active_;  // also when asked to stop: the work then ends at its first look
  }
  work(stop);
  const std::lock_guard lock(mutex_);
  --active_;
  done = true;
  changed_.notify_all();
}

/// Under the lock. A task that is done holds the lock no more, so that joining it is at once.
void BackgroundTasks::dropFinished() {
  std::erase_if(tasks_, [](const auto& entry) { return *entry.second.done; });
}

bool BackgroundTasks::cancel(const std::string& id) {
  const std::lock_guard lock(mutex_);
  bool found = false;
  const auto [begin, end] = tasks_.equal_range(id);
  for (auto it = begin; it != end; ++it) {
    if (!*it->second.done) {
      found = true;
      it->second.thread.request_stop();
    }
  }
  return found;
}

size_t BackgroundTasks::running() const {
  const std::lock_guard lock(mutex_);
  size_t count = 0;
  for (const auto& [unused, task] : tasks_) {
    count += *task.done ? 0 : 1;
  }
  return count;
}

void BackgroundTasks::stopAll() {
  std::multimap<std::string, Task> tasks;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    tasks.swap(tasks_);
  }
  for (auto& [unused, task] : tasks) {
    task.thread.request_stop();
  }
}  // each thread is joined where its task goes

}  // namespace telesoft::api
