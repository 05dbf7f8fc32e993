#include "telesoft/ui/monitor/run_page.h"

#include <QBoxLayout>
#include <QMenu>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/monitor/job_words.h"
#include "telesoft/ui/monitor/run_charts.h"
#include "telesoft/ui/monitor/run_tabs.h"
#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/message_bar.h"
#include "telesoft/ui/widgets/progress_strip.h"

namespace telesoft::ui {

namespace {

const QKeySequence kPauseKeys(Qt::CTRL | Qt::Key_P);
const QKeySequence kStopKeys(Qt::CTRL | Qt::Key_Period);
const QKeySequence kCompareKeys(Qt::CTRL | Qt::Key_D);

}  // namespace

RunPage::RunPage(Workspace& workspace, QWidget* parent)
    : Page(parent),
      workspace_(workspace),
      metrics_(workspace.api()),
      otherMetrics_(workspace.api()),
      charts_(new RunCharts()),
      tabs_(new RunTabs()) {
  makeButtons();
  makeContent();
  connect(&workspace.jobs(), &JobStore::changed, this, &RunPage::refresh);
  connect(&metrics_, &MetricModel::changed, this, &RunPage::showSeries);
  connect(&otherMetrics_, &MetricModel::changed, this, &RunPage::showOther);
  connect(messageBar(), &MessageBar::dismissed, this, [this] { asking_ = false; });
  connect(messageBar(), &MessageBar::actionTriggered, this, [this] {
    if (asking_) {
      stop();
    }
  });
}

void RunPage::makeButtons() {
  compare_ = new SecondaryButton(tr("Compare…"), QStringLiteral("compare"));
  compare_->setHelp(tr("Puts a second run behind this one"));
  compare_->setKeys(kCompareKeys);
  pause_ = new SecondaryButton(tr("Pause"), QStringLiteral("pause"));
  pause_->setKeys(kPauseKeys);
  stop_ = new PrimaryButton(tr("Stop and keep best"), QStringLiteral("stop"));
  stop_->setHelp(tr("Ends the run at its next step"));
  stop_->setKeys(kStopKeys);
  result_ = new PrimaryButton(tr("See the result"), QStringLiteral("models"));
  result_->setHelp(tr("The model that this run made, and how it compares with its base"));
  for (Button* button : {static_cast<Button*>(pause_), static_cast<Button*>(stop_)}) {
    needs(workspace_.me(), "job.run", button);
  }
  addAction(compare_);
  addAction(pause_);
  addAction(result_);
  setPrimaryAction(stop_);
  connect(compare_, &QAbstractButton::clicked, this, &RunPage::chooseOther);
  connect(pause_, &QAbstractButton::clicked, this, &RunPage::pauseOrResume);
  connect(stop_, &QAbstractButton::clicked, this, &RunPage::askToStop);
  connect(result_, &QAbstractButton::clicked, this, &RunPage::showResult);
}

void RunPage::makeContent() {
  auto* content = new QWidget();
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  auto* below = new Card();
  below->layout()->setContentsMargins(kSpace16, kSpace4, kSpace16, kSpace12);
  below->add(tabs_, 1);
  below->setAccessibleName(tr("More of this run"));
  column->addWidget(charts_, 5);
  column->addWidget(below, 3);
  setContent(content);
  progress()->show();
}

const protocol::Job* RunPage::job() const {
  return workspace_.jobs().find(metrics_.jobId());
}

void RunPage::setJob(const QString& id) {
  if (id != metrics_.jobId()) {
    asking_ = false;
    telling_ = false;
    messageBar()->clear();
    charts_->clear();
    setOther(QString());
    metrics_.setJob(id);
  }
  refresh();
}

void RunPage::refresh() {
  if (metrics_.jobId().isEmpty()) {
    return;
  }
  if (const protocol::Job* found = job()) {
    showJob(*found);
    return;
  }
  const bool known = workspace_.jobs().state() == LoadState::Ready;
  setTitle(metrics_.jobId());
  setState(known ? tr("There is no run with this id in the workspace.") : QString());
  for (Button* button : {compare_, pause_, stop_, result_}) {
    button->hide();
  }
}

void RunPage::showJob(const protocol::Job& job) {
  setTitle(jobName(job));
  setState(stateSentence(job));
  showProgress(job);
  showButtons(job);
  showNews(job);
  charts_->setJob(job);
  tabs_->showJob(job);
  showOther();
}

void RunPage::showProgress(const protocol::Job& job) {
  progress()->setTask(titleOf(job.status));
  progress()->setTone(toneOf(job.status));
  const bool ended = job.status == protocol::JobState::Succeeded;
  progress()->setFraction(ended ? 1 : job.progress / 100);
}

void RunPage::showButtons(const protocol::Job& job) {
  const bool active = isActive(job.status);
  const bool paused = job.status == protocol::JobState::Paused;
  compare_->setVisible(workspace_.jobs().items().size() > 1);
  pause_->setVisible(active);
  pause_->setText(paused ? tr("Resume") : tr("Pause"));
  pause_->setHelp(paused ? tr("Goes on from where it was paused")
                         : tr("Holds the run at its next step; it can go on later"));
  pause_->setBlocked(canPause() ? QString() : tr("It takes effect once the run trains"));
  stop_->setVisible(active);
  result_->setVisible(job.resultModel.has_value());
}

void RunPage::showNews(const protocol::Job& job) {
  if (asking_ && isActive(job.status)) {
    return;
  }
  asking_ = false;
  if (job.status == protocol::JobState::Failed && !telling_) {
    messageBar()->showMessage(Tone::Danger, failureText(job));
    telling_ = true;
  }
}

void RunPage::showSeries() {
  charts_->showSeries(metrics_);
  tabs_->showEvents(metrics_.events());
}

void RunPage::setOther(const QString& id) {
  otherMetrics_.setJob(id);
  showOther();
}

void RunPage::showOther() {
  const protocol::Job* other = workspace_.jobs().find(otherMetrics_.jobId());
  charts_->showOther(other == nullptr ? nullptr : &otherMetrics_,
                     other == nullptr ? QString() : jobName(*other));
  compare_->setText(other == nullptr ? tr("Compare…") : tr("With %1").arg(jobName(*other)));
  if (const protocol::Job* own = job()) {
    tabs_->showOther(*own, other);
  }
}

void RunPage::chooseOther() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->setAccessibleName(tr("Run to compare with"));
  for (const protocol::Job& other : workspace_.jobs().items()) {
    const QString id = toQString(other.id);
    if (id == metrics_.jobId()) {
      continue;
    }
    const QString best = bestText(other);
    QAction* action = menu->addAction(
        best.isEmpty() ? jobName(other) : jobName(other) + QStringLiteral("  \u00b7  ") + best);
    action->setCheckable(true);
    action->setChecked(id == otherMetrics_.jobId());
    connect(action, &QAction::triggered, this,
            [this, id](bool on) { setOther(on ? id : QString()); });
  }
  menu->popup(compare_->mapToGlobal(QPoint(0, compare_->height() + kSpace4)));
}

