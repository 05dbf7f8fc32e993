#include "telesoft/data/prepare.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/data/column_profile.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;
using protocol::ColumnRole;
using protocol::ColumnSchema;
using protocol::ColumnType;

/// A schema column beside its place in the table.
struct Placed {
  size_t at = 0;
  const ColumnSchema* column = nullptr;
};

std::vector<Placed> placed(const Table& table,
                           const std::vector<ColumnSchema>& columns,
                           ColumnRole role) {
  std::vector<Placed> out;
  for (const ColumnSchema& column : columns) {
    const auto at = column.role == role ? table.columnIndex(column.name) : std::nullopt;
    if (at) {
      out.push_back({*at, &column});
    }
  }
  return out;
}

/// Yes and no are the numbers 1 and 0, however they are written.
bool isNumber(const ColumnSchema& column) {
  return column.type == ColumnType::Number || column.type == ColumnType::Integer ||
         column.type == ColumnType::Boolean;
}

PreparedValue valueOf(const std::string& cell, const ColumnSchema& column) {
  if (!isNumber(column)) {
    return cell.empty() ? PreparedValue() : PreparedValue(cell);
  }
  if (const auto number = base::toDouble(base::trim(cell)); number && std::isfinite(*number)) {
    return *number;
  }
  const Truth truth = column.type == ColumnType::Boolean ? truthOf(cell) : Truth::Neither;
  return truth == Truth::Neither ? PreparedValue()
                                 : PreparedValue(truth == Truth::True ? 1.0 : 0.0);
}

/// What is read of every row.
struct Layout {
  std::vector<Placed> notes, features, subgroups, labels, patients;
  std::map<std::string, std::int64_t> indexOfClass;
};

Layout layoutOf(const Table& table, const std::vector<ColumnSchema>& columns) {
  return {placed(table, columns, ColumnRole::Note),     placed(table, columns, ColumnRole::Feature),
          placed(table, columns, ColumnRole::Subgroup), placed(table, columns, ColumnRole::Label),
          placed(table, columns, ColumnRole::Patient),  {}};
}

PreparedRow rowOf(const Table& table, const Layout& layout, size_t row) {
  PreparedRow out;
  out.row = table.fileRow(row);
  out.patient = layout.patients.empty() ? "" : table.cell(row, layout.patients[0].at);
  if (out.patient.empty()) {
    out.patient = fmt::format("row {}", out.row);
  }
  for (const Placed& note : layout.notes) {
    const std::string& cell = table.cell(row, note.at);
    out.text += (out.text.empty() || cell.empty() ? "" : "\n") + cell;
  }
  if (layout.notes.empty()) {
    for (const Placed& feature : layout.features) {
      out.values.push_back(valueOf(table.cell(row, feature.at), *feature.column));
    }
  }
  for (const Placed& group : layout.subgroups) {
    if (!table.cell(row, group.at).empty()) {
      out.subgroups[group.column->name] = table.cell(row, group.at);
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> classesOf(const Table& table, const std::vector<ColumnSchema>& columns) {
  const auto labels = placed(table, columns, ColumnRole::Label);
  if (labels.empty()) {
    return {};
  }
  std::set<std::string> distinct;
  for (size_t row = 0; row < table.rows(); ++row) {
    distinct.insert(table.cell(row, labels[0].at));
  }
  distinct.erase("");
  std::vector<std::string> out(distinct.begin(), distinct.end());
  const bool numeric = std::all_of(out.begin(), out.end(), [](const std::string& name) {
    return base::toDouble(name).has_value();
  });
  if (numeric) {
    std::stable_sort(out.begin(), out.end(), [](const std::string& a, const std::string& b) {
      return *base::toDouble(a) < *base::toDouble(b);
    });
  }
  return out;
}

PreparedManifest manifestFor(const std::vector<ColumnSchema>& columns,
                             const std::vector<std::string>& classes) {
  PreparedManifest out;
  out.classes = classes;
  const bool text = std::any_of(columns.begin(), columns.end(), [](const ColumnSchema& column) {
    return column.role == ColumnRole::Note;
  });
  out.task = text ? protocol::Task::TextClassification : protocol::Task::TabularRisk;
  for (const ColumnSchema& column : columns) {
    if (!text && column.role == ColumnRole::Feature) {
      out.features.push_back({column.name, isNumber(column) ? "number" : "category", column.unit});
    }
  }
  return out;
}

base::Result<std::vector<PreparedRow>> prepareRows(const Table& table,
                                                   const std::vector<ColumnSchema>& columns,
                                                   const std::vector<std::string>& classes,
                                                   const std::vector<std::int64_t>& rows) {
  Layout layout = layoutOf(table, columns);
  if (layout.labels.empty()) {
    return fail(ErrorCode::InvalidInput, "no column is the label",
                "Give one column the role \"label\" at import.");
  }
  for (size_t i = 0; i < classes.size(); ++i) {
    layout.indexOfClass[classes[i]] = static_cast<std::int64_t>(i);
  }
  std::vector<PreparedRow> out;
  out.reserve(rows.size());
  for (const std::int64_t row : rows) {
    const std::string& label = table.cell(static_cast<size_t>(row), layout.labels[0].at);
    const auto known = layout.indexOfClass.find(label);
    if (known == layout.indexOfClass.end()) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("row {} {}", table.fileRow(static_cast<size_t>(row)),
                              label.empty() ? "has no label"
                                            : "has a label that is none of the model's classes"),
                  "Label the row or leave it out, and import again.");
    }
    out.push_back(rowOf(table, layout, static_cast<size_t>(row)));
    out.back().label = known->second;
  }
  return out;
}

std::vector<PreparedRow> prepareInputs(const Table& table,
                                       const std::vector<ColumnSchema>& columns) {
  const Layout layout = layoutOf(table, columns);
  std::vector<PreparedRow> out;
  out.reserve(table.rows());
  for (size_t row = 0; row < table.rows(); ++row) {
    out.push_back(rowOf(table, layout, row));
    out.back().label = -1;
  }
  return out;
}

base::Result<std::vector<PreparedRow>> prepareRows(const Table& table,
                                                   const std::vector<ColumnSchema>& columns,
                                                   const std::vector<std::string>& classes) {
  std::vector<std::int64_t> all(table.rows());
  std::iota(all.begin(), all.end(), 0);
  return prepareRows(table, columns, classes, all);
}

}  // namespace telesoft::data
