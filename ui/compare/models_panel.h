// Tuned models and the base models they can start from.
#pragma once

#include "telesoft/ui/models/record_model.h"
#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

class QStackedWidget;

namespace telesoft::ui {

class Card;
class DataTable;
class ModelDetail;
class Page;
class StateStack;
class TextLabel;

class ModelsPanel : public Panel {
  Q_OBJECT

 public:
  explicit ModelsPanel(Workspace& workspace, QWidget* parent = nullptr);
  /// A tuned model's id.
  void open(const QString& subject) override;
  [[nodiscard]] std::vector<PanelAction> actions() override;
  [[nodiscard]] QString help() const override;

 private:
  [[nodiscard]] QWidget* makeLists();
  [[nodiscard]] QWidget* makeDetails();
  void connectAll();
  void onChanged();
  void onModel(int row);
  void onBase(int row);
  void showModel();
  void compare();
  [[nodiscard]] QString stateSentence() const;
  Workspace& workspace_;
  Page* page_;
  StateStack* states_;
  RecordModel<protocol::Model>* models_;
  RecordModel<protocol::BaseModel>* bases_;
  DataTable* modelTable_;
  DataTable* baseTable_;
  QStackedWidget* details_;
  ModelDetail* model_;
  Card* base_;
  TextLabel* baseFacts_;
  QString wanted_;
  QString modelId_;
};

}  // namespace telesoft::ui
