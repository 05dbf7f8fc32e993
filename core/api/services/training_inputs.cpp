#include "telesoft/api/services/training_inputs.h"

#include "telesoft/base/text.h"

namespace telesoft::api {

namespace {

std::vector<size_t> columnsOf(const DatasetContent& training, const protocol::InputField& input) {
  if (const auto column = training.table->columnIndex(input.name)) {
    return {*column};
  }
  std::vector<size_t> out;
  for (const protocol::ColumnSchema& column : training.dataset.columns) {
    const auto index = training.table->columnIndex(column.name);
    if (input.kind == "text" && column.role == protocol::ColumnRole::Note && index) {
      out.push_back(*index);
    }
  }
  return out;
}

}  // namespace

std::vector<deploy::FieldReference> referencesOf(const DatasetContent& training,
                                                 const std::vector<protocol::InputField>& inputs) {
  std::vector<deploy::FieldReference> out;
  for (const protocol::InputField& input : inputs) {
    const std::vector<size_t> columns = columnsOf(training, input);
    std::vector<double> numbers;
    std::map<std::string, std::int64_t> categories;
    std::int64_t missing = 0;
    for (size_t row = 0; row < training.table->rows() && !columns.empty(); ++row) {
      std::int64_t words = 0;
      for (const size_t column : columns) {
        words += deploy::wordsIn(training.table->cell(row, column));
      }
      const std::string& cell = training.table->cell(row, columns.front());
      const auto number = base::toDouble(base::trim(cell));
      if (words == 0 || (input.kind == "number" && !number)) {
        ++missing;
      } else if (input.kind == "category") {
        ++categories[cell];
      } else {
        numbers.push_back(input.kind == "number" ? *number : static_cast<double>(words));
      }
    }
    out.push_back(
        input.kind == "category"
            ? deploy::referenceOfCategories(input.name, categories, missing)
            : deploy::referenceOfNumbers(input.name, input.kind, std::move(numbers), missing));
  }
  return out;
}

}  // namespace telesoft::api
