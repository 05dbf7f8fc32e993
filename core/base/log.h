// One line a record to standard error or a file; never a data value.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "telesoft/base/result.h"

namespace telesoft::base {

enum class LogLevel { Debug, Info, Warning, Error };

class Log {
 public:
  virtual ~Log() = default;
  virtual void write(LogLevel level, std::string_view text) = 0;
  void info(std::string_view text) { write(LogLevel::Info, text); }
  void warning(std::string_view text) { write(LogLevel::Warning, text); }
  void error(std::string_view text) { write(LogLevel::Error, text); }
};

/// Writes "time level text" lines; the file is rotated at 5 MB, three kept. An empty path means
/// standard error.
[[nodiscard]] Result<std::unique_ptr<Log>> openLog(const std::filesystem::path& file,
                                                   LogLevel level = LogLevel::Info);

class NullLog final : public Log {
 public:
  void write(LogLevel, std::string_view) override {}
};

}  // namespace telesoft::base
