#include "telesoft/ui/wizards/split/split_context.h"

#include <cmath>

#include "telesoft/ui/models/strings.h"

namespace telesoft::ui {

using protocol::ColumnRole;

QString partTitle(const std::string& part) {
  return part == "train"        ? QCoreApplication::translate("SplitContext", "Training")
         : part == "validation" ? QCoreApplication::translate("SplitContext", "Validation")
         : part == "test"       ? QCoreApplication::translate("SplitContext", "Test")
                                : toQString(part);
}

void SplitContext::setDataset(const protocol::Dataset& dataset) {
  if (!dataset_ || dataset_->id != dataset.id) {
    clear();
    plan_.datasetId = dataset.id;
    name_ = toQString(dataset.name);
  }
  dataset_ = dataset;
}

void SplitContext::planChanged() {
  stale_ = true;
  why_.clear();
}

void SplitContext::setFractions(double train, double validation, double test) {
  plan_.trainFraction = train;
  plan_.validationFraction = validation;
  plan_.testFraction = test;
  planChanged();
}

void SplitContext::setFixedTest(bool fixed) {
  if (fixed == fixed_) {
    return;
  }
  fixed_ = fixed;
  planChanged();
}

void SplitContext::setTestColumn(const std::string& column) {
  plan_.testColumn = column;
  planChanged();
}

void SplitContext::setTestValue(const std::string& value) {
  plan_.testValue = value;
  planChanged();
}

void SplitContext::setSeed(std::int64_t seed) {
  plan_.seed = seed;
  planChanged();
}

void SplitContext::setStratify(bool stratify) {
  plan_.stratify = stratify;
  planChanged();
}

void SplitContext::setMaxTrainRows(std::int64_t rows) {
  plan_.maxTrainRows = rows;
  planChanged();
}

std::vector<std::string> SplitContext::testColumns() const {
  std::vector<std::string> out;
  if (dataset_) {
    for (const protocol::ColumnSchema& column : dataset_->columns) {
      const bool group = column.role == ColumnRole::Subgroup ||
                         column.type == protocol::ColumnType::Category ||
                         column.type == protocol::ColumnType::Integer ||
                         column.type == protocol::ColumnType::Boolean;
      if (group && column.role != ColumnRole::Label && column.role != ColumnRole::Patient) {
        out.push_back(column.name);
      }
    }
  }
  return out;
}

QString SplitContext::patientColumn() const {
  if (dataset_) {
    for (const protocol::ColumnSchema& column : dataset_->columns) {
      if (column.role == ColumnRole::Patient) {
        return toQString(column.name);
      }
    }
  }
  return {};
}

QString SplitContext::fractionsProblem() const {
  if (plan_.trainFraction <= 0 || plan_.validationFraction <= 0) {
    return tr("Training and validation each need a share above 0 %.");
  }
  if (!fixed_ && plan_.testFraction <= 0) {
    return tr(
        "Without a test part the tuned model cannot be compared with its base. Give the test "
        "a share above 0 %.");
  }
  const double sum =
      plan_.trainFraction + plan_.validationFraction + (fixed_ ? 0 : plan_.testFraction);
  if (std::abs(sum - 1) > 0.001) {
    return tr("The shares add up to %1; they must add up to 100 %.")
        .arg(QStringLiteral("%1 %").arg(std::lround(sum * 100)));
  }
  return {};
}

QString SplitContext::testPartProblem() const {
  if (!fixed_) {
    return {};
  }
  if (plan_.testColumn.empty()) {
    return tr("Choose the column that tells the test part apart, such as the site.");
  }
  return plan_.testValue.empty() ? tr("Name the value whose rows are the test part.") : QString();
}

bool SplitContext::isPlanRight() const {
  return dataset_ && fractionsProblem().isEmpty() && testPartProblem().isEmpty();
}

void SplitContext::setPreview(protocol::Split split) {
  preview_ = std::move(split);
  stale_ = false;
  why_.clear();
}

void SplitContext::setPreviewFailed(const QString& why) {
  preview_.reset();
  why_ = why;
}

protocol::SplitRequest SplitContext::request() const {
  protocol::SplitRequest out = plan_;
  out.name = toUtf8(name_.trimmed());
  if (!fixed_) {
    out.testColumn.clear();
    out.testValue.clear();
  }
  return out;
}

void SplitContext::clear() {
  dataset_.reset();
  plan_ = protocol::SplitRequest();
  fixed_ = false;
  name_.clear();
  why_.clear();
  preview_.reset();
  stale_ = true;
}

QString SplitContext::requestText() const {
  return toQString(base::toJson(request()).dump(2));
}

QString SplitContext::stepTitle(int step) const {
  switch (step) {
    case kDataset:
      return tr("Dataset");
    case kPlan:
      return tr("Parts");
    default:
      return tr("Split");
  }
}

QString SplitContext::stepNote(int step) const {
  if (step == kDataset && dataset_) {
    return countText(dataset_->rows, tr("row"), tr("rows"));
  }
  return step == kPlan && preview_ && !stale_
             ? tr("%1 patients shared").arg(countText(preview_->proof.sharedPatients))
             : QString();
}

QString SplitContext::stepProblem(int step) const {
  if (step == kDataset) {
    return dataset_ ? QString() : tr("No dataset is chosen. Choose one, or import a file first.");
  }
  if (step == kPlan) {
    for (const QString& problem : {fractionsProblem(), testPartProblem(), why_}) {
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    if (name_.trimmed().isEmpty()) {
      return tr("The split has no name.");
    }
    return preview_ && !stale_ ? QString() : tr("The parts are still being calculated.");
  }
  return {};
}

std::vector<SummaryLine> SplitContext::summary() const {
  std::vector<SummaryLine> lines;
  if (!dataset_) {
    return lines;
  }
  lines.push_back({tr("Dataset"), toQString(dataset_->name)});
  lines.push_back({tr("Kept together"), patientColumn().isEmpty() ? tr("each row by itself")
                                                                  : tr("each patient's rows")});
  if (preview_ && !stale_) {
    for (const protocol::SplitPart& part : preview_->parts) {
      lines.push_back({partTitle(part.part),
                       tr("%1, %2").arg(countText(part.rows, tr("row"), tr("rows")),
                                        countText(part.patients, tr("patient"), tr("patients")))});
    }
    lines.push_back(
        {tr("Shared"), countText(preview_->proof.sharedPatients, tr("patient"), tr("patients"))});
  }
  return lines;
}

std::vector<DecisionLine> SplitContext::decision() const {
  std::vector<DecisionLine> lines;
  if (!preview_ || !dataset_) {
    return lines;
  }
  QStringList parts;
  for (const protocol::SplitPart& part : preview_->parts) {
    parts << tr("%1 %2").arg(partTitle(part.part).toLower(),
                             countText(part.rows, tr("row"), tr("rows")));
  }
  lines.push_back({tr("\"%1\" is cut into three parts: %2.")
                       .arg(toQString(dataset_->name), parts.join(QStringLiteral(", ")))});
  if (fixed_) {
    lines.push_back(
        {tr("The test part is every patient with \"%1\" equal to \"%2\"; the rest is drawn by "
            "chance.")
             .arg(toQString(plan_.testColumn), toQString(plan_.testValue))});
  }
  lines.push_back(
      {plan_.stratify
           ? tr("Labels are spread evenly over the parts. Seed %1 makes the draw repeatable.")
                 .arg(plan_.seed)
           : tr("Labels are not balanced. Seed %1 makes the draw repeatable.").arg(plan_.seed)});
  if (plan_.maxTrainRows > 0) {
    lines.push_back({tr("Training is held to at most %1, in whole patients.")
                         .arg(countText(plan_.maxTrainRows, tr("row"), tr("rows")))});
  }
  lines.push_back({toQString(preview_->proof.statement)});
  lines.push_back(
      {tr("The test part is opened only by evaluations, and every opening is counted.")});
  for (const std::string& warning : preview_->warnings) {
    lines.push_back({toQString(warning), Tone::Caution});
  }
  return lines;
}

}  // namespace telesoft::ui
