#include "telesoft/data/column_profile.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "telesoft/base/text.h"
#include "telesoft/data/dates.h"

namespace telesoft::data {

namespace {

constexpr std::string_view kMissing[] = {
    "na",         "n/a",     "n.a.",   "#n/a", "nan",           "null",
    "none given", "?",       "-",      "--",   "---",           ".",
    "..",         "missing", "(null)", "<na>", "not available", "not recorded",
    "unk"};
constexpr double kNumericCodes[] = {-9, -99, -999, -9999, 99, 999, 9999, 99999};

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

bool isCommaNumber(std::string_view text) {
  const size_t comma = text.find(',');
  if (comma == std::string_view::npos || comma + 1 >= text.size() || comma == 0) {
    return false;
  }
  const size_t from = text[0] == '-' ? 1 : 0;
  if (from == comma) {
    return false;
  }
  for (size_t i = from; i < text.size(); ++i) {
    if (i != comma && !isDigit(text[i])) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool isMissingCode(std::string_view trimmed) {
  if (trimmed.empty()) {
    return true;
  }
  if (trimmed.size() > 14 || isDigit(trimmed.front())) {
    return false;
  }
  const std::string lower = base::lowerAscii(trimmed);
  return std::find(std::begin(kMissing), std::end(kMissing), lower) != std::end(kMissing);
}

Truth truthOf(std::string_view text) {
  static constexpr std::string_view kTrue[] = {"1", "yes", "y", "true", "t"};
  static constexpr std::string_view kFalse[] = {"0", "no", "n", "false", "f"};
  const std::string lower = base::lowerAscii(base::trim(text));
  if (std::find(std::begin(kTrue), std::end(kTrue), lower) != std::end(kTrue)) {
    return Truth::True;
  }
  return std::find(std::begin(kFalse), std::end(kFalse), lower) != std::end(kFalse)
             ? Truth::False
             : Truth::Neither;
}

std::string withDecimalPoint(std::string_view text) {
  std::string out(text);
  if (isCommaNumber(base::trim(text))) {
    std::replace(out.begin(), out.end(), ',', '.');
  }
  return out;
}

void ColumnProfile::add(std::string_view cell) {
  ++rows_;
  const std::string_view text = base::trim(cell);
  if (text.empty()) {
    ++empty_;
    return;
  }
  if (isMissingCode(text)) {
    ++coded_;
    ++missingSeen_[std::string(text)];
    return;
  }
  if (distinct_.size() < kMaxDistinct) {
    distinct_.insert(std::hash<std::string_view>{}(text));
  }
  if (listed_) {
    ++values_[std::string(text.substr(0, 200))];
    if (values_.size() > kMaxListed) {
      listed_ = false;
      values_.clear();
    }
  }
  addShape(text);
}

void ColumnProfile::addShape(std::string_view text) {
  letters_ += static_cast<std::int64_t>(text.size());
  words_ += 1 + std::count(text.begin(), text.end(), ' ');
  const bool zeroFirst = text.size() > 1 && text[0] == '0' && isDigit(text[1]);
  if (const auto value = base::toDouble(text); value && std::isfinite(*value)) {
    leadingZeros_ += zeroFirst && text.find('.') == std::string_view::npos ? 1 : 0;
    addNumber(*value, text);
  } else if (isCommaNumber(text)) {
    ++commaNumbers_;
    addNumber(base::toDouble(withDecimalPoint(text)).value_or(0), text);
  } else if (text.size() <= 48 && std::any_of(text.begin(), text.end(), isDigit)) {
    if (const auto date = parseDate(text)) {
      ++dates_;
      const bool dayFirst = !date->pieces.empty() && date->pieces[0].part == WrittenDate::Part::Day;
      dayFirstDates_ += dayFirst && !date->ambiguous ? 1 : 0;
      return;
    }
  }
  if (text.find(' ') == std::string_view::npos && text.size() >= 3 && text.size() <= 40 &&
      std::any_of(text.begin(), text.end(), isDigit)) {
    ++codes_;
  }
}

void ColumnProfile::addNumber(double value, std::string_view text) {
  minimum_ = numbers_ == 0 ? value : std::min(minimum_, value);
  maximum_ = numbers_ == 0 ? value : std::max(maximum_, value);
  ++numbers_;
  integers_ +=
      value == std::floor(value) && text.find_first_of(".,eE") == std::string_view::npos ? 1 : 0;
  if (std::find(std::begin(kNumericCodes), std::end(kNumericCodes), value) !=
      std::end(kNumericCodes)) {
    ++numericSeen_[std::string(text)];
    return;
  }
  plainMinimum_ = plainNumbers_ == 0 ? value : std::min(plainMinimum_, value);
  plainMaximum_ = plainNumbers_ == 0 ? value : std::max(plainMaximum_, value);
  ++plainNumbers_;
}

double ColumnProfile::meanLength() const {
  return present() == 0 ? 0 : static_cast<double>(letters_) / static_cast<double>(present());
}
double ColumnProfile::meanWords() const {
  return present() == 0 ? 0 : static_cast<double>(words_) / static_cast<double>(present());
}

std::map<std::string, std::int64_t> ColumnProfile::numericCodes() const {
  std::map<std::string, std::int64_t> out;
  if (plainNumbers_ < 10 || numbers_ != present()) {
    return out;
  }
  for (const auto& [text, count] : numericSeen_) {
    const double code = base::toDouble(text).value_or(0);
    const bool farAbove = code > 0 && plainMaximum_ > 0 && plainMaximum_ * 3 < code;
    const bool negative = code < 0 && plainMinimum_ >= 0;
    if ((farAbove || negative) && count >= 2) {
      out[text] = count;
    }
  }
  return out;
}

std::vector<std::string> ColumnProfile::missingCodes() const {
  std::vector<std::string> out;
  for (const auto& [text, unused] : missingSeen_) {
    out.push_back(text);
  }
  for (const auto& [text, unused] : numericCodes()) {
    out.push_back(text);
  }
  return out;
}

}  // namespace telesoft::data
