#include "telesoft/ui/wizards/data/data_panel.h"

#include <QBoxLayout>
#include <QStackedWidget>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/page.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"
#include "telesoft/ui/widgets/two_columns.h"
#include "telesoft/ui/wizards/data/dataset_detail.h"
#include "telesoft/ui/wizards/data/split_detail.h"

namespace telesoft::ui {

using protocol::Dataset;
using protocol::DatasetState;
using protocol::Split;

namespace {

int toneOf(const Dataset& dataset) {
  return static_cast<int>(dataset.state == DatasetState::Failed      ? Tone::Danger
                          : dataset.state == DatasetState::Importing ? Tone::Info
                          : dataset.kind == "imported"               ? Tone::Neutral
                                                                     : Tone::Good);
}

QString stateOf(const Dataset& dataset) {
  return dataset.state == DatasetState::Ready ? datasetKindTitle(dataset.kind)
         : dataset.state == DatasetState::Importing
             ? DataPanel::tr("being made, %1").arg(percentText(dataset.progress))
             : titleOf(dataset.state).toLower();
}

std::vector<Column<Dataset>> datasetColumns() {
  return {{DataPanel::tr("Dataset"),
           [](const Dataset& d) { return toQString(d.name); },
           {},
           {},
           false,
           toneOf},
          {DataPanel::tr("Kind"), stateOf},
          {DataPanel::tr("Rows"),
           [](const Dataset& d) { return countText(d.rows); },
           [](const Dataset& d) { return QVariant::fromValue<qlonglong>(d.rows); },
           {},
           true},
          {DataPanel::tr("Patients"),
           [](const Dataset& d) { return countText(d.patients); },
           [](const Dataset& d) { return QVariant::fromValue<qlonglong>(d.patients); },
           {},
           true},
          {DataPanel::tr("Made"), [](const Dataset& d) { return ageText(d.createdAt); },
           [](const Dataset& d) { return toQString(d.createdAt); }}};
}

QString partsText(const Split& split) {
  QStringList parts;
  for (const protocol::SplitPart& part : split.parts) {
    parts << countText(part.rows);
  }
  return parts.join(QStringLiteral(" / "));
}

std::vector<Column<Split>> splitColumns() {
  return {{DataPanel::tr("Split"), [](const Split& s) { return toQString(s.name); }},
          {DataPanel::tr("Training / validation / test"), partsText},
          {DataPanel::tr("Shared patients"),
           [](const Split& s) { return countText(s.proof.sharedPatients); },
           [](const Split& s) { return QVariant::fromValue<qlonglong>(s.proof.sharedPatients); },
           {},
           true},
          {DataPanel::tr("Made"), [](const Split& s) { return ageText(s.createdAt); },
           [](const Split& s) { return toQString(s.createdAt); }}};
}

}  // namespace

DataPanel::DataPanel(Workspace& workspace, QWidget* parent)
    : Panel(parent),
      workspace_(workspace),
      page_(new Page()),
      datasets_(new RecordModel<Dataset>(
          datasetColumns(), [](const Dataset& d) { return toQString(d.id); }, this)),
      splits_(new RecordModel<Split>(
          splitColumns(), [](const Split& s) { return toQString(s.id); }, this)),
      datasetTable_(new DataTable(tr("Datasets"))),
      splitTable_(new DataTable(tr("Splits"))) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(page_);
  page_->setTitle(tr("Data"));
  auto* import = new PrimaryButton(tr("Import a file"), QStringLiteral("import"));
  import->setKeys(QKeySequence(Qt::CTRL | Qt::Key_I));
  page_->setPrimaryAction(import);
  needs(workspace.me(), "data.import", import);
  connect(import, &QAbstractButton::clicked, this,
          [this] { Q_EMIT navigationRequested(QStringLiteral("import"), QString()); });
  QWidget* const lists = makeLists();
  auto* content = new TwoColumns(lists, makeDetail());
  states_ = new StateStack(content);
  auto* empty = new EmptyState(QStringLiteral("data"), tr("No data yet"),
                               tr("A dataset is a file that was read, checked and sealed into this "
                                  "workspace. Import a CSV or JSON Lines file to begin."));
  needs(workspace.me(), "data.import", empty->setAction(tr("Import a file")));
  states_->setEmptyState(empty);
  states_->errorState()->setRetry(tr("Try again"));
  page_->setContent(states_);
  connect(empty, &EmptyState::actionTriggered, import, &QAbstractButton::click);
  connectLists();
  onChanged();
}

