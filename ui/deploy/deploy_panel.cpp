#include "telesoft/ui/deploy/deploy_panel.h"

#include <algorithm>

#include <QBoxLayout>
#include <QMessageBox>
#include <QScrollArea>

#include "telesoft/ui/deploy/gates_view.h"
#include "telesoft/ui/deploy/rollout_view.h"
#include "telesoft/ui/deploy/sign_dialog.h"
#include "telesoft/ui/deploy/stage_board.h"
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/flow_grid.h"
#include "telesoft/ui/widgets/message_bar.h"
#include "telesoft/ui/widgets/page.h"
#include "telesoft/ui/widgets/states.h"

namespace telesoft::ui {

using protocol::Deployment;
using protocol::Model;

namespace {

constexpr int kLeastColumn = 460;  // the row of shares fits

const QKeySequence kRollbackKeys(Qt::CTRL | Qt::SHIFT | Qt::Key_R);
const QKeySequence kSignKeys(Qt::CTRL | Qt::SHIFT | Qt::Key_S);
const QKeySequence kNextKeys(Qt::CTRL | Qt::SHIFT | Qt::Key_D);

}  // namespace

DeployPanel::DeployPanel(Workspace& workspace, QWidget* parent)
    : Panel(parent), workspace_(workspace), page_(new Page()) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(page_);
  page_->setTitle(tr("Deploy"));
  rollback_ = new DangerButton(tr("Roll back"), QStringLiteral("undo"));
  rollback_->setKeys(kRollbackKeys);
  next_ = new PrimaryButton(tr("Deploy"), QStringLiteral("deploy"));
  next_->setKeys(kNextKeys);
  page_->addAction(rollback_);
  page_->setPrimaryAction(next_);
  states_ = new StateStack(makeContent());
  auto* empty = new EmptyState(QStringLiteral("deploy"), tr("No model to deploy yet"),
                               tr("A tuned model that is better than its base goes into use in "
                                  "stages, each with its gates and a signature."));
  needs(workspace.me(), "job.run", empty->setAction(tr("Adapt a model")));
  states_->setEmptyState(empty);
  states_->errorState()->setRetry(tr("Try again"));
  page_->setContent(states_);
  connect(empty, &EmptyState::actionTriggered, this,
          [this] { Q_EMIT navigationRequested(QStringLiteral("approach"), QString()); });
  connect(states_, &StateStack::retryTriggered, this, [this] { open(QString()); });
  connect(next_, &QAbstractButton::clicked, this, &DeployPanel::deployNext);
  connect(rollback_, &QAbstractButton::clicked, this, &DeployPanel::confirmRollback);
  for (ListStoreBase* store : {static_cast<ListStoreBase*>(&workspace.deployments()),
                               static_cast<ListStoreBase*>(&workspace.models())}) {
    connect(store, &ListStoreBase::changed, this, &DeployPanel::onChanged);
    connect(store, &ListStoreBase::stateChanged, this, &DeployPanel::onChanged);
  }
  connect(&workspace.me(), &MeStore::changed, this, &DeployPanel::showActions);
  onChanged();
}

QWidget* DeployPanel::makeContent() {
  auto* content = new QWidget();
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  board_ = new StageBoard();
  column->addWidget(board_);
  rollout_ = new RolloutView(workspace_);
  gates_ = new GatesView(workspace_);
  auto* details = new FlowGrid(kLeastColumn, 2);
  details->add(rollout_);
  details->add(gates_);
  auto* scroll = new QScrollArea();
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(details);
  scroll->setAccessibleName(tr("Rollout and gates"));
  column->addWidget(scroll, 1);
  connect(board_, &StageBoard::modelChosen, this, &DeployPanel::choose);
  connect(gates_, &GatesView::signRequested, this, &DeployPanel::sign);
  connect(gates_, &GatesView::reportRead, this, &DeployPanel::showActions);
  connect(gates_, &GatesView::evidenceRequested, this,
          [this](const QString& kind, const QString& id) {
            const QString page = kind == QLatin1String("evaluation") ? QStringLiteral("compare")
                                 : kind == QLatin1String("split")    ? QStringLiteral("data")
                                                                     : QStringLiteral("models");
            Q_EMIT navigationRequested(page, id);
          });
  connect(rollout_, &RolloutView::failed, this,
          [this](const QString& words) { say(Tone::Danger, words); });
  return content;
}

void DeployPanel::open(const QString& subject) {
  workspace_.deployments().refresh();
  workspace_.models().refresh();
  workspace_.alerts().refresh();
  if (!subject.isEmpty()) {
    choose(subject);
  }
}

void DeployPanel::choose(const QString& modelId) {
  modelId_ = modelId;
  board_->setCurrent(modelId);
  gates_->setModel(modelId);
  const Deployment* const deployment = currentOf(modelId);
  rollout_->setDeployment(deployment == nullptr ? QString() : toQString(deployment->id));
  showActions();
}

