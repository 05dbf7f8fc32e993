// What the text rules find, miss and wrongly take, and how fast, against texts with marked spans:
//
//   bench_deid RESOURCES FILE.jsonl [--show misses|alarms|both] [--repeat N]
//
// Lines: {"text", "spans": [{start, end, type}]} with offsets in code points and the types of
// MEDDOCAN or of Presidio's synthetic set. A miss (leak) is a marked span of which anything but a
// title or a generic word stays visible; a false alarm is a found span that touches no marked one.
// Types that are no Safe Harbor identifier (country, sex, age under 90, a bare year) are set aside.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>

#include <fmt/format.h>

#include "telesoft/base/json.h"
#include "telesoft/base/text.h"
#include "telesoft/evaluate/intervals.h"
#include "telesoft/privacy/detect/detector.h"
#include "telesoft/privacy/detect/lexicon.h"
#include "telesoft/privacy/detect/tokens.h"

namespace {

using namespace telesoft;

enum class Treat { Score, Aside, Keep };  // Keep: taking it is a false alarm

struct Gold {
  size_t begin = 0, end = 0;  // bytes
  std::string type;
  Treat treat = Treat::Score;
};
struct Note {
  std::string text;
  std::vector<Gold> gold;
};
struct Tally {
  std::int64_t gold = 0, hidden = 0, found = 0, right = 0;
};

const std::set<std::string> kGeneric = [] {
  std::set<std::string> out;
  for (const std::string& word : base::split(
           "dr dra mr mrs ms miss prof sr sra srta don doña d dña the a an of de del la las los el "
           "y e "
           "en and in at to von van der den da di do hospital clinic clínica centro center centre "
           "medical salud universitario universitaria university calle street avenida avda c no nº "
           "n "
           "madre padre hermano hermana tío tía abuelo abuela materno materna paterno paterna hijo "
           "hija familia esposo esposa marido mujer primo prima sobrino sobrina padres hermanos "
           "abuelos tíos familiares hijos abuelos servicio departamento facultad instituto juzgado "
           "s m h year years old años meses días",
           ' ')) {
    out.insert(word);
  }
  return out;
}();

bool onlyOf(const std::string& text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string::npos;
}

bool isCountryOrState(const std::string& text, const privacy::Lexicon& lexicon) {
  static const std::set<std::string> kParts{"south", "north",   "new",      "united", "states",
                                            "the",   "kingdom", "republic", "saudi",  "islands",
                                            "and",   "of",      "usa",      "uk",     "york"};
  for (const privacy::Word& word : privacy::wordsOf(text)) {
    const auto part = std::string_view(text).substr(word.begin, word.size());
    if (kParts.count(privacy::lowerWord(part)) == 0 &&
        (lexicon.classesOf(part) & privacy::Lexicon::Kept) == 0) {
      return false;
    }
  }
  return true;
}

/// A year, a clock time or a weekday is no date of Safe Harbor; a duration has no digit-month.
bool isNoDate(const std::string& text) {
  static const std::set<std::string> kDays{"monday", "tuesday",  "wednesday", "thursday",
                                           "friday", "saturday", "sunday"};
  const std::string lower = base::lowerAscii(text);
  return (text.size() == 4 && onlyOf(text, "0123456789")) || onlyOf(text, "0123456789: ") ||
         kDays.count(lower) > 0;
}

bool hasOldAge(const std::string& text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (!digits.empty()) {
      break;
    }
  }
  return (digits.size() == 2 || digits.size() == 3) && std::stoi(digits) > 89 &&
         text.find("mes") == std::string::npos &&
         text.find(
             "d\xC3\xAD"
             "as") == std::string::npos;
}

