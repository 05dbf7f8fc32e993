#include "telesoft/ui/wizards/split/plan_step.h"

#include <cmath>
#include <limits>
#include <map>

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/charts/bars.h"
#include "telesoft/ui/widgets/disclosure.h"
#include "telesoft/ui/widgets/form/form_builder.h"
#include "telesoft/ui/widgets/form/segmented_control.h"
#include "telesoft/ui/widgets/progress_strip.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

int percent(double fraction) {
  return static_cast<int>(std::lround(fraction * 100));
}

template <class Widget, class Value>
void setQuietly(Widget* widget, const Value& value) {
  const QSignalBlocker quiet(widget);
  widget->setValue(value);
}

}  // namespace

PlanStep::PlanStep(SplitContext& context, QWidget* parent)
    : WizardStep(parent),
      context_(context),
      form_(new FormBuilder()),
      way_(new SegmentedControl(tr("How the test part is chosen"),
                                {tr("By chance"), tr("One site or period")})),
      more_(new FormBuilder()),
      working_(new ProgressStrip()),
      parts_(new Card(tr("The parts"))),
      bars_(new BarPairs(tr("Labels in each part"))),
      counts_(new TextLabel(QString(), TextStyle::Figures, Ink::Text)),
      proof_(new TextLabel(QString(), TextStyle::BodyStrong, Ink::Good)),
      warnings_(new TextLabel(QString(), TextStyle::Body, Ink::Caution)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kSpace12);
  row->addWidget(makeForm(), 1);
  row->addWidget(makeParts(), 1);
  connectFields();
}

QSpinBox* PlanStep::addShare(const QString& key, const QString& label) {
  QSpinBox* box = form_->addInteger(key, label);
  box->setRange(0, 100);
  box->setSuffix(QStringLiteral(" %"));
  return box;
}

QWidget* PlanStep::makeForm() {
  auto* left = new QWidget();
  auto* column = new QVBoxLayout(left);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace16);
  form_->addField(QStringLiteral("way"), tr("The test part"), way_);
  column_ = form_->addChoice(QStringLiteral("column"), tr("Column of the site or period"));
  value_ = form_->addChoice(QStringLiteral("value"), tr("Value that is the test part"));
  value_->setEditable(true);
  train_ = addShare(QStringLiteral("train"), tr("Training"));
  validation_ = addShare(QStringLiteral("validation"), tr("Validation"));
  test_ = addShare(QStringLiteral("test"), tr("Test"));
  name_ = form_->addText(QStringLiteral("name"), tr("Name of the split"));
  column->addWidget(form_);
  stratify_ = more_->addCheck(QStringLiteral("stratify"), tr("Spread labels evenly over the parts"),
                              tr("Recommended: rare labels then stand in every part."));
  seed_ = more_->addInteger(QStringLiteral("seed"), tr("Seed"),
                            tr("The same seed draws the same parts."));
  most_ = more_->addInteger(QStringLiteral("most"), tr("Rows of training at most"),
                            tr("For a learning curve. 0 takes all."));
  auto* folded = new Disclosure(tr("Further settings"));
  folded->setContent(more_);
  column->addWidget(folded);
  column->addStretch(1);
  return left;
}

QWidget* PlanStep::makeParts() {
  working_->setTask(tr("Calculating the parts"));
  working_->setFraction(std::numeric_limits<double>::quiet_NaN());
  QSizePolicy kept = working_->sizePolicy();
  kept.setRetainSizeWhenHidden(true);  // nothing moves when an answer comes
  working_->setSizePolicy(kept);
  for (TextLabel* label : {counts_, proof_, warnings_}) {
    label->setWordWrap(true);
  }
  parts_->add(working_);
  parts_->add(counts_);
  parts_->add(bars_);
  parts_->add(proof_);
  parts_->add(warnings_);
  parts_->content()->addStretch(1);
  return parts_;
}

void PlanStep::connectFields() {
  connect(way_, &SegmentedControl::currentChanged, this, [this](int index) {
    context_.setFixedTest(index == 1);
    if (index == 1 && context_.plan().testColumn.empty() && column_->count() > 0) {
      context_.setTestColumn(toUtf8(column_->itemText(0)));
      Q_EMIT testColumnChosen(column_->itemText(0));
    }
    const double rest =
        1 - context_.plan().validationFraction - (index == 1 ? 0 : context_.plan().testFraction);
    context_.setFractions(rest, context_.plan().validationFraction, context_.plan().testFraction);
    onEdited();
  });
  for (QSpinBox* box : {train_, validation_, test_}) {
    connect(box, &QSpinBox::valueChanged, this, &PlanStep::onShares);
  }
  connect(column_, &QComboBox::activated, this, [this] {
    context_.setTestColumn(toUtf8(column_->currentText()));
    context_.setTestValue({});
    Q_EMIT testColumnChosen(column_->currentText());
    onEdited();
  });
  connect(value_, &QComboBox::editTextChanged, this, [this](const QString& text) {
    context_.setTestValue(toUtf8(text.trimmed()));
    onEdited();
  });
  connect(seed_, &QSpinBox::valueChanged, this, [this](int value) {
    context_.setSeed(value);
    onEdited();
  });
  connect(most_, &QSpinBox::valueChanged, this, [this](int value) {
    context_.setMaxTrainRows(value);
    onEdited();
  });
  connect(stratify_, &QCheckBox::toggled, this, [this](bool on) {
    context_.setStratify(on);
    onEdited();
  });
  connect(name_, &QLineEdit::textEdited, this, [this](const QString& text) {
    context_.setName(text);
    showProblems();
    Q_EMIT edited();
  });
}

