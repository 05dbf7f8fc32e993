#include "telesoft/ui/wizards/import/columns_step.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLineEdit>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/form/form_builder.h"
#include "telesoft/ui/widgets/table/data_table.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

using protocol::ColumnRole;
using protocol::ColumnSchema;
using protocol::ColumnType;

namespace {

template <class E>
void fillWithTitles(QComboBox* box) {
  for (const auto& [value, name] : base::EnumNames<E>::table) {
    box->addItem(titleOf(value), static_cast<int>(value));
  }
}

QString roleHelp(ColumnRole role) {
  switch (role) {
    case ColumnRole::Note:
      return ColumnsStep::tr(
          "Text that a model reads. Identifiers inside it are found and replaced.");
    case ColumnRole::Label:
      return ColumnsStep::tr("What the model shall predict.");
    case ColumnRole::Patient:
      return ColumnsStep::tr("Tells patients apart. A split keeps each patient's rows together.");
    case ColumnRole::Identifier:
      return ColumnsStep::tr(
          "Names a person directly. It is removed or replaced at de-identification.");
    case ColumnRole::Subgroup:
      return ColumnsStep::tr("Results are shown for each of its values.");
    case ColumnRole::Time:
      return ColumnsStep::tr("Time to the event, or to the end of observation.");
    case ColumnRole::Event:
      return ColumnsStep::tr("1 where the event came, 0 where observation ended before.");
    case ColumnRole::Ignore:
      return ColumnsStep::tr("Left out of the dataset's use.");
    default:
      return ColumnsStep::tr("A value that a model may use.");
  }
}

}  // namespace

ColumnsStep::ColumnsStep(ImportContext& context, QWidget* parent)
    : WizardStep(parent),
      context_(context),
      lines_(new RecordModel<Line>(
          {{tr("Column"),
            [](const Line& l) { return toQString(l.column.name); },
            {},
            {},
            false,
            [](const Line& l) {
              return static_cast<int>(l.wrong     ? Tone::Danger
                                      : l.differs ? Tone::Accent
                                                  : Tone::Neutral);
            }},
           {tr("Role"), [](const Line& l) { return titleOf(l.column.role); }},
           {tr("Type"), [](const Line& l) { return titleOf(l.column.type); }}},
          [](const Line& l) { return QString::number(l.index); },
          this)),
      table_(new DataTable(tr("Columns"))),
      preview_(new DataTable(tr("The first rows"))),
      editor_(new Card()),
      form_(new FormBuilder()),
      evidence_(new TextLabel(QString(), TextStyle::Small, Ink::Secondary)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  auto* top = new QHBoxLayout();
  top->setSpacing(kSpace12);
  table_->setSource(lines_);
  table_->setCompact(true);
  table_->setColumnWidths({-1, 96, 104});
  table_->setMinimumHeight(200);
  auto* list = new Card();
  list->add(table_, 1);
  top->addWidget(list, 3);
  top->addWidget(makeEditor(), 2);
  column->addLayout(top, 1);
  auto* first = new Card(tr("The first rows"));
  preview_->setCompact(true);
  preview_->setMinimumHeight(120);
  first->add(preview_);
  column->addWidget(first);
  connect(table_, &DataTable::rowSelected, this, [this](int row) {
    if (row >= 0) {
      column_ = row;
      showColumn();
    }
  });
}

QWidget* ColumnsStep::makeEditor() {
  role_ = form_->addChoice(QStringLiteral("role"), tr("Role"));
  type_ = form_->addChoice(QStringLiteral("type"), tr("Type"));
  unit_ =
      form_->addText(QStringLiteral("unit"), tr("Unit"), tr("As results print it, such as mg/dL"));
  fillWithTitles<ColumnRole>(role_);
  fillWithTitles<ColumnType>(type_);
  evidence_->setWordWrap(true);
  editor_->setTitle(tr("Column"));
  editor_->add(form_);
  editor_->add(evidence_);
  editor_->content()->addStretch(1);
  connect(role_, &QComboBox::activated, this, [this] {
    context_.setRole(column_, static_cast<ColumnRole>(role_->currentData().toInt()));
    onEdited();
  });
  connect(type_, &QComboBox::activated, this, [this] {
    context_.setType(column_, static_cast<ColumnType>(type_->currentData().toInt()));
    onEdited();
  });
  connect(unit_, &QLineEdit::textEdited, this, [this](const QString& text) {
    context_.setUnit(column_, toUtf8(text.trimmed()));
    onEdited();
  });
  return editor_;
}

