// Formularies, lists of drug names and lists of interactions out of tables, whatever their columns
// are called.
#pragma once

#include <string>
#include <vector>

#include "telesoft/store/tables/knowledge_table.h"

namespace telesoft::knowledge {

struct DrugTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

/// Each row as a passage of "column: value" lines, headed by the name that it gives, else
/// by its first value.
[[nodiscard]] std::vector<protocol::Passage> rowPassages(const DrugTable& table);

/// What the rows say of drugs. Its columns are found by their names (substance, product, drug,
/// name; ATC; strength, amount, unit, form; restriction, criteria, approval, status, tier,
/// category; synonyms) and, for codes, by what is in them. A row of a category or a status such as
/// "Complementary" or "specialist only" is restricted; one marked "non-formulary" is kept as not
/// listed. Cells "NA" are empty. Item n belongs to passage n (its place in `passages`).
/// Errors: InvalidInput where no column has names; where `role` is "formulary" and the rows are an
/// ATC classification, which says nothing of what may be given.
[[nodiscard]] base::Result<std::vector<store::FormularyItem>> drugItems(const DrugTable& table,
                                                                        const std::string& role);

/// Pairs of drugs, from two columns such as drug_a and drug_b, or "object" and "precipitant", with
/// severity and effect where columns give them. Errors: InvalidInput where there are no two such
/// columns.
[[nodiscard]] base::Result<std::vector<store::InteractionRow>> drugPairs(const DrugTable& table);

}  // namespace telesoft::knowledge
