#include "telesoft/ui/models/metric_model.h"

#include <cmath>
#include <limits>

namespace telesoft::ui {

namespace {

constexpr int kLeastMs = 100;  // between two changed()
constexpr size_t kMostEvents = 5000;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

MetricModel::MetricModel(ApiClient& api, QObject* parent) : QObject(parent), api_(api) {
  soon_.setSingleShot(true);
  soon_.setInterval(kLeastMs);
  connect(&soon_, &QTimer::timeout, this, &MetricModel::changed);
}

void MetricModel::setJob(const QString& jobId) {
  if (jobId == jobId_) {
    return;
  }
  jobId_ = jobId;
  delete stream_;
  stream_ = nullptr;
  series_.clear();
  events_.clear();
  eventStep_ = 0;
  if (!jobId.isEmpty()) {
    readSeries();
    stream_ = new JobEvents(api_.connection(), jobId, this);
    connect(stream_, &JobEvents::eventReceived, this, &MetricModel::take);
    stream_->start();
  }
  changedSoon();
}

void MetricModel::readSeries() {
  const QString asked = jobId_;
  const QString path = QStringLiteral("/v1/fine-tuning/jobs/%1/metrics?points=2000").arg(asked);
  api_.get<protocol::JobMetrics>(path, this, [this, asked](base::Result<protocol::JobMetrics> got) {
    if (asked != jobId_) {
      return;
    }
    if (!got) {
      Q_EMIT failed(got.error());
      return;
    }
    for (const protocol::MetricSeries& read : got->series) {
      auto& series = series_[read.name];
      for (size_t i = 0; i < std::min(read.steps.size(), read.values.size()); ++i) {
        series.emplace(read.steps[i], read.values[i]);  // what an event brought is newer
      }
    }
    changedSoon();
  });
}

void MetricModel::take(const protocol::JobEvent& event) {
  if (event.kind == "metric") {
    takeMetrics(event.data);
  } else if (event.kind != "progress") {
    if (events_.size() >= kMostEvents) {
      events_.erase(events_.begin(), events_.begin() + kMostEvents / 10);
    }
    events_.push_back(event);
  }
  Q_EMIT eventReceived(event);
  changedSoon();
}

void MetricModel::takeMetrics(const base::json& data) {
  const auto step = base::fromJson<std::int64_t>(data.value("step", base::json()));
  const base::json values = data.value("values", base::json::object());
  if (!step || !values.is_object()) {
    return;
  }
  if (*step < eventStep_) {
    for (auto& [unused, series] : series_) {
      series.erase(series.lower_bound(*step), series.end());
    }
  }
  eventStep_ = *step;
  for (const auto& [name, value] : values.items()) {
    if (value.is_null() || value.is_number()) {
      series_[name][*step] = value.is_null() ? kNan : value.get<double>();
    }
  }
}

void MetricModel::changedSoon() {
  if (!soon_.isActive()) {
    soon_.start();
  }
}

std::vector<QPointF> MetricModel::points(const std::string& metric) const {
  std::vector<QPointF> out;
  const auto found = series_.find(metric);
  if (found != series_.end()) {
    out.reserve(found->second.size());
    for (const auto& [step, value] : found->second) {
      out.emplace_back(static_cast<double>(step), value);
    }
  }
  return out;
}

double MetricModel::latest(const std::string& metric) const {
  const auto found = series_.find(metric);
  return found == series_.end() || found->second.empty() ? kNan : found->second.rbegin()->second;
}

std::vector<std::string> MetricModel::names() const {
  std::vector<std::string> out;
  for (const auto& [name, unused] : series_) {
    out.push_back(name);
  }
  return out;
}

}  // namespace telesoft::ui
