#include "telesoft/knowledge/formulary/drug_name.h"

#include <algorithm>
#include <array>
#include <set>

#include "telesoft/base/text.h"

namespace telesoft::knowledge {

namespace {

using Words = std::vector<std::string>;

const std::set<std::string_view>& formWords() {
  static const std::set<std::string_view> words = {"tablet",       "tablets",
                                                   "tab",          "tabs",
                                                   "capsule",      "capsules",
                                                   "cap",          "caps",
                                                   "injection",    "injections",
                                                   "inj",          "infusion",
                                                   "oral",         "solution",
                                                   "suspension",   "syrup",
                                                   "elixir",       "cream",
                                                   "ointment",     "gel",
                                                   "lotion",       "drops",
                                                   "drop",         "spray",
                                                   "inhaler",      "inhalation",
                                                   "nebuliser",    "nebulizer",
                                                   "suppository",  "suppositories",
                                                   "patch",        "patches",
                                                   "powder",       "vial",
                                                   "ampoule",      "ampoules",
                                                   "vials",        "liquid",
                                                   "granules",     "sachet",
                                                   "lozenge",      "enema",
                                                   "intravenous",  "intramuscular",
                                                   "subcutaneous", "topical",
                                                   "ophthalmic",   "nasal",
                                                   "rectal",       "vaginal",
                                                   "iv",           "im",
                                                   "sc",           "po",
                                                   "pr",           "sl",
                                                   "er",           "xr",
                                                   "sr",           "mr",
                                                   "cr",           "xl",
                                                   "la",           "ec",
                                                   "dr",           "extended",
                                                   "modified",     "sustained",
                                                   "delayed",      "prolonged",
                                                   "release",      "retard",
                                                   "once",         "twice",
                                                   "daily",        "bd",
                                                   "bid",          "tds",
                                                   "tid",          "qid",
                                                   "qds",          "od",
                                                   "prn",          "nocte",
                                                   "mane",         "for",
                                                   "of",           "the",
                                                   "dose",         "strength",
                                                   "film",         "coated",
                                                   "chewable",     "dispersible",
                                                   "effervescent", "soluble",
                                                   "scored",       "concentrate",
                                                   "every",        "hours",
                                                   "hourly",       "h",
                                                   "bottle",       "pen",
                                                   "prefilled"};
  return words;
}

const std::set<std::string_view>& units() {
  static const std::set<std::string_view> words = {
      "mg",    "g",         "mcg",       "ug",         "kg",        "ml",         "l",
      "iu",    "u",         "units",     "unit",       "mmol",      "ng",         "mu",
      "meq",   "mol",       "microgram", "micrograms", "milligram", "milligrams", "gram",
      "grams", "megaunits", "percent",   "%"};
  return words;
}

const std::set<std::string_view>& saltWords() {
  static const std::set<std::string_view> words = {
      "hydrochloride", "hcl",         "dihydrochloride", "hydrobromide", "sodium",
      "disodium",      "trisodium",   "potassium",       "calcium",      "magnesium",
      "sulfate",       "sulphate",    "bisulfate",       "phosphate",    "acetate",
      "citrate",       "maleate",     "malate",          "mesylate",     "mesilate",
      "besylate",      "besilate",    "tosylate",        "tartrate",     "bitartrate",
      "succinate",     "fumarate",    "nitrate",         "chloride",     "bromide",
      "iodide",        "gluconate",   "lactate",         "carbonate",    "bicarbonate",
      "oxide",         "hydroxide",   "trihydrate",      "monohydrate",  "dihydrate",
      "hemihydrate",   "anhydrous",   "pamoate",         "embonate",     "palmitate",
      "stearate",      "valerate",    "propionate",      "dipropionate", "furoate",
      "benzoate",      "decanoate",   "enanthate",       "estolate",     "ethylsuccinate",
      "pivoxil",       "axetil",      "proxetil",        "medoxomil",    "etexilate",
      "disoproxil",    "alafenamide", "hydrogen",        "salt",         "base",
      "erbumine",      "arginine",    "lysine",          "tromethamine", "trometamol",
      "benzathine",    "edisylate",   "hyclate",         "xinafoate",    "butylbromide",
      "dihydrogen",    "diethylamine"};
  return words;
}

/// Drugs by themselves, whatever stands beside them.
const std::set<std::string_view>& elements() {
  static const std::set<std::string_view> words = {"ferrous",  "ferric",  "iron",    "zinc",
                                                   "copper",   "silver",  "barium",  "aluminium",
                                                   "aluminum", "bismuth", "selenium"};
  return words;
}

/// National names and the international one (WHO INN, against BAN and USAN).
std::string internationalName(const std::string& name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 30> kNames = {{
      {"acetaminophen", "paracetamol"},
      {"albuterol", "salbutamol"},
      {"epinephrine", "adrenaline"},
      {"norepinephrine", "noradrenaline"},
      {"meperidine", "pethidine"},
      {"aspirin", "acetylsalicylic acid"},
      {"asa", "acetylsalicylic acid"},
      {"rifampin", "rifampicin"},
      {"glyburide", "glibenclamide"},
      {"isoproterenol", "isoprenaline"},
      {"cyclosporine", "ciclosporin"},
      {"cyclosporin", "ciclosporin"},
      {"cephalexin", "cefalexin"},
      {"cephazolin", "cefazolin"},
      {"penicillin g", "benzylpenicillin"},
      {"penicillin v", "phenoxymethylpenicillin"},
      {"lignocaine", "lidocaine"},
      {"frusemide", "furosemide"},
      {"acyclovir", "aciclovir"},
      {"amoxycillin", "amoxicillin"},
      {"clavulanate", "clavulanic acid"},
      {"valproate", "valproic acid"},
      {"folate", "folic acid"},
      {"vitamin c", "ascorbic acid"},
      {"nitroglycerin", "glyceryl trinitrate"},
      {"phenobarbitone", "phenobarbital"},
      {"thyroxine", "levothyroxine"},
      {"chlorpheniramine", "chlorphenamine"},
      {"cotrimoxazole", "sulfamethoxazole+trimethoprim"},
      {"co-trimoxazole", "sulfamethoxazole+trimethoprim"},
  }};
  for (const auto& [national, international] : kNames) {
    if (name == national) {
      return std::string(international);
    }
  }
  return name;
}

/// Small letters; accents off; brackets with what is in them gone; all that is no letter, digit,
/// "-" or a cut between parts becomes a space.
std::string plain(std::string_view written) {
  std::string out;
  int depth = 0;
  for (size_t at = 0; at < written.size();) {
    const char32_t c = base::nextCodePoint(written, at);
    depth += c == '(' || c == '[' ? 1 : 0;
    if (depth == 0) {
      static constexpr std::string_view kLatin =
          "aaaaaa ceeeeiiii nooooo ouuuuy saaaaaa ceeeeiiii nooooo ouuuuy y";  // from U+00C0
      if (c >= 'A' && c <= 'Z') {
        out += static_cast<char>(c - 'A' + 'a');
      } else if (c == '/' || c == '&' || c == '+') {
        out += " + ";
      } else if (c == 0xB5 || c == 0x3BC) {  // micro
        out += 'u';
      } else if (c >= 0xC0 && c <= 0xFF) {
        out += kLatin[static_cast<size_t>(c) - 0xC0];
      } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
                 c == '%') {
        out += static_cast<char>(c);
      } else {
        out += ' ';
      }
    }
    depth -= (c == ')' || c == ']') && depth > 0 ? 1 : 0;
  }
  return out;
}

/// "500", "0.5", "500mg", "5%", "2-3"; not "5-fluorouracil" nor "b12".
bool isAmount(const std::string& word) {
  const size_t end = word.find_first_not_of("0123456789.-");
  if (end == 0 || word.find_first_of("0123456789") == std::string::npos) {
    return false;
  }
  return end == std::string::npos || word.substr(end) == "%" || units().count(word.substr(end)) > 0;
}

std::string strip(std::string word) {
  while (!word.empty() && (word.back() == '.' || word.back() == '-')) {
    word.pop_back();
  }
  while (!word.empty() && (word.front() == '.' || word.front() == '-')) {
    word.erase(0, 1);
  }
  return word;
}

/// The words of each part of a combination, without doses and forms.
std::vector<Words> partsOf(std::string_view written) {
  std::vector<Words> parts(1);
  bool amount = false;
  for (const std::string& raw : base::split(plain(written), ' ')) {
    const std::string word = strip(raw);
    if (raw == "+" || word == "and" || word == "with") {
      parts.emplace_back();
      amount = false;
      continue;
    }
    if (word.empty()) {
      continue;
    }
    const bool unit = units().count(word) > 0 && (amount || parts.back().empty());
    amount = isAmount(word);
    if (!amount && !unit && formWords().count(word) == 0) {
      parts.back().push_back(word);
    }
  }
  std::erase_if(parts, [](const Words& words) { return words.empty(); });
  return parts;
}

Words withoutSalt(const Words& words) {
  const auto isSalt = [](const std::string& word) { return saltWords().count(word) > 0; };
  if (std::all_of(words.begin(), words.end(), isSalt) ||
      std::any_of(words.begin(), words.end(),
                  [](const std::string& word) { return elements().count(word) > 0; })) {
    return words;
  }
  Words out = words;
  while (isSalt(out.back())) {
    out.pop_back();
  }
  while (isSalt(out.front())) {
    out.erase(out.begin());
  }
  return out;
}

std::string joined(std::vector<std::string> parts) {
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  return base::join(parts, "+");
}

}  // namespace

