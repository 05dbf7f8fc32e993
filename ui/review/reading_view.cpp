#include "telesoft/ui/review/reading_view.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/review/case_view.h"
#include "telesoft/ui/review/opinion_view.h"
#include "telesoft/ui/review/reading.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/states.h"
#include "telesoft/ui/widgets/text/text_label.h"
#include "telesoft/ui/widgets/two_columns.h"

namespace telesoft::ui {

using protocol::DecisionKind;
using protocol::ReviewCase;

namespace {

/// Why it is among those to be read; "" where that would tell of an opinion that is hidden.
QString whyText(const ReviewCase& shown, bool blind) {
  if (shown.reading == "adjudication") {
    return ReadingView::tr("two readers differ");
  }
  if (shown.reason == "feedback") {
    return ReadingView::tr("a user disagreed with the model");
  }
  // Cases drawn at random are not told from uncertain ones: it would change how they are read.
  return blind || shown.findings.empty() ? QString()
                                         : ReadingView::tr("the model's certainty is %1")
                                               .arg(shareText(1 - shown.uncertainty, 2));
}

}  // namespace

ReadingView::ReadingView(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), reading_(new Reading(workspace.reviews(), this)) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(kSpace8);
  QWidget* const shownCase = makeCase();
  auto* content = new TwoColumns(shownCase, makeOpinion());
  states_ = new StateStack(content);
  states_->setEmptyState(new EmptyState(QStringLiteral("check-circle"),
                                        tr("Nothing is left to read"),
                                        tr("Ctrl+Z takes the last decision back.")));
  states_->errorState()->setRetry(tr("Try again"));
  connect(states_, &StateStack::retryTriggered, this,
          [this] { start(review_, reading_->reading()); });
  all->addWidget(states_, 1);
  receipt_ = new TextLabel(QString(), TextStyle::Small, Ink::Secondary);
  receipt_->setElided(true);
  receipt_->setAccessibleName(tr("Last decision"));
  all->addWidget(receipt_);
  clock_.setInterval(1000);
  connect(&clock_, &QTimer::timeout, this, [this] {
    seconds_->setText(tr("%1 s").arg(static_cast<int>(reading_->secondsOnScreen())));
  });
  connectReading();
}

QWidget* ReadingView::makeCase() {
  auto* card = new Card();
  case_ = new CaseView();
  card->add(case_, 1);
  return card;
}

QWidget* ReadingView::makeOpinion() {
  opinionCard_ = new Card(tr("Model says"));
  seconds_ = new TextLabel(QString(), TextStyle::Small, Ink::Secondary);
  opinionCard_->addHeaderWidget(seconds_);
  opinion_ = new OpinionView();
  opinionCard_->add(opinion_);
  calibration_ = new TextLabel(QString(), TextStyle::Small, Ink::Secondary);
  calibration_->setWordWrap(true);
  opinionCard_->add(calibration_);
  comment_ = new QPlainTextEdit();
  comment_->setAccessibleName(tr("Comment"));
  comment_->setPlaceholderText(tr("Comment (C)"));
  comment_->setTabChangesFocus(true);
  comment_->setFixedHeight(72);
  comment_->installEventFilter(this);
  opinionCard_->add(comment_);
  opinionCard_->content()->addStretch(1);
  confirm_ = new PrimaryButton(tr("Confirm   Enter"));
  unsure_ = new SecondaryButton(tr("Unsure  U"));
  skip_ = new SecondaryButton(tr("Skip  S"));
  undo_ = new SecondaryButton(tr("Undo  Ctrl+Z"));
  opinionCard_->add(confirm_);
  auto* grid = new QHBoxLayout();
  grid->setSpacing(kSpace8);
  for (Button* button : {unsure_, skip_, undo_}) {
    grid->addWidget(button, 1);
  }
  opinionCard_->content()->addLayout(grid);
  connect(confirm_, &QAbstractButton::clicked, this, &ReadingView::confirm);
  connect(unsure_, &QAbstractButton::clicked, this, &ReadingView::unsure);
  connect(skip_, &QAbstractButton::clicked, this, &ReadingView::skip);
  connect(undo_, &QAbstractButton::clicked, this, &ReadingView::undo);
  connect(opinion_, &OpinionView::labelChosen, this, &ReadingView::chooseLabel);
  return opinionCard_;
}

void ReadingView::connectReading() {
  connect(reading_, &Reading::caseShown, this, &ReadingView::showCase);
  connect(reading_, &Reading::finished, this, [this] {
    clock_.stop();
    states_->showEmpty();
    Q_EMIT headlineChanged();
    Q_EMIT finished();
  });
  connect(reading_, &Reading::decisionKept, this, [this](const QString& words) {
    say(tr("%1. Ctrl+Z takes it back").arg(words));
    Q_EMIT headlineChanged();
  });
  connect(reading_, &Reading::decisionUndone, this, [this](const QString& words) { say(words); });
  connect(reading_, &Reading::fetchFailed, this, &ReadingView::onFetchFailed);
  connect(reading_, &Reading::failed, this, [this](const base::Error& error, const QString& doing) {
    const ErrorWords words = errorWords(error, doing);
    say(words.what + QLatin1Char(' ') + words.why, true);
  });
}

