#include "telesoft/knowledge/formulary/drug_table.h"

#include <algorithm>
#include <optional>

#include "telesoft/base/text.h"
#include "telesoft/knowledge/formulary/drug_name.h"
#include "telesoft/knowledge/read/plain_text.h"

namespace telesoft::knowledge {

using base::ErrorCode;
using base::fail;
using store::FormularyItem;
using store::InteractionRow;

namespace {

using Names = std::vector<std::string_view>;
using Cells = std::vector<std::string>;

constexpr size_t kMostHeading = 200;  // bytes
constexpr size_t kMostKeys = 400;     // of an item: names and synonyms

/// "Drug name" -> "drug_name".
std::string columnKey(std::string_view name) {
  std::string out;
  for (const char c : base::lowerAscii(base::trim(name))) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept || (!out.empty() && out.back() != '_')) {
      out += kept ? c : '_';
    }
  }
  return out;
}

/// The first of the names that is a column.
std::optional<size_t> columnOf(const DrugTable& table, const Names& names) {
  for (const std::string_view name : names) {
    for (size_t i = 0; i < table.columns.size(); ++i) {
      if (columnKey(table.columns[i]) == name) {
        return i;
      }
    }
  }
  return std::nullopt;
}

/// Every column whose name has one of the parts.
std::vector<size_t> columnsWith(const DrugTable& table, const Names& parts) {
  std::vector<size_t> out;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const std::string key = columnKey(table.columns[i]);
    if (std::any_of(parts.begin(), parts.end(),
                    [&](std::string_view part) { return key.find(part) != std::string::npos; })) {
      out.push_back(i);
    }
  }
  return out;
}

std::string cell(const Cells& row, std::optional<size_t> column) {
  if (!column || *column >= row.size()) {
    return "";
  }
  std::string text = oneLine(row[*column]);
  const std::string lower = base::lowerAscii(text);
  return lower == "na" || lower == "n/a" || lower == "null" ? "" : text;
}

std::vector<std::string> pieces(const std::string& text, std::string_view separators) {
  std::vector<std::string> out;
  std::string piece;
  for (const char c : text + std::string(1, separators[0])) {
    if (separators.find(c) == std::string_view::npos) {
      piece += c;
    } else if (!base::trim(piece).empty()) {
      out.emplace_back(base::trim(piece));
      piece.clear();
    }
  }
  return out;
}

std::vector<std::string> codesOf(const std::string& text) {
  std::vector<std::string> out;
  for (const std::string& piece : pieces(text, ",;| ")) {
    if (const std::string code = atcCode(piece); !code.empty()) {
      out.push_back(code);
    }
  }
  return out;
}

/// A column of ATC codes: by its name, else where most cells are full ones.
std::optional<size_t> codeColumn(const DrugTable& table) {
  if (const auto named = columnOf(table, {"atc", "atc_code", "atccode", "code_atc"})) {
    return named;
  }
  for (size_t column = 0; column < table.columns.size(); ++column) {
    size_t filled = 0, codes = 0;
    for (const Cells& row : table.rows) {
      const std::string text = cell(row, column);
      filled += text.empty() ? 0 : 1;
      codes += atcCode(text).size() == 7 ? 1 : 0;
    }
    if (codes > 0 && codes * 10 >= filled * 8) {
      return column;
    }
  }
  return std::nullopt;
}

/// All columns with names of the drug; the first is what it is called.
std::vector<size_t> nameColumns(const DrugTable& table) {
  std::vector<size_t> out;
  for (const char* name : {"substance",
                           "active_component",
                           "active_ingredient",
                           "active_substance",
                           "ingredient",
                           "inn",
                           "generic",
                           "generic_name",
                           "product",
                           "drug",
                           "drug_name",
                           "medicine",
                           "medication",
                           "medicament",
                           "name_en",
                           "name_fr",
                           "name_de",
                           "name",
                           "brand",
                           "brand_name",
                           "trade_name"}) {
    if (const auto column = columnOf(table, {name})) {
      out.push_back(*column);
    }
  }
  return out;
}

void addKeys(FormularyItem& item, std::string_view name) {
  for (std::string& key : drugKeys(name)) {
    if (item.keys.size() < kMostKeys &&
        std::find(item.keys.begin(), item.keys.end(), key) == item.keys.end()) {
      item.keys.push_back(std::move(key));
    }
  }
}

bool hasAny(const std::string& text, const Names& parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return text.find(part) != std::string::npos; });
}

/// What a cell of a category or status column means.
void readStatus(FormularyItem& item, const std::string& column, const std::string& text) {
  const std::string lower = base::lowerAscii(text);
  if (hasAny(lower, {"non-formulary", "non formulary", "nonformulary", "not on formulary",
                     "not listed", "removed", "discontinued", "deleted"})) {
    item.listed = false;
  } else if (lower == "complementary" || lower == "complementary list") {
    item.restrictions.emplace_back(
        "Complementary list: for facilities with the specialised diagnosis, monitoring or care "
        "that "
        "it needs");
  } else if (hasAny(lower, {"restrict", "specialist", "approval", "authoris", "authoriz", "reserve",
                            "consultant", "hospital only", "second line", "second-line"})) {
    item.restrictions.push_back(column + ": " + text);
  }
}

