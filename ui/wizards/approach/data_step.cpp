#include "telesoft/ui/wizards/approach/data_step.h"

#include <QBoxLayout>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

using protocol::Split;

namespace {

std::int64_t rowsOf(const Split& split, const char* name) {
  for (const protocol::SplitPart& part : split.parts) {
    if (part.part == name) {
      return part.rows;
    }
  }
  return 0;
}

Column<Split> rowsColumn(const QString& title, const char* part) {
  return {title,
          [part](const Split& s) { return countText(rowsOf(s, part)); },
          [part](const Split& s) { return QVariant::fromValue<qlonglong>(rowsOf(s, part)); },
          {},
          true};
}

}  // namespace

DataStep::DataStep(SplitStore& store, ApproachContext& context, QWidget* parent)
    : WizardStep(parent),
      store_(store),
      context_(context),
      model_(new RecordModel<Split>(
          {{tr("Split"), [](const Split& s) { return toQString(s.name); }},
           rowsColumn(tr("Training"), "train"),
           rowsColumn(tr("Validation"), "validation"),
           rowsColumn(tr("Test"), "test")},
          [](const Split& s) { return toQString(s.id); },
          this)),
      table_(new DataTable(tr("Splits"))) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  auto* sentence = new TextLabel(tr("A model learns from the training part and is chosen on the "
                                    "validation part. The test part "
                                    "stays closed until the comparison with the base."),
                                 TextStyle::Body, Ink::Secondary);
  sentence->setWordWrap(true);
  column->addWidget(sentence);
  table_->setSource(model_);
  table_->setColumnWidths({-1, 84, 92, 72});
  auto* card = new Card();
  card->add(table_, 1);
  states_ = new StateStack(card);
  auto* empty =
      new EmptyState(QStringLiteral("split"), tr("No split yet"),
                     tr("Training needs parts that share no patient. Split a dataset first."));
  empty->setAction(tr("Split a dataset"));
  states_->setEmptyState(empty);
  states_->errorState()->setRetry(tr("Try again"));
  column->addWidget(states_, 1);
  connect(empty, &EmptyState::actionTriggered, this, &DataStep::splitRequested);
  connect(states_, &StateStack::retryTriggered, &store_, &ListStoreBase::refresh);
  connect(&store_, &ListStoreBase::changed, this, &DataStep::showContext);
  connect(&store_, &ListStoreBase::stateChanged, this, &DataStep::showContext);
  connect(table_, &DataTable::rowSelected, this, [this](int row) {
    table_->selectSourceRow(row);  // the keyboard's arrival makes a row current, not selected
    const Split* const split = model_->row(row);
    if (split != nullptr && (!context_.split() || split->id != context_.split()->id)) {
      Q_EMIT splitChosen(toQString(split->id));
    }
  });
}

void DataStep::showContext() {
  model_->setRows(store_.items());
  if (!store_.items().empty()) {
    states_->showContent();
    const int row = context_.split() ? model_->rowOf(toQString(context_.split()->id)) : -1;
    if (table_->currentSourceRow() != row) {
      table_->selectSourceRow(row);
    }
  } else if (store_.state() == LoadState::Failed) {
    const ErrorWords words = errorWords(store_.error(), tr("The splits could not be read."));
    states_->showError({words.what, words.why, words.todo, words.details});
  } else if (store_.state() == LoadState::Ready) {
    states_->showEmpty();
  } else {
    states_->showLoading();
  }
}

QWidget* DataStep::firstField() {
  return table_;
}

}  // namespace telesoft::ui
