#include "telesoft/data/dates.h"

#include <array>
#include <cctype>
#include <chrono>

#include "telesoft/base/text.h"

namespace telesoft::data {

namespace {

using Part = WrittenDate::Part;
using Piece = WrittenDate::Piece;

constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {"sunday",   "monday", "tuesday", "wednesday",
                                                       "thursday", "friday", "saturday"};

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isLetter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

/// 1-12; full names, three letters, or "sept".
int monthOf(std::string_view word) {
  const std::string lower = base::lowerAscii(word);
  for (size_t m = 0; m < kMonths.size(); ++m) {
    if (lower == kMonths[m] || lower == kMonths[m].substr(0, 3) || (m == 8 && lower == "sept")) {
      return static_cast<int>(m) + 1;
    }
  }
  return 0;
}

bool isWeekday(std::string_view word) {
  const std::string lower = base::lowerAscii(word);
  for (const std::string_view day : kWeekdays) {
    if (lower == day || lower == day.substr(0, 3)) {
      return true;
    }
  }
  return false;
}

/// Runs of digits, runs of letters, single others.
std::vector<Piece> piecesOf(std::string_view text) {
  std::vector<Piece> out;
  for (size_t at = 0; at < text.size();) {
    size_t end = at + 1;
    if (isDigit(text[at])) {
      while (end < text.size() && isDigit(text[end])) {
        ++end;
      }
    } else if (isLetter(text[at])) {
      while (end < text.size() && isLetter(text[end])) {
        ++end;
      }
    }
    out.push_back({Part::Other, std::string(text.substr(at, end - at))});
    at = end;
  }
  return out;
}

/// Where a time of day begins ("T10:15", " 10:15 AM"), or the end.
size_t timeStart(const std::vector<Piece>& pieces) {
  for (size_t i = 0; i + 2 < pieces.size(); ++i) {
    if (i > 1 && isDigit(pieces[i].text[0]) && pieces[i].text.size() <= 2 &&
        pieces[i + 1].text == ":" && isDigit(pieces[i + 2].text[0])) {
      return i;
    }
  }
  return pieces.size();
}

bool isOrdinal(const std::string& text) {
  const std::string lower = base::lowerAscii(text);
  return lower == "st" || lower == "nd" || lower == "rd" || lower == "th";
}

bool isFiller(const Piece& piece) {
  static constexpr std::string_view kSigns = " ,.-/'";
  return kSigns.find(piece.text[0]) != std::string_view::npos || isOrdinal(piece.text) ||
         base::lowerAscii(piece.text) == "of" || piece.text == "T" || piece.text == "the";
}

bool plausible(const WrittenDate& date) {
  if (date.month < 1 || date.month > 12 ||
      (date.year != 0 && (date.year < 1850 || date.year > 2150))) {
    return false;
  }
  using namespace std::chrono;
  if (date.day == 0) {
    return true;
  }
  const int year = date.year == 0 ? 2000 : date.year;
  return year_month_day(std::chrono::year(year),
                        std::chrono::month(static_cast<unsigned>(date.month)),
                        std::chrono::day(static_cast<unsigned>(date.day)))
      .ok();
}

int number(const Piece& piece) {
  return static_cast<int>(base::toInt(piece.text).value_or(0));
}

void setYear(WrittenDate& date, Piece& piece) {
  date.year = number(piece);
  piece.part = Part::Year;
  if (piece.text.size() == 2) {
    piece.part = Part::ShortYear;
    date.year += date.year < 50 ? 2000 : 1900;
  }
}

/// Three numbers: year first or last, day and month by size, else by `order`.
bool numeric(WrittenDate& date,
             std::array<Piece*, 3> n,
             DayMonth order,
             std::string_view separator) {
  if (n[0]->text.size() == 4) {
    setYear(date, *n[0]);
    n[1]->part = Part::Month;
    n[2]->part = Part::Day;
    date.month = number(*n[1]);
    date.day = number(*n[2]);
    return n[1]->text.size() <= 2 && n[2]->text.size() <= 2;
  }
  const bool sizes = n[0]->text.size() <= 2 && n[1]->text.size() <= 2 &&
                     (n[2]->text.size() == 4 || n[2]->text.size() == 2);
  if (!sizes) {
    return false;
  }
  const int first = number(*n[0]), second = number(*n[1]);
  const bool dotted = separator == ".";
  const bool dayFirst = first > 12 || (second <= 12 && (dotted || order == DayMonth::DayFirst));
  date.ambiguous = first <= 12 && second <= 12;
  n[0]->part = dayFirst ? Part::Day : Part::Month;
  n[1]->part = dayFirst ? Part::Month : Part::Day;
  date.day = dayFirst ? first : second;
  date.month = dayFirst ? second : first;
  setYear(date, *n[2]);
  return true;
}

/// A month's name with a day, a year or both around it.
bool named(WrittenDate& date, const std::vector<Piece*>& numbers, bool dayIsFirst) {
  if (numbers.empty() || numbers.size() > 2) {
    return false;
  }
  for (Piece* piece : numbers) {
    const bool yearLike = piece->text.size() == 4 || (date.day != 0 && piece->text.size() == 2);
    if (yearLike && date.year == 0) {
      setYear(date, *piece);
    } else if (piece->text.size() <= 2 && date.day == 0) {
      date.day = number(*piece);
      piece->part = Part::Day;
      if (date.day < 1) {
        return false;
      }
    } else {
      return false;
    }
  }
  return date.day != 0 || date.year != 0 || dayIsFirst;
}

std::optional<WrittenDate> compactDate(std::string_view text) {
  WrittenDate date;
  date.pieces = {{Part::Year, std::string(text.substr(0, 4))},
                 {Part::Month, std::string(text.substr(4, 2))},
                 {Part::Day, std::string(text.substr(6, 2))}};
  date.year = number(date.pieces[0]);
  date.month = number(date.pieces[1]);
  date.day = number(date.pieces[2]);
  return plausible(date) && date.day > 0 ? std::optional(date) : std::nullopt;
}

std::string padded(int value, size_t width) {
  std::string out = std::to_string(value);
  return out.size() < width ? std::string(width - out.size(), '0') + out : out;
}

/// The word in the length and case of `like`.
std::string wordLike(std::string_view word, const std::string& like) {
  std::string out(like.size() == 4 && word == "september" ? "sept"
                  : like.size() <= 3                      ? word.substr(0, 3)
                                                          : word);
  if (isLetter(like[0]) && std::isupper(static_cast<unsigned char>(like[0])) != 0) {
    const bool all = like.size() > 1 && std::isupper(static_cast<unsigned char>(like[1])) != 0;
    for (size_t i = 0; i < (all ? out.size() : 1); ++i) {
      out[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[i])));
    }
  }
  return out;
}

