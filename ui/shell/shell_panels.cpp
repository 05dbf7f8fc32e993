#include "telesoft/ui/shell/shell_panels.h"

#include <QCoreApplication>

#include "telesoft/ui/shell/admin_panel.h"
#include "telesoft/ui/shell/home_panel.h"
#include "telesoft/ui/shell/later_panel.h"

namespace telesoft::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(ShellPanels)
};

PanelEntry laterEntry(const QString& id, const LaterWords& words) {
  return {id, words.title, words.icon,
          [words](QWidget* parent) { return new LaterPanel(words, parent); }, id};
}

LaterWords reviewWords() {
  return {Words::tr("Review"),
          QStringLiteral("review"),
          Words::tr("Clinicians correct what the model says, case by case, with the keyboard, in "
                    "two minutes between patients."),
          {Words::tr("the cases first from which the model learns most"),
           Words::tr("one key to confirm, one to correct, one to undo"),
           Words::tr("what the corrections have changed, measured")},
          Words::tr("Until then the comparison page lists the test rows that the tuned model gets "
                    "wrong, by their row number.")};
}

LaterWords deployWords() {
  return {Words::tr("Deploy"),
          QStringLiteral("deploy"),
          Words::tr("A proven model goes into use in stages: shadow, 1 %, 10 %, 50 %, 100 %, each "
                    "with its gates and a signed approval."),
          {Words::tr("each gate with its evidence one click away"),
           Words::tr("a rollback button that names the version it returns to"),
           Words::tr("watching for drift and errors once in use")},
          Words::tr("Until then a tuned model can be used from its folder in the workspace, as "
                    "Hugging Face PEFT reads it.")};
}

LaterWords knowledgeWords() {
  return {Words::tr("Knowledge"),
          QStringLiteral("knowledge"),
          Words::tr("Guidelines, formulary and protocols of the hospital, searched beside the "
                    "model, with every answer citing its source."),
          {Words::tr("documents in, passages found by word and by meaning"),
           Words::tr("formulary rules that raise an alert"),
           Words::tr("citations that open at the right place")},
          Words::tr("Until then a base model is adapted by fine-tuning alone.")};
}

}  // namespace

std::vector<PanelEntry> shellPanels(Workspace& workspace) {
  const QString home = QStringLiteral("home");
  const QString admin = QStringLiteral("admin");
  return {
      {home, Words::tr("Home"), home,
       [&workspace](QWidget* parent) { return new HomePanel(workspace, parent); }, home},
      laterEntry(QStringLiteral("review"), reviewWords()),
      laterEntry(QStringLiteral("deploy"), deployWords()),
      laterEntry(QStringLiteral("knowledge"), knowledgeWords()),
      {admin, Words::tr("Admin"), admin,
       [&workspace](QWidget* parent) { return new AdminPanel(workspace, parent); }, admin},
  };
}

}  // namespace telesoft::ui
