#include "telesoft/ui/monitor/job_list_page.h"

#include <algorithm>

#include <QBoxLayout>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/monitor/job_words.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

using protocol::Job;

std::vector<Column<Job>> columns() {
  return {
      {JobListPage::tr("Run"),
       [](const Job& j) { return jobName(j); },
       {},
       [](const Job& j) { return jobName(j); }},
      {JobListPage::tr("State"),
       [](const Job& j) { return titleOf(j.status); },
       {},
       {},
       false,
       [](const Job& j) { return static_cast<int>(toneOf(j.status)); }},
      {JobListPage::tr("Progress"),
       [](const Job& j) { return percentText(j.progress / 100); },
       [](const Job& j) { return QVariant(j.progress); },
       {},
       true},
      {JobListPage::tr("Best"), [](const Job& j) { return bestValueText(j); },
       [](const Job& j) { return QVariant(j.bestValue); },
       [](const Job& j) { return bestText(j); }},
      {JobListPage::tr("Time"), [](const Job& j) { return timeText(j); }},
      {JobListPage::tr("Started"),
       [](const Job& j) { return ageText(j.startedAt.empty() ? j.createdAt : j.startedAt); },
       [](const Job& j) { return QVariant(toQString(j.createdAt)); },
       [](const Job& j) { return dateTimeText(j.createdAt); }},
  };
}

QString sentenceOf(const std::vector<Job>& jobs) {
  const auto count = [&jobs](auto holds) { return std::count_if(jobs.begin(), jobs.end(), holds); };
  const auto running = count([](const Job& j) { return j.status == protocol::JobState::Running; });
  const auto held = count(
      [](const Job& j) { return isActive(j.status) && j.status != protocol::JobState::Running; });
  const auto ended = static_cast<std::int64_t>(jobs.size()) - running - held;
  return JobListPage::tr("%1 training, %2 waiting or paused, %3 ended.")
      .arg(countText(running), countText(held), countText(ended));
}

QString factsOf(const Job& job, Workspace& workspace) {
  const auto nameOf = [&workspace](const std::string& id) {
    const protocol::Dataset* found = workspace.datasets().find(id);
    return found == nullptr ? toQString(id) : toQString(found->name);
  };
  QStringList lines = {
      JobListPage::tr("Base model: %1").arg(toQString(job.request.baseModel)),
      JobListPage::tr("Approach: %1").arg(titleOf(job.request.approach)),
      JobListPage::tr("Training data: %1").arg(nameOf(job.request.trainingData)),
      JobListPage::tr("Validation data: %1").arg(nameOf(job.request.validationData)),
  };
  if (!job.request.specialty.empty()) {
    lines << JobListPage::tr("Specialty: %1").arg(toQString(job.request.specialty));
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace

JobListPage::JobListPage(Workspace& workspace, QWidget* parent)
    : Page(parent),
      workspace_(workspace),
      model_(new RecordModel<Job>(
          columns(), [](const Job& j) { return toQString(j.id); }, this)),
      table_(new DataTable(tr("Runs"))) {
  setTitle(tr("Jobs"));
  auto* create = new PrimaryButton(tr("New job"), QStringLiteral("plus"));
  create->setHelp(tr("Chooses an approach for a split and starts a run"));
  setPrimaryAction(create);
  needs(workspace.me(), "job.run", create);
  table_->setSource(model_);
  table_->setColumnWidths({-1, 100, 76, 124, 96, 96});
  stack_ = new StateStack(table_);
  auto* empty = new EmptyState(
      QStringLiteral("jobs"), tr("No run yet"),
      tr("A run adapts a base model to the training part of a split, on this computer. It needs a "
         "dataset that has been imported, de-identified and split."));
  needs(workspace.me(), "job.run", empty->setAction(tr("New job")));
  stack_->setEmptyState(empty);
  stack_->errorState()->setRetry(tr("Try again"));
  auto* card = new Card();
  card->add(stack_, 1);
  setContent(card, makeDetail());
  connect(create, &QAbstractButton::clicked, this, &JobListPage::newJobRequested);
  connect(empty, &EmptyState::actionTriggered, this, &JobListPage::newJobRequested);
  connect(stack_, &StateStack::retryTriggered, &workspace.jobs(), &JobStore::refresh);
  connect(table_, &DataTable::rowSelected, this, &JobListPage::showDetail);
  connect(table_, &DataTable::rowActivated, this,
          [this](int row) { Q_EMIT runRequested(toQString(model_->row(row)->id)); });
  connect(&workspace.jobs(), &JobStore::changed, this, &JobListPage::refresh);
  connect(&workspace.jobs(), &JobStore::stateChanged, this, &JobListPage::refresh);
  connect(&workspace.datasets(), &DatasetStore::changed, this, &JobListPage::showDetail);
  refresh();
}

QWidget* JobListPage::makeDetail() {
  detail_ = new Card(tr("Run"));
  words_ = new TextLabel();
  facts_ = new TextLabel(QString(), TextStyle::Body, Ink::Secondary);
  open_ = new LinkButton(tr("Open the monitor"));
  open_->setHelp(tr("Curves, log and settings of this run (Enter)"));
  words_->setWordWrap(true);
  facts_->setWordWrap(true);
  detail_->add(words_);
  detail_->add(facts_);
  detail_->content()->addWidget(open_, 0, Qt::AlignLeft);
  detail_->content()->addStretch(1);
  connect(open_, &QAbstractButton::clicked, this, [this] {
    if (const Job* job = model_->row(table_->currentSourceRow())) {
      Q_EMIT runRequested(toQString(job->id));
    }
  });
  return detail_;
}

void JobListPage::refresh() {
  const JobStore& jobs = workspace_.jobs();
  switch (jobs.state()) {
    case LoadState::NotLoaded:
    case LoadState::Loading:
      stack_->showLoading();
      break;
    case LoadState::Failed: {
      const ErrorWords words = errorWords(jobs.error(), tr("The runs could not be read"));
      stack_->showError({words.what, words.why, words.todo, words.details});
      break;
    }
    case LoadState::Ready:
      jobs.items().empty() ? stack_->showEmpty() : stack_->showContent();
      setState(jobs.items().empty() ? QString() : sentenceOf(jobs.items()));
      break;
  }
  const Job* before = model_->row(table_->currentSourceRow());
  const QString kept = before == nullptr ? QString() : toQString(before->id);
  model_->setRows(jobs.items());
  const int row = model_->rowOf(kept);
  if (row < 0 || row != table_->currentSourceRow()) {
    table_->selectSourceRow(qMax(row, 0));
  }
  showDetail();
}

void JobListPage::showDetail() {
  const Job* job = model_->row(table_->currentSourceRow());
  detail_->setVisible(job != nullptr);
  if (job != nullptr) {
    detail_->setTitle(jobName(*job));
    QString words = stateSentence(*job);
    if (job->status == protocol::JobState::Failed) {
      words += QLatin1Char('\n') + failureText(*job);
    }
    words_->setText(words);
    facts_->setText(factsOf(*job, workspace_));
  }
}

}  // namespace telesoft::ui
