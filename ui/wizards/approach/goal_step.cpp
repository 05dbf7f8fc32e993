#include "telesoft/ui/wizards/approach/goal_step.h"

#include <array>

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSignalBlocker>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/form/form_builder.h"

namespace telesoft::ui {

namespace {

constexpr std::array<const char*, 4> kMetrics = {"f1_score", "auroc", "accuracy", "loss"};

QString metricHelp(const std::string& metric) {
  if (metric == "f1_score") {
    return GoalStep::tr("Recommended for text classes: every class counts alike, however rare.");
  }
  if (metric == "auroc") {
    return GoalStep::tr(
        "Recommended for risks: how well those with the event are ranked above those without.");
  }
  if (metric == "accuracy") {
    return GoalStep::tr("Share of right answers; a common class can hide a rare one.");
  }
  return GoalStep::tr("The validation loss, where lower is better; judges the probabilities too.");
}

}  // namespace

GoalStep::GoalStep(ApproachContext& context, QWidget* parent)
    : WizardStep(parent), context_(context), form_(new FormBuilder()) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace16);
  metric_ = form_->addChoice(QStringLiteral("metric"), tr("Measured by"));
  for (const char* const metric : kMetrics) {
    metric_->addItem(
        std::string_view(metric) == "loss" ? tr("Validation loss") : metricTitle(metric),
        QString::fromLatin1(metric));
  }
  minimum_ = form_->addNumber(QStringLiteral("minimum"), tr("At least"),
                              tr("What the result must reach; recorded with the job."));
  minimum_->setRange(0, 1);
  minimum_->setSingleStep(0.01);
  minimum_->setDecimals(3);
  minimum_->setSpecialValueText(tr("no minimum"));
  name_ = form_->addText(QStringLiteral("name"), tr("Name of the job"),
                         tr("Shown in lists and logs. It must not name a patient."));
  specialty_ = form_->addText(QStringLiteral("specialty"), tr("Specialty"),
                              tr("Optional, such as cardiology."));
  addCapabilities();
  column->addWidget(form_);
  column->addStretch(1);
  connectFields();
}

void GoalStep::addCapabilities() {
  form_->addSection(tr("To be preserved"),
                    tr("Recorded with the job as what the tuned model must not lose."));
  for (const Capability& capability : capabilities()) {
    auto* check = form_->addCheck(toQString(capability.id), capability.title, capability.help);
    connect(check, &QCheckBox::toggled, this, [this, id = capability.id](bool on) {
      context_.setPreserved(id, on);
      Q_EMIT edited();
    });
  }
}

void GoalStep::connectFields() {
  connect(metric_, &QComboBox::activated, this, [this] {
    context_.setTarget(toUtf8(metric_->currentData().toString()));
    showContext();
    Q_EMIT edited();
  });
  connect(minimum_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
    context_.setMinimum(value);
    Q_EMIT edited();
  });
  connect(name_, &QLineEdit::textEdited, this, [this](const QString& text) {
    context_.setName(text);
    showProblems();
    Q_EMIT edited();
  });
  connect(specialty_, &QLineEdit::textEdited, this, [this](const QString& text) {
    context_.setSpecialty(text);
    Q_EMIT edited();
  });
}

void GoalStep::showContext() {
  metric_->setCurrentIndex(metric_->findData(toQString(context_.target().primary)));
  form_->setHelp(QStringLiteral("metric"), metricHelp(context_.target().primary));
  form_->setFieldVisible(QStringLiteral("minimum"), context_.target().primary != "loss");
  const QSignalBlocker quiet(minimum_);
  minimum_->setValue(context_.target().minimum);
  if (name_->text() != context_.name()) {
    name_->setText(context_.name());
  }
  if (specialty_->text() != context_.specialty()) {
    specialty_->setText(context_.specialty());
  }
  for (const Capability& capability : capabilities()) {
    auto* check = qobject_cast<QCheckBox*>(form_->editor(toQString(capability.id)));
    const QSignalBlocker still(check);
    check->setChecked(context_.isPreserved(capability.id));
  }
}

void GoalStep::showProblems() {
  form_->setError(QStringLiteral("name"), context_.stepProblem(ApproachContext::kGoal));
}

QWidget* GoalStep::firstField() {
  return metric_;
}

}  // namespace telesoft::ui
