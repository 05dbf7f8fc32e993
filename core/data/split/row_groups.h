// Rows that must not be parted: those of one patient, those of equal content, and those that either
// joins.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "telesoft/data/split/row_facts.h"
#include "telesoft/data/table.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::data {

/// What makes two rows equal: the notes where there are any, else every column but keys,
/// identifiers and those left out.
[[nodiscard]] std::vector<size_t> comparedColumns(
    const Table& table, const std::vector<protocol::ColumnSchema>& columns);

/// Letters' case and runs of spaces do not tell two rows apart. "" where all cells are empty.
[[nodiscard]] std::string rowContent(const Table& table,
                                     const std::vector<size_t>& compared,
                                     size_t row);

/// The first column of that role.
[[nodiscard]] std::optional<size_t> columnOfRole(const Table& table,
                                                 const std::vector<protocol::ColumnSchema>& columns,
                                                 protocol::ColumnRole role);

struct RowGroups {
  std::vector<std::vector<std::int64_t>> groups;  // rows ascending; groups by their first row
  std::int64_t joinedByContent = 0;  // groups fewer than patients, because of equal rows
  std::int64_t joinedByCluster = 0;  // and fewer again, because of near-duplicates
  std::int64_t joinedTogether = 0;   // and again, because of the columns that keep together
};

/// What joins rows to one group; each may be missing.
struct Joins {
  std::optional<size_t> patientColumn;
  const std::vector<RowHash>* content = nullptr;
  const std::vector<std::int64_t>* clusters = nullptr;  // one a row; negative: none
  std::vector<size_t> together = {};  // columns whose equal values join; empty cells do not
};
[[nodiscard]] RowGroups joinRows(const Table& table, const Joins& joins);

/// A row without a patient is a patient of its own.
[[nodiscard]] RowGroups groupRows(const Table& table,
                                  std::optional<size_t> patientColumn,
                                  const std::vector<size_t>& compared);

}  // namespace telesoft::data
