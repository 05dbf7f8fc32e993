#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/data/check/quality_checks.h"
#include "telesoft/data/split/row_groups.h"

namespace telesoft::data {

namespace {

using protocol::QualityFinding;

constexpr size_t kFewLetters = 10;

}  // namespace

void checkDuplicateRows(const CheckInput& input, Findings& out) {
  std::unordered_map<std::string, std::int64_t> times;
  std::vector<size_t> compared = input.compared;
  if (input.label && !input.text) {
    compared.push_back(*input.label);
  }
  std::vector<const std::int64_t*> timesOfRow(input.table.rows(), nullptr);
  for (size_t row = 0; row < input.table.rows(); ++row) {
    std::string content = rowContent(input.table, compared, row);
    if (!content.empty()) {
      std::int64_t& count = times[std::move(content)];
      ++count;
      timesOfRow[row] = &count;  // elements of an unordered_map stay where they are
    }
  }
  QualityFinding finding;
  finding.check = "duplicate_rows";
  finding.severity = "warning";
  addRows(input, finding,
          [&](size_t row) { return timesOfRow[row] != nullptr && *timesOfRow[row] > 1; });
  if (finding.count > 0) {
    finding.message =
        fmt::format("{} rows have an equal row: {} different {} in {} rows.",
                    base::withThousands(finding.count),
                    base::withThousands(static_cast<std::int64_t>(times.size())),
                    input.text ? "texts" : "contents",
                    base::withThousands(static_cast<std::int64_t>(input.table.rows())));
    finding.hint = "A split keeps them in one part. Remove them where they are copies.";
    out.push_back(std::move(finding));
  }
}

void checkEmptyNotes(const CheckInput& input, Findings& out) {
  QualityFinding finding;
  finding.check = "empty_notes";
  finding.severity = "warning";
  if (input.text) {
    addRows(input, finding, [&](size_t row) {
      return rowContent(input.table, input.compared, row).size() < kFewLetters;
    });
  }
  if (finding.count > 0) {
    finding.message = fmt::format("{} notes are empty or have fewer than {} letters.",
                                  base::withThousands(finding.count), kFewLetters);
    finding.hint = "Leave out rows that hold nothing to read.";
    out.push_back(std::move(finding));
  }
}

void checkRowsPerPatient(const CheckInput& input, Findings& out) {
  if (!input.patient) {
    QualityFinding finding;
    finding.check = "no_patient";
    finding.severity = "note";
    finding.message = "No column is the patient: each row is taken as a patient of its own.";
    finding.hint =
        "Where patients have several rows, give their key the role \"patient\"; else a "
        "split may put one patient into two parts.";
    out.push_back(std::move(finding));
    return;
  }
  QualityFinding finding;
  finding.check = "missing_patients";
  finding.severity = "warning";
  finding.column = input.table.columnName(*input.patient);
  addRows(input, finding,
          [&](size_t row) { return input.table.cell(row, *input.patient).empty(); });
  if (finding.count > 0) {
    finding.message = fmt::format("{} rows have no patient; each is taken as one of its own.",
                                  base::withThousands(finding.count));
    finding.hint = "Fill in the keys, or leave those rows out.";
    out.push_back(std::move(finding));
  }
}

}  // namespace telesoft::data
