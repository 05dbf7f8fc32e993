#include "telesoft/base/log.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace telesoft::base {

namespace {

spdlog::level::level_enum levelOf(LogLevel level) {
  switch (level) {
    case LogLevel::Debug:
      return spdlog::level::debug;
    case LogLevel::Info:
      return spdlog::level::info;
    case LogLevel::Warning:
      return spdlog::level::warn;
    case LogLevel::Error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

class SpdLog final : public Log {
 public:
  SpdLog(spdlog::sink_ptr sink, LogLevel level) : logger_("telesoft", std::move(sink)) {
    logger_.set_level(levelOf(level));
    logger_.set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    logger_.flush_on(spdlog::level::info);
  }
  void write(LogLevel level, std::string_view text) override {
    logger_.log(levelOf(level), spdlog::string_view_t(text.data(), text.size()));
  }

 private:
  spdlog::logger logger_;
};

}  // namespace

Result<std::unique_ptr<Log>> openLog(const std::filesystem::path& file, LogLevel level) {
  try {
    spdlog::sink_ptr sink;
    if (file.empty()) {
      sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    } else {
      sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.string(), 5U << 20U, 3);
    }
    return std::unique_ptr<Log>(std::make_unique<SpdLog>(std::move(sink), level));
  } catch (const spdlog::spdlog_ex&) {
    return fail(ErrorCode::Unavailable, "the log file cannot be opened",
                "check the folder's rights and free space");
  }
}

}  // namespace telesoft::base