QWidget* DataPanel::makeLists() {
  auto* left = new QWidget();
  auto* column = new QVBoxLayout(left);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  datasetTable_->setSource(datasets_);
  datasetTable_->setColumnWidths({-1, 130, 72, 80, 104});
  auto* datasets = new Card(tr("Datasets"));
  datasets->add(datasetTable_, 1);
  column->addWidget(datasets, 3);
  splitTable_->setSource(splits_);
  splitTable_->setColumnWidths({-1, 200, 120, 104});
  splitCard_ = new Card(tr("Splits"));
  splitCard_->add(splitTable_, 1);
  column->addWidget(splitCard_, 2);
  return left;
}

QWidget* DataPanel::makeDetail() {
  details_ = new QStackedWidget();
  auto* none = new Card();
  auto* words = new TextLabel(
      tr("Choose a dataset or a split to see what it is and what can be done with it."),
      TextStyle::Body, Ink::Secondary);
  words->setWordWrap(true);
  none->add(words);
  none->content()->addStretch(1);
  dataset_ = new DatasetDetail(workspace_.me());
  split_ = new SplitDetail(workspace_.me());
  for (QWidget* widget : {static_cast<QWidget*>(none), static_cast<QWidget*>(dataset_),
                          static_cast<QWidget*>(split_)}) {
    details_->addWidget(widget);
  }
  return details_;
}

void DataPanel::connectLists() {
  for (ListStoreBase* store : {static_cast<ListStoreBase*>(&workspace_.datasets()),
                               static_cast<ListStoreBase*>(&workspace_.splits())}) {
    connect(store, &ListStoreBase::changed, this, &DataPanel::onChanged);
    connect(store, &ListStoreBase::stateChanged, this, &DataPanel::onChanged);
  }
  connect(&workspace_.connection(), &ServerConnection::stateChanged, this, &DataPanel::onChanged);
  connect(states_, &StateStack::retryTriggered, &workspace_.datasets(), &ListStoreBase::refresh);
  connect(datasetTable_, &DataTable::rowSelected, this, &DataPanel::onDataset);
  connect(splitTable_, &DataTable::rowSelected, this, &DataPanel::onSplit);
  connect(dataset_, &DatasetDetail::deidentifyRequested, this,
          [this] { go(QStringLiteral("deidentify")); });
  connect(dataset_, &DatasetDetail::splitRequested, this, [this] { go(QStringLiteral("split")); });
  connect(dataset_, &DatasetDetail::checkRequested, this, &DataPanel::check);
  connect(dataset_, &DatasetDetail::cancelRequested, this, &DataPanel::cancel);
  connect(split_, &SplitDetail::approachRequested, this,
          [this] { Q_EMIT navigationRequested(QStringLiteral("approach"), splitId_); });
}

void DataPanel::open(const QString& subject) {
  wanted_ = subject;
  workspace_.datasets().refresh();
  workspace_.splits().refresh();
  showWanted();
}

std::vector<PanelAction> DataPanel::actions() {
  const auto chosen = [this](const char* permission) {
    return [this, permission] {
      return !datasetId_.isEmpty() && workspace_.me().whyNot(permission).isEmpty();
    };
  };
  return {{QStringLiteral("data.import"),
           tr("Import a file"),
           QStringLiteral("import"),
           {},
           [this] { Q_EMIT navigationRequested(QStringLiteral("import"), QString()); },
           [this] { return workspace_.me().whyNot("data.import").isEmpty(); }},
          {QStringLiteral("data.deidentify"), tr("De-identify the dataset"),
           QStringLiteral("deidentify"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D),
           [this] { go(QStringLiteral("deidentify")); }, chosen("data.deidentify")},
          {QStringLiteral("data.split"), tr("Split the dataset"), QStringLiteral("split"),
           QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), [this] { go(QStringLiteral("split")); },
           chosen("data.split")},
          {QStringLiteral("data.check"), tr("Check the dataset"), QStringLiteral("check-circle"),
           QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), [this] { check(); },
           chosen("workspace.read")}};
}

