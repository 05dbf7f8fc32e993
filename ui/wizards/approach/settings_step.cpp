#include "telesoft/ui/wizards/approach/settings_step.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSignalBlocker>
#include <QSpinBox>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/disclosure.h"
#include "telesoft/ui/widgets/form/form_builder.h"

namespace telesoft::ui {

namespace {

void setEditor(QWidget* editor, double value) {
  const QSignalBlocker quiet(editor);
  if (auto* check = qobject_cast<QCheckBox*>(editor)) {
    check->setChecked(value != 0);
  } else if (auto* whole = qobject_cast<QSpinBox*>(editor)) {
    whole->setValue(static_cast<int>(value));
  } else if (auto* number = qobject_cast<QDoubleSpinBox*>(editor)) {
    number->setValue(value);
  }
}

}  // namespace

SettingsStep::SettingsStep(ApproachContext& context, QWidget* parent)
    : WizardStep(parent), context_(context) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace16);
  auto* basic = new Card(groupTitle(SettingGroup::Basic));
  auto* reset = new LinkButton(tr("All as preset"));
  reset->setHelp(tr("Take the preset of every setting again"));
  basic->addHeaderWidget(reset);
  basic->add(makeGroup(SettingGroup::Basic));
  column->addWidget(basic);
  for (const SettingGroup group : {SettingGroup::Optimiser, SettingGroup::AdapterAndMachine}) {
    auto* fold = new Disclosure(groupTitle(group));
    fold->setContent(makeGroup(group));
    folds_[group] = fold;
    column->addWidget(fold);
  }
  column->addStretch(1);
  connect(reset, &QAbstractButton::clicked, this, [this] {
    context_.hyperparameters() = protocol::Hyperparameters();
    showContext();
    Q_EMIT edited();
  });
}

FormBuilder* SettingsStep::makeGroup(SettingGroup group) {
  auto* form = new FormBuilder();
  for (const Setting& setting : settings()) {
    if (setting.group == group) {
      addSetting(form, setting);
    }
  }
  if (group == SettingGroup::Optimiser) {
    addSchedule(form);
  } else if (group == SettingGroup::AdapterAndMachine) {
    addPrecision(form);
  }
  forms_[group] = form;
  return form;
}

void SettingsStep::addSetting(FormBuilder* form, const Setting& setting) {
  const auto changed = [this, setting](double value) {
    setting.set(context_.hyperparameters(), value);
    onEdited();
  };
  if (setting.isSwitch()) {
    connect(form->addCheck(setting.key, setting.title, setting.help), &QCheckBox::toggled, this,
            [changed](bool on) { changed(on ? 1 : 0); });
  } else if (setting.decimals == 0) {
    QSpinBox* box = form->addInteger(setting.key, setting.title, setting.help);
    box->setRange(static_cast<int>(setting.low), static_cast<int>(setting.high));
    box->setSingleStep(static_cast<int>(setting.step));
    box->setSpecialValueText(setting.low == 0 ? setting.zero : QString());
    connect(box, &QSpinBox::valueChanged, this, changed);
  } else {
    QDoubleSpinBox* box = form->addNumber(setting.key, setting.title, setting.help);
    box->setDecimals(setting.decimals);
    box->setRange(setting.low, setting.high);
    box->setSingleStep(setting.step);
    box->setSpecialValueText(setting.low == 0 ? setting.zero : QString());
    connect(box, &QDoubleSpinBox::valueChanged, this, changed);
  }
}

void SettingsStep::addSchedule(FormBuilder* form) {
  QComboBox* box = form->addChoice(QStringLiteral("schedule"), tr("Learning rate over time"));
  box->addItem(tr("Falls evenly"), static_cast<int>(protocol::Schedule::Linear));
  box->addItem(tr("Falls as a cosine"), static_cast<int>(protocol::Schedule::Cosine));
  box->addItem(tr("Constant"), static_cast<int>(protocol::Schedule::Constant));
  connect(box, &QComboBox::activated, this, [this, box] {
    context_.hyperparameters().schedule =
        static_cast<protocol::Schedule>(box->currentData().toInt());
    onEdited();
  });
}

void SettingsStep::addPrecision(FormBuilder* form) {
  QComboBox* box = form->addChoice(QStringLiteral("precision"), tr("Precision"));
  box->addItem(tr("As the processor does it best"), static_cast<int>(protocol::Precision::Auto));
  box->addItem(tr("32-bit float"), static_cast<int>(protocol::Precision::Float32));
  box->addItem(tr("bfloat16 for frozen weights"), static_cast<int>(protocol::Precision::BFloat16));
  connect(box, &QComboBox::activated, this, [this, box] {
    context_.hyperparameters().precision =
        static_cast<protocol::Precision>(box->currentData().toInt());
    onEdited();
  });
}

void SettingsStep::onEdited() {
  showDifferences();
  Q_EMIT edited();
}

void SettingsStep::showContext() {
  const protocol::Hyperparameters& now = context_.hyperparameters();
  for (const Setting& setting : settings()) {
    FormBuilder* const form = forms_.at(setting.group);
    setEditor(form->editor(setting.key), setting.value(now));
    form->setFieldVisible(setting.key, context_.applies(setting));
  }
  auto* schedule = qobject_cast<QComboBox*>(
      forms_.at(SettingGroup::Optimiser)->editor(QStringLiteral("schedule")));
  schedule->setCurrentIndex(schedule->findData(static_cast<int>(now.schedule)));
  auto* precision = qobject_cast<QComboBox*>(
      forms_.at(SettingGroup::AdapterAndMachine)->editor(QStringLiteral("precision")));
  precision->setCurrentIndex(precision->findData(static_cast<int>(now.precision)));
  showDifferences();
}

void SettingsStep::showDifferences() {
  for (const Setting& setting : settings()) {
    forms_.at(setting.group)->setDifference(setting.key, context_.difference(setting));
  }
  for (const auto& [group, fold] : folds_) {
    const int own = context_.differences(group);
    fold->setTitle(own == 0 ? groupTitle(group)
                            : tr("%1 (%2 of your own)").arg(groupTitle(group)).arg(own));
  }
}

QWidget* SettingsStep::firstField() {
  return forms_.at(SettingGroup::Basic)->editor(QStringLiteral("epochs"));
}

}  // namespace telesoft::ui
