// The rows of a dataset in memory, as text: what every step between import and training hands on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telesoft::data {

/// Every row has a cell in every column; an empty cell is a missing value. Cells are UTF-8.
class Table {
 public:
  Table() = default;
  explicit Table(std::vector<std::string> columnNames);

  [[nodiscard]] size_t rows() const { return fileRows_.size(); }
  [[nodiscard]] size_t columns() const { return names_.size(); }
  [[nodiscard]] const std::string& columnName(size_t column) const { return names_[column]; }
  [[nodiscard]] const std::vector<std::string>& columnNames() const { return names_; }
  [[nodiscard]] std::optional<size_t> columnIndex(std::string_view name) const;

  [[nodiscard]] const std::string& cell(size_t row, size_t column) const {
    return cells_[column][row];
  }
  void setCell(size_t row, size_t column, std::string value) {
    cells_[column][row] = std::move(value);
  }
  [[nodiscard]] std::vector<std::string> row(size_t row) const;
  /// The row's number in the imported file, 1-based, header not counted; it stays through filters.
  [[nodiscard]] std::int64_t fileRow(size_t row) const { return fileRows_[row]; }

  /// `cells` has one text a column (missing ones at the end are taken as empty). `fileRow` 0: the
  /// next number.
  void appendRow(std::vector<std::string> cells, std::int64_t fileRow = 0);
  /// `cells` has one text a row.
  void appendColumn(std::string name, std::vector<std::string> cells);

  /// The rows of those indices, in that order.
  [[nodiscard]] Table subset(const std::vector<std::int64_t>& rows) const;
  /// The columns of those indices, in that order.
  [[nodiscard]] Table withColumns(const std::vector<size_t>& columns) const;
  /// Keeps the rows whose flag is set; one flag a row.
  void keepRows(const std::vector<bool>& keep);

 private:
  std::vector<std::string> names_;
  std::vector<std::vector<std::string>> cells_;  // [column][row]
  std::vector<std::int64_t> fileRows_;
};

}  // namespace telesoft::data
