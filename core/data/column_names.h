// What a column's name says of it: kinds of identifier, units, roles. The word lists of the schema
// proposal.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telesoft::data {

/// Lower-case words of a name: "Creatinine_mg_dl" -> {"creatinine", "mg", "dl"}; "patientName" ->
/// {"patient", "name"}.
[[nodiscard]] std::vector<std::string> wordsOfName(std::string_view name);

/// "name" | "birth_date" | "phone" | "fax" | "email" | "ssn" | "address" | "zip" | "mrn" |
/// "account" | "insurance" | "url" | "ip" | "device" | "license" | "photo"; "" for none.
[[nodiscard]] std::string identifierKindOfName(std::string_view name);

[[nodiscard]] bool isPatientKeyName(std::string_view name);
/// How likely the name is a label's: 0 no, else higher is likelier.
[[nodiscard]] int labelRank(std::string_view name);
[[nodiscard]] bool isEventName(std::string_view name);
[[nodiscard]] bool isTimeName(std::string_view name);
[[nodiscard]] bool isSubgroupName(std::string_view name);
[[nodiscard]] bool isDateName(std::string_view name);
[[nodiscard]] bool isAgeName(std::string_view name);

struct UnitOfName {
  std::string unit;
  bool written = false;  // in the name; else the usual unit of that quantity
};
/// "age [years]", "weight (kg)", "creatinine_mg_dl"; else by the quantity, such as mmHg for "sbp".
[[nodiscard]] std::optional<UnitOfName> unitOfName(std::string_view name);

/// A quantity whose value in a living person is never 0, such as cholesterol or blood pressure.
[[nodiscard]] bool cannotBeZero(std::string_view name);

}  // namespace telesoft::data
