#include "telesoft/privacy/transform/cell_rewriter.h"

#include "telesoft/base/text.h"
#include "telesoft/privacy/transform/date_shift.h"
#include "telesoft/privacy/transform/generalise.h"

namespace telesoft::privacy {

namespace {

constexpr size_t kHashDigits = 16;

std::string coarser(const std::string& cell, const CellContext& context) {
  if (context.kind == "zip") {
    return generalisedZip(cell);
  }
  if (context.kind == "age") {
    return generalisedAge(cell, context.number);
  }
  const std::string year = yearOf(cell);
  const std::string_view digits = base::trim(cell);
  const bool compact = year.empty() && digits.size() == 8 && base::toInt(digits).has_value();
  return compact ? yearOf(digits.substr(0, 4)) : year;
}

}  // namespace

std::string rewrittenCell(const std::string& cell,
                          const CellContext& context,
                          const Surrogates& surrogates,
                          const KeyedHash& hash) {
  if (cell.empty()) {
    return cell;
  }
  switch (context.action) {
    case ColumnAction::Surrogate:
      // ZIP codes and dates of birth keep their form as any code does.
      return surrogates.of(context.kind == "age" ? "id" : context.kind, cell);
    case ColumnAction::Hash:
      return hash.hex("column", cell, kHashDigits);
    case ColumnAction::Shift:
      return shiftedDate(cell, context.days, context.order, true).value_or("");
    case ColumnAction::Generalise:
      return coarser(cell, context);
    case ColumnAction::Keep:
    case ColumnAction::Drop:
    case ColumnAction::Text:
      break;
  }
  return cell;
}

}  // namespace telesoft::privacy
