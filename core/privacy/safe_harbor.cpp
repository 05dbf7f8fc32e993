#include "telesoft/privacy/safe_harbor.h"

#include <algorithm>

#include "telesoft/base/text.h"

namespace telesoft::privacy {

namespace {

struct Row {
  std::string_view identifier;
  std::string_view kinds;  // separated by spaces
  std::string_view searched;
};

constexpr Row kRows[] = {
    {"Names", "name",
     "name lists, titles, labels, signatures, relatives; the row's own name columns"},
    {"Geographic subdivisions smaller than a state", "address place organisation zip",
     "street, postcode and town forms, town list, names of hospitals; address and ZIP columns"},
    {"Dates other than the year, and ages over 89", "date birth_date age",
     "dates in every written form, ages over 89; date and age columns"},
    {"Telephone numbers", "phone", "number forms and labels; phone columns"},
    {"Fax numbers", "fax", "labels; fax columns"},
    {"E-mail addresses", "email", "address form; e-mail columns"},
    {"Social security numbers", "ssn",
     "number form with the rules for valid numbers, labels; columns"},
    {"Medical record numbers", "mrn", "labels; the row's own record and patient columns"},
    {"Health plan beneficiary numbers", "insurance",
     "labels, Medicare number form; insurance columns"},
    {"Account numbers", "account", "labels, card and IBAN check digits; account columns"},
    {"Certificate and licence numbers", "license",
     "labels, NPI and DEA check digits; licence columns"},
    {"Vehicle identifiers and plates", "vehicle", "labels, vehicle number check digit"},
    {"Device identifiers and serial numbers", "device",
     "labels, unique device identifier form; device columns"},
    {"Web addresses", "url", "address form; URL columns"},
    {"IP addresses", "ip", "address form; IP columns"},
    {"Biometric identifiers", "biometric", "not searched: texts and tables hold none as a rule"},
    {"Full-face photographs", "photo", "columns named so; images are not read"},
    {"Any other unique number or code", "id", "labels, long numbers, codes of letters and digits"}};

std::vector<std::string> kindsOf(const Row& row) {
  return base::split(row.kinds, ' ');
}

}  // namespace

int safeHarborNumber(std::string_view kind) {
  int number = 0;
  for (const Row& row : kRows) {
    ++number;
    const auto kinds = kindsOf(row);
    if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) {
      return number;
    }
  }
  return 0;
}

std::vector<protocol::IdentifierRow> identifierRows(
    const std::map<std::string, std::int64_t>& foundByKind,
    const std::map<std::string, std::vector<std::string>>& treatments) {
  std::vector<protocol::IdentifierRow> out;
  for (const Row& row : kRows) {
    protocol::IdentifierRow line;
    line.number = static_cast<std::int64_t>(out.size()) + 1;
    line.identifier = row.identifier;
    line.searched = row.searched;
    std::vector<std::string> how;
    for (const std::string& kind : kindsOf(row)) {
      const auto found = foundByKind.find(kind);
      line.found += found == foundByKind.end() ? 0 : found->second;
      const auto treated = treatments.find(kind);
      for (const std::string& text :
           treated == treatments.end() ? std::vector<std::string>() : treated->second) {
        if (std::find(how.begin(), how.end(), text) == how.end()) {
          how.push_back(text);
        }
      }
    }
    line.transformed =
        how.empty() ? (line.found == 0 ? "none found" : "kept") : base::join(how, "; ");
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace telesoft::privacy
