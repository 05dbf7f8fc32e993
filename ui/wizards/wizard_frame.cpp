#include "telesoft/ui/wizards/wizard_frame.h"

#include <QBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>

#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/page.h"
#include "telesoft/ui/widgets/step_list.h"
#include "telesoft/ui/widgets/text/text_label.h"
#include "telesoft/ui/wizards/summary_card.h"

namespace telesoft::ui {

namespace {

constexpr int kStepsWidth = 184;
constexpr int kSummaryWidth = 224;
constexpr int kNarrow = 820;   // below this the summary makes room for the step
constexpr int kTighter = 640;  // and below this the list of steps: the step's title then counts

QScrollArea* scrolling(QWidget* content) {
  auto* area = new QScrollArea();
  area->setFrameShape(QFrame::NoFrame);
  area->setWidgetResizable(true);
  area->viewport()->setAutoFillBackground(false);
  area->setFocusPolicy(Qt::NoFocus);
  area->setWidget(content);
  content->setAutoFillBackground(false);  // setWidget() turns it on
  return area;
}

}  // namespace

WizardFrame::WizardFrame(WizardContext& context,
                         const WizardWords& words,
                         const std::vector<WizardStep*>& steps,
                         QWidget* parent)
    : QWidget(parent),
      context_(context),
      words_(words),
      steps_(steps),
      attempted_(steps.size(), false),
      page_(new Page()),
      list_(new StepList()),
      stack_(new QStackedWidget()),
      title_(new TextLabel(QString(), TextStyle::Section)),
      problem_(new TextLabel(QString(), TextStyle::Body, Ink::Danger)),
      summary_(new SummaryCard()),
      back_(new SecondaryButton(tr("Back"), QStringLiteral("arrow-left"))),
      next_(new PrimaryButton(tr("Next"))) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(page_);
  page_->setTitle(words.title);
  page_->setState(words.sentence);
  auto* close = new SecondaryButton(tr("Close"));
  close->setHelp(tr("Close the wizard; what you have entered is kept until the window closes"));
  auto* anew = new SecondaryButton(tr("Start anew"), QStringLiteral("undo"));
  anew->setHelp(tr("Empty every step of this wizard; nothing that is stored changes"));
  page_->addAction(anew);
  page_->addAction(close);
  page_->setContent(makeMiddle(steps));
  connect(close, &QAbstractButton::clicked, this, &WizardFrame::closeRequested);
  connect(anew, &QAbstractButton::clicked, this, &WizardFrame::startAnewRequested);
  connect(list_, &StepList::stepRequested, this, &WizardFrame::goTo);
  connect(next_, &QAbstractButton::clicked, this, &WizardFrame::onNext);
  connect(back_, &QAbstractButton::clicked, this, [this] { goTo(current_ - 1); });
  showStep();
}

QWidget* WizardFrame::makeMiddle(const std::vector<WizardStep*>& steps) {
  auto* middle = new QWidget();
  auto* row = new QHBoxLayout(middle);
  row->setContentsMargins(0, kSpace4, 0, 0);
  row->setSpacing(kSpace24);
  list_->setFixedWidth(kStepsWidth);
  row->addWidget(list_, 0, Qt::AlignTop);
  auto* column = new QVBoxLayout();
  column->setSpacing(kSpace12);
  column->addWidget(title_);
  for (WizardStep* step : steps) {
    stack_->addWidget(scrolling(step));
    connect(step, &WizardStep::edited, this, [this, step] {
      if (attempted_[static_cast<size_t>(current_)]) {
        step->showProblems();
      }
      showMarks();
    });
  }
  column->addWidget(stack_, 1);
  problem_->setWordWrap(true);
  column->addWidget(problem_);
  auto* buttons = new QHBoxLayout();
  buttons->addWidget(back_);
  buttons->addStretch(1);
  buttons->addWidget(next_);
  column->addLayout(buttons);
  row->addLayout(column, 1);
  summary_->setFixedWidth(kSummaryWidth);
  row->addWidget(summary_, 0, Qt::AlignTop);
  return middle;
}

void WizardFrame::resizeEvent(QResizeEvent* event) {
  summary_->setVisible(width() >= kNarrow);
  list_->setVisible(width() >= kTighter);
  showTitle();
  QWidget::resizeEvent(event);
}

void WizardFrame::goTo(int step) {
  if (running_ || step < 0 || step >= context_.stepCount()) {
    return;
  }
  int target = step;
  while (target > 0 && !context_.canEnter(target)) {
    --target;
  }
  if (target != step) {
    attempted_[static_cast<size_t>(target)] = true;
  }
  current_ = target;
  showStep();
  Q_EMIT stepEntered(current_);
}

void WizardFrame::onNext() {
  attempted_[static_cast<size_t>(current_)] = true;
  if (!context_.stepProblem(current_).isEmpty()) {
    steps_[static_cast<size_t>(current_)]->showProblems();
    showMarks();
  } else if (isLast()) {
    Q_EMIT startRequested();
  } else {
    goTo(current_ + 1);
  }
}

void WizardFrame::refresh() {
  WizardStep* step = steps_[static_cast<size_t>(current_)];
  step->showContext();
  if (attempted_[static_cast<size_t>(current_)]) {
    step->showProblems();
  }
  showMarks();
}

Button* WizardFrame::nextButton() {
  return next_;
}

void WizardFrame::setRunning(bool running) {
  running_ = running;
  refresh();
}

void WizardFrame::showStep() {
  stack_->setCurrentIndex(current_);
  showTitle();
  refresh();
  QWidget* const field = steps_[static_cast<size_t>(current_)]->firstField();
  if (field != nullptr) {
    field->setFocus(Qt::OtherFocusReason);
  } else {
    next_->setFocus(Qt::OtherFocusReason);
  }
}

void WizardFrame::showTitle() {
  const QString title = context_.stepTitle(current_);
  title_->setText(
      width() >= kTighter
          ? title
          : tr("Step %1 of %2: %3").arg(current_ + 1).arg(context_.stepCount()).arg(title));
}

void WizardFrame::showMarks() {
  std::vector<Step> shown;
  for (int i = 0; i < context_.stepCount(); ++i) {
    const QString problem = context_.stepProblem(i);
    const bool told = attempted_[static_cast<size_t>(i)] && !problem.isEmpty();
    const bool open = context_.canEnter(i);
    const StepMark mark = !open                      ? StepMark::Blocked
                          : told                     ? StepMark::Warning
                          : !problem.isEmpty()       ? StepMark::Open
                          : i < current_ || running_ ? StepMark::Done
                                                     : StepMark::Open;
    shown.push_back(
        {context_.stepTitle(i), told ? tr("needs attention") : context_.stepNote(i), mark});
  }
  list_->setSteps(std::move(shown));
  list_->setCurrent(current_);
  const QString problem = context_.stepProblem(current_);
  const bool told = attempted_[static_cast<size_t>(current_)] && !problem.isEmpty();
  problem_->setText(problem);
  problem_->setVisible(told && !running_);
  back_->setVisible(!running_);
  next_->setVisible(!running_);
  back_->setBlocked(current_ == 0 ? tr("This is the first step.") : QString());
  next_->setText(isLast() ? words_.startText : tr("Next"));
  back_->setKeys(QKeySequence(Qt::ALT | Qt::Key_Left));
  next_->setKeys(QKeySequence(Qt::CTRL | Qt::Key_Return));
  summary_->setLines(context_.summary());
}

}  // namespace telesoft::ui
