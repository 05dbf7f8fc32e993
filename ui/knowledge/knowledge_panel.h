// Knowledge: search with citations, the formulary, and the documents behind both.
#pragma once

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

class QStackedWidget;

namespace telesoft::ui {

class Button;
class DocumentsView;
class FormularyView;
class Page;
class PrimaryButton;
class SearchView;
class SegmentedControl;

class KnowledgePanel : public Panel {
  Q_OBJECT

 public:
  explicit KnowledgePanel(Workspace& workspace, QWidget* parent = nullptr);
  /// A document's id, or "" for the search.
  void open(const QString& subject) override;
  [[nodiscard]] std::vector<PanelAction> actions() override;
  [[nodiscard]] QString help() const override;

 private:
  void show(int view);
  void onChanged();
  void index();
  Workspace& workspace_;
  Page* page_;
  PrimaryButton* add_;
  Button* index_;
  SegmentedControl* views_;
  QStackedWidget* stack_;
  SearchView* search_;
  FormularyView* formulary_;
  DocumentsView* documents_;
};

}  // namespace telesoft::ui
