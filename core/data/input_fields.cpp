#include "telesoft/data/input_fields.h"

#include <cmath>
#include <set>

#include "telesoft/base/text.h"
#include "telesoft/data/prepare.h"

namespace telesoft::data {

namespace {

using protocol::ColumnRole;
using protocol::InputField;

InputField noteField(const Table& table, size_t at) {
  InputField out;
  out.name = table.columnName(at);
  out.kind = "text";
  for (size_t row = 0; row < table.rows() && out.required; ++row) {
    out.required = !base::trim(table.cell(row, at)).empty();
  }
  return out;
}

void takeIn(const PreparedValue& value, InputField& field, std::set<std::string>& categories) {
  if (const auto* number = std::get_if<double>(&value)) {
    field.minimum = std::fmin(field.minimum, *number);  // NaN where there is none yet
    field.maximum = std::fmax(field.maximum, *number);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    categories.insert(*text);
  } else {
    field.required = false;
  }
}

}  // namespace

base::Result<std::vector<InputField>> inputFieldsOf(
    const Table& table, const std::vector<protocol::ColumnSchema>& columns) {
  std::vector<InputField> out;
  const PreparedManifest manifest = manifestFor(columns, {});
  if (manifest.task == protocol::Task::TextClassification) {
    for (const protocol::ColumnSchema& column : columns) {
      const auto at = table.columnIndex(column.name);
      if (column.role == ColumnRole::Note && at) {
        out.push_back(noteField(table, *at));
      }
    }
    return out;
  }
  for (const PreparedFeature& feature : manifest.features) {
    InputField field;
    field.name = feature.name;
    field.kind = feature.kind;
    field.unit = feature.unit;
    out.push_back(std::move(field));
  }
  std::vector<std::set<std::string>> categories(out.size());
  TELESOFT_TRY(rows, prepareRows(table, columns, classesOf(table, columns)));
  for (const PreparedRow& row : rows) {
    for (size_t i = 0; i < std::min(row.values.size(), out.size()); ++i) {
      takeIn(row.values[i], out[i], categories[i]);
    }
  }
  for (size_t i = 0; i < out.size(); ++i) {
    out[i].categories.assign(categories[i].begin(), categories[i].end());
  }
  return out;
}

}  // namespace telesoft::data
