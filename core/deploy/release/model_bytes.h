// The hash of a model's folder as it is now, without reading unchanged files again and again.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "telesoft/base/clock.h"
#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

namespace telesoft::deploy {

/// Reads a folder again when a file's size, change time or place on the disk differs, and each hour
/// whatever it looks like. Thread: any.
class ModelBytes {
 public:
  explicit ModelBytes(const base::Clock& clock) : clock_(clock) {}
  /// As base::hashOfFolder(). Errors: those of it.
  [[nodiscard]] base::Result<std::string> hashOf(const base::Path& folder);

 private:
  struct Known {
    std::string look;  // of every file
    std::string hash;
    std::chrono::milliseconds read{0};
  };
  const base::Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Known> known_;
};

}  // namespace telesoft::deploy
