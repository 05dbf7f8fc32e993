#include "telesoft/data/split/split_proof.h"

#include <algorithm>

#include "telesoft/base/hash.h"
#include "telesoft/data/split/row_groups.h"

namespace telesoft::data {

namespace {

constexpr size_t kHexDigits = 32;

void addWholeRow(base::Sha256Stream& hash, const Table& table, size_t row) {
  hash.add(std::to_string(table.fileRow(row)));
  for (size_t c = 0; c < table.columns(); ++c) {
    const std::string& cell = table.cell(row, c);
    hash.add(std::to_string(cell.size()) + ":");
    hash.add(cell);
  }
}

/// Of the whole table: the key of all hashes.
std::string keyOf(const Table& table) {
  base::Sha256Stream hash;
  for (size_t row = 0; row < table.rows(); ++row) {
    addWholeRow(hash, table, row);
  }
  return base::toHex(hash.finish());
}

std::string keyed(const std::string& key, std::string_view kind, std::string_view text) {
  return base::sha256Hex(key + std::string(kind) + std::string(text)).substr(0, kHexDigits);
}

/// How many different hashes there are, and how many of them stand in more than one part.
std::pair<std::int64_t, std::int64_t> countShared(const std::map<std::string, PartHashes>& parts,
                                                  std::vector<std::string> PartHashes::*hashes) {
  std::map<std::string_view, int> seenIn;
  for (const auto& [unused, part] : parts) {
    const std::string* before = nullptr;
    for (const std::string& hash : part.*hashes) {
      if (before == nullptr || *before != hash) {
        ++seenIn[hash];
      }
      before = &hash;
    }
  }
  const auto shared = std::count_if(seenIn.begin(), seenIn.end(),
                                    [](const auto& entry) { return entry.second > 1; });
  return {static_cast<std::int64_t>(seenIn.size()), static_cast<std::int64_t>(shared)};
}

}  // namespace

std::string PartHashes::sha256() const {
  base::Sha256Stream hash;
  for (const std::string& row : rows) {
    hash.add(row);
  }
  return base::toHex(hash.finish());
}

std::map<std::string, PartHashes> hashParts(const Table& table,
                                            std::optional<size_t> patientColumn,
                                            const std::vector<size_t>& compared,
                                            const RowsOfPart& rowsOfPart) {
  const std::string key = keyOf(table);
  std::map<std::string, PartHashes> out;
  for (const auto& [part, rows] : rowsOfPart) {
    PartHashes& hashes = out[part];
    for (const std::int64_t index : rows) {
      const auto row = static_cast<size_t>(index);
      const std::string own = std::to_string(table.fileRow(row));
      const std::string content = rowContent(table, compared, row);
      const std::string patient = patientColumn ? table.cell(row, *patientColumn) : "";
      hashes.rows.push_back(content.empty() ? keyed(key, "empty row", own)
                                            : keyed(key, "row", content));
      hashes.patients.push_back(patient.empty() ? keyed(key, "unnamed patient", own)
                                                : keyed(key, "patient", patient));
    }
    std::sort(hashes.rows.begin(), hashes.rows.end());
    std::sort(hashes.patients.begin(), hashes.patients.end());
    hashes.patients.erase(std::unique(hashes.patients.begin(), hashes.patients.end()),
                          hashes.patients.end());
  }
  return out;
}

Overlap overlapOf(const std::map<std::string, PartHashes>& parts) {
  Overlap out;
  std::tie(out.patients, out.sharedPatients) = countShared(parts, &PartHashes::patients);
  out.sharedRows = countShared(parts, &PartHashes::rows).second;
  for (const auto& [unused, part] : parts) {
    out.rows += static_cast<std::int64_t>(part.rows.size());
  }
  return out;
}

}  // namespace telesoft::data
