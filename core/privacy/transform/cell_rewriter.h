// One cell of an identifier column, treated as planned.
#pragma once

#include <string>

#include "telesoft/privacy/column_plan.h"
#include "telesoft/privacy/transform/surrogates.h"

namespace telesoft::privacy {

struct CellContext {
  ColumnAction action = ColumnAction::Keep;
  std::string kind;
  bool number = false;  // the column's type is a number
  int days = 0;
  data::DayMonth order = data::DayMonth::MonthFirst;
};

/// "" for a date that cannot be read; empty cells stay empty. Not for Text and Drop.
[[nodiscard]] std::string rewrittenCell(const std::string& cell,
                                        const CellContext& context,
                                        const Surrogates& surrogates,
                                        const KeyedHash& hash);

}  // namespace telesoft::privacy
