#include "telesoft/ui/wizards/dataset_step.h"

#include <QBoxLayout>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

using protocol::Dataset;

DatasetStep::DatasetStep(
    DatasetStore& store, const Words& words, Fits fits, Current current, QWidget* parent)
    : WizardStep(parent),
      store_(store),
      fits_(std::move(fits)),
      chosen_(std::move(current)),
      model_(new RecordModel<Dataset>(
          {{tr("Dataset"), [](const Dataset& d) { return toQString(d.name); }},
           {tr("Kind"), [](const Dataset& d) { return datasetKindTitle(d.kind); }},
           {tr("Rows"),
            [](const Dataset& d) { return countText(d.rows); },
            [](const Dataset& d) { return QVariant::fromValue<qlonglong>(d.rows); },
            {},
            true},
           {tr("Patients"),
            [](const Dataset& d) { return countText(d.patients); },
            [](const Dataset& d) { return QVariant::fromValue<qlonglong>(d.patients); },
            {},
            true}},
          [](const Dataset& d) { return toQString(d.id); },
          this)),
      table_(new DataTable(tr("Datasets"))) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  auto* sentence = new TextLabel(words.sentence, TextStyle::Body, Ink::Secondary);
  sentence->setWordWrap(true);
  column->addWidget(sentence);
  table_->setSource(model_);
  table_->setColumnWidths({-1, 110, 80, 80});
  auto* card = new Card();
  card->add(table_, 1);
  states_ = new StateStack(card);
  auto* empty = new EmptyState(QStringLiteral("data"), tr("No dataset fits"), words.nothing);
  empty->setAction(tr("Import a file"));
  states_->setEmptyState(empty);
  states_->errorState()->setRetry(tr("Try again"));
  column->addWidget(states_, 1);
  connect(empty, &EmptyState::actionTriggered, this, &DatasetStep::importRequested);
  connect(states_, &StateStack::retryTriggered, &store_, &ListStoreBase::refresh);
  connect(&store_, &ListStoreBase::changed, this, &DatasetStep::showContext);
  connect(&store_, &ListStoreBase::stateChanged, this, &DatasetStep::showContext);
  connect(table_, &DataTable::rowSelected, this, [this](int row) {
    table_->selectSourceRow(row);  // the keyboard's arrival makes a row current, not selected
    const Dataset* const dataset = model_->row(row);
    if (dataset != nullptr && dataset->id != chosen_()) {
      Q_EMIT datasetChosen(toQString(dataset->id));
    }
  });
}

void DatasetStep::showContext() {
  std::vector<Dataset> fitting;
  for (const Dataset& dataset : store_.items()) {
    if (dataset.state == protocol::DatasetState::Ready && fits_(dataset)) {
      fitting.push_back(dataset);
    }
  }
  const bool none = fitting.empty();
  model_->setRows(std::move(fitting));
  if (!none) {
    states_->showContent();
    const int row = model_->rowOf(toQString(chosen_()));
    if (table_->currentSourceRow() != row) {
      table_->selectSourceRow(row);
    }
  } else if (store_.state() == LoadState::Failed) {
    const ErrorWords words = errorWords(store_.error(), tr("The datasets could not be read."));
    states_->showError({words.what, words.why, words.todo, words.details});
  } else if (store_.state() == LoadState::Ready) {
    states_->showEmpty();
  } else {
    states_->showLoading();
  }
}

QWidget* DatasetStep::firstField() {
  return table_;
}

}  // namespace telesoft::ui
