// What a split rests on, read from a source in one pass: a few columns and a hash of each row.
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "telesoft/data/table_source.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::data {

using RowHash = std::array<std::uint64_t, 2>;
constexpr RowHash kEmptyRow = {0, 0};

struct RowFacts {
  Table few;                     // the columns asked for, with all rows
  std::vector<RowHash> content;  // of the compared columns; kEmptyRow where all cells are empty
  std::string key;               // SHA-256 over the whole table: the key of a manifest's hashes
};

/// 128 bits of SHA-256 over rowContent().
[[nodiscard]] RowHash hashOfContent(const std::string& content);
[[nodiscard]] std::string toHex(const RowHash& hash);

/// Memory: the columns named, 16 bytes a row, one piece. Errors: the source's.
[[nodiscard]] base::Result<RowFacts> readRowFacts(
    const TableSource& source,
    const std::vector<protocol::ColumnSchema>& columns,
    const std::set<std::string>& columnsOfPlan,
    const base::Stop& stop = {});
/// The same with the compared columns given.
[[nodiscard]] base::Result<RowFacts> readComparedFacts(const TableSource& source,
                                                       const std::vector<size_t>& compared,
                                                       const std::set<std::string>& columnsOfPlan,
                                                       const base::Stop& stop = {});

}  // namespace telesoft::data
