#include "telesoft/data/column_names.h"

#include <algorithm>
#include <cctype>

#include "telesoft/base/text.h"

namespace telesoft::data {

namespace {

struct Named {
  std::string_view words;  // joined by "_"; the whole name, or its end after "_"
  std::string_view meaning;
};

constexpr Named kIdentifiers[] = {{"name", "name"},
                                  {"patient_name", "name"},
                                  {"first_name", "name"},
                                  {"last_name", "name"},
                                  {"given_name", "name"},
                                  {"family_name", "name"},
                                  {"surname", "name"},
                                  {"forename", "name"},
                                  {"full_name", "name"},
                                  {"middle_name", "name"},
                                  {"maiden_name", "name"},
                                  {"firstname", "name"},
                                  {"lastname", "name"},
                                  {"fullname", "name"},
                                  {"physician", "name"},
                                  {"doctor", "name"},
                                  {"provider", "name"},
                                  {"provider_name", "name"},
                                  {"next_of_kin", "name"},
                                  {"contact_name", "name"},
                                  {"mother", "name"},
                                  {"birth_date", "birth_date"},
                                  {"birthdate", "birth_date"},
                                  {"date_of_birth", "birth_date"},
                                  {"dob", "birth_date"},
                                  {"birthday", "birth_date"},
                                  {"phone", "phone"},
                                  {"telephone", "phone"},
                                  {"tel", "phone"},
                                  {"mobile", "phone"},
                                  {"cell", "phone"},
                                  {"phone_number", "phone"},
                                  {"pager", "phone"},
                                  {"fax", "fax"},
                                  {"fax_number", "fax"},
                                  {"email", "email"},
                                  {"e_mail", "email"},
                                  {"mail", "email"},
                                  {"email_address", "email"},
                                  {"ssn", "ssn"},
                                  {"social_security", "ssn"},
                                  {"social_security_number", "ssn"},
                                  {"national_id", "ssn"},
                                  {"nhs_number", "ssn"},
                                  {"address", "address"},
                                  {"street", "address"},
                                  {"street_address", "address"},
                                  {"home_address", "address"},
                                  {"city", "address"},
                                  {"town", "address"},
                                  {"county", "address"},
                                  {"zip", "zip"},
                                  {"zip_code", "zip"},
                                  {"zipcode", "zip"},
                                  {"postcode", "zip"},
                                  {"postal_code", "zip"},
                                  {"plz", "zip"},
                                  {"mrn", "mrn"},
                                  {"medical_record_number", "mrn"},
                                  {"record_number", "mrn"},
                                  {"hospital_number", "mrn"},
                                  {"chart_number", "mrn"},
                                  {"account", "account"},
                                  {"account_number", "account"},
                                  {"card_number", "account"},
                                  {"iban", "account"},
                                  {"insurance_number", "insurance"},
                                  {"insurance_id", "insurance"},
                                  {"policy_number", "insurance"},
                                  {"member_id", "insurance"},
                                  {"health_plan", "insurance"},
                                  {"url", "url"},
                                  {"website", "url"},
                                  {"ip", "ip"},
                                  {"ip_address", "ip"},
                                  {"device_serial", "device"},
                                  {"serial_number", "device"},
                                  {"license", "license"},
                                  {"license_number", "license"},
                                  {"licence_number", "license"},
                                  {"photo", "photo"},
                                  {"license_plate", "license"}};

/// Words before "name" that make it no person's name.
constexpr std::string_view kNoPerson[] = {"drug",   "test",  "site",      "hospital",   "file",
                                          "column", "study", "disease",   "variable",   "generic",
                                          "brand",  "class", "procedure", "department", "ward",
                                          "unit",   "gene",  "species"};

constexpr Named kUnits[] = {
    {"mg_dl", "mg/dL"},   {"g_dl", "g/dL"},       {"mmol_l", "mmol/L"}, {"umol_l", "umol/L"},
    {"ng_ml", "ng/mL"},   {"pg_ml", "pg/mL"},     {"ug_l", "ug/L"},     {"u_l", "U/L"},
    {"iu_l", "IU/L"},     {"meq_l", "mEq/L"},     {"mmhg", "mmHg"},     {"mm_hg", "mmHg"},
    {"bpm", "beats/min"}, {"kg_m2", "kg/m2"},     {"kg", "kg"},         {"lbs", "lb"},
    {"cm", "cm"},         {"mm", "mm"},           {"years", "years"},   {"yrs", "years"},
    {"months", "months"}, {"days", "days"},       {"hours", "hours"},   {"celsius", "degC"},
    {"degc", "degC"},     {"fahrenheit", "degF"}, {"percent", "%"},     {"pct", "%"},
    {"g_l", "g/L"},       {"fmol_l", "fmol/L"},   {"ml_min", "mL/min"}, {"mg", "mg"},
    {"ml", "mL"},         {"mcg", "ug"},          {"ms", "ms"},         {"mv", "mV"}};

constexpr Named kQuantities[] = {{"age", "years"},
                                 {"bmi", "kg/m2"},
                                 {"sbp", "mmHg"},
                                 {"dbp", "mmHg"},
                                 {"trestbps", "mmHg"},
                                 {"systolic", "mmHg"},
                                 {"diastolic", "mmHg"},
                                 {"systolic_bp", "mmHg"},
                                 {"diastolic_bp", "mmHg"},
                                 {"heart_rate", "beats/min"},
                                 {"hr", "beats/min"},
                                 {"pulse", "beats/min"},
                                 {"thalach", "beats/min"},
                                 {"resp_rate", "breaths/min"},
                                 {"spo2", "%"},
                                 {"hba1c", "%"},
                                 {"hematocrit", "%"},
                                 {"sodium", "mmol/L"},
                                 {"potassium", "mmol/L"},
                                 {"chloride", "mmol/L"},
                                 {"ejection_fraction", "%"},
                                 {"alt", "U/L"},
                                 {"ast", "U/L"},
                                 {"platelets", "10^9/L"}};

constexpr std::string_view kNeverZero[] = {
    "chol",          "cholesterol", "trestbps",   "sbp",         "dbp",        "systolic",
    "diastolic",     "pressure",    "glucose",    "glu",         "bmi",        "mass",
    "weight",        "height",      "hemoglobin", "haemoglobin", "creatinine", "sodium",
    "potassium",     "albumin",     "calcium",    "heart_rate",  "hr",         "thalach",
    "hba1c",         "hematocrit",  "wbc",        "platelet",    "platelets",  "temperature",
    "temp",          "spo2",        "skin",       "triceps",     "urea",       "bun",
    "triglycerides", "hdl",         "ldl",        "bp"};

template <size_t N>
std::string_view meaningOf(const Named (&table)[N], std::string_view joined) {
  for (const Named& row : table) {
    if (joined == row.words) {
      return row.meaning;
    }
  }
  return {};
}

template <size_t N>
bool isOneOf(const std::string_view (&table)[N], std::string_view word) {
  return std::find(std::begin(table), std::end(table), word) != std::end(table);
}

std::string lastWords(const std::vector<std::string>& words, size_t count) {
  const size_t from = words.size() - std::min(count, words.size());
  return base::join({words.begin() + static_cast<std::ptrdiff_t>(from), words.end()}, "_");
}

std::string joinedName(std::string_view name) {
  return base::join(wordsOfName(name), "_");
}

bool lastIs(std::string_view name, std::initializer_list<std::string_view> words) {
  const auto parts = wordsOfName(name);
  return !parts.empty() && std::find(words.begin(), words.end(), parts.back()) != words.end();
}

/// What stands in brackets: "age [years]" -> "years".
std::string bracketed(std::string_view name) {
  for (const auto& [open, close] : {std::pair{'[', ']'}, std::pair{'(', ')'}}) {
    const size_t from = name.find(open);
    const size_t to = name.find(close, from == std::string_view::npos ? 0 : from);
    if (from != std::string_view::npos && to != std::string_view::npos && to > from + 1) {
      return std::string(base::trim(name.substr(from + 1, to - from - 1)));
    }
  }
  return "";
}

}  // namespace

std::vector<std::string> wordsOfName(std::string_view name) {
  std::vector<std::string> out;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) {
      out.push_back(base::lowerAscii(std::exchange(word, {})));
    }
  };
  for (size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    const bool upper = std::isupper(c) != 0;
    const bool afterLower = i > 0 && std::islower(static_cast<unsigned char>(name[i - 1])) != 0;
    if (c < 0x80 && std::isalnum(c) == 0) {
      end();
      continue;
    }
    if (upper && afterLower) {
      end();
    }
    word += name[i];
  }
  end();
  return out;
}

