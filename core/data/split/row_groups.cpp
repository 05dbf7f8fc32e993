#include "telesoft/data/split/row_groups.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "telesoft/base/text.h"
#include "telesoft/data/disjoint_sets.h"

namespace telesoft::data {

namespace {

using protocol::ColumnRole;
using protocol::ColumnSchema;

/// Joins rows of equal keys; an empty key joins nothing.
template <class KeyOf>
void joinEqual(DisjointSets& sets, size_t rows, const KeyOf& keyOf) {
  std::unordered_map<std::string, size_t> firstOf;
  for (size_t row = 0; row < rows; ++row) {
    std::string key = keyOf(row);
    if (!key.empty()) {
      sets.join(firstOf.emplace(std::move(key), row).first->second, row);
    }
  }
}

struct HashOfHash {
  size_t operator()(const RowHash& hash) const { return static_cast<size_t>(hash[0]); }
};

void joinContent(DisjointSets& sets, const std::vector<RowHash>& content) {
  std::unordered_map<RowHash, size_t, HashOfHash> firstOf;
  for (size_t row = 0; row < content.size(); ++row) {
    if (content[row] != kEmptyRow) {
      sets.join(firstOf.emplace(content[row], row).first->second, row);
    }
  }
}

void joinClusters(DisjointSets& sets, const std::vector<std::int64_t>& clusters) {
  std::unordered_map<std::int64_t, size_t> firstOf;
  for (size_t row = 0; row < clusters.size(); ++row) {
    if (clusters[row] >= 0) {
      sets.join(firstOf.emplace(clusters[row], row).first->second, row);
    }
  }
}

void appendFolded(std::string& out, std::string_view cell) {
  bool space = false;
  for (const char c : base::trim(cell)) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      space = true;
      continue;
    }
    if (std::exchange(space, false)) {
      out += ' ';
    }
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
}

}  // namespace

std::vector<size_t> comparedColumns(const Table& table, const std::vector<ColumnSchema>& columns) {
  std::vector<size_t> notes, others;
  for (const ColumnSchema& column : columns) {
    const auto at = table.columnIndex(column.name);
    if (at && column.role == ColumnRole::Note) {
      notes.push_back(*at);
    } else if (at && column.role != ColumnRole::Patient && column.role != ColumnRole::Identifier &&
               column.role != ColumnRole::Ignore) {
      others.push_back(*at);
    }
  }
  return notes.empty() ? others : notes;
}

std::string rowContent(const Table& table, const std::vector<size_t>& compared, size_t row) {
  std::string out;
  bool any = false;
  for (const size_t column : compared) {
    const size_t before = out.size();
    appendFolded(out, table.cell(row, column));
    any = any || out.size() > before;
    out += '\x1f';
  }
  return any ? out : "";
}

std::optional<size_t> columnOfRole(const Table& table,
                                   const std::vector<ColumnSchema>& columns,
                                   ColumnRole role) {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const ColumnSchema& c) { return c.role == role; });
  return found == columns.end() ? std::nullopt : table.columnIndex(found->name);
}

RowGroups joinRows(const Table& table, const Joins& joins) {
  DisjointSets sets(table.rows());
  if (joins.patientColumn) {
    joinEqual(sets, table.rows(),
              [&](size_t row) { return table.cell(row, *joins.patientColumn); });
  }
  RowGroups out;
  size_t before = sets.sets();
  const auto joined = [&] {
    const size_t last = std::exchange(before, sets.sets());
    return static_cast<std::int64_t>(last - before);
  };
  if (joins.content != nullptr) {
    joinContent(sets, *joins.content);
  }
  out.joinedByContent = joined();
  if (joins.clusters != nullptr) {
    joinClusters(sets, *joins.clusters);
  }
  out.joinedByCluster = joined();
  for (const size_t column : joins.together) {
    joinEqual(sets, table.rows(), [&](size_t row) { return table.cell(row, column); });
  }
  out.joinedTogether = joined();
  std::vector<size_t> groupOfRoot(table.rows());
  for (size_t row = 0; row < table.rows(); ++row) {
    const size_t root = sets.root(row);
    if (root == row) {  // roots come before the rest of their set
      groupOfRoot[row] = out.groups.size();
      out.groups.emplace_back();
    }
    out.groups[groupOfRoot[root]].push_back(static_cast<std::int64_t>(row));
  }
  return out;
}

RowGroups groupRows(const Table& table,
                    std::optional<size_t> patientColumn,
                    const std::vector<size_t>& compared) {
  std::vector<RowHash> content;
  content.reserve(table.rows());
  for (size_t row = 0; row < table.rows(); ++row) {
    content.push_back(hashOfContent(rowContent(table, compared, row)));
  }
  return joinRows(table, {patientColumn, &content, nullptr, {}});
}

}  // namespace telesoft::data
