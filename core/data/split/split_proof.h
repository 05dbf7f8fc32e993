// Counts anew, from the finished parts alone, what stands in more than one of them.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "telesoft/data/split/row_facts.h"

namespace telesoft::data {

/// Of one part: 128-bit hashes as hexadecimal text, sorted. They are keyed with the whole table's
/// content, so that nobody who lacks the table can try out names or numbers on them.
struct PartHashes {
  std::vector<std::string> rows;      // one a row, of its compared content
  std::vector<std::string> patients;  // each once
  /// SHA-256 over the row hashes.
  [[nodiscard]] std::string sha256() const;
};

using RowsOfPart = std::map<std::string, std::vector<std::int64_t>>;

[[nodiscard]] std::map<std::string, PartHashes> hashParts(const Table& table,
                                                          std::optional<size_t> patientColumn,
                                                          const std::vector<size_t>& compared,
                                                          const RowsOfPart& rowsOfPart);

[[nodiscard]] std::map<std::string, PartHashes> hashParts(const RowFacts& facts,
                                                          std::optional<size_t> patientColumn,
                                                          const RowsOfPart& rowsOfPart);

/// How many of the values stand in rows of more than one part; `valueOf` of a row, "" for none.
[[nodiscard]] std::int64_t sharedValues(
    const RowsOfPart& rowsOfPart, const std::function<std::string(std::int64_t row)>& valueOf);

struct Overlap {
  std::int64_t patients = 0, sharedPatients = 0;
  std::int64_t rows = 0, sharedRows = 0;  // sharedRows: different contents in two parts
};
[[nodiscard]] Overlap overlapOf(const std::map<std::string, PartHashes>& parts);

}  // namespace telesoft::data