std::string atcCode(std::string_view text) {
  std::string code(base::trim(text));
  std::transform(code.begin(), code.end(), code.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  constexpr std::string_view kShape = "A00AA00";
  if (code.empty() || code.size() == 2 || code.size() == 6 || code.size() > kShape.size()) {
    return "";
  }
  for (size_t i = 0; i < code.size(); ++i) {
    const bool letter = code[i] >= 'A' && code[i] <= 'Z';
    const bool digit = code[i] >= '0' && code[i] <= '9';
    if (kShape[i] == 'A' ? !letter : !digit) {
      return "";
    }
  }
  return code;
}

std::vector<std::string> drugKeys(std::string_view written) {
  std::vector<std::string> exact, base, international;
  for (const Words& words : partsOf(written)) {
    exact.push_back(base::join(words, " "));
    base.push_back(base::join(withoutSalt(words), " "));
    const std::string whole = internationalName(exact.back());
    international.push_back(whole != exact.back() ? whole : internationalName(base.back()));
  }
  std::vector<std::string> out;
  for (auto* parts : {&exact, &base, &international}) {
    const std::string key = joined(std::move(*parts));
    const bool letters =
        std::any_of(key.begin(), key.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (letters && std::find(out.begin(), out.end(), key) == out.end()) {
      out.push_back(key);
    }
  }
  return out;
}

int spellingDistance(std::string_view a, std::string_view b, int limit) {
  const size_t longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
  if (longer - shorter > static_cast<size_t>(limit)) {
    return limit + 1;
  }
  std::vector<int> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) {
    row[j] = static_cast<int>(j);
  }
  for (size_t i = 1; i <= a.size(); ++i) {
    next[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int change = a[i - 1] == b[j - 1] ? 0 : 1;
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        next[j] = std::min(next[j], before[j - 2] + 1);
      }
    }
    std::swap(before, row);
    std::swap(row, next);
  }
  return std::min(row[b.size()], limit + 1);
}

int allowedSlips(std::string_view key) {
  return key.size() < 5 ? 0 : key.size() < 8 ? 1 : 2;
}

}  // namespace telesoft::knowledge
