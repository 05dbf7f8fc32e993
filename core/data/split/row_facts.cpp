#include "telesoft/data/split/row_facts.h"

#include <fmt/format.h>

#include "telesoft/base/hash.h"
#include "telesoft/data/split/row_groups.h"

namespace telesoft::data {

namespace {

void addWholeRow(base::Sha256Stream& hash, const Table& table, size_t row) {
  std::string text = std::to_string(table.fileRow(row));
  for (size_t c = 0; c < table.columns(); ++c) {
    const std::string& cell = table.cell(row, c);
    text += std::to_string(cell.size());
    text += ':';
    text += cell;
  }
  hash.add(text);
}

std::uint64_t wordAt(const base::Sha256& bytes, size_t from) {
  std::uint64_t out = 0;
  for (size_t i = 0; i < 8; ++i) {
    out = out << 8U | bytes[from + i];
  }
  return out;
}

}  // namespace

RowHash hashOfContent(const std::string& content) {
  if (content.empty()) {
    return kEmptyRow;
  }
  const base::Sha256 bytes = base::sha256(content);
  return {wordAt(bytes, 0), wordAt(bytes, 8)};
}

std::string toHex(const RowHash& hash) {
  return fmt::format("{:016x}{:016x}", hash[0], hash[1]);
}

base::Result<RowFacts> readComparedFacts(const TableSource& source,
                                         const std::vector<size_t>& compared,
                                         const std::set<std::string>& columnsOfPlan,
                                         const base::Stop& stop) {
  std::vector<std::string> names;
  std::vector<size_t> places;
  for (size_t column = 0; column < source.columnNames().size(); ++column) {
    if (columnsOfPlan.count(source.columnNames()[column]) > 0) {
      places.push_back(column);
      names.push_back(source.columnNames()[column]);
    }
  }
  RowFacts out;
  out.few = Table(std::move(names));
  out.content.reserve(static_cast<size_t>(source.rows()));
  base::Sha256Stream whole;
  const auto take = [&](const Table& piece, std::int64_t) -> base::Status {
    for (size_t row = 0; row < piece.rows(); ++row) {
      addWholeRow(whole, piece, row);
      out.content.push_back(hashOfContent(rowContent(piece, compared, row)));
      std::vector<std::string> cells;
      for (const size_t column : places) {
        cells.push_back(piece.cell(row, column));
      }
      out.few.appendRow(std::move(cells), piece.fileRow(row));
    }
    return {};
  };
  TELESOFT_CHECK(source.forEachPiece({}, take, stop));
  out.key = base::toHex(whole.finish());
  return out;
}

base::Result<RowFacts> readRowFacts(const TableSource& source,
                                    const std::vector<protocol::ColumnSchema>& columns,
                                    const std::set<std::string>& columnsOfPlan,
                                    const base::Stop& stop) {
  return readComparedFacts(source, comparedColumns(Table(source.columnNames()), columns),
                           columnsOfPlan, stop);
}

}  // namespace telesoft::data
