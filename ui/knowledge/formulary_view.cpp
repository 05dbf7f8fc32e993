#include "telesoft/ui/knowledge/formulary_view.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QScrollArea>

#include "telesoft/ui/knowledge/search_view.h"
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/badge.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/layouts.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

struct StatusWords {
  QString text;
  Tone tone;
};

StatusWords statusWords(const std::string& status) {
  if (status == "on_formulary") {
    return {FormularyView::tr("on the formulary"), Tone::Good};
  }
  if (status == "restricted") {
    return {FormularyView::tr("restricted"), Tone::Caution};
  }
  if (status == "not_on_formulary") {
    return {FormularyView::tr("not on the formulary"), Tone::Danger};
  }
  return {FormularyView::tr("not known"), Tone::Neutral};
}

TextLabel* line(const QString& text, TextStyle style = TextStyle::Body, Ink ink = Ink::Text) {
  auto* label = new TextLabel(text, style, ink);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

Card* listCard(const QString& title, const QStringList& lines) {
  auto* card = new Card(title);
  for (const QString& text : lines) {
    card->add(line(text));
  }
  return card;
}

Card* interactionCard(const protocol::DrugInteraction& found) {
  auto* card = new Card(FormularyView::tr("With %1").arg(toQString(found.with)));
  const bool severe = found.severity != "moderate" && found.severity != "minor";
  card->addHeaderWidget(new Badge(
      found.severity.empty() ? FormularyView::tr("interaction") : toQString(found.severity),
      severe ? Tone::Danger : Tone::Caution));
  if (!found.effect.empty()) {
    card->add(line(toQString(found.effect)));
  }
  card->add(
      line(toQString(found.citation.title) + QStringLiteral(" · ") + sourceText(found.citation),
           TextStyle::Small, Ink::Secondary));
  return card;
}

}  // namespace

FormularyView::FormularyView(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(kSpace12);
  all->addWidget(makeQuestion());
  auto* list = new QWidget();
  answer_ = new QVBoxLayout(list);
  answer_->setContentsMargins(0, 0, 0, 0);
  answer_->setSpacing(kSpace12);
  auto* scroll = new QScrollArea();
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(list);
  scroll->setAccessibleName(tr("What was found"));
  states_ = new StateStack(scroll);
  states_->setEmptyState(new EmptyState(
      QStringLiteral("check-circle"), tr("Check a drug"),
      tr("Whether it is on the formulary, what it may not go with, and what is there instead.")));
  connect(states_, &StateStack::retryTriggered, this, &FormularyView::check);
  states_->showEmpty();
  all->addWidget(states_, 1);
}

QWidget* FormularyView::makeQuestion() {
  auto* card = new Card();
  auto* row = new QHBoxLayout();
  row->setSpacing(kSpace8);
  drug_ = new QLineEdit();
  drug_->setAccessibleName(tr("Drug"));
  drug_->setPlaceholderText(tr("Drug, as it is written, or its ATC code"));
  taking_ = new QLineEdit();
  taking_->setAccessibleName(tr("What the patient takes"));
  taking_->setPlaceholderText(tr("What the patient takes, with commas between"));
  auto* go = new PrimaryButton(tr("Check"), QStringLiteral("check-circle"));
  row->addWidget(drug_, 2);
  row->addWidget(taking_, 3);
  row->addWidget(go);
  card->content()->addLayout(row);
  connect(drug_, &QLineEdit::returnPressed, this, &FormularyView::check);
  connect(taking_, &QLineEdit::returnPressed, this, &FormularyView::check);
  connect(go, &QAbstractButton::clicked, this, &FormularyView::check);
  return card;
}

void FormularyView::takeFocus() {
  drug_->setFocus(Qt::ShortcutFocusReason);
  drug_->selectAll();
}

void FormularyView::check() {
  if (drug_->text().trimmed().isEmpty()) {
    states_->showEmpty();
    return;
  }
  protocol::FormularyCheckRequest request;
  request.drug = toUtf8(drug_->text().trimmed());
  for (const QString& one : taking_->text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    if (!one.trimmed().isEmpty()) {
      request.taking.push_back(toUtf8(one.trimmed()));
    }
  }
  states_->showLoading();
  workspace_.knowledge().check(
      request, this, [this](const base::Result<protocol::FormularyAnswer>& answer) {
        if (answer) {
          showAnswer(*answer);
        } else {
          const ErrorWords words = errorWords(answer.error(), tr("The check did not succeed."));
          states_->showError({words.what, words.why, words.todo, words.details});
        }
      });
}

void FormularyView::showAnswer(const protocol::FormularyAnswer& answer) {
  clearLayout(*answer_);
  const StatusWords status = statusWords(answer.status);
  auto* head = new Card(answer.drug.empty() ? drug_->text().trimmed() : toQString(answer.drug));
  head->addHeaderWidget(new Badge(status.text, status.tone));
  head->add(line(toQString(answer.statement)));
  for (const protocol::Citation& citation : answer.citations) {
    head->add(line(toQString(citation.title) + QStringLiteral(" · ") + sourceText(citation),
                   TextStyle::Small, Ink::Secondary));
  }
  answer_->addWidget(head);
  QStringList restrictions;
  for (const std::string& restriction : answer.restrictions) {
    restrictions << toQString(restriction);
  }
  if (!restrictions.isEmpty()) {
    answer_->addWidget(listCard(tr("Restrictions"), restrictions));
  }
  for (const protocol::DrugInteraction& found : answer.interactions) {
    answer_->addWidget(interactionCard(found));
  }
  QStringList alternatives;
  for (const protocol::FormularyAlternative& other : answer.alternatives) {
    alternatives << (other.why.empty()
                         ? toQString(other.name)
                         : toQString(other.name) + QStringLiteral(": ") + toQString(other.why));
  }
  if (!alternatives.isEmpty()) {
    answer_->addWidget(listCard(tr("On the formulary instead"), alternatives));
  }
  answer_->addStretch(1);
  states_->showContent();
}

}  // namespace telesoft::ui