QString DataPanel::help() const {
  return tr(
      "<p>Datasets of this workspace and the splits made of them. An <i>imported</i> dataset is as "
      "the file was; a <i>de-identified</i> one carries no direct identifiers; parts belong to a "
      "split.</p><p><b>Keys</b>: Up and Down choose, Ctrl+I imports, Ctrl+Shift+D de-identifies, "
      "Ctrl+Shift+S splits, Ctrl+Shift+C checks.</p>");
}

QString DataPanel::stateSentence() const {
  const auto& store = workspace_.datasets();
  QString sentence = tr("%1, %2.").arg(
      countText(static_cast<std::int64_t>(store.items().size()), tr("dataset"), tr("datasets")),
      countText(static_cast<std::int64_t>(workspace_.splits().items().size()), tr("split"),
                tr("splits")));
  if (workspace_.connection().state() != ConnectionState::Connected && store.readAt().isValid()) {
    sentence += QLatin1Char(' ') + tr("As of %1; the server does not answer.")
                                       .arg(QLocale().toString(store.readAt().toLocalTime().time(),
                                                               QLocale::ShortFormat));
  }
  return sentence;
}

void DataPanel::onChanged() {
  const DatasetStore& store = workspace_.datasets();
  datasets_->setRows(store.items());
  splits_->setRows(workspace_.splits().items());
  splitCard_->setVisible(!workspace_.splits().items().empty());
  page_->setState(stateSentence());
  if (!store.items().empty()) {
    states_->showContent();
  } else if (store.state() == LoadState::Failed) {
    const ErrorWords words = errorWords(store.error(), tr("The datasets could not be read."));
    states_->showError({words.what, words.why, words.todo, words.details});
  } else if (store.state() == LoadState::Ready) {
    states_->showEmpty();
  } else {
    states_->showLoading();
  }
  if (const Dataset* shown = store.find(datasetId_)) {
    dataset_->setDataset(*shown);
  }
  showWanted();
}

void DataPanel::showWanted() {
  if (wanted_.isEmpty()) {
    return;
  }
  const int dataset = datasets_->rowOf(wanted_);
  const int split = splits_->rowOf(wanted_);
  if (dataset >= 0) {
    wanted_.clear();
    datasetTable_->selectSourceRow(dataset);
    onDataset(dataset);
  } else if (split >= 0) {
    wanted_.clear();
    splitTable_->selectSourceRow(split);
    onSplit(split);
  }
}

void DataPanel::onDataset(int row) {
  if (const Dataset* const dataset = datasets_->row(row)) {
    splitTable_->selectSourceRow(-1);
    datasetTable_->selectSourceRow(row);
    datasetId_ = toQString(dataset->id);
    splitId_.clear();
    dataset_->setDataset(*dataset);
    details_->setCurrentWidget(dataset_);
  }
}

void DataPanel::onSplit(int row) {
  if (const Split* const split = splits_->row(row)) {
    datasetTable_->selectSourceRow(-1);
    splitTable_->selectSourceRow(row);
    splitId_ = toQString(split->id);
    datasetId_.clear();
    split_->setSplit(*split);
    details_->setCurrentWidget(split_);
  }
}

void DataPanel::go(const QString& panel) {
  Q_EMIT navigationRequested(panel, datasetId_);
}

void DataPanel::check() {
  if (datasetId_.isEmpty()) {
    return;
  }
  dataset_->setChecking();
  workspace_.datasets().check(
      datasetId_, this, [this, asked = datasetId_](base::Result<protocol::QualityReport> report) {
        if (asked != datasetId_) {
          return;
        }
        if (report) {
          dataset_->setFindings(*report);
        } else {
          dataset_->setCheckFailed(
              errorWords(report.error(), tr("The dataset could not be checked.")));
        }
      });
}

void DataPanel::cancel() {
  workspace_.datasets().cancel(datasetId_, this, [this](const base::Result<Dataset>&) {
    workspace_.datasets().refresh();  // whatever the answer, the list says how it stands
  });
}

}  // namespace telesoft::ui
