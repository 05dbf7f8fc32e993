#include "telesoft/privacy/deid_tally.h"

#include <algorithm>

#include "telesoft/privacy/safe_harbor.h"

namespace telesoft::privacy {

namespace {

std::string textTreatment(const std::string& policy, const std::string& kind, bool shiftDates) {
  if (policy == "keep") {
    return "kept in notes";
  }
  if (policy == "redact") {
    return "redacted in notes";
  }
  if (policy == "label") {
    return "replaced by a label in notes";
  }
  if (kind == "date") {
    return shiftDates ? "shifted by days of the patient's own in notes"
                      : "reduced to the year in notes";
  }
  return kind == "age" ? "90+ in notes" : "replaced by surrogates in notes";
}

std::string columnTreatment(ColumnAction action, const std::string& column) {
  switch (action) {
    case ColumnAction::Surrogate:
      return column + ": replaced by surrogates";
    case ColumnAction::Hash:
      return column + ": replaced by a keyed hash";
    case ColumnAction::Shift:
      return column + ": shifted by days of the patient's own";
    case ColumnAction::Generalise:
      return column + ": generalised";
    case ColumnAction::Drop:
      return column + ": dropped";
    case ColumnAction::Text:
      return column + ": as in notes";
    case ColumnAction::Keep:
      break;
  }
  return column + ": kept";
}

}  // namespace

DeidTally::DeidTally(const protocol::DeidRequest& request,
                     const std::vector<protocol::ColumnSchema>& columns,
                     const std::vector<PlannedColumn>& plan)
    : request_(request), columns_(columns), plan_(plan) {}

void DeidTally::cell(size_t column) {
  ++cellsByKind_[plan_[column].kind];
}

void DeidTally::note(std::int64_t row,
                     size_t column,
                     std::string_view before,
                     std::string_view after,
                     const std::vector<protocol::PhiSpan>& spans) {
  spans_ += static_cast<std::int64_t>(spans.size());
  for (const protocol::PhiSpan& span : spans) {
    ++spansByKind_[span.kind];
  }
  auto& samples = spans.empty() ? clean_ : found_;
  if (static_cast<std::int64_t>(samples.size()) < request_.sampleRows) {
    samples.push_back({row, columns_[column].name, std::string(before), std::string(after), spans});
  }
}

void DeidTally::row(bool changed) {
  ++rows_;
  rowsChanged_ += changed ? 1 : 0;
}

std::map<std::string, std::vector<std::string>> DeidTally::treatments() const {
  std::map<std::string, std::vector<std::string>> out;
  for (const auto& [kind, unused] : spansByKind_) {
    out[kind].push_back(textTreatment(request_.textPolicy, kind, request_.shiftDates));
  }
  for (size_t c = 0; c < plan_.size(); ++c) {
    if (!plan_[c].kind.empty()) {
      out[plan_[c].kind].push_back(columnTreatment(plan_[c].action, columns_[c].name));
    }
  }
  return out;
}

void DeidTally::addWarnings(protocol::DeidReport& report) const {
  for (size_t c = 0; c < plan_.size(); ++c) {
    if (plan_[c].action == ColumnAction::Keep && !plan_[c].kind.empty()) {
      report.warnings.push_back(columns_[c].name + " looks like an identifier (" + plan_[c].kind +
                                ") and is kept.");
    }
  }
  const bool dates =
      spansByKind_.count("date") + cellsByKind_.count("date") + cellsByKind_.count("birth_date") >
      0;
  if (dates && request_.shiftDates && request_.textPolicy != "keep") {
    report.warnings.emplace_back(
        "Dates in columns, and in notes with surrogates, are shifted and not removed. Safe Harbor "
        "asks for the year "
        "alone: have an expert determine the risk, or turn shifting off.");
  }
  if (request_.textPolicy == "keep" && spans_ > 0) {
    report.warnings.emplace_back("Identifiers found in notes are kept, as asked.");
  }
}

protocol::DeidReport DeidTally::report() const {
  protocol::DeidReport out;
  out.rows = rows_;
  out.rowsChanged = rowsChanged_;
  out.spans = spans_;
  out.spansByKind = spansByKind_;
  for (size_t c = 0; c < plan_.size(); ++c) {
    out.columnActions[columns_[c].name] = nameOfAction(plan_[c].action);
  }
  std::map<std::string, std::int64_t> found = spansByKind_;
  for (const auto& [kind, count] : cellsByKind_) {
    found[kind] += count;
  }
  out.identifiers = identifierRows(found, treatments());
  // Three in four with findings; the others show whether something was missed.
  const auto most = static_cast<size_t>(std::max<std::int64_t>(0, request_.sampleRows));
  const size_t withFindings =
      std::min(found_.size(), std::max(most - most / 4, most - std::min(most, clean_.size())));
  out.samples.assign(found_.begin(), found_.begin() + static_cast<std::ptrdiff_t>(withFindings));
  const size_t without = std::min(clean_.size(), most - withFindings);
  out.samples.insert(out.samples.end(), clean_.begin(),
                     clean_.begin() + static_cast<std::ptrdiff_t>(without));
  std::stable_sort(out.samples.begin(), out.samples.end(),
                   [](const auto& a, const auto& b) { return a.row < b.row; });
  out.warnings = warnings_;
  addWarnings(out);
  return out;
}

}  // namespace telesoft::privacy
