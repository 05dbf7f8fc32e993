#include "telesoft/ui/review/review_list.h"

#include <cmath>

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QSpinBox>
#include <QStackedWidget>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/form/form_builder.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"
#include "telesoft/ui/widgets/two_columns.h"

namespace telesoft::ui {

using protocol::Review;

namespace {

QString nameOf(const Review& review) {
  return review.name.empty() ? toQString(review.id) : toQString(review.name);
}

QString stateText(const Review& review) {
  if (review.state == "preparing") {
    return ReviewList::tr("being prepared, %1").arg(percentText(review.progress));
  }
  if (review.state == "open" && review.conflicts > 0) {
    return ReviewList::tr("conflicts");
  }
  return review.state == "open"     ? ReviewList::tr("open")
         : review.state == "closed" ? ReviewList::tr("closed")
                                    : ReviewList::tr("failed");
}

Tone stateTone(const Review& review) {
  if (review.state == "open") {
    return review.conflicts > 0 ? Tone::Caution : Tone::Accent;
  }
  return review.state == "failed" ? Tone::Danger : Tone::Neutral;
}

QVariant number(std::int64_t value) {
  return QVariant::fromValue(static_cast<qlonglong>(value));
}

std::vector<Column<Review>> columns() {
  return {{ReviewList::tr("Review"), nameOf},
          {ReviewList::tr("Cases"),
           [](const Review& r) { return countText(r.cases); },
           [](const Review& r) { return number(r.cases); },
           {},
           true},
          {ReviewList::tr("Decided"),
           [](const Review& r) { return countText(r.decided); },
           [](const Review& r) { return number(r.decided); },
           {},
           true},
          {ReviewList::tr("Corrected"),
           [](const Review& r) { return countText(r.corrected); },
           [](const Review& r) { return number(r.corrected); },
           {},
           true},
          {ReviewList::tr("State"),
           stateText,
           {},
           {},
           false,
           [](const Review& r) { return static_cast<int>(stateTone(r)); }},
          {ReviewList::tr("Made"), [](const Review& r) { return ageText(r.createdAt); },
           [](const Review& r) { return toQString(r.createdAt); }}};
}

QString factsOf(const Review& review) {
  QStringList lines{
      ReviewList::tr("%1 of %2 decided, %3 corrected")
          .arg(countText(review.decided), countText(review.cases), countText(review.corrected))};
  if (review.secondReaderShare > 0) {
    lines << ReviewList::tr("%1 read by two; %2")
                 .arg(percentText(review.secondReaderShare),
                      countText(review.conflicts, ReviewList::tr("conflict to settle"),
                                ReviewList::tr("conflicts to settle")));
  }
  if (review.blind) {
    lines << ReviewList::tr("The model's opinion is hidden from readers.");
  }
  if (!review.message.empty()) {
    lines << toQString(review.message);
  }
  return lines.join(QLatin1Char('\n'));
}

QString summaryText(const protocol::ReviewSummary& summary) {
  QStringList lines{toQString(summary.statement)};
  if (summary.agreement.n > 0) {
    lines << ReviewList::tr("Agreement of two readers: kappa %1")
                 .arg(estimateText(summary.agreement.kappa));
  }
  if (summary.modelAccuracy.n > 0) {
    lines << ReviewList::tr("Model right on cases drawn at random: %1")
                 .arg(estimateText(summary.modelAccuracy));
  }
  if (std::isfinite(summary.medianSeconds)) {
    lines << ReviewList::tr("A case takes %1 s (median)").arg(summary.medianSeconds, 0, 'f', 0);
  }
  return lines.join(QStringLiteral("\n\n"));
}

}  // namespace

ReviewList::ReviewList(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      model_(new RecordModel<Review>(
          columns(), [](const Review& r) { return toQString(r.id); }, this)) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  QWidget* const table = makeTable();
  side_ = new QStackedWidget();
  side_->addWidget(makeDetail());
  side_->addWidget(makeForm());
  all->addWidget(new TwoColumns(table, side_));
  connect(&workspace.reviews(), &ListStoreBase::changed, this, &ReviewList::onChanged);
  connect(&workspace.reviews(), &ListStoreBase::stateChanged, this, &ReviewList::onChanged);
  connect(&workspace.me(), &MeStore::changed, this, &ReviewList::onChanged);
  onChanged();
}

QWidget* ReviewList::makeTable() {
  table_ = new DataTable(tr("Reviews"));
  table_->setSource(model_);
  table_->setColumnWidths({-1, 64, 72, 84, 150, 96});
  auto* card = new Card(tr("Reviews"));
  card->add(table_, 1);
  states_ = new StateStack(card);
  states_->setEmptyState(new EmptyState(
      QStringLiteral("review"), tr("No review yet"),
      tr("ML staff start one on a model and rows that it has not learnt from. The cases that the "
         "model is least sure of come first.")));
  states_->errorState()->setRetry(tr("Try again"));
  connect(states_, &StateStack::retryTriggered, this, [this] { workspace_.reviews().refresh(); });
  connect(table_, &DataTable::rowSelected, this, &ReviewList::onRow);
  connect(table_, &DataTable::rowActivated, this, [this](int row) {
    onRow(row);
    if (!read_->isHidden()) {
      read_->click();
    }
  });
  return states_;
}

QWidget* ReviewList::makeDetail() {
  detail_ = new Card(tr("Review"));
  facts_ = new TextLabel(tr("Choose a review."), TextStyle::Body, Ink::Secondary);
  facts_->setWordWrap(true);
  detail_->add(facts_);
  read_ = new PrimaryButton(tr("Read cases"), QStringLiteral("review"));
  second_ = new SecondaryButton(tr("Second reading"));
  second_->setHelp(tr("Without seeing what the first reader said"));
  settle_ = new SecondaryButton(tr("Settle conflicts"));
  settle_->setHelp(tr("Where two readers differ, by a third"));
  retrain_ = new SecondaryButton(tr("Train on the corrections"), QStringLiteral("jobs"));
  close_ = new SecondaryButton(tr("Close the review"));
  for (Button* button : {read_, second_, settle_, retrain_, close_}) {
    button->hide();
    detail_->add(button);
  }
  summary_ = new TextLabel(QString(), TextStyle::Body, Ink::Secondary);
  summary_->setWordWrap(true);
  detail_->add(summary_);
  detail_->content()->addStretch(1);
  const auto ask = [this](const char* reading) {
    return [this, reading] { Q_EMIT readingRequested(shown_, QLatin1String(reading)); };
  };
  connect(read_, &QAbstractButton::clicked, this, ask("first"));
  connect(second_, &QAbstractButton::clicked, this, ask("second"));
  connect(settle_, &QAbstractButton::clicked, this, ask("adjudication"));
  connect(retrain_, &QAbstractButton::clicked, this, [this] { Q_EMIT retrainRequested(shown_); });
  connect(close_, &QAbstractButton::clicked, this, &ReviewList::close);
  return detail_;
}

QWidget* ReviewList::makeForm() {
  auto* card = new Card(tr("New review"));
  form_ = new FormBuilder();
  reviewedModel_ =
      form_->addChoice(QStringLiteral("model"), tr("Model"), tr("Whose predictions are read"));
  dataset_ = form_->addChoice(QStringLiteral("dataset"), tr("Rows"),
                              tr("Such as the pool of a split: rows it has not learnt from"));
  cases_ = form_->addInteger(QStringLiteral("cases"), tr("Cases"));
  cases_->setRange(1, 100000);
  cases_->setValue(60);
  secondShare_ = form_->addInteger(QStringLiteral("second"), tr("Read by two, per cent"));
  secondShare_->setRange(0, 100);
  secondShare_->setValue(20);
  blind_ = form_->addCheck(QStringLiteral("blind"), tr("Hide the model's opinion"));
  card->add(form_);
  error_ = new TextLabel(QString(), TextStyle::Small, Ink::Danger);
  error_->setWordWrap(true);
  card->add(error_);
  auto* buttons = new QHBoxLayout();
  auto* cancel = new SecondaryButton(tr("Cancel"));
  auto* start = new PrimaryButton(tr("Start"));
  buttons->addWidget(cancel);
  buttons->addStretch(1);
  buttons->addWidget(start);
  card->content()->addLayout(buttons);
  card->content()->addStretch(1);
  connect(cancel, &QAbstractButton::clicked, this, [this] {
    side_->setCurrentIndex(0);
    onChanged();
  });
  connect(start, &QAbstractButton::clicked, this, &ReviewList::make);
  return card;
}

void ReviewList::startMaking() {
  reviewedModel_->clear();
  for (const protocol::Model& model : workspace_.models().items()) {
    if (model.approach != protocol::Approach::KnowledgeBase) {
      reviewedModel_->addItem(toQString(model.name.empty() ? model.id : model.name),
                              toQString(model.id));
    }
  }
  dataset_->clear();
  for (const char* kind : {"pool", "validation", "deidentified", "imported"}) {
    for (const protocol::Dataset& dataset : workspace_.datasets().items()) {
      if (dataset.kind == kind && dataset.state == protocol::DatasetState::Ready) {
        dataset_->addItem(toQString(dataset.name), toQString(dataset.id));
      }
    }
  }
  error_->setText(QString());
  states_->showContent();
  side_->setCurrentIndex(1);
  reviewedModel_->setFocus(Qt::OtherFocusReason);
}

void ReviewList::make() {
  protocol::ReviewRequest request;
  request.name = toUtf8(reviewedModel_->currentText());
  request.modelId = toUtf8(reviewedModel_->currentData().toString());
  request.datasetId = toUtf8(dataset_->currentData().toString());
  request.cases = cases_->value();
  request.secondReaderShare = secondShare_->value() / 100.0;
  request.blind = blind_->isChecked();
  workspace_.reviews().create(request, this, [this](const base::Result<Review>& answer) {
    if (!answer) {
      const ErrorWords words = errorWords(answer.error(), tr("The review was not started."));
      error_->setText(words.why + QLatin1Char(' ') + words.todo);
      return;
    }
    shown_ = toQString(answer->id);
    side_->setCurrentIndex(0);
    workspace_.reviews().refresh();
  });
}

void ReviewList::onChanged() {
  const ReviewStore& store = workspace_.reviews();
  model_->setRows(store.items());
  if (!store.items().empty() || side_->currentIndex() == 1) {
    states_->showContent();
  } else if (store.state() == LoadState::Ready) {
    states_->showEmpty();
  } else if (store.state() == LoadState::Failed) {
    const ErrorWords words = errorWords(store.error(), tr("The reviews could not be read."));
    states_->showError({words.what, words.why, words.todo, words.details});
  } else {
    states_->showLoading();
  }
  if (shown_.isEmpty() && !store.items().empty()) {
    shown_ = toQString(store.items().front().id);
  }
  table_->selectSourceRow(model_->rowOf(shown_));
  summaryOf_.clear();
  showDetail();
}

void ReviewList::onRow(int row) {
  if (const Review* const review = model_->row(row)) {
    shown_ = toQString(review->id);
    side_->setCurrentIndex(0);
    showDetail();
  }
}

void ReviewList::showDetail() {
  const Review* const review = workspace_.reviews().find(shown_);
  if (review == nullptr) {
    return;
  }
  detail_->setTitle(nameOf(*review));
  facts_->setText(factsOf(*review));
  const MeStore& me = workspace_.me();
  const bool open = review->state == "open";
  const QString blocked = me.may("review.decide")
                              ? QString()
                              : tr("Clinicians read: it takes the permission review.decide");
  for (Button* button : {read_, second_, settle_}) {
    button->setBlocked(blocked);
  }
  read_->setVisible(open);
  second_->setVisible(open && review->secondReaderShare > 0);
  settle_->setVisible(open && review->conflicts > 0);
  close_->setVisible(open && me.may("review.manage"));
  retrain_->setVisible(review->decided > 0 && me.may("job.run"));
  readSummary();
}

void ReviewList::readSummary() {
  if (summaryOf_ == shown_ || !workspace_.me().may("review.manage")) {
    return;
  }
  summaryOf_ = shown_;
  summary_->setText(QString());
  workspace_.reviews().summary(
      shown_, this, [this, id = shown_](const base::Result<protocol::ReviewSummary>& answer) {
        if (id == shown_ && answer) {
          summary_->setText(summaryText(*answer));
        }
      });
}

void ReviewList::close() {
  workspace_.reviews().close(shown_, this, [this](const base::Result<Review>& answer) {
    if (!answer) {
      summary_->setText(errorWords(answer.error(), tr("The review was not closed.")).why);
    }
    workspace_.reviews().refresh();
  });
}

}  // namespace telesoft::ui