std::string_view ordinalOf(int day) {
  if (day % 10 == 1 && day != 11) {
    return "st";
  }
  if (day % 10 == 2 && day != 12) {
    return "nd";
  }
  return day % 10 == 3 && day != 13 ? "rd" : "th";
}

/// Numbers carry a zero in front: "03/04/2024", and "10/11/2024" for want of a better sign.
bool isPadded(const WrittenDate& date) {
  size_t numbers = 0, wide = 0;
  bool zero = false, name = false;
  for (const Piece& piece : date.pieces) {
    name = name || piece.part == Part::MonthName;
    if (piece.part == Part::Day || piece.part == Part::Month) {
      ++numbers;
      wide += piece.text.size() == 2 ? 1U : 0U;
      zero = zero || piece.text[0] == '0';
    }
  }
  return zero || (!name && numbers == 2 && wide == 2);
}

struct Moved {
  explicit Moved(int dayNumber) {
    const std::chrono::sys_days at{std::chrono::days(dayNumber)};
    const std::chrono::year_month_day ymd{at};
    year = static_cast<int>(ymd.year());
    month = static_cast<int>(static_cast<unsigned>(ymd.month()));
    day = static_cast<int>(static_cast<unsigned>(ymd.day()));
    weekday = std::chrono::weekday(at).c_encoding();
  }
  int year = 0, month = 0, day = 0;
  unsigned weekday = 0;
};

