// One `telesoft-engine serve` process: started, spoken to in lines, and never waited for blindly.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

namespace telesoft::deploy {

/// A child of this process, in a process group of its own. The destructor kills it. Thread: the one
/// that started it, which must outlive it (the worker ends with its parent's thread).
class ModelWorker {
 public:
  /// What it prints as its log goes to `logFile`, written anew, mode 0600. Unavailable.
  [[nodiscard]] static base::Result<std::unique_ptr<ModelWorker>> start(const base::Path& engine,
                                                                        const base::Path& specFile,
                                                                        const base::Path& logFile);
  ~ModelWorker();
  ModelWorker(const ModelWorker&) = delete;
  ModelWorker& operator=(const ModelWorker&) = delete;

  /// Called while it is waited for, at least every 20 ms; false: the wait ends with Cancelled.
  using Tick = std::function<bool()>;
  /// Errors: Unavailable where it has ended; OutOfResources for a line beyond 256 MiB.
  [[nodiscard]] base::Status send(std::string_view line, const Tick& tick);
  [[nodiscard]] base::Result<std::string> readLine(const Tick& tick);
  [[nodiscard]] bool isAlive() const;
  [[nodiscard]] std::int64_t processId() const { return process_; }

 private:
  ModelWorker(int process, int input, int output)
      : process_(process), input_(input), output_(output) {}
  const int process_;
  const int input_;  // a socket: a write to a process that has gone is an error, not a signal
  const int output_;
  std::string read_;  // not yet a line
};

}  // namespace telesoft::deploy
