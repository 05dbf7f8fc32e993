#include "telesoft/data/table.h"

#include <algorithm>

namespace telesoft::data {

Table::Table(std::vector<std::string> columnNames)
    : names_(std::move(columnNames)), cells_(names_.size()) {}

std::optional<size_t> Table::columnIndex(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) {
    return std::nullopt;
  }
  return static_cast<size_t>(found - names_.begin());
}

std::vector<std::string> Table::row(size_t row) const {
  std::vector<std::string> out;
  out.reserve(columns());
  for (const auto& column : cells_) {
    out.push_back(column[row]);
  }
  return out;
}

void Table::appendRow(std::vector<std::string> cells, std::int64_t fileRow) {
  cells.resize(columns());
  for (size_t c = 0; c < cells.size(); ++c) {
    cells_[c].push_back(std::move(cells[c]));
  }
  const std::int64_t next = fileRows_.empty() ? 1 : fileRows_.back() + 1;
  fileRows_.push_back(fileRow > 0 ? fileRow : next);
}

void Table::appendColumn(std::string name, std::vector<std::string> cells) {
  cells.resize(rows());
  names_.push_back(std::move(name));
  cells_.push_back(std::move(cells));
}

Table Table::subset(const std::vector<std::int64_t>& rows) const {
  Table out(names_);
  out.fileRows_.reserve(rows.size());
  for (const std::int64_t row : rows) {
    out.fileRows_.push_back(fileRows_[static_cast<size_t>(row)]);
  }
  for (size_t c = 0; c < columns(); ++c) {
    out.cells_[c].reserve(rows.size());
    for (const std::int64_t row : rows) {
      out.cells_[c].push_back(cells_[c][static_cast<size_t>(row)]);
    }
  }
  return out;
}

Table Table::withColumns(const std::vector<size_t>& columns) const {
  Table out;
  out.fileRows_ = fileRows_;
  for (const size_t column : columns) {
    out.names_.push_back(names_[column]);
    out.cells_.push_back(cells_[column]);
  }
  return out;
}

void Table::keepRows(const std::vector<bool>& keep) {
  const auto filter = [&](auto& items) {
    size_t to = 0;
    for (size_t from = 0; from < items.size(); ++from) {
      if (keep[from]) {
        if (to != from) {
          items[to] = std::move(items[from]);
        }
        ++to;
      }
    }
    items.resize(to);
  };
  for (auto& column : cells_) {
    filter(column);
  }
  filter(fileRows_);
}

}  // namespace telesoft::data
