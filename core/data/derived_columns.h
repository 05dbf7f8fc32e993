// Columns that a recipe makes from others: an event within a horizon, bins of a number.
#pragma once

#include "telesoft/base/result.h"
#include "telesoft/data/table.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::data {

/// Appends the column to table and schema, and gives the columns it was made from the roles Time
/// and Event where they were features or label.
/// event_within: 1 where the event came at or before the horizon, 0 where the time reaches it
/// without, missing where observation ended before. bins: names[i] for values <= edges[i], else the
/// last. Errors: InvalidInput for an unknown kind or column, edges that do not rise, or names that
/// do not fit them.
[[nodiscard]] base::Status addDerivedColumn(Table& table,
                                            std::vector<protocol::ColumnSchema>& columns,
                                            const protocol::DerivedColumn& derived,
                                            std::vector<std::string>& warnings);

}  // namespace telesoft::data
