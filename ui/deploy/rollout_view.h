// A deployment as it lives: its share, both arms side by side, drift, alerts, and its history.
#pragma once

#include <QTimer>
#include <QWidget>

#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/models/workspace.h"

class QBoxLayout;
class QDoubleSpinBox;
class QVBoxLayout;

namespace telesoft::ui {

class Badge;
class Button;
class Card;
class DataTable;
class LineChart;
class TextLabel;

class RolloutView : public QWidget {
  Q_OBJECT

 public:
  explicit RolloutView(Workspace& workspace, QWidget* parent = nullptr);
  /// "" for none.
  void setDeployment(const QString& id);
  [[nodiscard]] QString deployment() const { return id_; }
  void setShare(double percentage);

 Q_SIGNALS:
  void failed(const QString& words);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  QWidget* makeShare();
  QWidget* makeArms();
  QWidget* makeNews();
  void onChanged();
  void readLive();
  void showLive(const protocol::DeploymentLive& live);
  void showAlerts();
  void showHistory(const protocol::Deployment& deployment);
  Workspace& workspace_;
  QString id_;
  Card* share_;
  Badge* status_;
  TextLabel* sentence_;
  QBoxLayout* steps_;
  QDoubleSpinBox* other_;
  Button* set_;
  Card* arms_;
  RecordModel<protocol::ArmStatistics>* armModel_;
  DataTable* armTable_;
  TextLabel* verdict_;
  LineChart* volume_;
  RecordModel<protocol::DriftFinding>* driftModel_;
  DataTable* driftTable_;
  Card* alerts_;
  QVBoxLayout* alertRows_;
  TextLabel* history_;
  QTimer poll_;
};

}  // namespace telesoft::ui
