// Files written whole or not at all, read with clear errors.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "telesoft/base/result.h"

namespace telesoft::base {

using Path = std::filesystem::path;

/// NotFound, PermissionDenied or OutOfResources (larger than maxBytes).
[[nodiscard]] Result<std::string> readFile(const Path& path, std::uint64_t maxBytes = 1ULL << 32U);

/// Writes a temporary sibling, fsyncs it, renames it, fsyncs the folder. Either the old or the new
/// content is there after a crash. OutOfResources when the disk is full, and then the old content
/// stands.
[[nodiscard]] Status writeFileWhole(const Path& path, std::string_view bytes, unsigned mode = 0600);

/// The same for content that is produced in pieces: `produce` gets a sink that may fail.
using Sink = std::function<Status(std::string_view)>;
[[nodiscard]] Status writeFileWhole(const Path& path,
                                    const std::function<Status(const Sink&)>& produce,
                                    unsigned mode = 0600);

/// Creates it and its parents with mode 0700 where absent.
[[nodiscard]] Status makePrivateFolder(const Path& path);
[[nodiscard]] Result<std::uint64_t> freeBytes(const Path& folder);
/// Turns errno of a failed call into the right code: ENOSPC -> OutOfResources, ENOENT -> NotFound,
/// ...
[[nodiscard]] Error systemError(int errnoValue, const std::string& what);

/// Appends whole lines with one write() each; a torn last line of a killed writer is cut off on
/// opening.
class LineAppender {
 public:
  [[nodiscard]] static Result<LineAppender> open(const Path& path);
  LineAppender(LineAppender&& other) noexcept;
  LineAppender& operator=(LineAppender&& other) noexcept;
  ~LineAppender();
  /// `line` without its newline.
  [[nodiscard]] Status append(std::string_view line);
  [[nodiscard]] Status sync();

 private:
  explicit LineAppender(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace telesoft::base