/// What a cell of a restriction column says; "no" and the like say nothing.
void readRestriction(FormularyItem& item, const std::string& column, const std::string& text) {
  const std::string lower = base::lowerAscii(text);
  for (const char* nothing : {"", "no", "none", "false", "0", "-", "unrestricted", "n"}) {
    if (lower == nothing) {
      return;
    }
  }
  const bool flag = lower == "yes" || lower == "true" || lower == "1" || lower == "y" ||
                    lower == "x" || lower == "restricted";
  item.restrictions.push_back(flag ? column : column + ": " + text);
}

struct ItemColumns {
  std::vector<size_t> names, synonyms, restrictions, statuses, details;
  std::optional<size_t> code;
};

ItemColumns itemColumns(const DrugTable& table) {
  ItemColumns out;
  out.names = nameColumns(table);
  out.code = codeColumn(table);
  out.synonyms = columnsWith(table, {"synonym", "abbreviation", "also_known", "brand"});
  out.restrictions = columnsWith(table, {"restrict", "prior_auth", "step_therapy", "quantity_limit",
                                         "approval", "criteria", "condition_of_use"});
  out.statuses = columnsWith(table, {"status", "tier", "category", "listing"});
  for (const char* name :
       {"strength", "amount", "unit", "dose", "form", "dosage_form", "route", "notes"}) {
    if (const auto column = columnOf(table, {name})) {
      out.details.push_back(*column);
    }
  }
  return out;
}

FormularyItem itemOf(const DrugTable& table, const ItemColumns& columns, const Cells& row) {
  FormularyItem item;
  item.codes = codesOf(cell(row, columns.code));
  for (const size_t column : columns.names) {
    const std::string name = cell(row, column);
    if (item.name.empty()) {
      item.name = name;
    }
    addKeys(item, name);
  }
  for (const size_t column : columns.synonyms) {
    for (const std::string& synonym : pieces(cell(row, column), "|;")) {
      addKeys(item, synonym);
    }
  }
  for (const size_t column : columns.details) {
    const std::string text = cell(row, column);
    item.detail += (item.detail.empty() || text.empty() ? "" : " ") + text;
  }
  for (const size_t column : columns.statuses) {
    readStatus(item, table.columns[column], cell(row, column));
  }
  for (const size_t column : columns.restrictions) {
    readRestriction(item, table.columns[column], cell(row, column));
  }
  return item;
}

/// Codes of classes stand among those of drugs.
bool isClassification(const std::vector<FormularyItem>& items) {
  size_t classes = 0, drugs = 0;
  for (const FormularyItem& item : items) {
    for (const std::string& code : item.codes) {
      (code.size() < 7 ? classes : drugs) += 1;
    }
  }
  return classes >= 3 && drugs > 0;
}

}  // namespace

std::vector<protocol::Passage> rowPassages(const DrugTable& table) {
  std::vector<protocol::Passage> out;
  const std::vector<size_t> names = nameColumns(table);
  for (const Cells& row : table.rows) {
    protocol::Passage passage;
    passage.heading = names.empty() ? "" : cell(row, names.front());
    if (passage.heading.size() > kMostHeading) {
      passage.heading.clear();
    }
    for (size_t i = 0; i < row.size() && i < table.columns.size(); ++i) {
      const std::string text = cell(row, i);
      if (text.empty()) {
        continue;
      }
      if (passage.heading.empty() && text.size() <= kMostHeading && !base::toDouble(text)) {
        passage.heading = text;
      }
      passage.text += (passage.text.empty() ? "" : "\n") + table.columns[i] + ": " + text;
    }
    passage.number = static_cast<std::int64_t>(out.size()) + 1;
    out.push_back(std::move(passage));
  }
  return out;
}

base::Result<std::vector<FormularyItem>> drugItems(const DrugTable& table,
                                                   const std::string& role) {
  const ItemColumns columns = itemColumns(table);
  if (columns.names.empty()) {
    return fail(ErrorCode::InvalidInput, "no column has the names of drugs",
                "name the column \"drug\", \"substance\", \"product\" or \"name\"");
  }
  std::vector<FormularyItem> out;
  for (const Cells& row : table.rows) {
    out.push_back(itemOf(table, columns, row));
    out.back().role = role;
  }
  if (role == "formulary" && isClassification(out)) {
    return fail(ErrorCode::InvalidInput,
                "this is a classification of all drugs, and says nothing of what may be given",
                "import it as kind \"drug_names\"; a formulary lists the drugs that may be given");
  }
  return out;
}

base::Result<std::vector<InteractionRow>> drugPairs(const DrugTable& table) {
  auto one = columnOf(table, {"drug_a", "drug_1", "drug1", "drug", "object", "object_drug"});
  auto other = columnOf(table, {"drug_b", "drug_2", "drug2", "interacting_drug", "interacts_with",
                                "precipitant", "precipitant_drug", "with"});
  if (!one || !other) {
    return fail(ErrorCode::InvalidInput, "the table does not have two columns of drugs",
                "name them \"drug_a\" and \"drug_b\"");
  }
  const auto severity = columnOf(table, {"severity", "level", "risk", "significance"});
  const auto effect = columnOf(table, {"effect", "description", "mechanism", "comment", "advice"});
  std::vector<InteractionRow> out;
  for (const Cells& row : table.rows) {
    InteractionRow pair;
    pair.oneName = cell(row, one);
    pair.otherName = cell(row, other);
    pair.severity = cell(row, severity);
    pair.effect = cell(row, effect);
    const auto a = drugKeys(pair.oneName), b = drugKeys(pair.otherName);
    pair.one = a.empty() ? "" : a.back();
    pair.other = b.empty() ? "" : b.back();
    out.push_back(std::move(pair));
  }
  return out;
}

}  // namespace telesoft::knowledge
