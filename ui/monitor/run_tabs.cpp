#include "telesoft/ui/monitor/run_tabs.h"

#include <algorithm>

#include <QBoxLayout>
#include <QScrollBar>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/form/segmented_control.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/table/data_table.h"

namespace telesoft::ui {

namespace {

std::vector<Column<WorstExample>> worstColumns() {
  return {
      {RunTabs::tr("Row"),
       [](const WorstExample& e) { return countText(e.row); },
       [](const WorstExample& e) { return QVariant::fromValue(static_cast<qlonglong>(e.row)); },
       {},
       true},
      {RunTabs::tr("Label"), [](const WorstExample& e) { return e.label; }},
      {RunTabs::tr("Model says"), [](const WorstExample& e) { return e.predicted; }},
      {RunTabs::tr("Loss"),
       [](const WorstExample& e) { return numberText(e.loss); },
       [](const WorstExample& e) { return QVariant(e.loss); },
       {},
       true},
  };
}

std::vector<Column<LogLine>> logColumns() {
  return {
      {RunTabs::tr("Time"), [](const LogLine& l) { return l.time; },
       [](const LogLine& l) { return QVariant::fromValue(static_cast<qlonglong>(l.seq)); }},
      {RunTabs::tr("Level"),
       [](const LogLine& l) { return l.level; },
       {},
       {},
       false,
       [](const LogLine& l) { return static_cast<int>(l.tone); }},
      {RunTabs::tr("What happened"),
       [](const LogLine& l) { return l.text; },
       {},
       [](const LogLine& l) { return l.text; }},
  };
}

std::vector<Column<SettingRow>> settingColumns() {
  return {
      {RunTabs::tr("Setting"),
       [](const SettingRow& r) { return r.name; },
       {},
       {},
       false,
       [](const SettingRow& r) { return r.differs ? static_cast<int>(Tone::Accent) : -1; }},
      {RunTabs::tr("This run"), [](const SettingRow& r) { return r.value; }},
      {RunTabs::tr("Compared run"), [](const SettingRow& r) { return r.other; }},
  };
}

std::vector<Column<protocol::Milestone>> milestoneColumns() {
  return {
      {RunTabs::tr("Time"), [](const protocol::Milestone& m) { return dateTimeText(m.time); },
       [](const protocol::Milestone& m) { return QVariant(toQString(m.time)); }},
      {RunTabs::tr("Milestone"), [](const protocol::Milestone& m) { return toQString(m.name); }},
      {RunTabs::tr("What happened"),
       [](const protocol::Milestone& m) { return toQString(m.message); }},
  };
}

/// A tab's page: room around a table.
QWidget* pageOf(QWidget* content, QWidget* above = nullptr) {
  auto* page = new QWidget();
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, kSpace8, 0, 0);
  column->setSpacing(kSpace8);
  if (above != nullptr) {
    column->addWidget(above, 0, Qt::AlignLeft);
  }
  column->addWidget(content, 1);
  return page;
}

DataTable* tableOf(QAbstractItemModel* model, const QString& name, const QList<int>& widths) {
  auto* table = new DataTable(name);
  table->setCompact(true);
  table->setSource(model);
  table->setColumnWidths(widths);
  return table;
}

}  // namespace

RunTabs::RunTabs(QWidget* parent)
    : QTabWidget(parent),
      worst_(new RecordModel<WorstExample>(
          worstColumns(), [](const WorstExample& e) { return QString::number(e.row); }, this)),
      log_(new RecordModel<LogLine>(
          logColumns(), [](const LogLine& l) { return QString::number(l.seq); }, this)),
      settings_(new RecordModel<SettingRow>(
          settingColumns(), [](const SettingRow& r) { return r.name; }, this)),
      milestones_(new RecordModel<protocol::Milestone>(
          milestoneColumns(),
          [](const protocol::Milestone& m) { return toQString(m.time + m.name); },
          this)) {
  setDocumentMode(true);
  tabBar()->setAccessibleName(tr("More of this run"));
  addTab(makeWorst(), tr("Worst examples"));
  addTab(makeLog(), tr("Log"));
  addTab(makeSettings(), tr("Settings"));
  addTab(makeMilestones(), tr("Milestones"));
  setMinimumHeight(180);
}

QWidget* RunTabs::makeWorst() {
  worstStack_ = new StateStack(tableOf(worst_, tr("Worst examples"), {88, 220, 220, 88}));
  worstStack_->setEmptyState(new EmptyState(
      QString(), tr("No examples yet"),
      tr("The validation rows that the model gets most wrong, by their number. They come with the "
         "first validation.")));
  worstStack_->showEmpty();
  return pageOf(worstStack_);
}

QWidget* RunTabs::makeLog() {
  logTable_ = tableOf(log_, tr("Log of the run"), {88, 120, -1});
  levels_ = new SegmentedControl(tr("Levels of the log"),
                                 {tr("All"), tr("Milestones"), tr("Warnings and errors")});
  connect(levels_, &SegmentedControl::currentChanged, this, &RunTabs::filterLog);
  return pageOf(logTable_, levels_);
}

QWidget* RunTabs::makeSettings() {
  DataTable* table = tableOf(settings_, tr("Settings of the run"), {240, 240, -1});
  table->setColumnHidden(2, true);
  table->setObjectName(QStringLiteral("settings"));
  return pageOf(table);
}

QWidget* RunTabs::makeMilestones() {
  milestoneStack_ = new StateStack(tableOf(milestones_, tr("Milestones"), {160, 200, -1}));
  milestoneStack_->setEmptyState(
      new EmptyState(QString(), tr("No milestones yet"),
                     tr("A run's turning points: a new best, an early stop.")));
  milestoneStack_->showEmpty();
  return pageOf(milestoneStack_);
}

void RunTabs::showEvents(const std::vector<protocol::JobEvent>& events) {
  std::vector<WorstExample> worst = worstExamples(events);
  worst.empty() ? worstStack_->showEmpty() : worstStack_->showContent();
  worst_->setRows(std::move(worst));
  lines_.clear();
  for (const protocol::JobEvent& event : events) {
    if (event.kind != "sample") {  // they have a tab of their own
      lines_.push_back(logLineOf(event));
    }
  }
  filterLog();
}

void RunTabs::filterLog() {
  const int level = levels_->current();
  std::vector<LogLine> shown;
  std::copy_if(lines_.begin(), lines_.end(), std::back_inserter(shown), [level](const LogLine& l) {
    const bool bad = l.tone == Tone::Caution || l.tone == Tone::Danger;
    return level == 0 || bad || (level == 1 && (l.tone == Tone::Accent || l.tone == Tone::Good));
  });
  const QScrollBar* bar = logTable_->verticalScrollBar();
  const bool atEnd = bar->value() == bar->maximum();
  log_->setRows(std::move(shown));
  if (atEnd) {
    logTable_->scrollToBottom();
  }
}

void RunTabs::showJob(const protocol::Job& job) {
  job.milestones.empty() ? milestoneStack_->showEmpty() : milestoneStack_->showContent();
  milestones_->setRows(job.milestones);
}

void RunTabs::showOther(const protocol::Job& job, const protocol::Job* other) {
  settings_->setRows(settingRows(job.request, other == nullptr ? nullptr : &other->request));
  findChild<DataTable*>(QStringLiteral("settings"))->setColumnHidden(2, other == nullptr);
}

}  // namespace telesoft::ui
