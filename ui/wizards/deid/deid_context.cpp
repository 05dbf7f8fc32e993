#include "telesoft/ui/wizards/deid/deid_context.h"

#include "telesoft/ui/models/strings.h"

namespace telesoft::ui {

using protocol::ColumnRole;

void DeidContext::setDataset(const protocol::Dataset& dataset) {
  const bool same = dataset_ && dataset_->id == dataset.id;
  if (!same) {
    clear();
    name_ = tr("%1, de-identified").arg(toQString(dataset.name));
  }
  dataset_ = dataset;
}

void DeidContext::policyChanged() {
  stale_ = true;
  why_.clear();
}

void DeidContext::setTextPolicy(const std::string& policy) {
  textPolicy_ = policy;
  policyChanged();
}

void DeidContext::setShiftDates(bool shift) {
  shiftDates_ = shift;
  policyChanged();
}

void DeidContext::setAction(const std::string& column, const std::string& action) {
  if (action.empty()) {
    chosen_.erase(column);
  } else {
    chosen_[column] = action;
  }
  policyChanged();
}

std::string DeidContext::recommended(const std::string& column) const {
  const auto found = recommended_.find(column);
  return found == recommended_.end() ? std::string() : found->second;
}

std::string DeidContext::action(const std::string& column) const {
  const auto found = chosen_.find(column);
  return found == chosen_.end() ? recommended(column) : found->second;
}

QString DeidContext::columnWarning(const protocol::ColumnSchema& column) const {
  const bool direct = column.role == ColumnRole::Identifier || column.role == ColumnRole::Patient;
  return direct && action(column.name) == "keep"
             ? tr("\"%1\" names or numbers persons and would be kept as it is.")
                   .arg(toQString(column.name))
             : QString();
}

void DeidContext::setPreview(protocol::DeidReport report) {
  for (const auto& [column, action] : report.columnActions) {
    if (chosen_.count(column) == 0) {
      recommended_[column] = action;
    }
  }
  // Marks are kept by place: where the finds are others, they would lie.
  if (preview_ && preview_->spans != report.spans) {
    wrong_.clear();
  }
  preview_ = std::move(report);
  stale_ = false;
  why_.clear();
}

void DeidContext::setPreviewFailed(const QString& why) {
  preview_.reset();
  why_ = why;
}

void DeidContext::setWrong(int sample, int span, bool wrong) {
  if (wrong) {
    wrong_.insert({sample, span});
  } else {
    wrong_.erase({sample, span});
  }
}

int DeidContext::sampleSpans() const {
  size_t spans = 0;
  if (preview_) {
    for (const protocol::DeidSample& sample : preview_->samples) {
      spans += sample.spans.size();
    }
  }
  return static_cast<int>(spans);
}

protocol::DeidRequest DeidContext::request() const {
  protocol::DeidRequest out;
  out.name = toUtf8(name_.trimmed());
  out.textPolicy = textPolicy_;
  out.shiftDates = shiftDates_;
  out.columns = chosen_;
  return out;
}

void DeidContext::clear() {
  dataset_.reset();
  textPolicy_ = "surrogate";
  shiftDates_ = true;
  chosen_.clear();
  recommended_.clear();
  name_.clear();
  why_.clear();
  preview_.reset();
  stale_ = true;
  looked_.clear();
  wrong_.clear();
}

QString DeidContext::requestText() const {
  return toQString(base::toJson(request()).dump(2));
}

QString DeidContext::stepProblem(int step) const {
  switch (step) {
    case kDataset:
      if (!dataset_) {
        return tr("No dataset is chosen. Choose one, or import a file first.");
      }
      return dataset_->kind == "imported" || dataset_->kind == "deidentified"
                 ? QString()
                 : tr("A part of a split is not de-identified on its own. Choose the dataset that "
                      "it "
                      "was made from.");
    case kPolicy:
      return !why_.isEmpty() ? why_
             : preview_      ? QString()
                             : tr("The first rows are still being searched.");
    case kDecision:
      return name_.trimmed().isEmpty() ? tr("The new dataset has no name.") : QString();
    default:
      return {};
  }
}

}  // namespace telesoft::ui
