// Deploy: the board of stages, the gates and signatures of the chosen model, its rollout, and the
// way back at all times.
#pragma once

#include "telesoft/ui/models/workspace.h"
#include "telesoft/ui/theme/palette.h"
#include "telesoft/ui/widgets/panel.h"

namespace telesoft::ui {

class Button;
class GatesView;
class Page;
class PrimaryButton;
class RolloutView;
class SignDialog;
class StageBoard;
class StateStack;

class DeployPanel : public Panel {
  Q_OBJECT

 public:
  explicit DeployPanel(Workspace& workspace, QWidget* parent = nullptr);
  /// A model's id.
  void open(const QString& subject) override;
  [[nodiscard]] std::vector<PanelAction> actions() override;
  [[nodiscard]] QString help() const override;

 private:
  QWidget* makeContent();
  void onChanged();
  void choose(const QString& modelId);
  void showBoard();
  void showActions();
  [[nodiscard]] const protocol::Deployment* currentOf(const QString& modelId) const;
  /// What a rollback would end: the chosen model's live deployment in production, else any.
  [[nodiscard]] const protocol::Deployment* toRollBack() const;
  [[nodiscard]] QString returnsTo(const protocol::Deployment& deployment) const;
  void deployNext();
  void sign();
  void confirmRollback();
  void rollBack(const QString& id);
  void say(Tone tone, const QString& words);
  Workspace& workspace_;
  Page* page_;
  StateStack* states_;
  StageBoard* board_;
  GatesView* gates_;
  RolloutView* rollout_;
  PrimaryButton* next_;
  Button* rollback_;
  QString modelId_;
};

}  // namespace telesoft::ui
