// Admin: the audit trail and whether it is whole. The rest of administration comes later.
#pragma once

#include "telesoft/protocol/server.h"
#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

namespace telesoft::ui {

class Badge;
class Button;
class Page;
class StateStack;
class TextLabel;

class AdminPanel : public Panel {
  Q_OBJECT

 public:
  explicit AdminPanel(Workspace& workspace, QWidget* parent = nullptr);
  void open(const QString& subject) override;
  [[nodiscard]] std::vector<PanelAction> actions() override;
  [[nodiscard]] QString help() const override;

 private:
  QWidget* makeTrail();
  QWidget* makeFacts();
  void read();
  void readNewest(std::int64_t total);
  void verify();
  void showVerified(const base::Result<protocol::AuditVerification>& answer);
  void showHealth();
  Workspace& workspace_;
  Page* page_;
  RecordModel<protocol::AuditEntry>* model_;
  StateStack* stack_ = nullptr;
  Badge* verdict_ = nullptr;
  TextLabel* chain_ = nullptr;
  TextLabel* server_ = nullptr;
  Button* verify_ = nullptr;
};

}  // namespace telesoft::ui