Treat treatOf(const std::string& type, const std::string& text, const privacy::Lexicon& lexicon) {
  static const std::set<std::string> kAside{"NRP",
                                            "TITLE",
                                            "PAIS",
                                            "PROFESION",
                                            "OTROS_SUJETO_ASISTENCIA",
                                            "ID_EMPLEO_PERSONAL_SANITARIO"};
  if (kAside.count(type) > 0 || (type == "GPE" && isCountryOrState(text, lexicon))) {
    return Treat::Aside;
  }
  if (type == "SEXO_SUJETO_ASISTENCIA") {
    return Treat::Keep;
  }
  if (type == "AGE" || type == "EDAD_SUJETO_ASISTENCIA") {
    return hasOldAge(text) ? Treat::Score : Treat::Keep;
  }
  if (type == "DATE_TIME" || type == "FECHAS") {
    return isNoDate(text) ? Treat::Aside : Treat::Score;
  }
  if (type == "FAMILIARES_SUJETO_ASISTENCIA") {
    const auto words = privacy::wordsOf(text);
    return std::any_of(words.begin(), words.end(),
                       [](const auto& word) { return word.capital() && !word.starts; })
               ? Treat::Score
               : Treat::Aside;
  }
  return Treat::Score;
}

std::vector<Note> readNotes(std::istream& in, const privacy::Lexicon& lexicon) {
  std::vector<Note> out;
  for (std::string line; std::getline(in, line);) {
    const auto json = base::parseJson(line);
    if (!json) {
      fmt::print(stderr, "a line is not JSON: {}\n", json.error().text());
      continue;
    }
    Note note;
    note.text = (*json)["text"].get<std::string>();
    std::vector<size_t> at;  // bytes by code point
    for (size_t i = 0; i < note.text.size(); ++i) {
      if ((note.text[i] & 0xC0) != 0x80) {
        at.push_back(i);
      }
    }
    at.push_back(note.text.size());
    for (const auto& span : (*json)["spans"]) {
      Gold gold;
      gold.begin = at.at(span["start"].get<size_t>());
      gold.end = at.at(span["end"].get<size_t>());
      gold.type = span["type"].get<std::string>();
      gold.treat = treatOf(gold.type, note.text.substr(gold.begin, gold.end - gold.begin), lexicon);
      note.gold.push_back(std::move(gold));
    }
    out.push_back(std::move(note));
  }
  return out;
}

/// What of a marked span can still be read: its words and numbers that are not generic.
std::string visible(const Note& note, const Gold& gold, const std::vector<char>& covered) {
  std::string left, word;
  const auto close = [&] {
    if (!word.empty() && kGeneric.count(privacy::lowerWord(word)) == 0) {
      left += (left.empty() ? "" : " ") + word;
    }
    word.clear();
  };
  for (size_t i = gold.begin; i < gold.end; ++i) {
    const auto c = static_cast<unsigned char>(note.text[i]);
    const bool content = std::isalnum(c) != 0 || c >= 0x80;
    if (content && covered[i] == 0) {
      word += note.text[i];
    } else {
      close();
    }
  }
  close();
  const bool punctuation = std::none_of(left.begin(), left.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
  });
  return left.size() == 1 || (punctuation && left.size() < 4) ? std::string() : left;
}

std::string around(const std::string& text, size_t begin, size_t end) {
  const size_t from = begin - std::min<size_t>(begin, 40);
  std::string out = text.substr(from, begin - from) + "[[" + text.substr(begin, end - begin) +
                    "]]" + text.substr(end, 30);
  std::replace(out.begin(), out.end(), '\n', '/');
  return out;
}

struct Show {
  bool misses = false, alarms = false;
};

void scoreNote(const Note& note,
               const std::vector<privacy::PhiSpan>& spans,
               Show show,
               std::map<std::string, Tally>& tallies) {
  std::vector<char> covered(note.text.size(), 0);
  for (const auto& span : spans) {
    std::fill(covered.begin() + span.begin, covered.begin() + span.end, 1);
  }
  for (const Gold& gold : note.gold) {
    if (gold.treat != Treat::Score) {
      continue;
    }
    Tally& tally = tallies[gold.type];
    ++tally.gold;
    const std::string left = visible(note, gold, covered);
    tally.hidden += left.empty() ? 1 : 0;
    if (!left.empty() && show.misses) {
      fmt::print("MISS  {:<12.12} \"{}\" of {}\n", gold.type, left,
                 around(note.text, gold.begin, gold.end));
    }
  }
  for (const auto& span : spans) {
    const auto begin = static_cast<size_t>(span.begin), end = static_cast<size_t>(span.end);
    bool scored = false, aside = false;
    for (const Gold& gold : note.gold) {
      const bool touches = gold.begin < end && begin < gold.end;
      scored = scored || (touches && gold.treat == Treat::Score);
      aside = aside || (touches && gold.treat == Treat::Aside);
    }
    if (aside && !scored) {
      continue;
    }
    Tally& tally = tallies["found: " + span.kind];
    ++tally.found;
    tally.right += scored ? 1 : 0;
    if (!scored && show.alarms) {
      fmt::print("ALARM {:<10} ({}) {}\n", span.kind, span.reason, around(note.text, begin, end));
    }
  }
}