const Deployment* DeployPanel::currentOf(const QString& modelId) const {
  const Deployment* best = nullptr;
  for (const Deployment& deployment : workspace_.deployments().items()) {
    if (toQString(deployment.modelId) != modelId) {
      continue;
    }
    const bool better =
        best == nullptr || (isCurrent(deployment) && !isCurrent(*best)) ||
        (isCurrent(deployment) == isCurrent(*best) && deployment.environment == "production" &&
         best->environment != "production");
    best = better ? &deployment : best;
  }
  return best;
}

const Deployment* DeployPanel::toRollBack() const {
  const Deployment* any = nullptr;
  for (const Deployment& deployment : workspace_.deployments().items()) {
    if (deployment.environment != "production" || !isLive(deployment)) {
      continue;
    }
    if (toQString(deployment.modelId) == modelId_) {
      return &deployment;
    }
    any = any == nullptr ? &deployment : any;
  }
  return any;
}

QString DeployPanel::returnsTo(const Deployment& deployment) const {
  const Model* const stable = workspace_.models().find(deployment.stableModelId);
  return stable == nullptr ? tr("the base model %1").arg(toQString(deployment.service))
                           : nameOf(*stable);
}

void DeployPanel::onChanged() {
  const ModelStore& models = workspace_.models();
  if (!models.items().empty()) {
    states_->showContent();
  } else if (models.state() == LoadState::Ready) {
    states_->showEmpty();
  } else if (models.state() == LoadState::Failed) {
    const ErrorWords words = errorWords(models.error(), tr("The models could not be read."));
    states_->showError({words.what, words.why, words.todo, words.details});
  } else {
    states_->showLoading();
  }
  showBoard();
  if (modelId_.isEmpty() && !models.items().empty()) {
    const Deployment* const live = toRollBack();
    choose(live != nullptr ? toQString(live->modelId) : toQString(models.items().front().id));
  } else if (!modelId_.isEmpty()) {
    choose(modelId_);
  }
}

void DeployPanel::showBoard() {
  std::vector<StageCard> cards;
  for (const Model& model : workspace_.models().items()) {
    std::vector<const Deployment*> own;
    for (const Deployment& deployment : workspace_.deployments().items()) {
      if (deployment.modelId == model.id) {
        own.push_back(&deployment);
      }
    }
    const Deployment* const current = currentOf(toQString(model.id));
    StageCard card{toQString(model.id), nameOf(model), toQString(model.sha256).left(8), {},
                   stageOf(own),        Tone::Neutral};
    if (current != nullptr) {
      card.tone = statusTone(*current);
      card.note = isLive(*current) ? QStringLiteral("%1 · %2").arg(
                                         shareOf(current->rolloutPercentage), statusText(*current))
                                   : statusText(*current);
    }
    cards.push_back(std::move(card));
  }
  board_->setCards(std::move(cards));
  board_->setCurrent(modelId_);
  const auto live = std::count_if(
      workspace_.deployments().items().begin(), workspace_.deployments().items().end(),
      [](const Deployment& d) { return isLive(d) && d.environment == "production"; });
  const int alerts = workspace_.alerts().open();
  page_->setState(
      (live == 0 ? tr("No tuned model answers in production.")
                 : tr("%1 in production.").arg(countText(live, tr("version"), tr("versions")))) +
      (alerts == 0 ? QString()
                   : QLatin1Char(' ') +
                         tr("%1 to look at.").arg(countText(alerts, tr("alert"), tr("alerts")))));
}

/// What the primary button would do: staging first, then production.
void DeployPanel::showActions() {
  const Deployment* const back = toRollBack();
  rollback_->setText(back == nullptr ? tr("Roll back")
                                     : tr("Roll back to %1").arg(returnsTo(*back)));
  rollback_->setBlocked(back == nullptr ? tr("Nothing is in production")
                        : workspace_.me().may("release.rollback")
                            ? QString()
                            : tr("It takes the permission release.rollback"));
  const Deployment* const current = currentOf(modelId_);
  const bool staged = current != nullptr && isCurrent(*current);
  const bool inProduction = staged && current->environment == "production";
  next_->setText(staged ? tr("To production") : tr("To staging"));
  next_->setBlocked(modelId_.isEmpty() ? tr("Choose a model")
                    : inProduction     ? tr("It is in production: change its share")
                    : !workspace_.me().may("release.deploy")
                        ? tr("It takes the permission release.deploy")
                        : QString());
}

