// The audit trail: who changed what and when, searched, and whether the chain is whole.
#pragma once

#include <QWidget>

#include "telesoft/protocol/server.h"
#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/models/workspace.h"

class QLineEdit;

namespace telesoft::ui {

class Badge;
class Button;
class DataTable;
class StateStack;
class TextLabel;

class AuditView : public QWidget {
  Q_OBJECT

 public:
  explicit AuditView(Workspace& workspace, QWidget* parent = nullptr);
  void read();
  void verify();
  void takeFocus();

 private:
  QWidget* makeTrail();
  QWidget* makeFacts();
  void showEntry(int row);
  void readNewest(std::int64_t total);
  void showVerified(const base::Result<protocol::AuditVerification>& answer);
  void showHealth();
  Workspace& workspace_;
  DataTable* table_ = nullptr;
  QLineEdit* search_ = nullptr;
  TextLabel* detail_ = nullptr;
  RecordModel<protocol::AuditEntry>* model_;
  StateStack* stack_ = nullptr;
  Badge* verdict_ = nullptr;
  TextLabel* chain_ = nullptr;
  TextLabel* server_ = nullptr;
  Button* verify_ = nullptr;
};

}  // namespace telesoft::ui