void printShare(const std::string& name, std::int64_t part, std::int64_t all) {
  const auto exact = evaluate::clopperPearson(part, all);
  const auto wilson = evaluate::wilson(part, all);
  fmt::print("{:<34} {:>5}/{:<5} {:6.2f} %  exact {:6.2f}-{:6.2f}  Wilson {:6.2f}-{:6.2f}\n", name,
             part, all, all == 0 ? 0. : 100. * static_cast<double>(part) / static_cast<double>(all),
             100 * exact.low, 100 * exact.high, 100 * wilson.low, 100 * wilson.high);
}

void printTallies(const std::map<std::string, Tally>& tallies) {
  Tally all, noOrganisation;
  fmt::print("Recall (a marked span counts when nothing of it can be read)\n");
  for (const auto& [type, tally] : tallies) {
    if (tally.gold > 0) {
      printShare("  " + type, tally.hidden, tally.gold);
      all.gold += tally.gold;
      all.hidden += tally.hidden;
      if (type != "ORGANIZATION" && type != "INSTITUCION") {
        noOrganisation.gold += tally.gold;
        noOrganisation.hidden += tally.hidden;
      }
    }
  }
  printShare("  all", all.hidden, all.gold);
  printShare("  all but organisations", noOrganisation.hidden, noOrganisation.gold);
  fmt::print("Precision (a found span counts when it touches a marked one)\n");
  for (const auto& [type, tally] : tallies) {
    if (tally.found > 0) {
      printShare("  " + type, tally.right, tally.found);
      all.found += tally.found;
      all.right += tally.right;
    }
  }
  printShare("  all", all.right, all.found);
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2) {
    fmt::print(stderr,
               "bench_deid RESOURCES FILE.jsonl [--show misses|alarms|both] [--repeat N]\n");
    return 2;
  }
  Show show;
  int repeat = 3;
  for (size_t i = 2; i + 1 < arguments.size(); i += 2) {
    const std::string& value = arguments[i + 1];
    if (arguments[i] == "--show") {
      show = {value != "alarms", value != "misses"};
    } else if (arguments[i] == "--repeat") {
      repeat = std::stoi(value);
    }
  }
  const auto detector = privacy::Detector::open(arguments[0]);
  if (!detector) {
    fmt::print(stderr, "{}\n", detector.error().text());
    return 1;
  }
  std::ifstream file(arguments[1]);
  const std::vector<Note> notes = readNotes(file, detector->lexicon());
  std::map<std::string, Tally> tallies;
  size_t bytes = 0;
  for (const Note& note : notes) {
    scoreNote(note, detector->detect(note.text), show, tallies);
    bytes += note.text.size();
  }
  double best = 1e30;
  for (int i = 0; i < repeat; ++i) {
    const auto start = std::chrono::steady_clock::now();
    size_t spans = 0;
    for (const Note& note : notes) {
      spans += detector->detect(note.text).size();
    }
    best = std::min(
        best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    if (spans == static_cast<size_t>(-1)) {
      return 1;  // keeps the work from being left out
    }
  }
  printTallies(tallies);
  fmt::print("{} texts, {:.2f} MB", notes.size(), static_cast<double>(bytes) / 1e6);
  if (repeat > 0) {
    fmt::print(", {:.3f} MB/s on one core", static_cast<double>(bytes) / 1e6 / best);
  }
  fmt::print("\n");
  return notes.empty() ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  return run(std::vector<std::string>(argv + 1, argv + argc));
}
