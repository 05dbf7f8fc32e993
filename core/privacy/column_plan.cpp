#include "telesoft/privacy/column_plan.h"

#include <algorithm>
#include <optional>

#include "telesoft/base/text.h"
#include "telesoft/data/column_names.h"
#include "telesoft/privacy/deidentify.h"

namespace telesoft::privacy {

namespace {

using base::ErrorCode;
using base::fail;
using protocol::ColumnRole;
using protocol::ColumnSchema;
using protocol::ColumnType;

constexpr std::pair<ColumnAction, std::string_view> kActions[] = {
    {ColumnAction::Keep, "keep"}, {ColumnAction::Surrogate, "surrogate"},
    {ColumnAction::Hash, "hash"}, {ColumnAction::Shift, "shift"},
    {ColumnAction::Drop, "drop"}, {ColumnAction::Generalise, "generalise"},
    {ColumnAction::Text, "text"}};

std::optional<ColumnAction> actionNamed(std::string_view name) {
  for (const auto& [action, known] : kActions) {
    if (known == name) {
      return action;
    }
  }
  return std::nullopt;
}

bool isAgeInYears(const ColumnSchema& column) {
  return data::isAgeName(column.name) && (column.unit.empty() || column.unit == "years" ||
                                          column.unit == "year" || column.unit == "a");
}

bool isCoarse(ColumnType type) {
  return type == ColumnType::Number || type == ColumnType::Integer || type == ColumnType::Boolean;
}

/// What identifies a person in the column, by its role, type and name.
std::string kindOf(const ColumnSchema& column) {
  const std::string named = data::identifierKindOfName(column.name);
  if (column.role == ColumnRole::Label || column.role == ColumnRole::Time ||
      column.role == ColumnRole::Event || column.role == ColumnRole::Note) {
    return "";
  }
  if (column.role == ColumnRole::Patient) {
    return named.empty() ? "mrn" : named;
  }
  if (!named.empty() &&
      !(column.role == ColumnRole::Feature && column.type == ColumnType::Boolean)) {
    return named;
  }
  if (column.role == ColumnRole::Identifier || column.type == ColumnType::Identifier) {
    return "id";
  }
  if (column.role == ColumnRole::Date || column.type == ColumnType::Date) {
    return "date";
  }
  return isAgeInYears(column) ? "age" : "";
}

ColumnAction defaultOf(const ColumnSchema& column, const protocol::DeidRequest& request) {
  const std::string kind = kindOf(column);
  if (column.role == ColumnRole::Patient) {
    return ColumnAction::Surrogate;
  }
  if (kind == "date" || kind == "birth_date") {
    return request.shiftDates ? ColumnAction::Shift : ColumnAction::Generalise;
  }
  if (kind == "zip" || kind == "age") {
    return ColumnAction::Generalise;
  }
  if (kind == "photo" || (!kind.empty() && request.textPolicy == "redact")) {
    return ColumnAction::Drop;
  }
  if (!kind.empty()) {
    return ColumnAction::Surrogate;
  }
  const bool written = column.type == ColumnType::Text && column.role != ColumnRole::Label;
  if (column.role == ColumnRole::Note || written) {
    return ColumnAction::Text;
  }
  return ColumnAction::Keep;
}

base::Status checkFit(const ColumnSchema& column, ColumnAction action, const std::string& kind) {
  if (column.role == ColumnRole::Label && action == ColumnAction::Drop) {
    return fail(ErrorCode::InvalidInput,
                "column \"" + column.name + "\" is the label and cannot be dropped",
                "Keep it, or make another column the label first.");
  }
  const bool coarsens = kind == "zip" || kind == "age" || kind == "date" || kind == "birth_date";
  if (action == ColumnAction::Generalise && !coarsens) {
    return fail(
        ErrorCode::InvalidInput,
        "column \"" + column.name + "\" cannot be generalised: it is no ZIP code, age or date",
        "Choose keep, surrogate, hash or drop.");
  }
  if (action == ColumnAction::Shift && kind != "date" && kind != "birth_date") {
    return fail(ErrorCode::InvalidInput,
                "column \"" + column.name + "\" cannot be shifted: it holds no dates",
                "Make its type date, or choose another action.");
  }
  if (action == ColumnAction::Text && isCoarse(column.type)) {
    return fail(ErrorCode::InvalidInput, "column \"" + column.name + "\" holds numbers and no text",
                "Choose keep, surrogate, hash or drop.");
  }
  return {};
}

}  // namespace

std::string nameOfAction(ColumnAction action) {
  for (const auto& [known, name] : kActions) {
    if (known == action) {
      return std::string(name);
    }
  }
  return "keep";
}

std::string defaultColumnAction(const ColumnSchema& column, const protocol::DeidRequest& request) {
  return nameOfAction(defaultOf(column, request));
}

base::Result<std::vector<PlannedColumn>> planColumns(const std::vector<ColumnSchema>& columns,
                                                     const protocol::DeidRequest& request) {
  std::vector<PlannedColumn> out;
  std::vector<std::string> names;
  for (const ColumnSchema& column : columns) {
    names.push_back(column.name);
    PlannedColumn planned;
    planned.kind = kindOf(column);
    planned.action = defaultOf(column, request);
    planned.probe = !planned.kind.empty() && planned.kind != "date" &&
                    planned.kind != "birth_date" && planned.kind != "age" &&
                    planned.kind != "photo";
    out.push_back(planned);
  }
  for (const auto& [name, wanted] : request.columns) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) {
      const std::string near = base::nearest(name, names);
      return fail(ErrorCode::InvalidInput,
                  "the request names column \"" + name + "\", which the data has not",
                  near.empty() ? "Look at the column names of the dataset."
                               : "Did you mean \"" + near + "\"?");
    }
    const auto action = actionNamed(wanted);
    if (!action) {
      return fail(
          ErrorCode::InvalidInput,
          "column \"" + name + "\" asks for the action \"" + wanted + "\", which is not known",
          "Choose keep, surrogate, hash, shift, generalise, drop or text.");
    }
    const auto index = static_cast<size_t>(at - names.begin());
    TELESOFT_CHECK(checkFit(columns[index], *action, out[index].kind));
    out[index].action = *action;
  }
  return out;
}

}  // namespace telesoft::privacy
