// The data page: datasets and splits as lists, what is chosen in them at the right.
#pragma once

#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

class QStackedWidget;

namespace telesoft::ui {

class Card;
class DatasetDetail;
class DataTable;
class Page;
class SplitDetail;
class StateStack;

class DataPanel : public Panel {
  Q_OBJECT

 public:
  explicit DataPanel(Workspace& workspace, QWidget* parent = nullptr);
  /// The id of a dataset or of a split.
  void open(const QString& subject) override;
  [[nodiscard]] std::vector<PanelAction> actions() override;
  [[nodiscard]] QString help() const override;

 private:
  [[nodiscard]] QWidget* makeLists();
  [[nodiscard]] QWidget* makeDetail();
  void connectLists();
  void onChanged();
  void showWanted();
  void onDataset(int row);
  void onSplit(int row);
  void check();
  void cancel();
  void go(const QString& panel);
  [[nodiscard]] QString stateSentence() const;
  Workspace& workspace_;
  Page* page_;
  StateStack* states_;
  RecordModel<protocol::Dataset>* datasets_;
  RecordModel<protocol::Split>* splits_;
  DataTable* datasetTable_;
  DataTable* splitTable_;
  Card* splitCard_;
  QStackedWidget* details_;
  DatasetDetail* dataset_;
  SplitDetail* split_;
  QString wanted_;     // to be shown as soon as the lists have it
  QString datasetId_;  // shown at the right
  QString splitId_;
};

}  // namespace telesoft::ui
