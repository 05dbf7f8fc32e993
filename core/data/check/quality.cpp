#include "telesoft/data/check/quality.h"

#include <algorithm>

#include "telesoft/data/check/quality_checks.h"
#include "telesoft/data/split/row_groups.h"

namespace telesoft::data {

namespace {

using protocol::ColumnRole;
using protocol::ColumnSchema;
using protocol::QualityFinding;

constexpr size_t kListedRows = 20;

using Check = void (*)(const CheckInput&, Findings&);
constexpr Check kChecks[] = {
    checkMissingLabels,   checkClassCounts,   checkClassBalance,     checkContradictingLabels,
    checkLabelInText,     checkDuplicateRows, checkEmptyNotes,       checkRowsPerPatient,
    checkConstantColumns, checkMissingValues, checkDisguisedMissing, checkUnreadNumbers,
    checkOutliers,        checkIdLikeColumns, checkLeakingColumns};

int rankOf(const QualityFinding& finding) {
  return finding.severity == "error" ? 0 : finding.severity == "warning" ? 1 : 2;
}

}  // namespace

void addRows(const CheckInput& input,
             QualityFinding& finding,
             const std::function<bool(size_t row)>& is) {
  for (size_t row = 0; row < input.table.rows(); ++row) {
    if (is(row)) {
      ++finding.count;
      if (finding.rows.size() < kListedRows) {
        finding.rows.push_back(input.table.fileRow(row));
      }
    }
  }
}

void forEachFeature(const CheckInput& input,
                    const std::function<void(size_t at, const ColumnSchema& column)>& visit) {
  for (const ColumnSchema& column : input.columns) {
    const auto at = input.table.columnIndex(column.name);
    if (at && column.role == ColumnRole::Feature && !input.text) {
      visit(*at, column);
    }
  }
}

protocol::QualityReport checkQuality(const Table& table, const std::vector<ColumnSchema>& columns) {
  CheckInput input{table,
                   columns,
                   columnOfRole(table, columns, ColumnRole::Label),
                   columnOfRole(table, columns, ColumnRole::Patient),
                   comparedColumns(table, columns),
                   columnOfRole(table, columns, ColumnRole::Note).has_value()};
  if (input.label) {
    input.compared.erase(std::remove(input.compared.begin(), input.compared.end(), *input.label),
                         input.compared.end());
  }
  protocol::QualityReport report;
  report.rows = static_cast<std::int64_t>(table.rows());
  for (const Check check : kChecks) {
    check(input, report.findings);
  }
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const auto& a, const auto& b) { return rankOf(a) < rankOf(b); });
  return report;
}

}  // namespace telesoft::data
