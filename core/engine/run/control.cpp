#include "telesoft/engine/run/control.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "telesoft/base/json.h"

namespace telesoft::engine {

namespace {

constexpr std::chrono::milliseconds kInterval{50};
constexpr std::uint64_t kMostBytes = 1U << 16U;

}  // namespace

Control::Control(base::Path file)
    : file_(std::move(file)),
      stop_(source_.get_token()),
      watch_([this](const std::stop_token& end) {
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        while (!end.stop_requested() && request() == RunRequest::None) {
          wake.wait_for(lock, end, kInterval, [] { return false; });
        }
        if (!end.stop_requested()) {
          source_.request_stop();
        }
      }) {}

RunRequest Control::request() const {
  const auto text = base::readFile(file_, kMostBytes);
  if (!text) {
    return RunRequest::None;
  }
  const auto parsed = base::parseJson(*text);
  if (!parsed || !parsed->is_object()) {
    return RunRequest::None;
  }
  const base::json asked = parsed->value("request", base::json());
  if (asked == "pause") {
    return RunRequest::Pause;
  }
  return asked == "cancel" ? RunRequest::Cancel : RunRequest::None;
}

}  // namespace telesoft::engine
