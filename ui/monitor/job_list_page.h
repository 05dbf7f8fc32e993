// All runs, the newest first, with the chosen one explained at the right.
#pragma once

#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/page.h"

namespace telesoft::ui {

class Card;
class DataTable;
class LinkButton;
class StateStack;
class TextLabel;

class JobListPage : public Page {
  Q_OBJECT

 public:
  explicit JobListPage(Workspace& workspace, QWidget* parent = nullptr);

 Q_SIGNALS:
  void runRequested(const QString& id);
  void newJobRequested();

 private:
  QWidget* makeDetail();
  void refresh();
  void showDetail();
  Workspace& workspace_;
  RecordModel<protocol::Job>* model_;
  DataTable* table_;
  StateStack* stack_;
  Card* detail_ = nullptr;
  TextLabel* words_ = nullptr;
  TextLabel* facts_ = nullptr;
  LinkButton* open_ = nullptr;
};

}  // namespace telesoft::ui
