// Counters of the gateway and the text in which Prometheus reads them (exposition format 0.0.4).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace telesoft::deploy {

/// Families with their samples, written one after the other.
class MetricsText {
 public:
  using Labels = std::vector<std::pair<std::string_view, std::string_view>>;
  void family(std::string_view name, std::string_view type, std::string_view help);
  /// `suffix` of the family's name, such as "_sum".
  void sample(const Labels& labels, double value, std::string_view suffix = "");
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string name_, text_;
};

struct RequestLabels {
  std::string service, environment, arm, model;
  auto operator<=>(const RequestLabels&) const = default;
};

/// Constant memory for each version that is served. Thread: any.
class RequestMetrics {
 public:
  /// `errorCode`: "" for an answer.
  void count(const RequestLabels& labels, std::string_view errorCode, double seconds);
  void write(MetricsText& into) const;

 private:
  // Seconds; what takes longer counts in the last, "+Inf".
  static constexpr std::array kBounds = {.001, .0025, .005, .01, .025, .05, .1,
                                         .25,  .5,    1.0,  2.5, 5.0,  10.0};
  struct Counts {
    std::int64_t requests = 0;
    std::map<std::string, std::int64_t, std::less<>> errors;
    std::array<std::int64_t, kBounds.size() + 1> latency{};
    double seconds = 0;
  };
  mutable std::mutex mutex_;
  std::map<RequestLabels, Counts> counts_;
};

}  // namespace telesoft::deploy
