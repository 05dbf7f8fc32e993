#include "telesoft/data/split/split_proof.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "telesoft/base/hash.h"
#include "telesoft/data/split/row_groups.h"

namespace telesoft::data {

namespace {

constexpr size_t kHexDigits = 32;

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

std::map<std::string, PartHashes> hashParts(const RowFacts& facts,
                                            std::optional<size_t> patientColumn,
                                            const RowsOfPart& rowsOfPart) {
  const std::string& key = facts.key;
  std::map<std::string, PartHashes> out;
  for (const auto& [part, rows] : rowsOfPart) {
    PartHashes& hashes = out[part];
    for (const std::int64_t index : rows) {
      const auto row = static_cast<size_t>(index);
      const std::string own = std::to_string(facts.few.fileRow(row));
      const RowHash& content = facts.content[row];
      const std::string patient = patientColumn ? facts.few.cell(row, *patientColumn) : "";
      hashes.rows.push_back(content == kEmptyRow ? keyed(key, "empty row", own)
                                                 : keyed(key, "row", toHex(content)));
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

std::map<std::string, PartHashes> hashParts(const Table& table,
                                            std::optional<size_t> patientColumn,
                                            const std::vector<size_t>& compared,
                                            const RowsOfPart& rowsOfPart) {
  std::set<std::string> names;
  if (patientColumn) {
    names.insert(table.columnName(*patientColumn));
  }
  const auto facts = readComparedFacts(MemorySource(table), compared, names);
  return hashParts(*facts, patientColumn ? std::optional<size_t>(0) : std::nullopt, rowsOfPart);
}

std::int64_t sharedValues(const RowsOfPart& rowsOfPart,
                          const std::function<std::string(std::int64_t row)>& valueOf) {
  std::unordered_map<std::string, const std::string*> partOf;
  std::set<std::string> shared;
  for (const auto& [part, rows] : rowsOfPart) {
    for (const std::int64_t row : rows) {
      std::string value = valueOf(row);
      if (!value.empty() && partOf.emplace(value, &part).first->second != &part) {
        shared.insert(std::move(value));
      }
    }
  }
  return static_cast<std::int64_t>(shared.size());
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
