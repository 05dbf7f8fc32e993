#include "telesoft/ui/wizards/deid/deid_panel.h"

#include <limits>

#include <QBoxLayout>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/wizards/dataset_step.h"
#include "telesoft/ui/wizards/decision_step.h"
#include "telesoft/ui/wizards/deid/check_step.h"
#include "telesoft/ui/wizards/deid/identifiers_step.h"
#include "telesoft/ui/wizards/deid/policy_step.h"
#include "telesoft/ui/wizards/wizard_frame.h"

namespace telesoft::ui {

namespace {

constexpr int kSearchDelayMs = 300;

WizardWords words() {
  return {
      DeidPanel::tr("De-identify a dataset"),
      DeidPanel::tr("From a dataset with identifiers to one without, with a check by a person."),
      DeidPanel::tr("De-identify")};
}

DatasetStep* makeDatasetStep(Workspace& workspace, DeidContext& context) {
  return new DatasetStep(
      workspace.datasets(),
      {DeidPanel::tr("Imported data as it came. The result is a new dataset; this one stays."),
       DeidPanel::tr("There is no imported dataset yet. Import a file first.")},
      [](const protocol::Dataset& d) { return d.kind == "imported"; },
      [&context] { return context.dataset() ? context.dataset()->id : std::string(); });
}

}  // namespace

DeidPanel::DeidPanel(Workspace& workspace, QWidget* parent)
    : Panel(parent),
      workspace_(workspace),
      dataset_(makeDatasetStep(workspace, context_)),
      decision_(new DecisionStep(context_)) {
  auto* policy = new PolicyStep(context_);
  frame_ = new WizardFrame(
      context_, words(),
      {dataset_, policy, new CheckStep(context_), new IdentifiersStep(context_), decision_});
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(frame_);
  needs(workspace_.me(), "data.deidentify", frame_->nextButton());
  soon_.setSingleShot(true);
  soon_.setInterval(kSearchDelayMs);
  connect(&soon_, &QTimer::timeout, this, &DeidPanel::searchNow);
  connect(dataset_, &DatasetStep::datasetChosen, this, &DeidPanel::choose);
  connect(dataset_, &DatasetStep::importRequested, this,
          [this] { Q_EMIT navigationRequested(QStringLiteral("import"), QString()); });
  connect(policy, &PolicyStep::policyChanged, &soon_, qOverload<>(&QTimer::start));
  connect(frame_, &WizardFrame::startRequested, this, &DeidPanel::start);
  connect(frame_, &WizardFrame::startAnewRequested, this, &DeidPanel::startAnew);
  connect(frame_, &WizardFrame::closeRequested, this, &Panel::closed);
  connect(decision_, &DecisionStep::cancelRequested, this, &DeidPanel::cancel);
  connect(decision_, &DecisionStep::nextRequested, this,
          [this] { Q_EMIT navigationRequested(QStringLiteral("split"), made_); });
  connect(&workspace_.datasets(), &ListStoreBase::changed, this, &DeidPanel::onDatasetsChanged);
}

QString DeidPanel::help() const {
  return tr(
      "<p>Identifiers are found in columns and inside notes, and replaced. The original dataset "
      "stays as it is.</p><p><b>Sample check</b>: read the samples and mark what is no "
      "identifier. Marks measure the search; everything found is replaced.</p><p><b>Keys</b>: "
      "Ctrl+Enter goes on, Alt+Left goes back; in a text Left and Right go from find to find, "
      "Enter marks.</p>");
}

void DeidPanel::open(const QString& subject) {
  if (done_) {
    startAnew();
  }
  workspace_.datasets().refresh();
  if (!subject.isEmpty() && made_.isEmpty()) {
    wanted_ = subject;
    onDatasetsChanged();
  }
}

void DeidPanel::choose(const QString& id) {
  const protocol::Dataset* const dataset = workspace_.datasets().find(id);
  if (dataset == nullptr) {
    return;
  }
  context_.setDataset(*dataset);
  if (!context_.preview()) {
    searchNow();
  }
  frame_->refresh();
}

void DeidPanel::searchNow() {
  if (!context_.dataset()) {
    return;
  }
  const int asked = ++asked_;
  workspace_.datasets().previewDeidentification(
      toQString(context_.dataset()->id), context_.request(), this,
      [this, asked](base::Result<protocol::DeidReport> answer) {
        if (asked != asked_) {
          return;
        }
        if (answer) {
          context_.setPreview(*std::move(answer));
        } else {
          const ErrorWords error =
              errorWords(answer.error(), tr("The first rows could not be searched."));
          context_.setPreviewFailed(
              (error.what + QLatin1Char(' ') + error.why + QLatin1Char(' ') + error.todo)
                  .simplified());
        }
        frame_->refresh();
      });
}

void DeidPanel::start() {
  frame_->setRunning(true);
  decision_->showRun(tr("Starting"), std::numeric_limits<double>::quiet_NaN(), false);
  workspace_.datasets().deidentify(
      toQString(context_.dataset()->id), context_.request(), this,
      [this](base::Result<protocol::Dataset> answer) {
        if (!answer) {
          frame_->setRunning(false);
          decision_->showFailed(
              errorWords(answer.error(), tr("The de-identification did not start.")));
          return;
        }
        made_ = toQString(answer->id);
        showDataset(*answer);
        workspace_.datasets().refresh();
      });
}

void DeidPanel::cancel() {
  decision_->showRun(tr("Cancelling"), std::numeric_limits<double>::quiet_NaN(), false);
  workspace_.datasets().cancel(made_, this, [this](base::Result<protocol::Dataset> answer) {
    if (!answer) {
      workspace_.datasets().refresh();  // it may have ended in the meantime
      return;
    }
    made_.clear();
    frame_->setRunning(false);
    decision_->clearRun();
  });
}

void DeidPanel::startAnew() {
  if (!made_.isEmpty() && !done_) {
    return;  // what runs is cancelled first
  }
  ++asked_;
  made_.clear();
  done_ = false;
  context_.clear();
  decision_->clearRun();
  frame_->setRunning(false);
  frame_->goTo(DeidContext::kDataset);
}

void DeidPanel::onDatasetsChanged() {
  const protocol::Dataset* const wanted = workspace_.datasets().find(wanted_);
  if (wanted != nullptr && wanted->state == protocol::DatasetState::Ready) {
    const QString id = wanted_;
    wanted_.clear();
    choose(id);
    frame_->goTo(DeidContext::kPolicy);
  }
  const protocol::Dataset* const made =
      made_.isEmpty() || done_ ? nullptr : workspace_.datasets().find(made_);
  if (made != nullptr) {
    showDataset(*made);
  }
}

void DeidPanel::showDataset(const protocol::Dataset& dataset) {
  switch (dataset.state) {
    case protocol::DatasetState::Importing:
      decision_->showRun(dataset.stage.empty()
                             ? tr("De-identifying")
                             : tr("De-identifying: %1").arg(toQString(dataset.stage)),
                         dataset.progress, true);
      break;
    case protocol::DatasetState::Failed:
      made_.clear();
      frame_->setRunning(false);
      decision_->showFailed({tr("The de-identification failed; nothing of it was kept."),
                             toQString(dataset.message),
                             {},
                             {}});
      break;
    case protocol::DatasetState::Ready:
      done_ = true;
      decision_->showDone(
          tr("De-identified: %1 in \"%2\"")
              .arg(countText(dataset.rows, tr("row"), tr("rows")), toQString(dataset.name)),
          tr("Split it"));
      break;
  }
}

}  // namespace telesoft::ui
