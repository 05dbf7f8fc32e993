#include "telesoft/ui/wizards/approach/approach_step.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QComboBox>
#include <QGridLayout>
#include <QRadioButton>
#include <QStandardItemModel>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/form/form_builder.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/text/text_label.h"
#include "telesoft/ui/wizards/approach/approach_card.h"

namespace telesoft::ui {

namespace {

constexpr int kCardsInRow = 2;

QString baseModelLine(const protocol::BaseModel& model, bool fits) {
  QString line = toQString(model.title);
  if (!model.available) {
    line += ApproachStep::tr(" (not on this computer)");
  } else if (!fits) {
    line += ApproachStep::tr(" (does not fit these data)");
  }
  return line;
}

QString baseModelHelp(const protocol::BaseModel& model) {
  QStringList parts{titleOf(model.task)};
  if (model.parameters > 0) {
    parts << ApproachStep::tr("%1 weights").arg(countText(model.parameters));
  }
  if (!model.licence.empty()) {
    parts << ApproachStep::tr("licence %1").arg(toQString(model.licence));
  }
  return parts.join(QStringLiteral(", ")) + QLatin1Char('.');
}

}  // namespace

ApproachStep::ApproachStep(ApproachContext& context, QWidget* parent)
    : WizardStep(parent),
      context_(context),
      form_(new FormBuilder()),
      summary_(new TextLabel(QString(), TextStyle::BodyStrong)),
      holder_(new QWidget()) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  base_ = form_->addChoice(QStringLiteral("base"), tr("Base model"));
  column->addWidget(form_);
  auto* inner = new QVBoxLayout(holder_);
  inner->setContentsMargins(0, 0, 0, 0);
  inner->setSpacing(kSpace12);
  summary_->setWordWrap(true);
  inner->addWidget(summary_);
  states_ = new StateStack(holder_);
  states_->errorState()->setRetry(tr("Ask again"));
  column->addWidget(states_, 1);
  connect(states_, &StateStack::retryTriggered, this, &ApproachStep::adviceRequested);
  connect(base_, &QComboBox::activated, this, [this] {
    context_.setBaseModel(toUtf8(base_->currentData().toString()));
    showContext();
    Q_EMIT edited();
    Q_EMIT adviceRequested();
  });
}

void ApproachStep::fillBaseModels() {
  base_->clear();
  for (const protocol::BaseModel& model : context_.baseModels()) {
    base_->addItem(baseModelLine(model, context_.fitsData(model.id)), toQString(model.id));
    if (!model.available) {
      auto* items = qobject_cast<QStandardItemModel*>(base_->model());
      items->item(base_->count() - 1)->setEnabled(false);
    }
  }
  const protocol::BaseModel* const chosen = context_.baseModel();
  base_->setCurrentIndex(chosen == nullptr ? -1 : base_->findData(toQString(chosen->id)));
  form_->setHelp(QStringLiteral("base"), chosen == nullptr ? QString() : baseModelHelp(*chosen));
}

void ApproachStep::makeCards() {
  cards_.clear();
  delete grid_;
  grid_ = new QWidget();
  auto* grid = new QGridLayout(grid_);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(kSpace12);
  auto* group = new QButtonGroup(grid_);
  const auto& approaches = context_.advice()->approaches;
  for (size_t i = 0; i < approaches.size(); ++i) {
    auto* card = new ApproachCard(approaches[i]);
    group->addButton(card->button());
    const int at = static_cast<int>(i);
    grid->addWidget(card, at / kCardsInRow, at % kCardsInRow);
    connect(card->button(), &QRadioButton::clicked, this, [this, card] {
      context_.setApproach(card->approach());
      showChosen();
      Q_EMIT edited();
    });
    cards_.push_back(card);
  }
  for (int i = 0; i < kCardsInRow; ++i) {
    grid->setColumnStretch(i, 1);
  }
  holder_->layout()->addWidget(grid_);
}

void ApproachStep::showChosen() {
  const auto* const chosen = context_.approach();
  for (ApproachCard* card : cards_) {
    card->setChosen(chosen != nullptr && chosen->approach == card->approach());
  }
}

void ApproachStep::showContext() {
  fillBaseModels();
  if (context_.advice()) {
    summary_->setText(toQString(context_.advice()->summary));
    makeCards();
    showChosen();
    states_->showContent();
  } else if (!context_.adviceProblem().isEmpty()) {
    states_->showError(
        {tr("What the data allows could not be worked out."), context_.adviceProblem(), {}, {}});
  } else {
    states_->showLoading();
  }
}

QWidget* ApproachStep::firstField() {
  return base_;
}

}  // namespace telesoft::ui
