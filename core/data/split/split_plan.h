// Training, validation, test and pool parts that share no patient and no equal row, and the proof
// of it.
#pragma once

#include <map>

#include "telesoft/base/result.h"
#include "telesoft/data/table.h"
#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/split.h"

namespace telesoft::data {

struct SplitResult {
  protocol::Split split;  // without id and createdAt; parts without datasetId
  std::map<std::string, std::vector<std::int64_t>> rowsOfPart;  // table row indices, ascending
  std::string manifest;  // JSON whose SHA-256 is split.proof.manifestSha256
};

/// Patients, and patients joined by an equal row, go whole into one part. The part "pool" has what
/// maxTrainRows leaves over, and the patients of whom no row has a label: readers may label them
/// later. Rows without a label of other patients, and of the fixed test part, are left out. Equal
/// table, schema and request give equal parts. Errors: InvalidInput for fractions out of range, an
/// unknown test column or value, too few patients or classes for the parts asked for.
[[nodiscard]] base::Result<SplitResult> planSplit(
    const Table& table,
    const std::vector<protocol::ColumnSchema>& columns,
    const protocol::SplitRequest& request);

/// The same with parts that are given: described, counted and proven. `request` is what they go
/// back to. Errors: InvalidInput where a patient or an equal row stands in two parts.
[[nodiscard]] base::Result<SplitResult> provenSplit(
    const Table& table,
    const std::vector<protocol::ColumnSchema>& columns,
    const protocol::SplitRequest& request,
    std::map<std::string, std::vector<std::int64_t>> rowsOfPart);

}  // namespace telesoft::data
