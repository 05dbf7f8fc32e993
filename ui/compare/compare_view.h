// The content of a finished comparison: verdict, differences, arms, classes, confusion,
// calibration, subgroups.
#pragma once

#include <QWidget>

#include "telesoft/protocol/evaluation.h"
#include "telesoft/ui/models/record_model.h"

class QVBoxLayout;

namespace telesoft::ui {

class Badge;
class Card;
class ConfusionMatrix;
class DataTable;
class ForestPlot;
class LineChart;
class SegmentedControl;
class TextLabel;

class CompareView : public QWidget {
  Q_OBJECT

 public:
  explicit CompareView(QWidget* parent = nullptr);
  void setEvaluation(const protocol::Evaluation& evaluation);

 private:
  struct ClassLine {
    protocol::ClassMetrics tuned;
    protocol::Estimate baseF1;
  };
  struct SubgroupLine {
    QString group;
    std::int64_t n = 0;
    protocol::Estimate base, tuned;
  };
  void makeVerdict(QVBoxLayout* column);
  void makeTables(QVBoxLayout* column);
  void makeCharts(QVBoxLayout* column);
  void showVerdict(const protocol::Evaluation& evaluation);
  void showClasses(const protocol::Evaluation& evaluation);
  void showCalibration(const protocol::Evaluation& evaluation);
  void showSubgroups(const protocol::Evaluation& evaluation);
  void showConfusion();
  Badge* badge_;
  TextLabel* verdict_;
  ForestPlot* forest_;
  RecordModel<protocol::ArmMetrics>* arms_;
  RecordModel<ClassLine>* classes_;
  RecordModel<SubgroupLine>* subgroups_;
  Card* subgroupCard_ = nullptr;
  SegmentedControl* arm_;
  ConfusionMatrix* confusion_;
  LineChart* calibration_;
  TextLabel* calibrationText_;
  std::vector<protocol::ArmMetrics> shown_;
};

}  // namespace telesoft::ui
