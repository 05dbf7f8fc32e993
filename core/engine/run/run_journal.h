// What a run says of itself while it works: events.jsonl and status.json.
#pragma once

#include <chrono>
#include <string>

#include "telesoft/base/clock.h"
#include "telesoft/base/os/files.h"
#include "telesoft/protocol/run_record.h"

namespace telesoft::engine {

/// Numbers go on where an earlier engine on the same run stopped, and the fraction never goes back.
/// Thread: one.
class RunJournal {
 public:
  [[nodiscard]] static base::Result<RunJournal> open(const base::Path& run,
                                                     const base::Clock& clock);

  [[nodiscard]] base::Status event(const std::string& kind, base::json data);
  [[nodiscard]] base::Status warning(const std::string& message, const std::string& hint);
  [[nodiscard]] base::Status milestone(const std::string& name, const std::string& message);
  /// A progress event and the status file, five times a second at most.
  struct Progress {
    std::int64_t step = 0, totalSteps = 0;
    double epoch = 0, fraction = 0, secondsLeft = 0;
  };
  [[nodiscard]] base::Status progress(const Progress& progress);
  /// The status file at once, in this state.
  [[nodiscard]] base::Status enter(protocol::RunState state);
  /// The event "failed" and the status of it. Does what can be done: the disk may be full.
  void fail(const base::Error& error);

  [[nodiscard]] protocol::RunStatus& status() { return status_; }
  /// The kind of the last event; "" without any.
  [[nodiscard]] const std::string& lastKind() const { return lastKind_; }

 private:
  RunJournal(base::Path run, const base::Clock& clock, base::LineAppender events)
      : run_(std::move(run)), clock_(clock), events_(std::move(events)) {}
  [[nodiscard]] base::Status readEarlier();
  [[nodiscard]] base::Status writeStatus();

  base::Path run_;
  const base::Clock& clock_;
  base::LineAppender events_;
  protocol::RunStatus status_;
  std::int64_t lastSeq_ = 0;
  std::string lastKind_;
  std::chrono::milliseconds writtenAt_{-1000};
};

}  // namespace telesoft::engine
