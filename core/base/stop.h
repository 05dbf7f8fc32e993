// Asking long work to stop, and hearing from it how far it is.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <utility>

#include "telesoft/base/result.h"

namespace telesoft::base {

struct Progress {
  double fraction = 0;  // 0..1
  std::string stage;    // "reading rows"
};

/// Passed to every long call, which checks it at least every 100 ms. Thread: any.
class Stop {
 public:
  using Report = std::function<void(const Progress&)>;
  Stop() = default;
  explicit Stop(std::stop_token token, Report report = {})
      : token_(std::move(token)), report_(std::move(report)) {}
  [[nodiscard]] bool requested() const { return token_.stop_requested(); }
  /// Cancelled when asked to stop: TELESOFT_CHECK(stop.check("import")).
  [[nodiscard]] Status check(const std::string& work) const {
    return requested() ? Status(fail(ErrorCode::Cancelled, work + " was cancelled")) : Status();
  }
  void progress(double fraction, const std::string& stage) const {
    if (report_) {
      report_({fraction, stage});
    }
  }

 private:
  std::stop_token token_;
  Report report_;
};

}  // namespace telesoft::base