void DeployPanel::deployNext() {
  const Deployment* const current = currentOf(modelId_);
  protocol::DeploymentRequest request;
  request.modelId = toUtf8(modelId_);
  const bool staged = current != nullptr && isCurrent(*current);
  request.environment = staged ? "production" : "staging";
  request.rolloutPercentage = staged ? 1 : 100;
  next_->setBlocked(tr("Being deployed"));
  workspace_.deployments().deploy(request, this, [this](const base::Result<Deployment>& answer) {
    workspace_.deployments().refresh();
    showActions();
    if (!answer) {
      const ErrorWords words = errorWords(answer.error(), tr("It was not deployed."));
      say(Tone::Danger, words.what + QLatin1Char(' ') + words.why + QLatin1Char(' ') + words.todo);
    } else if (answer->status == "waiting") {
      say(Tone::Info,
          tr("It waits: %1")
              .arg(answer->waitingFor.empty() ? QString() : toQString(answer->waitingFor.front())));
    } else {
      say(Tone::Good, tr("It answers for %1 of the patients in %2.")
                          .arg(shareOf(answer->rolloutPercentage), toQString(answer->environment)));
    }
  });
}

void DeployPanel::sign() {
  if (!gates_->canSign()) {
    say(Tone::Caution, gates_->signBlockedBy());
    return;
  }
  auto* dialog = new SignDialog(gates_->report(), !workspace_.me().me().embedded, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &SignDialog::signRequested, this, [this, dialog] {
    dialog->setBusy(true);
    workspace_.deployments().approve(
        dialog->request(), dialog, [this, dialog](const base::Result<protocol::Approval>& answer) {
          if (!answer) {
            dialog->setError(errorWords(answer.error(), tr("It was not signed.")).why);
            return;
          }
          dialog->accept();
          gates_->refresh();
          workspace_.deployments().refresh();
          say(Tone::Good, tr("Signed by %1.").arg(toQString(answer->by)));
        });
  });
  dialog->open();
}

void DeployPanel::confirmRollback() {
  const Deployment* const back = toRollBack();
  if (back == nullptr) {
    return;
  }
  auto* box = new QMessageBox(this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setWindowTitle(tr("Roll back"));
  box->setText(tr("All patients get %1 again, at once.").arg(returnsTo(*back)));
  box->setInformativeText(
      tr("Requests under way are answered. The version can be deployed again."));
  QPushButton* const yes = box->addButton(tr("Roll back"), QMessageBox::AcceptRole);
  box->addButton(tr("Cancel"), QMessageBox::RejectRole);
  box->setDefaultButton(yes);
  connect(yes, &QAbstractButton::clicked, this, [this, id = toQString(back->id)] { rollBack(id); });
  box->open();
}

void DeployPanel::rollBack(const QString& id) {
  rollback_->setBlocked(tr("Being rolled back"));
  workspace_.deployments().rollback(
      id, tr("By a person, in the workbench"), this,
      [this](const base::Result<Deployment>& answer) {
        workspace_.deployments().refresh();
        showActions();
        if (answer) {
          say(Tone::Good, tr("Rolled back: all patients get %1.").arg(returnsTo(*answer)));
        } else {
          const ErrorWords words = errorWords(answer.error(), tr("It was not rolled back."));
          say(Tone::Danger,
              words.what + QLatin1Char(' ') + words.why + QLatin1Char(' ') + words.todo);
        }
      });
}

void DeployPanel::say(Tone tone, const QString& words) {
  page_->messageBar()->showMessage(tone, words);
}

std::vector<PanelAction> DeployPanel::actions() {
  return {
      {QStringLiteral("deploy.next"), tr("Deploy the model to its next stage"),
       QStringLiteral("deploy"), kNextKeys, [this] { next_->click(); },
       [this] { return next_->isEnabled(); }},
      {QStringLiteral("deploy.sign"), tr("Sign the model for production"), QStringLiteral("lock"),
       kSignKeys, [this] { sign(); }, [this] { return !modelId_.isEmpty(); }},
      {QStringLiteral("deploy.rollback"), tr("Roll back"), QStringLiteral("undo"), kRollbackKeys,
       [this] { rollback_->click(); }, [this] { return rollback_->isEnabled(); }}};
}

QString DeployPanel::help() const {
  return tr(
      "<p>A model goes into use in stages. Staging is for trying it; production serves patients "
      "and "
      "refuses what is not signed.</p><h3>Gates</h3><p>Computed from records each time: the "
      "split's "
      "proof, the evaluation against the base, gaps between subgroups, capabilities that were to "
      "be "
      "kept, and that the files are those that were registered.</p><h3>Rollout</h3><p>A patient "
      "who "
      "got the new version keeps it while the share grows. Error rates, latency and what users say "
      "are compared live; limits that are crossed hold the rollout or take it back.</p>"
      "<h3>Keys</h3><p>Arrow keys choose a model. Ctrl+Shift+D deploys to the next stage, "
      "Ctrl+Shift+S signs, Ctrl+Shift+R rolls back.</p>");
}

}  // namespace telesoft::ui
