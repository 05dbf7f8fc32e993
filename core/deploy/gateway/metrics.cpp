#include "telesoft/deploy/gateway/metrics.h"

#include <algorithm>

#include <fmt/format.h>

namespace telesoft::deploy {

namespace {

std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') {
      out += '\\';
    }
    out += c;
  }
  return out;
}

MetricsText::Labels labelsOf(const RequestLabels& labels) {
  return {{"service", labels.service},
          {"environment", labels.environment},
          {"arm", labels.arm},
          {"model", labels.model}};
}

}  // namespace

void MetricsText::family(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void MetricsText::sample(const Labels& labels, double value, std::string_view suffix) {
  text_ += name_;
  text_ += suffix;
  std::string inside;
  for (const auto& [name, content] : labels) {
    inside += fmt::format("{}{}=\"{}\"", inside.empty() ? "" : ",", name, escaped(content));
  }
  if (!inside.empty()) {
    text_ += "{" + inside + "}";
  }
  text_ += fmt::format(" {}\n", value);
}

void RequestMetrics::count(const RequestLabels& labels,
                           std::string_view errorCode,
                           double seconds) {
  const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), seconds);
  const std::lock_guard lock(mutex_);
  Counts& counts = counts_[labels];
  ++counts.requests;
  counts.seconds += seconds;
  ++counts.latency.at(static_cast<size_t>(bound - kBounds.begin()));
  if (!errorCode.empty()) {
    ++counts.errors[std::string(errorCode)];
  }
}

void RequestMetrics::write(MetricsText& into) const {
  const std::lock_guard lock(mutex_);
  into.family("telesoft_requests_total", "counter", "Requests for a prediction.");
  for (const auto& [labels, counts] : counts_) {
    into.sample(labelsOf(labels), static_cast<double>(counts.requests));
  }
  into.family("telesoft_errors_total", "counter", "Requests that were not answered, by reason.");
  for (const auto& [labels, counts] : counts_) {
    for (const auto& [code, count] : counts.errors) {
      auto all = labelsOf(labels);
      all.emplace_back("code", code);
      into.sample(all, static_cast<double>(count));
    }
  }
  into.family("telesoft_request_duration_seconds", "histogram",
              "From the request's arrival until its answer is on disk.");
  for (const auto& [labels, counts] : counts_) {
    std::int64_t sum = 0;
    for (size_t i = 0; i < counts.latency.size(); ++i) {
      sum += counts.latency.at(i);
      const std::string bound = i < kBounds.size() ? fmt::format("{}", kBounds.at(i)) : "+Inf";
      auto all = labelsOf(labels);
      all.emplace_back("le", bound);
      into.sample(all, static_cast<double>(sum), "_bucket");
    }
    into.sample(labelsOf(labels), counts.seconds, "_sum");
    into.sample(labelsOf(labels), static_cast<double>(sum), "_count");
  }
}

}  // namespace telesoft::deploy
