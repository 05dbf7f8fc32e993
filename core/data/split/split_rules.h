// What a request for a split may ask for, and which rows it fixes as the test part.
#pragma once

#include <optional>
#include <string>

#include "telesoft/base/result.h"
#include "telesoft/data/table.h"
#include "telesoft/protocol/split.h"

namespace telesoft::data {

/// `why`: "to stratify by". Errors: InvalidInput for a column that is not there, with the nearest.
[[nodiscard]] base::Result<size_t> columnNamed(const Table& table,
                                               const std::string& name,
                                               const char* why);

/// Errors: InvalidInput for fractions out of range and for wishes that exclude each other.
[[nodiscard]] base::Status checkSplitRequest(const protocol::SplitRequest& request);

[[nodiscard]] inline bool hasFixedTest(const protocol::SplitRequest& request) {
  return !request.testColumn.empty() || !request.timeColumn.empty();
}

/// A day number, or a number where the text is no date. nullopt: neither, or a month without a day.
struct Moment {
  bool isDate = false;
  double value = 0;
};
[[nodiscard]] std::optional<Moment> momentOf(const std::string& text);

/// A fixed test part: a site, a period, or a site in a period.
class TestRule {
 public:
  /// Errors: InvalidInput for an unknown column, a day that is none.
  [[nodiscard]] static base::Result<TestRule> of(const Table& table,
                                                 const protocol::SplitRequest& request);
  /// Test: all that is asked for holds. Barred: some of it does, or the row has no time that can
  /// be compared; such a row goes to no part. Free: none of it.
  enum class Place { Free, Test, Barred };
  [[nodiscard]] Place placeOf(const Table& table, size_t row) const;
  /// The row's time where it can be compared with the period's.
  [[nodiscard]] std::optional<double> timeOf(const Table& table, size_t row) const;
  [[nodiscard]] bool hasPeriod() const { return time_.has_value(); }

 private:
  std::optional<size_t> column_, time_;
  std::string value_;
  Moment from_;
};

}  // namespace telesoft::data
