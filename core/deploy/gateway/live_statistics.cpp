#include "telesoft/deploy/gateway/live_statistics.h"

#include <array>
#include <cmath>
#include <deque>

#include "telesoft/base/clock.h"
#include "telesoft/deploy/gateway/latency_histogram.h"
#include "telesoft/evaluate/intervals.h"

namespace telesoft::deploy {

using protocol::ArmStatistics;
using std::chrono::seconds;
using Time = std::chrono::system_clock::time_point;

namespace {

constexpr std::int64_t kSlots = 3600;    // seconds that are kept one by one
constexpr size_t kSampleRows = 4000;     // of each input field
constexpr size_t kMaxCategories = 1000;  // of a field; what is new after that counts as ""

struct ArmCount {
  std::int64_t requests = 0, errors = 0, agrees = 0, outcomes = 0;
  double confidence = 0;
  LatencyHistogram latency;

  void add(const ArmCount& other) {
    requests += other.requests;
    errors += other.errors;
    agrees += other.agrees;
    outcomes += other.outcomes;
    confidence += other.confidence;
    latency.add(other.latency);
  }
};
using Arms = std::array<ArmCount, 2>;  // stable, candidate

struct Slot {
  std::int64_t second = 0;
  Arms arms;
};

/// The newest values of one field, the oldest overwritten.
struct Ring {
  std::vector<base::json> values;
  size_t next = 0;

  void add(const base::json& value) {
    if (values.size() < kSampleRows) {
      values.push_back(value);
    } else {
      values[next] = value;
      next = (next + 1) % kSampleRows;
    }
  }
};

std::int64_t secondOf(Time at) {
  return std::chrono::duration_cast<seconds>(at.time_since_epoch()).count();
}

protocol::Estimate shareOf(std::int64_t count, std::int64_t n) {
  protocol::Estimate out;
  out.n = n;
  out.method = "Wilson";
  if (n > 0) {
    const evaluate::Interval interval = evaluate::wilson(count, n);
    out.value = static_cast<double>(count) / static_cast<double>(n);
    out.low = interval.low;
    out.high = interval.high;
  }
  return out;
}

ArmStatistics shown(Arm arm, const std::string& modelId, const ArmCount& count) {
  ArmStatistics out;
  out.arm = nameOf(arm);
  out.modelId = modelId;
  out.requests = count.requests;
  out.errors = count.errors;
  out.errorRate = shareOf(count.errors, count.requests);
  out.agreement = shareOf(count.agrees, count.outcomes);
  out.p50Ms = count.latency.percentile(.50);
  out.p95Ms = count.latency.percentile(.95);
  out.p99Ms = count.latency.percentile(.99);
  if (count.requests > count.errors) {
    out.meanConfidence = count.confidence / static_cast<double>(count.requests - count.errors);
  }
  return out;
}

}  // namespace

struct LiveStatistics::Series {
  std::deque<Slot> slots;  // seconds with something in them, in order
  Arms total;
  std::array<std::string, 2> models;
  std::map<std::string, Ring> inputs;
  std::int64_t failuresInARow = 0;

