#include "telesoft/ui/wizards/deid/policy_step.h"

#include <algorithm>
#include <array>
#include <limits>

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/form/form_builder.h"
#include "telesoft/ui/widgets/form/segmented_control.h"
#include "telesoft/ui/widgets/progress_strip.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

constexpr std::array<const char*, 3> kTextPolicies = {"surrogate", "label", "redact"};
constexpr std::array<const char*, 6> kActions = {"surrogate",  "hash", "shift",
                                                 "generalise", "drop", "keep"};

int indexOf(const std::string& policy) {
  const auto* const found = std::find(kTextPolicies.begin(), kTextPolicies.end(), policy);
  return found == kTextPolicies.end() ? 0 : static_cast<int>(found - kTextPolicies.begin());
}

}  // namespace

PolicyStep::PolicyStep(DeidContext& context, QWidget* parent)
    : WizardStep(parent),
      context_(context),
      text_(new FormBuilder()),
      policy_(new SegmentedControl(
          tr("What is found in notes"),
          {actionTitle("surrogate"), actionTitle("label"), actionTitle("redact")})),
      lines_(new RecordModel<Line>(
          {{tr("Column"),
            [](const Line& l) { return toQString(l.column.name); },
            {},
            {},
            false,
            [](const Line& l) {
              return static_cast<int>(l.risky    ? Tone::Danger
                                      : l.chosen ? Tone::Accent
                                                 : Tone::Neutral);
            }},
           {tr("Role"), [](const Line& l) { return titleOf(l.column.role); }},
           {tr("What happens"), [](const Line& l) { return actionTitle(l.action); }}},
          [](const Line& l) { return toQString(l.column.name); },
          this)),
      table_(new DataTable(tr("Columns"))),
      form_(new FormBuilder()),
      searching_(new ProgressStrip()) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  searching_->setTask(tr("Searching the first rows"));
  searching_->setFraction(std::numeric_limits<double>::quiet_NaN());
  QSizePolicy kept = searching_->sizePolicy();
  kept.setRetainSizeWhenHidden(true);  // nothing moves when an answer comes
  searching_->setSizePolicy(kept);
  column->addWidget(makeText());
  column->addWidget(searching_);
  column->addWidget(makeColumns(), 1);
  connect(policy_, &SegmentedControl::currentChanged, this, [this](int index) {
    context_.setTextPolicy(kTextPolicies[static_cast<size_t>(index)]);
    onEdited();
  });
  connect(shift_, &QCheckBox::toggled, this, [this](bool on) {
    if (on != context_.shiftDates()) {
      context_.setShiftDates(on);
      onEdited();
    }
  });
  connect(table_, &DataTable::rowSelected, this, [this](int row) {
    if (row >= 0) {
      column_ = row;
      showColumn();
    }
  });
}

QWidget* PolicyStep::makeText() {
  auto* card = new Card();
  text_->addField(QStringLiteral("policy"), tr("What is found in notes"), policy_);
  shift_ =
      text_->addCheck(QStringLiteral("shift"), tr("Shift dates per patient"),
                      tr("Recommended: a model may learn from intervals, and no date is real."));
  name_ = text_->addText(QStringLiteral("name"), tr("Name of the new dataset"));
  connect(name_, &QLineEdit::textEdited, this, [this](const QString& text) {
    context_.setName(text);
    Q_EMIT edited();
  });
  card->add(text_);
  return card;
}

QWidget* PolicyStep::makeColumns() {
  auto* card = new Card(tr("Columns"));
  table_->setSource(lines_);
  table_->setCompact(true);
  table_->setColumnWidths({-1, 92, 208});
  table_->setMinimumHeight(150);
  card->add(table_, 1);
  action_ = form_->addChoice(QStringLiteral("action"), tr("What happens to the column"));
  card->add(form_);
  connect(action_, &QComboBox::activated, this, [this] {
    const auto& columns = context_.dataset()->columns;
    context_.setAction(columns[static_cast<size_t>(column_)].name,
                       action_->currentData().toString().toStdString());
    onEdited();
  });
  return card;
}

void PolicyStep::onEdited() {
  showContext();
  Q_EMIT edited();
  Q_EMIT policyChanged();
}

void PolicyStep::showContext() {
  if (!context_.dataset()) {
    return;
  }
  policy_->setCurrent(indexOf(context_.textPolicy()));
  text_->setHelp(QStringLiteral("policy"), actionHelp(context_.textPolicy()));
  shift_->setChecked(context_.shiftDates());
  if (name_->text() != context_.name()) {
    name_->setText(context_.name());
  }
  text_->setError(QStringLiteral("name"), context_.stepProblem(DeidContext::kDecision));
  std::vector<Line> lines;
  for (const protocol::ColumnSchema& column : context_.dataset()->columns) {
    lines.push_back({column, context_.action(column.name), context_.isChosen(column.name),
                     !context_.columnWarning(column).isEmpty()});
  }
  lines_->setRows(std::move(lines));
  searching_->setVisible(context_.isStale() &&
                         context_.stepProblem(DeidContext::kDataset).isEmpty());
  if (static_cast<size_t>(column_) >= context_.dataset()->columns.size()) {
    column_ = 0;
  }
  if (table_->currentSourceRow() != column_) {
    table_->selectSourceRow(column_);
  }
  showColumn();
}

void PolicyStep::fillActions(const std::string& recommended) {
  action_->clear();
  action_->addItem(recommended.empty() ? tr("As recommended")
                                       : tr("As recommended: %1").arg(actionTitle(recommended)),
                   QString());
  for (const char* const action : kActions) {
    if (action != recommended) {
      action_->addItem(actionTitle(action), QString::fromLatin1(action));
    }
  }
}

void PolicyStep::showColumn() {
  const protocol::ColumnSchema& column = context_.dataset()->columns[static_cast<size_t>(column_)];
  fillActions(context_.recommended(column.name));
  const QString chosen =
      context_.isChosen(column.name) ? toQString(context_.action(column.name)) : QString();
  action_->setCurrentIndex(std::max(0, action_->findData(chosen)));
  const QString label = tr("What happens to column %1").arg(toQString(column.name));
  action_->setAccessibleName(label);
  form_->setHelp(QStringLiteral("action"), toQString(column.name) + QStringLiteral(": ") +
                                               actionHelp(context_.action(column.name)));
  form_->setError(QStringLiteral("action"), context_.columnWarning(column));
}

QWidget* PolicyStep::firstField() {
  return table_;
}

}  // namespace telesoft::ui