void ColumnsStep::onEdited() {
  fillLines();
  showColumn();
  Q_EMIT edited();
}

void ColumnsStep::fillLines() {
  std::vector<Line> lines;
  for (size_t i = 0; i < context_.columns().size(); ++i) {
    const int index = static_cast<int>(i);
    lines.push_back({index, context_.columns()[i], context_.differsFromProposal(index),
                     !context_.columnProblem(index).isEmpty()});
  }
  lines_->setRows(std::move(lines));
}

void ColumnsStep::makePreview() {
  std::vector<Column<Row>> columns;
  std::vector<std::string> names;
  for (size_t i = 0; i < context_.columns().size(); ++i) {
    names.push_back(context_.columns()[i].name);
    columns.push_back({toQString(names.back()), [i](const Row& row) {
                         return i < row.size() ? toQString(row[i]).simplified() : QString();
                       }});
  }
  if (names == shownNames_ && rows_ != nullptr) {
    rows_->setRows(context_.preview()->rows);
    return;
  }
  shownNames_ = std::move(names);
  auto* made = new RecordModel<Row>(
      std::move(columns), [](const Row&) { return QString(); }, this);
  made->setRows(context_.preview()->rows);
  preview_->setSource(made);
  preview_->setColumnWidths(QList<int>(static_cast<qsizetype>(shownNames_.size()), 0));
  delete rows_;
  rows_ = made;
  column_ = 0;
}

void ColumnsStep::showContext() {
  if (!context_.preview() || context_.columns().empty()) {
    return;
  }
  makePreview();
  fillLines();
  if (table_->currentSourceRow() != column_) {
    table_->selectSourceRow(column_);
  }
  showColumn();
}

void ColumnsStep::showColumn() {
  if (static_cast<size_t>(column_) >= context_.columns().size()) {
    return;
  }
  const ColumnSchema& column = context_.columns()[static_cast<size_t>(column_)];
  const ColumnSchema& proposed = context_.preview()->columns[static_cast<size_t>(column_)];
  editor_->setTitle(toQString(column.name));
  role_->setCurrentIndex(role_->findData(static_cast<int>(column.role)));
  type_->setCurrentIndex(type_->findData(static_cast<int>(column.type)));
  if (toUtf8(unit_->text().trimmed()) != column.unit) {
    unit_->setText(toQString(column.unit));
  }
  form_->setHelp(QStringLiteral("role"), roleHelp(column.role));
  form_->setDifference(
      QStringLiteral("role"),
      column.role == proposed.role ? QString() : tr("proposed: %1").arg(titleOf(proposed.role)));
  form_->setDifference(
      QStringLiteral("type"),
      column.type == proposed.type ? QString() : tr("proposed: %1").arg(titleOf(proposed.type)));
  form_->setError(QStringLiteral("role"), context_.columnProblem(column_));
  QStringList lines{
      tr("%1 different, %2 missing.").arg(countText(column.distinct), countText(column.missing))};
  for (const std::string& sentence : column.evidence) {
    lines << toQString(sentence);
  }
  evidence_->setText(tr("Why: ") + lines.join(QLatin1Char('\n')));
}

void ColumnsStep::showProblems() {
  for (size_t i = 0; i < context_.columns().size(); ++i) {
    if (!context_.columnProblem(static_cast<int>(i)).isEmpty() &&
        context_.columnProblem(column_).isEmpty()) {
      table_->selectSourceRow(static_cast<int>(i));
      return;
    }
  }
}

QWidget* ColumnsStep::firstField() {
  return table_;
}

}  // namespace telesoft::ui
