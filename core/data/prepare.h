// From table rows to the rows that the engine reads.
#pragma once

#include "telesoft/data/prepared_set.h"
#include "telesoft/data/table.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::data {

/// The label column's values: numbers in their order, else by name ("0" before "1", "no" before
/// "yes").
[[nodiscard]] std::vector<std::string> classesOf(
    const Table& table, const std::vector<protocol::ColumnSchema>& columns);

/// A text task where a column is a note, else a tabular one over the Feature columns.
[[nodiscard]] PreparedManifest manifestFor(const std::vector<protocol::ColumnSchema>& columns,
                                           const std::vector<std::string>& classes);

/// `rows` are table row indices. Several notes are joined by a newline; numbers that cannot be read
/// are missing. Errors: InvalidInput for a row without a label, or one that is not in `classes`
/// (the row is named, not the label).
[[nodiscard]] base::Result<std::vector<PreparedRow>> prepareRows(
    const Table& table,
    const std::vector<protocol::ColumnSchema>& columns,
    const std::vector<std::string>& classes,
    const std::vector<std::int64_t>& rows);
/// All rows without their labels, which need not be there: `label` is -1.
[[nodiscard]] std::vector<PreparedRow> prepareInputs(
    const Table& table, const std::vector<protocol::ColumnSchema>& columns);
/// All rows.
[[nodiscard]] base::Result<std::vector<PreparedRow>> prepareRows(
    const Table& table,
    const std::vector<protocol::ColumnSchema>& columns,
    const std::vector<std::string>& classes);

}  // namespace telesoft::data
