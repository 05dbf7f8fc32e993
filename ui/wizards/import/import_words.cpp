// What the import wizard says: titles, notes, problems, summary and decision.
#include <QFileInfo>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/wizards/import/import_context.h"

namespace telesoft::ui {

using protocol::ColumnRole;

QString ImportContext::stepTitle(int step) const {
  switch (step) {
    case kFile:
      return tr("File");
    case kColumns:
      return tr("Columns");
    case kNames:
      return tr("Name and classes");
    default:
      return tr("Import");
  }
}

QString ImportContext::stepNote(int step) const {
  if (!preview_) {
    return {};
  }
  switch (step) {
    case kFile:
      return QFileInfo(path_).fileName();
    case kColumns:
      return countText(static_cast<std::int64_t>(columns_.size()), tr("column"), tr("columns"));
    case kNames:
      return countText(classes().size(), tr("class seen"), tr("classes seen"));
    default:
      return {};
  }
}

QString ImportContext::columnsProblem() const {
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (const QString problem = columnProblem(static_cast<int>(i)); !problem.isEmpty()) {
      return problem;
    }
  }
  if (countOf(ColumnRole::Label) == 0 && !canDeriveLabel()) {
    return tr("No column is the label. Give the column that the model shall predict the role "
              "\"%1\", or give one the role \"%2\" and one the role \"%3\" to make a label of "
              "them.")
        .arg(titleOf(ColumnRole::Label), titleOf(ColumnRole::Time), titleOf(ColumnRole::Event));
  }
  if (countOf(ColumnRole::Note) == 0 && countOf(ColumnRole::Feature) == 0) {
    return tr("No column is left to predict from. Give at least one the role \"%1\" or \"%2\".")
        .arg(titleOf(ColumnRole::Note), titleOf(ColumnRole::Feature));
  }
  return {};
}

QString ImportContext::stepProblem(int step) const {
  if (step == kFile) {
    if (path_.isEmpty()) {
      return tr("No file is chosen. Choose a CSV or JSON Lines file.");
    }
    return preview_ ? QString() : why_.isEmpty() ? tr("The file is still being read.") : why_;
  }
  if (step == kColumns) {
    return columnsProblem();
  }
  if (step == kNames) {
    if (name_.trimmed().isEmpty()) {
      return tr("The dataset has no name. Give it one that names no patient.");
    }
    if (horizon_ <= 0 && countOf(ColumnRole::Label) == 0) {
      return tr("The label has no horizon. Say within what time the event counts.");
    }
  }
  return {};
}

std::vector<SummaryLine> ImportContext::summary() const {
  std::vector<SummaryLine> lines;
  if (!preview_) {
    return lines;
  }
  lines.push_back({tr("File"), QFileInfo(path_).fileName()});
  lines.push_back({tr("Size"), tr("%1, %2").arg(bytesText(static_cast<double>(preview_->bytes)),
                                                toQString(preview_->encoding))});
  lines.push_back({tr("Columns"), countText(static_cast<std::int64_t>(columns_.size()))});
  for (const ColumnRole role : {ColumnRole::Label, ColumnRole::Patient, ColumnRole::Note}) {
    if (const auto* column = columnWith(role)) {
      lines.push_back({titleOf(role), toQString(column->name)});
    }
  }
  if (const int direct = countOf(ColumnRole::Identifier); direct > 0) {
    lines.push_back({tr("Direct identifiers"), countText(direct, tr("column"), tr("columns"))});
  }
  if (horizon_ > 0) {
    lines.push_back(
        {tr("Label made"), tr("event within %1 %2").arg(numberText(horizon_), timeUnit())});
  }
  return lines;
}

QString ImportContext::labelSentence() const {
  if (horizon_ > 0 && canDeriveLabel()) {
    return tr("The label is made: did the event of column \"%1\" come within %2 %3 of \"%4\"? Rows "
              "observed for less than that without the event have no label and are left out.")
        .arg(toQString(columnWith(ColumnRole::Event)->name), numberText(horizon_), timeUnit(),
             timeColumn());
  }
  const auto* label = columnWith(ColumnRole::Label);
  return label == nullptr ? QString()
                          : tr("Column \"%1\" is the label that a model will predict.")
                                .arg(toQString(label->name));
}

std::vector<DecisionLine> ImportContext::decision() const {
  std::vector<DecisionLine> lines;
  if (!preview_) {
    return lines;
  }
  int changed = 0;
  for (size_t i = 0; i < columns_.size(); ++i) {
    changed += differsFromProposal(static_cast<int>(i)) ? 1 : 0;
  }
  lines.push_back(
      {tr("The file is read once and copied, sealed, into this workspace as \"%1\". The "
          "file itself stays as it is.")
           .arg(name_.trimmed())});
  lines.push_back({changed == 0 ? tr("All %1 columns are taken as proposed.").arg(columns_.size())
                                : tr("%1 of %2 columns differ from the proposal, by your choice.")
                                      .arg(changed)
                                      .arg(columns_.size())});
  lines.push_back({labelSentence()});
  if (const auto* patient = columnWith(ColumnRole::Patient)) {
    lines.push_back({tr("Column \"%1\" tells patients apart: a split keeps each patient's rows "
                        "together.")
                         .arg(toQString(patient->name))});
  } else {
    lines.push_back(
        {tr("No column tells patients apart, so each row counts as a patient of its own. "
            "Two rows of one patient could then stand in training and in the test."),
         Tone::Caution});
  }
  if (countOf(ColumnRole::Note) > 0 || countOf(ColumnRole::Identifier) > 0) {
    lines.push_back(
        {tr("Notes and identifiers are kept as they are for now. De-identify the dataset "
            "next, before it is split or trained on.")});
  }
  return lines;
}

}  // namespace telesoft::ui