std::string pieceOf(const Piece& piece, const Moved& moved, bool pad) {
  switch (piece.part) {
    case Part::Year:
      return padded(moved.year, 4);
    case Part::ShortYear:
      return padded(moved.year % 100, 2);
    case Part::Month:
      return padded(moved.month, pad ? 2 : 1);
    case Part::MonthName:
      return wordLike(kMonths[static_cast<size_t>(moved.month) - 1], piece.text);
    case Part::Day:
      return padded(moved.day, pad ? 2 : 1);
    case Part::Weekday:
      return wordLike(kWeekdays[moved.weekday], piece.text);
    case Part::Other:
      break;
  }
  return piece.text;
}

}  // namespace

int dayNumber(int year, int month, int day) {
  using namespace std::chrono;
  return static_cast<int>(sys_days(year_month_day(std::chrono::year(year),
                                                  std::chrono::month(static_cast<unsigned>(month)),
                                                  std::chrono::day(static_cast<unsigned>(day))))
                              .time_since_epoch()
                              .count());
}

std::optional<WrittenDate> parseDate(std::string_view text, DayMonth order, bool compact) {
  if (text.size() < 5 || text.size() > 48) {
    return std::nullopt;
  }
  if (compact && text.size() == 8 &&
      text.find_first_not_of("0123456789") == std::string_view::npos) {
    return compactDate(text);
  }
  WrittenDate date;
  date.pieces = piecesOf(text);
  const size_t end = timeStart(date.pieces);
  std::vector<Piece*> numbers;
  std::string separator;
  for (size_t i = 0; i < end; ++i) {
    Piece& piece = date.pieces[i];
    if (isDigit(piece.text[0])) {
      if (piece.text.size() > 4) {
        return std::nullopt;
      }
      numbers.push_back(&piece);
    } else if (isLetter(piece.text[0]) && monthOf(piece.text) != 0 && date.month == 0) {
      date.month = monthOf(piece.text);
      piece.part = Part::MonthName;
    } else if (isLetter(piece.text[0]) && isWeekday(piece.text)) {
      piece.part = Part::Weekday;
    } else if (!isFiller(piece)) {
      return std::nullopt;
    } else if (numbers.size() == 1 && separator.empty()) {
      separator = piece.text;
    }
  }
  const bool read =
      date.month != 0 ? named(date, numbers, false)
      : numbers.size() == 3 && (separator == "-" || separator == "/" || separator == ".")
          ? numeric(date, {numbers[0], numbers[1], numbers[2]}, order, separator)
          : false;
  return read && plausible(date) ? std::optional(std::move(date)) : std::nullopt;
}

std::string writeShifted(const WrittenDate& date, int days) {
  const int year0 = date.year == 0 ? 2001 : date.year;
  const int day0 = date.day == 0                         ? 15
                   : (date.year == 0 && date.month == 2) ? std::min(date.day, 28)
                                                         : date.day;
  const Moved moved(dayNumber(year0, date.month, day0) + days);
  const bool pad = isPadded(date);
  std::string out;
  for (size_t i = 0; i < date.pieces.size(); ++i) {
    const Piece& piece = date.pieces[i];
    const bool ordinal = i > 0 && date.pieces[i - 1].part == Part::Day && isOrdinal(piece.text);
    out += ordinal ? std::string(ordinalOf(moved.day)) : pieceOf(piece, moved, pad);
  }
  return out;
}

}  // namespace telesoft::data