bool RunPage::canPause() const {
  const protocol::Job* own = job();
  return own != nullptr && mayRun() &&
         (own->status == protocol::JobState::Running || own->status == protocol::JobState::Queued ||
          own->status == protocol::JobState::Paused);
}

bool RunPage::canStop() const {
  const protocol::Job* own = job();
  return own != nullptr && mayRun() && isActive(own->status);
}

bool RunPage::mayRun() const {
  return workspace_.me().whyNot("job.run").isEmpty();
}

void RunPage::pauseOrResume() {
  const protocol::Job* own = job();
  if (!canPause()) {
    return;
  }
  const auto done = [this](const base::Result<protocol::Job>& answer) {
    onCommanded(answer, tr("The run could not be paused or resumed."));
  };
  if (own->status == protocol::JobState::Paused) {
    workspace_.jobs().resume(metrics_.jobId(), this, done);
  } else {
    workspace_.jobs().pause(metrics_.jobId(), this, done);
  }
}

void RunPage::askToStop() {
  const protocol::Job* own = job();
  if (!canStop()) {
    return;
  }
  asking_ = true;
  const QString best = bestText(*own);
  const QString kept = best.isEmpty()
                           ? tr("Nothing has been validated yet, so there is nothing to keep.")
                           : tr("The best so far is kept: %1.").arg(best);
  messageBar()->showMessage(
      Tone::Caution,
      tr("Stop “%1” at its next step? %2 A stopped run cannot go on; a paused one can.")
          .arg(jobName(*own), kept),
      tr("Stop the run"));
  if (auto* link = messageBar()->findChild<LinkButton*>()) {
    link->setFocus(Qt::OtherFocusReason);
  }
}

void RunPage::stop() {
  asking_ = false;
  messageBar()->clear();
  workspace_.jobs().cancel(metrics_.jobId(), this,
                           [this](const base::Result<protocol::Job>& answer) {
                             onCommanded(answer, tr("The run could not be stopped."));
                           });
}

void RunPage::onCommanded(const base::Result<protocol::Job>& answer, const QString& failure) {
  if (!answer) {
    const ErrorWords words = errorWords(answer.error(), failure);
    messageBar()->showMessage(
        Tone::Danger,
        QStringList({words.what, words.why, words.todo}).join(QLatin1Char(' ')).trimmed());
    return;
  }
  workspace_.jobs().refresh();
}

void RunPage::showResult() {
  const protocol::Job* own = job();
  if (own == nullptr || !own->resultModel) {
    return;
  }
  const std::string& model = own->resultModel->id;
  if (const protocol::Evaluation* evaluation = workspace_.evaluations().newestOf(model)) {
    Q_EMIT navigationRequested(QStringLiteral("compare"), toQString(evaluation->id));
  } else {
    Q_EMIT navigationRequested(QStringLiteral("models"), toQString(model));
  }
}

std::vector<PanelAction> RunPage::actions() {
  const bool paused = job() != nullptr && job()->status == protocol::JobState::Paused;
  std::vector<PanelAction> out;
  out.push_back({QStringLiteral("jobs.pause"), paused ? tr("Resume the run") : tr("Pause the run"),
                 paused ? QStringLiteral("play") : QStringLiteral("pause"), kPauseKeys,
                 [this] { pauseOrResume(); }, [this] { return canPause(); }});
  out.push_back({QStringLiteral("jobs.stop"), tr("Stop the run and keep the best"),
                 QStringLiteral("stop"), kStopKeys, [this] { askToStop(); },
                 [this] { return canStop(); }});
  out.push_back({QStringLiteral("jobs.compare"), tr("Compare with another run"),
                 QStringLiteral("compare"), kCompareKeys, [this] { chooseOther(); },
                 [this] { return workspace_.jobs().items().size() > 1; }});
  return out;
}

}  // namespace telesoft::ui