std::string identifierKindOfName(std::string_view name) {
  const auto words = wordsOfName(name);
  if (words.empty()) {
    return "";
  }
  if (words.size() > 1 && words.back() == "name" &&
      std::any_of(words.begin(), words.end() - 1,
                  [](const std::string& word) { return isOneOf(kNoPerson, word); })) {
    return "";
  }
  for (size_t count = words.size(); count > 0; --count) {
    if (const auto meaning = meaningOf(kIdentifiers, lastWords(words, count)); !meaning.empty()) {
      return std::string(meaning);
    }
  }
  return "";
}

bool isPatientKeyName(std::string_view name) {
  const std::string joined = joinedName(name);
  static constexpr std::string_view kKeys[] = {"pid",
                                               "patient_id",
                                               "patientid",
                                               "patient",
                                               "patient_number",
                                               "patient_no",
                                               "patient_key",
                                               "mrn",
                                               "subject",
                                               "subject_id",
                                               "subjectid",
                                               "subj_id",
                                               "subj",
                                               "person_id",
                                               "participant",
                                               "participant_id",
                                               "usubjid",
                                               "case_id",
                                               "medical_record_number",
                                               "ptid",
                                               "pat_id",
                                               "patid",
                                               "hadm_patient"};
  return isOneOf(kKeys, joined);
}

