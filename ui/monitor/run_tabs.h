// Under the curves: the worst examples, the log, the settings and the milestones of a run.
#pragma once

#include <QTabWidget>

#include "telesoft/protocol/job.h"
#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/monitor/event_words.h"
#include "telesoft/ui/monitor/run_settings.h"

namespace telesoft::ui {

class DataTable;
class SegmentedControl;
class StateStack;

class RunTabs : public QTabWidget {
  Q_OBJECT

 public:
  explicit RunTabs(QWidget* parent = nullptr);
  void showEvents(const std::vector<protocol::JobEvent>& events);
  void showJob(const protocol::Job& job);
  /// The settings of a second run beside this one's; null takes them away.
  void showOther(const protocol::Job& job, const protocol::Job* other);

 private:
  QWidget* makeWorst();
  QWidget* makeLog();
  QWidget* makeSettings();
  QWidget* makeMilestones();
  void filterLog();
  RecordModel<WorstExample>* worst_;
  RecordModel<LogLine>* log_;
  RecordModel<SettingRow>* settings_;
  RecordModel<protocol::Milestone>* milestones_;
  StateStack* worstStack_ = nullptr;
  StateStack* milestoneStack_ = nullptr;
  DataTable* logTable_ = nullptr;
  SegmentedControl* levels_ = nullptr;
  std::vector<LogLine> lines_;
};

}  // namespace telesoft::ui
