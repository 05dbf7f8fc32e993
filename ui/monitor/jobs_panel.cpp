#include "telesoft/ui/monitor/jobs_panel.h"

#include <QStackedLayout>

#include "telesoft/ui/monitor/job_list_page.h"
#include "telesoft/ui/monitor/run_page.h"

namespace telesoft::ui {

JobsPanel::JobsPanel(Workspace& workspace, QWidget* parent)
    : Panel(parent),
      list_(new JobListPage(workspace)),
      run_(new RunPage(workspace)),
      stack_(new QStackedLayout(this)) {
  stack_->addWidget(list_);
  stack_->addWidget(run_);
  connect(list_, &JobListPage::runRequested, this,
          [this](const QString& id) { Q_EMIT navigationRequested(QStringLiteral("jobs"), id); });
  connect(list_, &JobListPage::newJobRequested, this,
          [this] { Q_EMIT navigationRequested(QStringLiteral("approach"), QString()); });
  connect(run_, &RunPage::navigationRequested, this, &JobsPanel::navigationRequested);
}

void JobsPanel::open(const QString& subject) {
  run_->setJob(subject);
  stack_->setCurrentWidget(subject.isEmpty() ? static_cast<QWidget*>(list_) : run_);
}

std::vector<PanelAction> JobsPanel::actions() {
  return stack_->currentWidget() == run_ ? run_->actions() : std::vector<PanelAction>();
}

QString JobsPanel::help() const {
  if (stack_->currentWidget() != run_) {
    return tr(
        "<p>A run trains one model. Runs go on when this window is closed, and after a "
        "restart of the computer's server from their last checkpoint.</p>"
        "<h3>Keys</h3><p>Up and Down choose a run, Enter opens its monitor. Alt and a digit "
        "sorts by that column.</p>");
  }
  return tr(
      "<p>The curves of one run as it trains.</p>"
      "<h3>Loss</h3><p>How wrong the model is on the rows it learns from; lower is better. "
      "The faint line is each step, the strong one is smoothed as the slider says.</p>"
      "<h3>On the validation part</h3><p>How good the model is on rows that it does not "
      "learn from. When this stops rising while the loss still falls, the model learns by "
      "heart; the run then stops by itself and keeps its best state.</p>"
      "<h3>Red ticks</h3><p>Steps at which a value was not a number. One may pass; many mean "
      "that the learning rate is too high.</p>"
      "<h3>Pause and stop</h3><p>A paused run goes on from the same step. A stopped run "
      "keeps its best state and ends.</p>"
      "<h3>Keys</h3><p>Left and Right move the cursor through all curves, Escape puts it "
      "away. Ctrl+P pauses and resumes, Ctrl+. stops, Ctrl+D compares with another run.</p>");
}

}  // namespace telesoft::ui
