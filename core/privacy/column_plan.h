// Which column gets which treatment, settled before the first row.
#pragma once

#include <string>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::privacy {

enum class ColumnAction { Keep, Surrogate, Hash, Shift, Generalise, Drop, Text };

struct PlannedColumn {
  ColumnAction action = ColumnAction::Keep;
  std::string kind;  // of identifier, as in PhiSpan, and "birth_date", "zip", "photo"; "" for none
  bool probe = false;  // its cells are looked for in the row's notes
};

[[nodiscard]] std::string nameOfAction(ColumnAction action);

/// One entry a column, in order.
/// Errors: InvalidInput for an unknown column or action, for one that does not fit the column, and
/// for dropping the label.
[[nodiscard]] base::Result<std::vector<PlannedColumn>> planColumns(
    const std::vector<protocol::ColumnSchema>& columns, const protocol::DeidRequest& request);

}  // namespace telesoft::privacy