int labelRank(std::string_view name) {
  static constexpr std::string_view kByRank[] = {"event",    "status",  "result",    "y",
                                                 "category", "outcome", "diagnosis", "target",
                                                 "class",    "label"};
  const auto words = wordsOfName(name);
  if (words.empty() || words.size() > 3) {
    return 0;
  }
  const auto found = std::find(std::begin(kByRank), std::end(kByRank), words.back());
  if (found == std::end(kByRank)) {
    return 0;
  }
  return 2 * (static_cast<int>(found - std::begin(kByRank)) + 1) + (words.size() == 1 ? 1 : 0);
}

bool isEventName(std::string_view name) {
  return lastIs(name, {"event", "status", "death", "dead", "died", "recur", "recurrence", "relapse",
                       "progression", "deceased", "cens", "censor", "fstat"});
}

bool isTimeName(std::string_view name) {
  const std::string joined = joinedName(name);
  static constexpr std::string_view kTimes[] = {
      "time", "futime", "followup", "follow_up", "survtime", "survival_time",
      "os",   "pfs",    "dfs",      "rfs",       "efs"};
  return isOneOf(kTimes, joined) || joined.rfind("days_to_", 0) == 0 ||
         joined.rfind("time_to_", 0) == 0 ||
         (joined.size() <= 9 && joined.size() > 4 && joined.substr(joined.size() - 4) == "time");
}

bool isSubgroupName(std::string_view name) {
  static constexpr std::string_view kGroups[] = {
      "sex",        "gender",  "race",           "ethnicity", "ethnic",   "site",
      "center",     "centre",  "hospital",       "age_group", "agegroup", "ward",
      "department", "scanner", "insurance_type", "language",  "region"};
  const auto words = wordsOfName(name);
  return isOneOf(kGroups, base::join(words, "_")) ||
         (!words.empty() && words.size() <= 3 && isOneOf(kGroups, words.back()));
}

bool isDateName(std::string_view name) {
  const auto words = wordsOfName(name);
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "date" || word == "dob" || word == "datetime" || word == "day";
  });
}

bool isAgeName(std::string_view name) {
  const auto words = wordsOfName(name);
  return !words.empty() && words.front() == "age" && joinedName(name) != "age_group";
}

std::optional<UnitOfName> unitOfName(std::string_view name) {
  if (const std::string inside = bracketed(name); !inside.empty() && inside.size() <= 12) {
    const auto known = meaningOf(kUnits, joinedName(inside));
    return UnitOfName{known.empty() ? inside : std::string(known), true};
  }
  const auto words = wordsOfName(name);
  for (size_t count : {size_t{2}, size_t{1}}) {
    if (words.size() > count) {
      if (const auto unit = meaningOf(kUnits, lastWords(words, count)); !unit.empty()) {
        return UnitOfName{std::string(unit), true};
      }
    }
  }
  if (const auto usual = meaningOf(kQuantities, base::join(words, "_")); !usual.empty()) {
    return UnitOfName{std::string(usual), false};
  }
  return std::nullopt;
}

bool cannotBeZero(std::string_view name) {
  const auto words = wordsOfName(name);
  return isOneOf(kNeverZero, base::join(words, "_")) ||
         std::any_of(words.begin(), words.end(),
                     [](const std::string& word) { return isOneOf(kNeverZero, word); });
}

}  // namespace telesoft::data
