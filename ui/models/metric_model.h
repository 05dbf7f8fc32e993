// The series of one job, read once and then grown by its events.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QObject>
#include <QPointF>
#include <QString>
#include <QTimer>

#include "telesoft/protocol/job.h"
#include "telesoft/ui/client/api_client.h"
#include "telesoft/ui/client/event_stream.h"

namespace telesoft::ui {

/// NaN values are kept. Points come in order of steps, and none twice: where a resumed run goes
/// back to its checkpoint, its new values replace those that it repeats.
class MetricModel : public QObject {
  Q_OBJECT

 public:
  explicit MetricModel(ApiClient& api, QObject* parent = nullptr);
  /// Reads the job's series and follows it; "" lets go.
  void setJob(const QString& jobId);
  [[nodiscard]] QString jobId() const { return jobId_; }

  [[nodiscard]] std::vector<QPointF> points(const std::string& metric) const;
  [[nodiscard]] double latest(const std::string& metric) const;  // NaN where none
  [[nodiscard]] std::vector<std::string> names() const;
  /// What is to be read by people: all events but metrics and progress, oldest first, at most the
  /// newest 5,000.
  [[nodiscard]] const std::vector<protocol::JobEvent>& events() const { return events_; }

 Q_SIGNALS:
  /// At most ten times a second.
  void changed();
  void eventReceived(const telesoft::protocol::JobEvent& event);
  void failed(const telesoft::base::Error& error);

 private:
  void readSeries();
  void take(const protocol::JobEvent& event);
  void takeMetrics(const base::json& data);
  void changedSoon();
  ApiClient& api_;
  QString jobId_;
  std::map<std::string, std::map<std::int64_t, double>> series_;
  std::vector<protocol::JobEvent> events_;
  std::int64_t eventStep_ = 0;  // of the newest metric event
  JobEvents* stream_ = nullptr;
  QTimer soon_;
};

}  // namespace telesoft::ui
