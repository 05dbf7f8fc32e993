#include "telesoft/data/table_source.h"

#include <numeric>

namespace telesoft::data {

namespace {

std::vector<size_t> orAll(const std::vector<size_t>& columns, size_t count) {
  if (!columns.empty()) {
    return columns;
  }
  std::vector<size_t> all(count);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

}  // namespace

std::optional<size_t> TableSource::columnIndex(std::string_view name) const {
  const auto& names = columnNames();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    return std::nullopt;
  }
  return static_cast<size_t>(found - names.begin());
}

base::Result<Table> TableSource::inMemory(const std::vector<size_t>& columns,
                                          const base::Stop& stop) const {
  std::vector<std::string> names;
  for (const size_t column : orAll(columns, columnNames().size())) {
    names.push_back(columnNames()[column]);
  }
  Table all(std::move(names));
  TELESOFT_CHECK(forEachPiece(
      columns,
      [&](const Table& piece, std::int64_t) -> base::Status {
        for (size_t row = 0; row < piece.rows(); ++row) {
          all.appendRow(piece.row(row), piece.fileRow(row));
        }
        return {};
      },
      stop));
  return all;
}

base::Status MemorySource::forEachPiece(const std::vector<size_t>& columns,
                                        const PieceSink& sink,
                                        const base::Stop& stop) const {
  const auto wanted = orAll(columns, table_.columns());
  std::vector<std::string> names;
  for (const size_t column : wanted) {
    names.push_back(table_.columnName(column));
  }
  for (size_t row = 0; row < table_.rows();) {
    const size_t first = row;
    Table piece(names);
    std::uint64_t bytes = 0;
    for (; row < table_.rows() && row - first < static_cast<size_t>(kPieceRows); ++row) {
      std::vector<std::string> cells;
      std::uint64_t size = 0;
      for (const size_t column : wanted) {
        cells.push_back(table_.cell(row, column));
        size += cells.back().size();
      }
      if (row > first && bytes + size > kPieceBytes) {
        break;
      }
      bytes += size;
      piece.appendRow(std::move(cells), table_.fileRow(row));
    }
    TELESOFT_CHECK(stop.check("reading rows"));
    TELESOFT_CHECK(sink(piece, static_cast<std::int64_t>(first)));
  }
  return {};
}

}  // namespace telesoft::data
