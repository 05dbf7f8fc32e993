// What a model that was trained on a table must be given, field by field.
#pragma once

#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/data/table.h"
#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/prediction.h"

namespace telesoft::data {

/// The notes where there are any, else the features, in the order in which the engine reads them:
/// range and categories are those of the table's rows; required is what no row is without. Errors:
/// InvalidInput for a row without a label.
[[nodiscard]] base::Result<std::vector<protocol::InputField>> inputFieldsOf(
    const Table& table, const std::vector<protocol::ColumnSchema>& columns);

}  // namespace telesoft::data
