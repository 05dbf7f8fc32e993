// What was seen of a column: counts only leave it, never values.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace telesoft::data {

/// "NA", "n/a", "NULL", "?", "-" and the like.
[[nodiscard]] bool isMissingCode(std::string_view trimmed);

/// Fed with every cell of one column. Memory: bounded.
class ColumnProfile {
 public:
  static constexpr size_t kMaxDistinct = 1'000'000;
  static constexpr size_t kMaxListed = 60;

  void add(std::string_view cell);

  [[nodiscard]] std::int64_t rows() const { return rows_; }
  [[nodiscard]] std::int64_t missing() const { return empty_ + coded_; }
  [[nodiscard]] std::int64_t coded() const { return coded_; }
  [[nodiscard]] std::int64_t present() const { return rows_ - missing(); }
  /// Exact up to kMaxDistinct.
  [[nodiscard]] std::int64_t distinct() const {
    return static_cast<std::int64_t>(distinct_.size());
  }
  [[nodiscard]] std::int64_t numbers() const { return numbers_; }
  [[nodiscard]] std::int64_t integers() const { return integers_; }
  [[nodiscard]] std::int64_t commaNumbers() const { return commaNumbers_; }
  [[nodiscard]] std::int64_t dates() const { return dates_; }
  [[nodiscard]] std::int64_t dayFirstDates() const { return dayFirstDates_; }
  [[nodiscard]] std::int64_t leadingZeros() const { return leadingZeros_; }
  /// Letters and digits in one word, with at least one digit.
  [[nodiscard]] std::int64_t codes() const { return codes_; }
  [[nodiscard]] double meanLength() const;
  [[nodiscard]] double meanWords() const;
  [[nodiscard]] double minimum() const { return minimum_; }
  [[nodiscard]] double maximum() const { return maximum_; }
  /// Texts seen that mean "not known", numbers such as 999 among them where they stand far off.
  [[nodiscard]] std::vector<std::string> missingCodes() const;
  /// Numbers such as 999 that are likely codes, and how often they stand.
  [[nodiscard]] std::map<std::string, std::int64_t> numericCodes() const;
  /// The values where they are few; empty otherwise. Not for messages.
  [[nodiscard]] const std::map<std::string, std::int64_t>& values() const { return values_; }

 private:
  void addNumber(double value, std::string_view text);
  void addShape(std::string_view text);
  std::int64_t rows_ = 0, empty_ = 0, coded_ = 0;
  std::int64_t numbers_ = 0, integers_ = 0, commaNumbers_ = 0, dates_ = 0, dayFirstDates_ = 0;
  std::int64_t leadingZeros_ = 0, codes_ = 0, letters_ = 0, words_ = 0;
  double minimum_ = 0, maximum_ = 0;            // of all numbers
  double plainMinimum_ = 0, plainMaximum_ = 0;  // of those that are no possible code
  std::int64_t plainNumbers_ = 0;
  std::map<std::string, std::int64_t> missingSeen_, numericSeen_, values_;
  bool listed_ = true;  // values_ holds all of them
  std::unordered_set<std::uint64_t> distinct_;
};

/// "1,5" -> "1.5"; the text itself otherwise.
[[nodiscard]] std::string withDecimalPoint(std::string_view text);

/// The words for yes and no, and 1 and 0; nothing for others.
enum class Truth { Neither, False, True };
[[nodiscard]] Truth truthOf(std::string_view text);

}  // namespace telesoft::data
