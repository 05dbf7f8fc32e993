#include "telesoft/ui/wizards/decision_step.h"

#include <cmath>

#include <QBoxLayout>
#include <QLocale>

#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/badge.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/disclosure.h"
#include "telesoft/ui/widgets/progress_strip.h"
#include "telesoft/ui/widgets/text/code_view.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

DecisionStep::DecisionStep(WizardContext& context, QWidget* parent)
    : WizardStep(parent),
      context_(context),
      layout_(new QVBoxLayout(this)),
      decision_(new Card()),
      request_(new CodeView()),
      run_(new Card()),
      what_(new TextLabel(QString(), TextStyle::Section)),
      why_(new TextLabel(QString(), TextStyle::Body, Ink::Secondary)),
      progress_(new ProgressStrip()),
      cancel_(new SecondaryButton(tr("Cancel"), QStringLiteral("stop"))),
      next_(new PrimaryButton(QString())),
      more_(new SecondaryButton(QString())) {
  layout_->setContentsMargins(0, 0, 0, 0);
  layout_->setSpacing(kSpace12);
  layout_->addWidget(makeRun());
  layout_->addWidget(decision_);
  auto* behind = new Disclosure(tr("The request as JSON"));
  request_->setAccessibleName(tr("The request as JSON"));
  request_->setMinimumHeight(200);
  behind->setContent(request_);
  layout_->addWidget(behind);
  layout_->addStretch(1);
  clearRun();
}

QWidget* DecisionStep::makeRun() {
  why_->setWordWrap(true);
  what_->setWordWrap(true);
  run_->add(what_);
  run_->add(why_);
  run_->add(progress_);
  auto* row = new QHBoxLayout();
  row->setSpacing(kSpace12);
  row->addWidget(next_);
  row->addWidget(more_);
  row->addWidget(cancel_);
  row->addStretch(1);
  run_->content()->addLayout(row);
  cancel_->setHelp(tr("Stop; nothing of it is kept"));
  connect(cancel_, &QAbstractButton::clicked, this, &DecisionStep::cancelRequested);
  connect(next_, &QAbstractButton::clicked, this, &DecisionStep::nextRequested);
  connect(more_, &QAbstractButton::clicked, this, &DecisionStep::moreRequested);
  return run_;
}

void DecisionStep::showContext() {
  delete lines_;
  lines_ = new QWidget();
  auto* column = new QVBoxLayout(lines_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  for (const DecisionLine& line : context_.decision()) {
    auto* row = new QVBoxLayout();
    row->setSpacing(kSpace4);
    if (line.tone == Tone::Caution || line.tone == Tone::Danger) {
      row->addWidget(new Badge(tr("Before you start"), line.tone), 0, Qt::AlignLeft);
    }
    auto* text = new TextLabel(line.text);
    text->setWordWrap(true);
    row->addWidget(text);
    column->addLayout(row);
  }
  decision_->add(lines_);
  request_->setPlainText(context_.requestText());
}

void DecisionStep::showButtons(bool cancel, const QString& next, const QString& more) {
  cancel_->setVisible(cancel);
  next_->setText(next);
  next_->setVisible(!next.isEmpty());
  more_->setText(more);
  more_->setVisible(!more.isEmpty());
}

void DecisionStep::showRun(const QString& what, double fraction, bool canCancel) {
  run_->show();
  what_->setText(what);
  what_->setInk(Ink::Text);
  why_->setText(std::isnan(fraction) ? QString() : percentText(fraction));
  why_->setVisible(!std::isnan(fraction));
  progress_->show();
  progress_->setTask(what);
  progress_->setFraction(fraction);
  showButtons(canCancel, QString(), QString());
}

void DecisionStep::showDone(const QString& what, const QString& next, const QString& more) {
  run_->show();
  what_->setText(what);
  what_->setInk(Ink::Good);
  why_->hide();
  progress_->hide();
  showButtons(false, next, more);
  next_->setFocus(Qt::OtherFocusReason);
}

void DecisionStep::showFailed(const ErrorWords& error) {
  run_->show();
  what_->setText(error.what);
  what_->setInk(Ink::Danger);
  why_->setText((error.why + QLatin1Char('\n') + error.todo).trimmed());
  why_->setVisible(!why_->text().isEmpty());
  progress_->hide();
  showButtons(false, QString(), QString());
}

void DecisionStep::clearRun() {
  run_->hide();
}

}  // namespace telesoft::ui
