// What the server asks of a run while it runs: control.json.
#pragma once

#include <stop_token>
#include <thread>

#include "telesoft/base/os/files.h"
#include "telesoft/base/stop.h"
#include "telesoft/engine/train/trainer.h"

namespace telesoft::engine {

/// Owns a thread that looks at the file every 50 ms, so that long passes stop as well.
class Control {
 public:
  explicit Control(base::Path file);
  /// What the file says now; None where it is missing or not readable. Thread: any.
  [[nodiscard]] RunRequest request() const;
  /// Requested soon after request() is no longer None.
  [[nodiscard]] const base::Stop& stop() const { return stop_; }

 private:
  base::Path file_;
  std::stop_source source_;
  base::Stop stop_;
  std::jthread watch_;
};

}  // namespace telesoft::engine
