#include "telesoft/data/derived_columns.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/data/column_profile.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;
using protocol::ColumnRole;
using protocol::ColumnType;
using protocol::DerivedColumn;

base::Result<size_t> columnOf(const Table& table,
                              const DerivedColumn& derived,
                              const std::string& name) {
  if (const auto found = table.columnIndex(name)) {
    return *found;
  }
  const std::string near = base::nearest(name, table.columnNames());
  return fail(
      ErrorCode::InvalidInput,
      fmt::format("derived column \"{}\" is made from \"{}\", which is not in the file",
                  derived.name, name),
      near.empty() ? "Check the recipe's derived columns." : "Did you mean \"" + near + "\"?");
}

base::Result<std::vector<std::string>> eventWithin(const Table& table,
                                                   const DerivedColumn& d,
                                                   std::vector<std::string>& warnings) {
  TELESOFT_TRY(time, columnOf(table, d, d.from));
  TELESOFT_TRY(event, columnOf(table, d, d.event));
  if (!(d.horizon > 0)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("derived column \"{}\" needs a horizon above 0", d.name),
                "Give \"horizon\" in the time column's unit, such as 1096 days.");
  }
  std::vector<std::string> out(table.rows());
  std::int64_t censored = 0, unknown = 0;
  for (size_t row = 0; row < table.rows(); ++row) {
    const auto at = base::toDouble(base::trim(table.cell(row, time)));
    const Truth happened = truthOf(table.cell(row, event));
    if (!at || happened == Truth::Neither) {
      ++unknown;
    } else if (happened == Truth::True && *at <= d.horizon) {
      out[row] = "1";
    } else if (*at >= d.horizon) {
      out[row] = "0";
    } else {
      ++censored;
    }
  }
  if (censored > 0) {
    warnings.push_back(
        fmt::format("{}: {} rows were observed for less than {} without the event; "
                    "their outcome is not known.",
                    d.name, base::withThousands(censored), d.horizon));
  }
  if (unknown > 0) {
    warnings.push_back(fmt::format("{}: {} rows have no time or no yes-or-no event.", d.name,
                                   base::withThousands(unknown)));
  }
  return out;
}

base::Result<std::vector<std::string>> bins(const Table& table,
                                            const DerivedColumn& d,
                                            std::vector<std::string>& warnings) {
  TELESOFT_TRY(from, columnOf(table, d, d.from));
  if (d.edges.empty() || !std::is_sorted(d.edges.begin(), d.edges.end()) ||
      std::adjacent_find(d.edges.begin(), d.edges.end()) != d.edges.end()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("derived column \"{}\" needs edges that rise", d.name),
                "Give \"edges\" such as [20, 50].");
  }
  if (d.names.size() != d.edges.size() + 1) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("derived column \"{}\" has {} edges and {} names; it needs {} names",
                            d.name, d.edges.size(), d.names.size(), d.edges.size() + 1),
                "Give one name for each bin: below the first edge, between, above the last.");
  }
  std::vector<std::string> out(table.rows());
  std::int64_t unread = 0;
  for (size_t row = 0; row < table.rows(); ++row) {
    const std::string_view text = base::trim(table.cell(row, from));
    const auto value = base::toDouble(text);
    if (!value) {
      unread += text.empty() ? 0 : 1;
      continue;
    }
    const auto edge = std::lower_bound(d.edges.begin(), d.edges.end(), *value);
    out[row] = d.names[static_cast<size_t>(edge - d.edges.begin())];
  }
  if (unread > 0) {
    warnings.push_back(fmt::format("{}: {} rows hold no number to sort into bins.", d.name,
                                   base::withThousands(unread)));
  }
  return out;
}

void setSourceRole(std::vector<protocol::ColumnSchema>& columns,
                   const std::string& name,
                   ColumnRole role) {
  for (auto& column : columns) {
    if (column.name == name &&
        (column.role == ColumnRole::Feature || column.role == ColumnRole::Label)) {
      column.role = role;
      column.evidence.emplace_back("a derived column is made from it");
    }
  }
}

}  // namespace

base::Status addDerivedColumn(Table& table,
                              std::vector<protocol::ColumnSchema>& columns,
                              const DerivedColumn& derived,
                              std::vector<std::string>& warnings) {
  if (derived.name.empty() || table.columnIndex(derived.name)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("derived column \"{}\" needs a name of its own", derived.name),
                "Choose a name that no column of the file has.");
  }
  protocol::ColumnSchema schema;
  schema.name = derived.name;
  schema.role = derived.role;
  std::vector<std::string> cells;
  if (derived.kind == "event_within") {
    TELESOFT_TRY(made, eventWithin(table, derived, warnings));
    cells = std::move(made);
    schema.type = ColumnType::Boolean;
    schema.maximum = 1;
    schema.evidence.push_back(fmt::format("made from {} and {}: the event within {}", derived.from,
                                          derived.event, derived.horizon));
    setSourceRole(columns, derived.from, ColumnRole::Time);
    setSourceRole(columns, derived.event, ColumnRole::Event);
  } else if (derived.kind == "bins") {
    TELESOFT_TRY(made, bins(table, derived, warnings));
    cells = std::move(made);
    schema.type = ColumnType::Category;
    schema.evidence.push_back(fmt::format("{} bins of {}", derived.names.size(), derived.from));
  } else {
    return fail(ErrorCode::InvalidInput,
                fmt::format("derived column \"{}\" is of an unknown kind", derived.name),
                "Known kinds: event_within, bins.");
  }
  std::set<std::string> distinct;
  for (const std::string& cell : cells) {
    schema.missing += cell.empty() ? 1 : 0;
    if (!cell.empty()) {
      distinct.insert(cell);
    }
  }
  schema.distinct = static_cast<std::int64_t>(distinct.size());
  table.appendColumn(derived.name, std::move(cells));
  columns.push_back(std::move(schema));
  return {};
}

}  // namespace telesoft::data
