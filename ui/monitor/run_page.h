// The live monitor of one run: how far, how good, how long still; and the way to hold or stop it.
#pragma once

#include <vector>

#include "telesoft/ui/models/metric_model.h"
#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/page.h"
#include "telesoft/ui/widgets/panel.h"

namespace telesoft::ui {

class Button;
class RunCharts;
class RunTabs;

/// Reads nothing while no job is set.
class RunPage : public Page {
  Q_OBJECT

 public:
  explicit RunPage(Workspace& workspace, QWidget* parent = nullptr);
  /// "" lets go.
  void setJob(const QString& id);
  [[nodiscard]] QString jobId() const { return metrics_.jobId(); }
  [[nodiscard]] std::vector<PanelAction> actions();
  /// Puts a second run behind this one; "" takes it away.
  void setOther(const QString& id);

  void pauseOrResume();
  /// Asks once, in the page; the run is stopped when that is confirmed.
  void askToStop();

 Q_SIGNALS:
  void navigationRequested(const QString& panel, const QString& subject);

 private:
  void makeButtons();
  void makeContent();
  void chooseOther();
  void refresh();
  void showJob(const protocol::Job& job);
  void showButtons(const protocol::Job& job);
  void showProgress(const protocol::Job& job);
  void showOther();
  void showNews(const protocol::Job& job);
  void showSeries();
  void stop();
  void showResult();
  void onCommanded(const base::Result<protocol::Job>& answer, const QString& failure);
  [[nodiscard]] const protocol::Job* job() const;
  [[nodiscard]] bool canPause() const;
  [[nodiscard]] bool canStop() const;
  [[nodiscard]] bool mayRun() const;  // the keys and the palette ask it too

  Workspace& workspace_;
  MetricModel metrics_;
  MetricModel otherMetrics_;
  RunCharts* charts_;
  RunTabs* tabs_;
  Button* compare_ = nullptr;
  Button* pause_ = nullptr;
  Button* stop_ = nullptr;
  Button* result_ = nullptr;
  bool asking_ = false;
  bool telling_ = false;  // the bar says how the run ended
};

}  // namespace telesoft::ui
