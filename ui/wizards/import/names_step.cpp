#include "telesoft/ui/wizards/import/names_step.h"

#include <QBoxLayout>
#include <QDoubleSpinBox>
#include <QLineEdit>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/form/form_builder.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

NamesStep::NamesStep(ImportContext& context, QWidget* parent)
    : WizardStep(parent),
      context_(context),
      form_(new FormBuilder()),
      classes_(new Card(tr("Classes"))),
      more_(new QLineEdit()) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace16);
  name_ = form_->addText(QStringLiteral("name"), tr("Name of the dataset"),
                         tr("Shown in lists and reports. It must not name a patient."));
  horizon_ = form_->addNumber(QStringLiteral("horizon"), tr("Event within"));
  horizon_->setRange(0, 1e6);
  horizon_->setDecimals(1);
  horizon_->setSpecialValueText(tr("not set"));
  column->addWidget(form_);
  auto* why = new TextLabel(
      tr("A sentence for each class lets the base model answer without training (zero-shot), which "
         "is what a tuned model is compared with. Optional; without one the class's name is used. "
         "Classes are those of the first rows; others can be added."),
      TextStyle::Body, Ink::Secondary);
  why->setWordWrap(true);
  classes_->add(why);
  auto* row = new QHBoxLayout();
  more_->setAccessibleName(tr("Another class"));
  more_->setPlaceholderText(tr("Another class, as the label column writes it"));
  auto* add = new SecondaryButton(tr("Add"), QStringLiteral("plus"));
  add->setHelp(tr("Add the class to describe it"));
  row->addWidget(more_, 1);
  row->addWidget(add);
  classes_->content()->addLayout(row);
  column->addWidget(classes_);
  column->addStretch(1);
  connect(name_, &QLineEdit::textEdited, this, [this](const QString& text) {
    context_.setName(text);
    Q_EMIT edited();
  });
  connect(horizon_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
    context_.setHorizon(value);
    makeClasses();
    Q_EMIT edited();
  });
  connect(add, &QAbstractButton::clicked, this, &NamesStep::addClass);
  connect(more_, &QLineEdit::returnPressed, this, &NamesStep::addClass);
}

void NamesStep::addClass() {
  context_.addClass(more_->text());
  more_->clear();
  makeClasses();
  Q_EMIT edited();
}

void NamesStep::makeClasses() {
  const QStringList names = context_.classes();
  if (sentences_ != nullptr && names == shown_) {
    return;
  }
  shown_ = names;
  if (sentences_ != nullptr) {
    sentences_->hide();
    sentences_->deleteLater();
  }
  sentences_ = new FormBuilder();
  for (const QString& name : names) {
    QLineEdit* field = sentences_->addText(name, name);
    field->setText(context_.description(name));
    field->setAccessibleName(tr("Description of class %1").arg(name));
    connect(field, &QLineEdit::textEdited, this, [this, name](const QString& text) {
      context_.setDescription(name, text);
      Q_EMIT edited();
    });
  }
  classes_->content()->insertWidget(1, sentences_);
  setTabOrder(name_, horizon_);
  QWidget* before = horizon_;
  for (const QString& name : names) {
    setTabOrder(before, sentences_->editor(name));
    before = sentences_->editor(name);
  }
  setTabOrder(before, more_);
}

void NamesStep::showContext() {
  if (name_->text() != context_.name()) {
    name_->setText(context_.name());
  }
  form_->setFieldVisible(QStringLiteral("horizon"), context_.canDeriveLabel());
  horizon_->setValue(context_.horizon());
  horizon_->setSuffix(QLatin1Char(' ') + context_.timeUnit());
  form_->setHelp(QStringLiteral("horizon"),
                 tr("Makes the label from \"%1\": 1 where the event came within this time, 0 where "
                    "observation went beyond it. \"Not set\" keeps the label column.")
                     .arg(context_.timeColumn()));
  makeClasses();
}

void NamesStep::showProblems() {
  const QString problem = context_.stepProblem(ImportContext::kNames);
  const bool nameless = context_.name().trimmed().isEmpty();
  form_->setError(QStringLiteral("name"), nameless ? problem : QString());
  form_->setError(QStringLiteral("horizon"), nameless ? QString() : problem);
}

QWidget* NamesStep::firstField() {
  return name_;
}

}  // namespace telesoft::ui
