// Training, validation, test and pool parts, or folds, that share no patient, no equal row and no
// near-duplicate, and the proof of it.
#pragma once

#include <map>

#include "telesoft/base/result.h"
#include "telesoft/data/table_source.h"
#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/split.h"

namespace telesoft::data {

struct SplitResult {
  protocol::Split split;  // without id and createdAt; parts without datasetId
  std::map<std::string, std::vector<std::int64_t>> rowsOfPart;  // table row indices, ascending
  std::string manifest;  // JSON whose SHA-256 is split.proof.manifestSha256
};

/// What a plan may be told beside the rows.
struct SplitHints {
  const std::vector<std::int64_t>* clusters = nullptr;  // of near-duplicates, one a row; negative:
                                                        // none
  std::map<std::string, std::string> previousParts = {};  // by patient: the part it had
  base::Stop stop = {};
};

/// Patients, and patients joined by an equal row, by near-duplicates or by a keepTogether column,
/// go whole into one part. The part "pool" has what maxTrainRows leaves over, and the patients of
/// whom no row has a label: readers may label them later. Rows without a label of other patients,
/// and of the fixed test part, are left out, and so are rows of other parts' patients that the
/// fixed test part bars. Equal table, schema, request and hints give equal parts. Memory: the
/// columns that the plan rests on, and 16 bytes a row. Errors: InvalidInput for wishes that cannot
/// be met, an unknown column or value, too few patients or classes for the parts asked for.
[[nodiscard]] base::Result<SplitResult> planSplit(
    const TableSource& source,
    const std::vector<protocol::ColumnSchema>& columns,
    const protocol::SplitRequest& request,
    const SplitHints& hints = {});
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

/// Counts again: the rows of the parts are those of the manifest. Manifests of version 1 are not
/// counted again. Errors: Corrupt where a row or a patient differs or stands in another part.
[[nodiscard]] base::Status recountManifest(
    const TableSource& source,
    const std::vector<protocol::ColumnSchema>& columns,
    const std::map<std::string, std::vector<std::int64_t>>& rowsOfPart,
    const std::string& manifest);

}  // namespace telesoft::data