void ReadingView::onFetchFailed(const base::Error& error) {
  const ErrorWords words = errorWords(error, tr("The next case could not be read."));
  if (reading_->current() == nullptr) {
    states_->showError({words.what, words.why, words.todo, words.details});
  } else {
    say(words.what + QLatin1Char(' ') + words.why, true);
  }
}

void ReadingView::start(const protocol::Review& review, const QString& reading) {
  review_ = review;
  opinion_->setClasses(review.classes);
  opinion_->setBlind(review.blind);
  say(QString());
  states_->showLoading();
  reading_->start(toQString(review.id), reading);
}

void ReadingView::stop() {
  clock_.stop();
  reading_->stop();
}

bool ReadingView::isReading() const {
  return reading_->current() != nullptr;
}

QString ReadingView::review() const {
  return reading_->review();
}

QString ReadingView::headline() const {
  const ReviewCase* const shown = reading_->current();
  const QString count =
      tr("%1 decided today, %2 left")
          .arg(countText(reading_->decidedToday()), countText(reading_->remaining()));
  if (shown == nullptr) {
    return count;
  }
  const QString why = whyText(*shown, opinion_->isBlind());
  return tr("%1 · case %2").arg(count, toQString(shown->pseudonym)) +
         (why.isEmpty() ? QString() : QStringLiteral(" · ") + why);
}

void ReadingView::showCase() {
  const ReviewCase& shown = *reading_->current();
  case_->setCase(shown);
  opinion_->setCase(shown);
  comment_->clear();
  calibration_->setText(toQString(shown.comment));  // what a user of the prediction wrote
  calibration_->setVisible(!shown.comment.empty());
  states_->showContent();
  seconds_->setText(tr("0 s"));
  clock_.start();
  updateOpinion();
  if (!comment_->hasFocus()) {
    opinion_->setFocus(Qt::OtherFocusReason);
  }
  Q_EMIT headlineChanged();
}

void ReadingView::updateOpinion() {
  const ReviewCase* const shown = reading_->current();
  opinionCard_->setTitle(shown != nullptr && shown->reading == "adjudication"
                             ? tr("Two readers differ")
                         : opinion_->first().isEmpty() ? tr("What is it?")
                                                       : tr("Model says"));
  confirm_->setBlocked(opinion_->first().isEmpty()
                           ? tr("The model's opinion is hidden: choose with 1 to 9")
                           : QString());
}

void ReadingView::decide(DecisionKind kind, const QString& label) {
  if (reading_->current() != nullptr) {
    reading_->decide(kind, label, comment_->toPlainText());
  }
}

void ReadingView::confirm() {
  if (const QString first = opinion_->first(); !first.isEmpty()) {
    decide(DecisionKind::Confirm, first);
  }
}

void ReadingView::chooseLabel(const QString& label) {
  if (!label.isEmpty()) {
    decide(label == opinion_->first() ? DecisionKind::Confirm : DecisionKind::Correct, label);
  }
}

void ReadingView::choose(int number) {
  chooseLabel(opinion_->labelOf(number));
}

void ReadingView::unsure() {
  decide(DecisionKind::Unsure, QString());
}

void ReadingView::skip() {
  decide(DecisionKind::Skip, QString());
}

void ReadingView::undo() {
  reading_->undo();
}

void ReadingView::toggleMarks() {
  case_->setMarks(!case_->marks());
}

void ReadingView::toggleBlind() {
  opinion_->setBlind(!opinion_->isBlind());
  case_->setMarks(!opinion_->isBlind());
  updateOpinion();
  Q_EMIT headlineChanged();
}

void ReadingView::comment() {
  comment_->setFocus(Qt::ShortcutFocusReason);
}

void ReadingView::say(const QString& words, bool isError) {
  receipt_->setInk(isError ? Ink::Danger : Ink::Secondary);
  receipt_->setText(words);
}

bool ReadingView::eventFilter(QObject* watched, QEvent* event) {
  // Esc leaves the comment, not the page.
  if (watched == comment_ && event->type() == QEvent::ShortcutOverride &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    event->accept();
    return true;
  }
  if (watched == comment_ && event->type() == QEvent::KeyPress) {
    const auto* const key = static_cast<QKeyEvent*>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (key->key() == Qt::Key_Escape || (enter && key->modifiers() == Qt::NoModifier)) {
      opinion_->setFocus(Qt::OtherFocusReason);  // the comment goes with the decision
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace telesoft::ui
