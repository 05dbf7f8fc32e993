// Review: the list, and the pane in which cases are read with the keyboard alone.
#pragma once

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/widgets/panel.h"

class QStackedWidget;

namespace telesoft::ui {

class Button;
class Page;
class PrimaryButton;
class ReadingView;
class ReviewList;

class ReviewPanel : public Panel {
  Q_OBJECT

 public:
  explicit ReviewPanel(Workspace& workspace, QWidget* parent = nullptr);
  /// "" for the list (for who only reads: the open review's first case), a review's id, or
  /// "<id>:second", "<id>:adjudication".
  void open(const QString& subject) override;
  [[nodiscard]] std::vector<PanelAction> actions() override;
  [[nodiscard]] QString help() const override;

 private:
  void read(const QString& review, const QString& reading);
  void showList();
  void retrain(const QString& review);
  void updateState();
  [[nodiscard]] PanelAction readingAction(const QString& id,
                                          const QString& title,
                                          const QKeySequence& keys,
                                          std::function<void()> run);
  Workspace& workspace_;
  Page* page_;
  PrimaryButton* make_;
  Button* leave_;
  QStackedWidget* stack_;
  ReviewList* list_;
  ReadingView* reading_;
  QString wanted_;
  bool wasReading_ = false;
};

}  // namespace telesoft::ui