void PlanStep::onShares() {
  context_.setFractions(train_->value() / 100.0, validation_->value() / 100.0,
                        test_->value() / 100.0);
  onEdited();
}

void PlanStep::onEdited() {
  showFields();
  showParts();
  showProblems();
  Q_EMIT edited();
  Q_EMIT planChanged();
}

void PlanStep::setTestValues(const QStringList& values) {
  const QSignalBlocker quiet(value_);
  const QString typed = toQString(context_.plan().testValue);
  value_->clear();
  value_->addItems(values);
  value_->setEditText(typed);
}

void PlanStep::showContext() {
  if (!context_.dataset()) {
    return;
  }
  const auto names = context_.testColumns();
  QStringList columns;
  for (const std::string& name : names) {
    columns << toQString(name);
  }
  QStringList shown;
  for (int i = 0; i < column_->count(); ++i) {
    shown << column_->itemText(i);
  }
  if (columns != shown) {
    column_->clear();
    column_->addItems(columns);
  }
  way_->setOptionEnabled(1, !columns.isEmpty(),
                         tr("The dataset has no column of sites, periods or groups."));
  showFields();
  showParts();
}

void PlanStep::showFields() {
  const protocol::SplitRequest& plan = context_.plan();
  const QString patient = context_.patientColumn();
  form_->setHelp(
      QStringLiteral("way"),
      patient.isEmpty()
          ? tr("No column tells patients apart, so rows are drawn one by one.")
          : tr("Patients are drawn, not rows: all rows of one \"%1\" stand in one part. That "
               "cannot be switched off.")
                .arg(patient));
  if (way_->current() != (context_.fixedTest() ? 1 : 0)) {
    way_->setCurrent(context_.fixedTest() ? 1 : 0);
  }
  setQuietly(train_, percent(plan.trainFraction));
  setQuietly(validation_, percent(plan.validationFraction));
  setQuietly(test_, percent(plan.testFraction));
  setQuietly(seed_, static_cast<int>(plan.seed));
  setQuietly(most_, static_cast<int>(plan.maxTrainRows));
  const QSignalBlocker quiet(stratify_);
  stratify_->setChecked(plan.stratify);
  column_->setCurrentText(toQString(plan.testColumn));
  if (toUtf8(value_->currentText().trimmed()) != plan.testValue) {
    const QSignalBlocker still(value_);
    value_->setEditText(toQString(plan.testValue));
  }
  if (name_->text() != context_.name()) {
    name_->setText(context_.name());
  }
  form_->setFieldVisible(QStringLiteral("test"), !context_.fixedTest());
  form_->setFieldVisible(QStringLiteral("column"), context_.fixedTest());
  form_->setFieldVisible(QStringLiteral("value"), context_.fixedTest());
}

void PlanStep::showParts() {
  working_->setVisible(context_.isStale() && context_.isPlanRight() &&
                       context_.previewProblem().isEmpty());
  const auto& preview = context_.preview();
  for (QWidget* widget : {static_cast<QWidget*>(counts_), static_cast<QWidget*>(bars_),
                          static_cast<QWidget*>(proof_)}) {
    widget->setVisible(preview.has_value());
  }
  if (!preview) {
    warnings_->setText(context_.previewProblem());
    warnings_->setVisible(!context_.previewProblem().isEmpty());
    return;
  }
  QStringList groups;
  QStringList counts;
  std::map<std::string, std::vector<double>> labels;
  for (size_t i = 0; i < preview->parts.size(); ++i) {
    const protocol::SplitPart& part = preview->parts[i];
    groups << partTitle(part.part);
    counts << tr("%1: %2, %3")
                  .arg(partTitle(part.part), countText(part.rows, tr("row"), tr("rows")),
                       countText(part.patients, tr("patient"), tr("patients")));
    for (const auto& [label, count] : part.labelCounts) {
      labels[label].resize(preview->parts.size(), 0);
      labels[label][i] = static_cast<double>(count);
    }
  }
  std::vector<BarRow> rows;
  for (auto& [label, values] : labels) {
    rows.push_back({toQString(label), std::move(values)});
  }
  counts_->setText(counts.join(QLatin1Char('\n')));
  bars_->setData(groups, std::move(rows));
  const bool proven = preview->proof.sharedPatients == 0 && preview->proof.sharedRows == 0;
  proof_->setInk(proven ? Ink::Good : Ink::Danger);
  proof_->setText(toQString(preview->proof.statement));
  QStringList warnings;
  for (const std::string& warning : preview->warnings) {
    warnings << toQString(warning);
  }
  warnings_->setText(warnings.join(QLatin1Char('\n')));
  warnings_->setVisible(!warnings.isEmpty());
}

void PlanStep::showProblems() {
  form_->setError(QStringLiteral("train"), context_.fractionsProblem());
  const bool columnMissing = context_.plan().testColumn.empty();
  form_->setError(QStringLiteral("column"), columnMissing ? context_.testPartProblem() : QString());
  form_->setError(QStringLiteral("value"), columnMissing ? QString() : context_.testPartProblem());
  form_->setError(QStringLiteral("name"),
                  context_.name().trimmed().isEmpty() ? tr("The split has no name.") : QString());
}

QWidget* PlanStep::firstField() {
  return train_;
}

}  // namespace telesoft::ui