  Slot& slotAt(std::int64_t second) {
    // A clock that was set back counts into the newest second.
    if (slots.empty() || second > slots.back().second) {
      slots.push_back({second, {}});
    }
    while (slots.front().second <= slots.back().second - kSlots) {
      slots.pop_front();
    }
    return slots.back();
  }
  [[nodiscard]] std::vector<ArmStatistics> shownOf(const Arms& arms) const {
    return {shown(Arm::Stable, models[0], arms[0]), shown(Arm::Candidate, models[1], arms[1])};
  }
};

void LiveStatistics::observe(const Observation& what, Time at) {
  if (what.deploymentId.empty() || what.arm == Arm::Direct) {
    return;
  }
  const size_t arm = what.arm == Arm::Candidate ? 1 : 0;
  const std::lock_guard lock(mutex_);
  auto& series = series_[what.deploymentId];
  if (!series) {
    series = std::make_shared<Series>();
  }
  series->models.at(arm) = what.modelId;
  for (ArmCount* count : {&series->slotAt(secondOf(at)).arms.at(arm), &series->total.at(arm)}) {
    ++count->requests;
    count->latency.add(what.latencyMs);
    if (what.failed) {
      ++count->errors;
    } else {
      count->confidence += what.confidence;
    }
  }
  if (arm == 1) {
    series->failuresInARow = what.failed ? series->failuresInARow + 1 : 0;
  }
  for (const auto& [field, value] : what.inputs) {
    series->inputs[field].add(value);
  }
}

void LiveStatistics::outcome(const std::string& deploymentId, Arm arm, bool agrees) {
  const std::lock_guard lock(mutex_);
  const auto found = series_.find(deploymentId);
  if (found == series_.end() || arm == Arm::Direct) {
    return;
  }
  // Into the newest second: what users say has no time of its own here.
  Series& series = *found->second;
  const size_t at = arm == Arm::Candidate ? 1 : 0;
  for (ArmCount* count : {&series.slots.back().arms.at(at), &series.total.at(at)}) {
    ++count->outcomes;
    count->agrees += agrees ? 1 : 0;
  }
}

std::vector<ArmStatistics> LiveStatistics::window(const std::string& deploymentId,
                                                  seconds window,
                                                  Time now) const {
  const std::lock_guard lock(mutex_);
  const auto found = series_.find(deploymentId);
  if (found == series_.end()) {
    return Series{}.shownOf({});
  }
  Arms sum;
  const std::int64_t after = secondOf(now) - window.count();
  for (const Slot& slot : found->second->slots) {
    if (slot.second > after) {
      sum[0].add(slot.arms[0]);
      sum[1].add(slot.arms[1]);
    }
  }
  return found->second->shownOf(sum);
}

std::vector<ArmStatistics> LiveStatistics::total(const std::string& deploymentId) const {
  const std::lock_guard lock(mutex_);
  const auto found = series_.find(deploymentId);
  return found == series_.end() ? Series{}.shownOf({})
                                : found->second->shownOf(found->second->total);
}

std::vector<protocol::VolumePoint> LiveStatistics::minutes(const std::string& deploymentId,
                                                           Time now) const {
  constexpr std::int64_t kMinutes = 60;
  const std::int64_t newest = secondOf(now) / 60;
  std::vector<protocol::VolumePoint> out(kMinutes);
  std::vector<LatencyHistogram> latency(kMinutes);
  const std::lock_guard lock(mutex_);
  if (const auto found = series_.find(deploymentId); found != series_.end()) {
    for (const Slot& slot : found->second->slots) {
      const std::int64_t at = slot.second / 60 - newest + kMinutes - 1;
      if (at < 0 || at >= kMinutes) {
        continue;
      }
      auto& point = out[static_cast<size_t>(at)];
      point.stable += slot.arms[0].requests;
      point.candidate += slot.arms[1].requests;
      point.errors += slot.arms[0].errors + slot.arms[1].errors;
      latency[static_cast<size_t>(at)].add(slot.arms[0].latency);
      latency[static_cast<size_t>(at)].add(slot.arms[1].latency);
    }
  }
  for (std::int64_t i = 0; i < kMinutes; ++i) {
    auto& point = out[static_cast<size_t>(i)];
    point.time = base::toIso8601(base::TimePoint(seconds((newest - kMinutes + 1 + i) * 60)));
    point.p99Ms = latency[static_cast<size_t>(i)].percentile(.99);
  }
  return out;
}

std::map<std::string, FieldSample> LiveStatistics::inputs(const std::string& deploymentId) const {
  std::map<std::string, FieldSample> out;
  const std::lock_guard lock(mutex_);
  const auto found = series_.find(deploymentId);
  if (found == series_.end()) {
    return out;
  }
  for (const auto& [field, ring] : found->second->inputs) {
    FieldSample& sample = out[field];
    for (const base::json& value : ring.values) {
      ++sample.n;
      if (value.is_number()) {
        sample.numbers.push_back(value.get<double>());
      } else if (value.is_string() && sample.categories.size() < kMaxCategories) {
        ++sample.categories[value.get<std::string>()];
      } else {
        ++(value.is_string() ? sample.categories[""] : sample.missing);
      }
    }
  }
  return out;
}

std::int64_t LiveStatistics::failuresInARow(const std::string& deploymentId) const {
  const std::lock_guard lock(mutex_);
  const auto found = series_.find(deploymentId);
  return found == series_.end() ? 0 : found->second->failuresInARow;
}

void LiveStatistics::forget(const std::string& deploymentId) {
  const std::lock_guard lock(mutex_);
  series_.erase(deploymentId);
}

}  // namespace telesoft::deploy
