#include "telesoft/jobs/metric_series.h"

#include <algorithm>
#include <cmath>

#include "telesoft/jobs/event_log.h"

namespace telesoft::jobs {

using base::Result;
using protocol::JobEvent;
using protocol::JobMetrics;
using protocol::MetricSeries;

namespace {

/// What a metric event's data holds.
struct MetricData {
  std::int64_t step = 0;
  std::map<std::string, double> values;
};
template <class V>
void describe(V& v, MetricData& m) {
  v.required("step", m.step);
  v.optional("values", m.values);
}

void dropFrom(MetricSeries& series, std::int64_t step) {
  while (!series.steps.empty() && series.steps.back() >= step) {
    series.steps.pop_back();
    series.values.pop_back();
  }
}

void addPoint(MetricSeries& to, const MetricSeries& from, std::size_t at) {
  to.steps.push_back(from.steps[at]);
  to.values.push_back(from.values[at]);
}

/// Of the points [begin, end): a NaN, the highest and the lowest, `most` at most, in their order.
std::vector<std::size_t> keptOf(const MetricSeries& series,
                                std::size_t begin,
                                std::size_t end,
                                std::size_t most) {
  std::optional<std::size_t> nan, highest, lowest;
  for (std::size_t i = begin; i < end; ++i) {
    const double value = series.values[i];
    if (std::isnan(value)) {
      nan = nan.value_or(i);
      continue;
    }
    highest = !highest || value > series.values[*highest] ? i : *highest;
    lowest = !lowest || value < series.values[*lowest] ? i : *lowest;
  }
  std::vector<std::size_t> out;
  for (const auto& one : {nan, highest, lowest}) {
    if (one && out.size() < most && std::find(out.begin(), out.end(), *one) == out.end()) {
      out.push_back(*one);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

void MetricCollector::add(const JobEvent& event) {
  if (event.kind != "metric") {
    return;
  }
  const auto data = base::fromJson<MetricData>(event.data);
  if (!data) {
    return;  // an event of a newer engine; the events themselves show it
  }
  for (auto& [unused, series] : series_) {
    dropFrom(series, data->step + 1);
  }
  for (const auto& [name, value] : data->values) {
    MetricSeries& series = series_[name];
    series.name = name;
    dropFrom(series, data->step);
    series.steps.push_back(data->step);
    series.values.push_back(value);
  }
}

JobMetrics MetricCollector::metrics(const std::string& jobId, std::size_t points) const {
  JobMetrics out;
  out.jobId = jobId;
  for (const auto& [unused, series] : series_) {
    if (!series.steps.empty()) {
      out.series.push_back(decimate(series, points));
    }
  }
  return out;
}

MetricSeries decimate(const MetricSeries& series, std::size_t points) {
  const std::size_t count = series.steps.size();
  const std::size_t inner = std::max<std::size_t>(points, 4) - 2;
  if (count <= inner + 2) {
    return series;
  }
  const bool hasNan = std::any_of(series.values.begin(), series.values.end(),
                                  [](double value) { return std::isnan(value); });
  const std::size_t stretches = std::max<std::size_t>(1, inner / (hasNan ? 3 : 2));
  MetricSeries out;
  out.name = series.name;
  addPoint(out, series, 0);
  for (std::size_t i = 0; i < stretches; ++i) {
    const std::size_t begin = 1 + i * (count - 2) / stretches;
    const std::size_t end = 1 + (i + 1) * (count - 2) / stretches;
    for (const std::size_t at : keptOf(series, begin, end, inner / stretches)) {
      addPoint(out, series, at);
    }
  }
  addPoint(out, series, count - 1);
  return out;
}

Result<JobMetrics> readMetrics(const base::Path& eventsFile,
                               const std::string& jobId,
                               std::size_t points) {
  EventTail tail(eventsFile);
  MetricCollector collector;
  while (true) {
    TELESOFT_TRY(events, tail.next());
    if (events.empty()) {
      return collector.metrics(jobId, points);
    }
    for (const JobEvent& event : events) {
      collector.add(event);
    }
  }
}

}  // namespace telesoft::jobs
