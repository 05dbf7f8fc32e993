#include "telesoft/ui/wizards/approach/approach_panel.h"

#include <limits>

#include <QBoxLayout>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/wizards/approach/approach_step.h"
#include "telesoft/ui/wizards/approach/data_step.h"
#include "telesoft/ui/wizards/approach/goal_step.h"
#include "telesoft/ui/wizards/approach/settings_step.h"
#include "telesoft/ui/wizards/decision_step.h"
#include "telesoft/ui/wizards/wizard_frame.h"

namespace telesoft::ui {

ApproachPanel::ApproachPanel(Workspace& workspace, QWidget* parent)
    : Panel(parent),
      workspace_(workspace),
      data_(new DataStep(workspace.splits(), context_)),
      decision_(new DecisionStep(context_)) {
  auto* approach = new ApproachStep(context_);
  frame_ = new WizardFrame(
      context_,
      {tr("Adapt a model"),
       tr("What the data allows, with which base model, and with what goal. Trains on this "
          "computer."),
       tr("Start training")},
      {data_, approach, new SettingsStep(context_), new GoalStep(context_), decision_});
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(frame_);
  needs(workspace_.me(), "job.run", frame_->nextButton());
  connect(data_, &DataStep::splitChosen, this, &ApproachPanel::choose);
  connect(data_, &DataStep::splitRequested, this,
          [this] { Q_EMIT navigationRequested(QStringLiteral("split"), QString()); });
  connect(approach, &ApproachStep::adviceRequested, this, &ApproachPanel::advise);
  connect(frame_, &WizardFrame::startRequested, this, &ApproachPanel::start);
  connect(frame_, &WizardFrame::startAnewRequested, this, &ApproachPanel::startAnew);
  connect(frame_, &WizardFrame::closeRequested, this, &Panel::closed);
  connect(&workspace_.splits(), &ListStoreBase::changed, this, &ApproachPanel::onSplitsChanged);
  connect(&workspace_.baseModels(), &ListStoreBase::changed, this, [this] {
    context_.setBaseModels(workspace_.baseModels().items());
    frame_->refresh();
  });
  context_.setBaseModels(workspace_.baseModels().items());
}

QString ApproachPanel::help() const {
  return tr(
      "<p>An <i>adapter</i> trains few weights beside a frozen base and suits about 1,000 to "
      "5,000 examples; <i>full fine-tuning</i> moves all weights and wants more. The estimate of "
      "minutes and memory is for this computer.</p><p>Settings marked with their preset differ "
      "from what is recommended.</p><p><b>Keys</b>: Ctrl+Enter goes on, Alt+Left goes back, arrow "
      "keys choose an approach.</p>");
}

void ApproachPanel::open(const QString& subject) {
  workspace_.splits().refresh();
  workspace_.baseModels().refresh();
  if (!subject.isEmpty()) {
    wanted_ = subject;
    onSplitsChanged();
  }
}

void ApproachPanel::choose(const QString& splitId) {
  const protocol::Split* const split = workspace_.splits().find(splitId);
  if (split == nullptr) {
    return;
  }
  context_.setSplit(*split);
  if (!context_.advice()) {
    advise();
  }
  frame_->refresh();
}

void ApproachPanel::advise() {
  const auto* const train = context_.part("train");
  if (train == nullptr) {
    return;
  }
  context_.setAdviceFailed(QString());
  protocol::AdviceRequest request;
  request.datasetId = train->datasetId;
  request.baseModel = context_.baseModel() == nullptr ? std::string() : context_.baseModel()->id;
  const int asked = ++asked_;
  workspace_.jobs().advise(request, this, [this, asked](base::Result<protocol::Advice> answer) {
    if (asked != asked_) {
      return;
    }
    if (answer) {
      context_.setAdvice(*std::move(answer));
    } else {
      const ErrorWords words = errorWords(answer.error(), {});
      context_.setAdviceFailed((words.what + QLatin1Char(' ') + words.todo).trimmed());
    }
    frame_->refresh();
  });
  frame_->refresh();
}

void ApproachPanel::start() {
  frame_->setRunning(true);
  decision_->showRun(tr("Starting the job"), std::numeric_limits<double>::quiet_NaN(), false);
  workspace_.jobs().create(context_.request(), this, [this](base::Result<protocol::Job> answer) {
    frame_->setRunning(false);
    if (!answer) {
      decision_->showFailed(errorWords(answer.error(), tr("The job did not start.")));
      return;
    }
    workspace_.jobs().refresh();
    startAnew();
    Q_EMIT navigationRequested(QStringLiteral("jobs"), toQString(answer->id));
  });
}

void ApproachPanel::startAnew() {
  ++asked_;
  context_.clear();
  decision_->clearRun();
  frame_->setRunning(false);
  frame_->goTo(ApproachContext::kData);
}

void ApproachPanel::onSplitsChanged() {
  if (wanted_.isEmpty()) {
    return;
  }
  const protocol::Split* split = workspace_.splits().find(wanted_);
  split = split == nullptr ? workspace_.splits().splitOfPart(toUtf8(wanted_)) : split;
  if (split != nullptr) {
    wanted_.clear();
    choose(toQString(split->id));
    frame_->goTo(ApproachContext::kApproach);
  }
}

}  // namespace telesoft::ui
