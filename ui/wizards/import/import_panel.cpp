#include "telesoft/ui/wizards/import/import_panel.h"

#include <limits>

#include <QBoxLayout>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/wizards/decision_step.h"
#include "telesoft/ui/wizards/import/columns_step.h"
#include "telesoft/ui/wizards/import/file_step.h"
#include "telesoft/ui/wizards/import/names_step.h"
#include "telesoft/ui/wizards/wizard_frame.h"

namespace telesoft::ui {

ImportPanel::ImportPanel(Workspace& workspace, QWidget* parent)
    : Panel(parent),
      workspace_(workspace),
      file_(new FileStep(context_)),
      decision_(new DecisionStep(context_)),
      frame_(new WizardFrame(
          context_,
          {tr("Import a file"),
           tr("From a file to a dataset of this workspace. Nothing leaves this computer."),
           tr("Start import")},
          {file_, new ColumnsStep(context_), new NamesStep(context_), decision_})) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(frame_);
  needs(workspace_.me(), "data.import", frame_->nextButton());
  setFocusProxy(file_->firstField());
  connect(file_, &FileStep::pathChosen, this, &ImportPanel::readFile);
  connect(frame_, &WizardFrame::startRequested, this, &ImportPanel::start);
  connect(frame_, &WizardFrame::startAnewRequested, this, &ImportPanel::startAnew);
  connect(frame_, &WizardFrame::closeRequested, this, &Panel::closed);
  connect(decision_, &DecisionStep::cancelRequested, this, &ImportPanel::cancel);
  connect(decision_, &DecisionStep::nextRequested, this,
          [this] { Q_EMIT navigationRequested(QStringLiteral("deidentify"), dataset_); });
  connect(decision_, &DecisionStep::moreRequested, this, &ImportPanel::startAnew);
  connect(&workspace_.datasets(), &ListStoreBase::changed, this, &ImportPanel::onDatasetsChanged);
}

void ImportPanel::open(const QString& subject) {
  if (done_) {
    startAnew();
  }
  if (!subject.isEmpty() && dataset_.isEmpty()) {
    readFile(subject);
  }
}

QString ImportPanel::help() const {
  return tr(
      "<p>Import reads a CSV or JSON Lines file, proposes what each column is, and stores the "
      "confirmed result as a dataset.</p><p><b>Role</b> says what a column is for: the "
      "<i>label</i> is predicted, a <i>note</i> is text to read, the <i>patient</i> column "
      "keeps a patient's rows together.</p><p><b>Keys</b>: Ctrl+Enter goes on, Alt+Left goes "
      "back, Up and Down choose a column.</p>");
}

void ImportPanel::readFile(const QString& path) {
  context_.setPath(path.trimmed());
  const int asked = ++asked_;
  if (!context_.path().isEmpty()) {
    workspace_.datasets().preview(
        context_.path(), this, [this, asked](base::Result<protocol::Preview> answer) {
          if (asked != asked_) {
            return;
          }
          if (answer) {
            context_.setPreview(*std::move(answer));
          } else {
            const ErrorWords words = errorWords(answer.error(), tr("The file could not be read."));
            context_.setPreviewFailed(
                (words.what + QLatin1Char(' ') + words.why + QLatin1Char(' ') + words.todo)
                    .simplified());
          }
          frame_->refresh();
        });
  }
  frame_->refresh();
}

void ImportPanel::start() {
  frame_->setRunning(true);
  decision_->showRun(tr("Starting the import"), std::numeric_limits<double>::quiet_NaN(), false);
  workspace_.datasets().import(
      context_.request(), this, [this](base::Result<protocol::Dataset> answer) {
        if (!answer) {
          frame_->setRunning(false);
          decision_->showFailed(errorWords(answer.error(), tr("The import did not start.")));
          return;
        }
        dataset_ = toQString(answer->id);
        showDataset(*answer);
        workspace_.datasets().refresh();
      });
}

void ImportPanel::cancel() {
  decision_->showRun(tr("Cancelling"), std::numeric_limits<double>::quiet_NaN(), false);
  workspace_.datasets().cancel(dataset_, this, [this](base::Result<protocol::Dataset> answer) {
    if (!answer) {
      workspace_.datasets().refresh();  // it may have ended in the meantime
      return;
    }
    dataset_.clear();
    frame_->setRunning(false);
    decision_->clearRun();
  });
}

void ImportPanel::startAnew() {
  if (!dataset_.isEmpty() && !done_) {
    return;  // what runs is cancelled first
  }
  ++asked_;
  dataset_.clear();
  done_ = false;
  context_.clear();
  decision_->clearRun();
  frame_->setRunning(false);
  frame_->goTo(ImportContext::kFile);
}

void ImportPanel::onDatasetsChanged() {
  const protocol::Dataset* const dataset =
      dataset_.isEmpty() || done_ ? nullptr : workspace_.datasets().find(dataset_);
  if (dataset != nullptr) {
    showDataset(*dataset);
  }
}

void ImportPanel::showDataset(const protocol::Dataset& dataset) {
  switch (dataset.state) {
    case protocol::DatasetState::Importing:
      decision_->showRun(dataset.stage.empty() ? tr("Importing")
                                               : tr("Importing: %1").arg(toQString(dataset.stage)),
                         dataset.progress, true);
      break;
    case protocol::DatasetState::Failed: {
      dataset_.clear();
      frame_->setRunning(false);
      decision_->showFailed(
          {tr("The import failed; nothing of it was kept."), toQString(dataset.message), {}, {}});
      break;
    }
    case protocol::DatasetState::Ready:
      done_ = true;
      decision_->showDone(tr("Imported: %1, %2")
                              .arg(countText(dataset.rows, tr("row"), tr("rows")),
                                   countText(dataset.patients, tr("patient"), tr("patients"))),
                          tr("Check for identifiers"), tr("Import another file"));
      break;
  }
}

}  // namespace telesoft::ui
