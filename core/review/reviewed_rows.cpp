#include "telesoft/review/reviewed_rows.h"

#include <algorithm>

#include "telesoft/data/prepare.h"

namespace telesoft::review {

using base::ErrorCode;
using base::fail;
using protocol::ColumnRole;
using protocol::ColumnSchema;
using protocol::Task;

namespace {

base::Error unfit(const std::string& column, const std::string& what) {
  return fail(ErrorCode::InvalidInput, "the column \"" + column + "\" " + what,
              "review a dataset with the columns that the model was trained on");
}

std::string unitOf(const std::vector<protocol::InputField>& inputs, const std::string& name) {
  const auto found = std::find_if(inputs.begin(), inputs.end(),
                                  [&](const auto& input) { return input.name == name; });
  return found == inputs.end() ? "" : found->unit;
}

/// Where each of the model's values stands among the dataset's.
base::Result<std::vector<size_t>> placesOf(const std::vector<data::PreparedFeature>& have,
                                           const ReviewedModel& model) {
  std::vector<size_t> out;
  for (const protocol::ServeFeature& wanted : model.features) {
    const auto found = std::find_if(have.begin(), have.end(),
                                    [&](const auto& one) { return one.name == wanted.name; });
    if (found == have.end()) {
      return unfit(wanted.name, "of the model is missing in this dataset");
    }
    if (found->kind != wanted.kind) {
      return unfit(wanted.name,
                   "is a " + found->kind + " here and a " + wanted.kind + " to the model");
    }
    const std::string unit = unitOf(model.inputs, wanted.name);
    if (!unit.empty() && !found->unit.empty() && unit != found->unit) {
      return unfit(wanted.name, "has another unit than the model was trained with");
    }
    out.push_back(static_cast<size_t>(found - have.begin()));
  }
  return out;
}

base::json jsonOf(const data::PreparedValue& value) {
  if (const auto* number = std::get_if<double>(&value)) {
    return *number;
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return *text;
  }
  return nullptr;
}

protocol::WorkerRow workerRow(const data::PreparedRow& row, const std::vector<size_t>& places) {
  protocol::WorkerRow out;
  out.text = row.text;
  for (const size_t at : places) {
    out.values.push_back(jsonOf(row.values[at]));
  }
  return out;
}

bool hasContent(const protocol::WorkerRow& row) {
  return !row.text.empty() || std::any_of(row.values.begin(), row.values.end(),
                                          [](const base::json& value) { return !value.is_null(); });
}

}  // namespace

base::Result<ModelRows> modelRows(const data::Table& table,
                                  const std::vector<ColumnSchema>& columns,
                                  const ReviewedModel& model) {
  const data::PreparedManifest manifest = data::manifestFor(columns, {});
  if (manifest.task != model.task) {
    return fail(ErrorCode::InvalidInput,
                std::string("the model reads ") +
                    (model.task == Task::TextClassification ? "texts" : "measurements") +
                    ", and this dataset has " +
                    (manifest.task == Task::TextClassification ? "notes" : "no notes"),
                "choose a dataset of the model's task");
  }
  TELESOFT_TRY(places, placesOf(manifest.features, model));
  ModelRows out;
  for (const data::PreparedRow& row : data::prepareInputs(table, columns)) {
    protocol::WorkerRow input = workerRow(row, places);
    if (hasContent(input)) {
      out.rows.push_back(row.row);
      out.inputs.push_back(std::move(input));
    }
  }
  return out;
}

RowContents::RowContents(const data::Table& table,
                         std::vector<ColumnSchema> columns,
                         const std::vector<protocol::InputField>& inputs,
                         const std::set<std::int64_t>& rows)
    : columns_(std::move(columns)) {
  for (const protocol::InputField& input : inputs) {
    inputs_[input.name] = input;
  }
  std::vector<std::int64_t> chosen;
  for (size_t row = 0; row < table.rows(); ++row) {
    if (rows.contains(table.fileRow(row)) && !indexOf_.contains(table.fileRow(row))) {
      indexOf_[table.fileRow(row)] = chosen.size();
      chosen.push_back(static_cast<std::int64_t>(row));
    }
  }
  table_ = table.subset(chosen);
}

base::Result<Content> RowContents::of(std::int64_t row) const {
  const auto at = indexOf_.find(row);
  if (at == indexOf_.end()) {
    return fail(ErrorCode::Corrupt, "a case refers to a row that its dataset does not have",
                "close this review, and make a new one");
  }
  const auto index = static_cast<std::int64_t>(at->second);
  Content out;
  out.text = data::prepareInputs(table_.subset({index}), columns_).front().text;
  const bool tabular = data::manifestFor(columns_, {}).task == Task::TabularRisk;
  for (const ColumnSchema& column : columns_) {
    const auto place = table_.columnIndex(column.name);
    if (!tabular || column.role != ColumnRole::Feature || !place) {
      continue;
    }
    protocol::ReviewField field{column.name, table_.cell(at->second, *place), column.unit};
    if (const auto known = inputs_.find(column.name); known != inputs_.end()) {
      field.minimum = known->second.minimum;
      field.maximum = known->second.maximum;
    }
    out.fields.push_back(std::move(field));
  }
  return out;
}

}  // namespace telesoft::review
