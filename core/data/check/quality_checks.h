// One function a question. A new one is declared here and entered into the table of quality.cpp.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "telesoft/data/table.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::data {

using Findings = std::vector<protocol::QualityFinding>;

struct CheckInput {
  const Table& table;
  const std::vector<protocol::ColumnSchema>& columns;
  std::optional<size_t> label, patient;
  std::vector<size_t> compared;  // what makes two rows equal, the label left out
  bool text = false;             // a note is there: else a table of measurements
};

// labels.cpp
void checkMissingLabels(const CheckInput& input, Findings& out);
void checkClassCounts(const CheckInput& input, Findings& out);
void checkClassBalance(const CheckInput& input, Findings& out);
void checkContradictingLabels(const CheckInput& input, Findings& out);
void checkLabelInText(const CheckInput& input, Findings& out);

// content.cpp
void checkDuplicateRows(const CheckInput& input, Findings& out);
void checkEmptyNotes(const CheckInput& input, Findings& out);
void checkRowsPerPatient(const CheckInput& input, Findings& out);

// features.cpp
void checkConstantColumns(const CheckInput& input, Findings& out);
void checkMissingValues(const CheckInput& input, Findings& out);
void checkDisguisedMissing(const CheckInput& input, Findings& out);
void checkUnreadNumbers(const CheckInput& input, Findings& out);
void checkOutliers(const CheckInput& input, Findings& out);
void checkIdLikeColumns(const CheckInput& input, Findings& out);
void checkLeakingColumns(const CheckInput& input, Findings& out);

/// The file's numbers of the rows for which `is` says yes: the first 20, and how many there are.
void addRows(const CheckInput& input,
             protocol::QualityFinding& finding,
             const std::function<bool(size_t row)>& is);

/// Calls for every column that a table's model reads; a text's model reads none.
void forEachFeature(
    const CheckInput& input,
    const std::function<void(size_t at, const protocol::ColumnSchema& column)>& visit);

}  // namespace telesoft::data
