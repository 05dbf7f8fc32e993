// A lock that the kernel lets go when its holder dies, kill -9 included.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "telesoft/base/result.h"

namespace telesoft::base {

/// Holds flock() on a file while it lives. Thread: one.
class LockFile {
 public:
  /// Conflict when another process holds it.
  [[nodiscard]] static Result<LockFile> acquire(const std::filesystem::path& path);
  /// True when some living process holds it.
  [[nodiscard]] static bool isHeld(const std::filesystem::path& path);
  LockFile(LockFile&& other) noexcept;
  LockFile& operator=(LockFile&& other) noexcept;
  ~LockFile();

 private:
  explicit LockFile(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace telesoft::base
