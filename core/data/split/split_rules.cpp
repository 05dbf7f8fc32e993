#include "telesoft/data/split/split_rules.h"

#include <cmath>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/data/dates.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;
using protocol::SplitRequest;

constexpr const char* kFractions = "Give fractions such as 0.7, 0.15 and 0.15.";
constexpr std::int64_t kMaxFolds = 50;

base::Status checkFractions(const SplitRequest& request) {
  const bool fixedTest = hasFixedTest(request);
  const double test = fixedTest ? 0 : request.testFraction;
  double sum = 0;
  for (const double fraction : {request.trainFraction, request.validationFraction, test}) {
    if (!std::isfinite(fraction) || fraction < 0 || fraction > 1) {
      return fail(ErrorCode::InvalidInput, "a fraction of the split is not between 0 and 1",
                  kFractions);
    }
    sum += fraction;
  }
  if (request.folds == 0 && sum > 1 + 1e-9) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("the fractions of the split add up to {:.3f}, more than 1", sum),
                kFractions);
  }
  if (request.folds == 0 &&
      (request.trainFraction <= 0 || (!fixedTest && request.validationFraction + test <= 0))) {
    return fail(ErrorCode::InvalidInput,
                "a split needs a training part, and a validation or test part beside it",
                kFractions);
  }
  if (request.folds != 0 && test >= 1) {
    return fail(ErrorCode::InvalidInput, "the test part leaves no row for the folds", kFractions);
  }
  return {};
}

}  // namespace

base::Result<size_t> columnNamed(const Table& table, const std::string& name, const char* why) {
  if (const auto column = table.columnIndex(name)) {
    return *column;
  }
  const std::string near = base::nearest(name, table.columnNames());
  return fail(
      ErrorCode::InvalidInput, fmt::format("there is no column \"{}\" {}", name, why),
      near.empty() ? "Choose one of the dataset's columns." : "Did you mean \"" + near + "\"?");
}

base::Status checkSplitRequest(const SplitRequest& request) {
  TELESOFT_CHECK(checkFractions(request));
  if (request.maxTrainRows < 0) {
    return fail(ErrorCode::InvalidInput, "the limit of training rows is negative",
                "Give 0 for no limit.");
  }
  if (request.folds != 0 && (request.folds < 2 || request.folds > kMaxFolds)) {
    return fail(ErrorCode::InvalidInput, "folds are 2 to 50", "Give 5 or 10, or 0 for none.");
  }
  if (request.folds != 0 && request.maxTrainRows != 0) {
    return fail(ErrorCode::InvalidInput, "folds have no training part to limit",
                "Leave out the folds or the limit of training rows.");
  }
  if (request.timeColumn.empty() != request.testFrom.empty()) {
    return fail(ErrorCode::InvalidInput, "a period needs both its column and its first day",
                "Give timeColumn and testFrom, or neither.");
  }
  return {};
}

std::optional<Moment> momentOf(const std::string& text) {
  const auto date = parseDate(text, DayMonth::MonthFirst, true);
  if (date && date->year != 0 && date->day != 0) {
    return Moment{true, static_cast<double>(dayNumber(date->year, date->month, date->day))};
  }
  const auto number = base::toDouble(text);
  return number && std::isfinite(*number) ? std::optional(Moment{false, *number}) : std::nullopt;
}

base::Result<TestRule> TestRule::of(const Table& table, const SplitRequest& request) {
  TestRule out;
  if (!request.testColumn.empty()) {
    TELESOFT_TRY(column, columnNamed(table, request.testColumn, "to choose the test part by"));
    out.column_ = column;
    out.value_ = request.testValue;
  }
  if (!request.timeColumn.empty()) {
    TELESOFT_TRY(column, columnNamed(table, request.timeColumn, "to tell the time by"));
    const auto from = momentOf(request.testFrom);
    if (!from) {
      return fail(ErrorCode::InvalidInput,
                  "the test part's first day is neither a day nor a number",
                  "Write it as 2014-01-31, or as a number where the column has numbers.");
    }
    out.time_ = column;
    out.from_ = *from;
  }
  return out;
}

std::optional<double> TestRule::timeOf(const Table& table, size_t row) const {
  if (!time_) {
    return std::nullopt;
  }
  const auto moment = momentOf(table.cell(row, *time_));
  return moment && moment->isDate == from_.isDate ? std::optional(moment->value) : std::nullopt;
}

TestRule::Place TestRule::placeOf(const Table& table, size_t row) const {
  int asked = 0, held = 0;
  if (column_) {
    ++asked;
    held += table.cell(row, *column_) == value_ ? 1 : 0;
  }
  if (time_) {
    ++asked;
    const auto time = timeOf(table, row);
    if (!time) {
      return Place::Barred;
    }
    held += *time >= from_.value ? 1 : 0;
  }
  return held == 0 ? Place::Free : held == asked ? Place::Test : Place::Barred;
}

}  // namespace telesoft::data
