// The curves of a run: loss and the primary metric large, the rest small, one cursor through all.
#pragma once

#include <vector>

#include <QWidget>

#include "telesoft/protocol/job.h"
#include "telesoft/ui/models/metric_model.h"

namespace telesoft::ui {

class Card;
class LineChart;
class TextLabel;

class RunCharts : public QWidget {
  Q_OBJECT

 public:
  explicit RunCharts(QWidget* parent = nullptr);
  /// Which metric is the primary one, how many steps there are, and the target where one is set.
  void setJob(const protocol::Job& job);
  void showSeries(const MetricModel& metrics);
  /// A second run behind the first, under its name; null takes it away.
  void showOther(const MetricModel* metrics, const QString& name);
  void clear();

  [[nodiscard]] LineChart* loss() { return loss_; }
  [[nodiscard]] LineChart* primary() { return primary_; }

 private:
  struct Small {
    std::string metric;
    LineChart* chart = nullptr;
    TextLabel* value = nullptr;
  };
  LineChart* addLarge(Card* card, TextLabel*& value);
  Small makeSmall(const std::string& metric, QWidget* card);
  void shareCursor(LineChart* chart);
  void setCursor(double step);
  LineChart* loss_ = nullptr;
  LineChart* primary_ = nullptr;
  Card* primaryCard_ = nullptr;
  TextLabel* lossValue_ = nullptr;
  TextLabel* primaryValue_ = nullptr;
  std::vector<Small> small_;
  std::string primaryMetric_ = "f1_score";
};

}  // namespace telesoft::ui
