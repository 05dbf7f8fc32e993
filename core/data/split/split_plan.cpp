#include "telesoft/data/split/split_plan.h"

#include <algorithm>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/data/split/assign_parts.h"
#include "telesoft/data/split/planner.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;
using protocol::ColumnRole;
using protocol::ColumnSchema;
using protocol::SplitRequest;

constexpr size_t kMaxValues = 20;  // of a stratifying column that is not banded

std::string figure(std::int64_t value) {
  return base::withThousands(value);
}

std::vector<size_t> columnsIn(const Table& table, const std::vector<std::string>& names) {
  std::vector<size_t> out;
  for (const std::string& name : names) {
    if (const auto column = table.columnIndex(name);
        column && std::find(out.begin(), out.end(), *column) == out.end()) {
      out.push_back(*column);
    }
  }
  return out;
}

base::Status checkColumns(const Table& header, const SplitRequest& request) {
  for (const std::string& name : request.stratifyBy) {
    TELESOFT_CHECK(columnNamed(header, name, "to stratify by"));
  }
  for (const std::string& name : request.keepTogether) {
    TELESOFT_CHECK(columnNamed(header, name, "to keep rows together by"));
  }
  TELESOFT_CHECK(TestRule::of(header, request));
  return {};
}

/// Quarters of the numbers; "" where it is none.
std::vector<std::string> quarters(const Table& table, size_t column) {
  std::vector<double> numbers;
  for (size_t row = 0; row < table.rows(); ++row) {
    if (const auto number = base::toDouble(table.cell(row, column))) {
      numbers.push_back(*number);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  std::vector<std::string> out;
  for (size_t row = 0; row < table.rows(); ++row) {
    const auto number = base::toDouble(table.cell(row, column));
    size_t band = 0;
    while (number && band < 3 && *number > numbers[(band + 1) * (numbers.size() - 1) / 4]) {
      ++band;
    }
    out.push_back(number ? "quarter " + std::to_string(band + 1) : "");
  }
  return out;
}

}  // namespace

std::vector<std::string> partNames(const SplitRequest& request) {
  if (request.folds == 0) {
    return {"train", "validation", "test", "pool"};
  }
  std::vector<std::string> out = {"test"};
  for (std::int64_t fold = 1; fold <= request.folds; ++fold) {
    out.push_back("fold-" + std::to_string(fold));
  }
  out.emplace_back("pool");
  return out;
}

std::set<std::string> columnsOfPlan(const std::vector<ColumnSchema>& columns,
                                    const SplitRequest& request) {
  std::set<std::string> out = {request.testColumn, request.timeColumn};
  out.insert(request.stratifyBy.begin(), request.stratifyBy.end());
  out.insert(request.keepTogether.begin(), request.keepTogether.end());
  for (const ColumnSchema& column : columns) {
    if (column.role == ColumnRole::Patient || column.role == ColumnRole::Label ||
        column.role == ColumnRole::Subgroup) {
      out.insert(column.name);
    }
  }
  return out;
}

Planner::Planner(RowFacts facts,
                 const std::vector<ColumnSchema>& columns,
                 const SplitRequest& request,
                 const SplitHints& hints)
    : facts_(std::move(facts)),
      request_(request),
      hints_(hints),
      patient_(columnOfRole(facts_.few, columns, ColumnRole::Patient)),
      label_(columnOfRole(facts_.few, columns, ColumnRole::Label)),
      together_(columnsIn(facts_.few, request.keepTogether)),
      text_(std::any_of(columns.begin(), columns.end(), [](const auto& column) {
        return column.role == ColumnRole::Note;
      })) {
  std::vector<std::string> shown, all;
  for (const ColumnSchema& column : columns) {
    all.push_back(column.name);
    if (column.role == ColumnRole::Subgroup) {
      shown.push_back(column.name);
    }
  }
  shown.insert(shown.end(), request.stratifyBy.begin(), request.stratifyBy.end());
  subgroups_ = columnsIn(facts_.few, shown);
  const Table header(all);
  for (const size_t column : comparedColumns(header, columns)) {
    comparedNames_.push_back(header.columnName(column));
  }
}

base::Result<SplitResult> Planner::plan() {
  TELESOFT_CHECK(checkLabels());
  TELESOFT_TRY(rule, TestRule::of(facts_.few, request_));
  rule_ = std::move(rule);
  out_.split.plan = request_;
  group();
  warnAboutGroups();
  setUnlabelledAside();
  TELESOFT_CHECK(hasFixedTest(request_) ? fixTest() : base::Status());
  for (const auto& rows : groups_.groups) {
    free_ += static_cast<std::int64_t>(rows.size());
  }
  bandStrata();
  keepPrevious();
  assign();
  TELESOFT_CHECK(checkParts());
  TELESOFT_CHECK(prove());
  warnAboutParts();
  return std::move(out_);
}

base::Result<SplitResult> Planner::proven(RowsOfPart rowsOfPart) {
  out_.split.plan = request_;
  group();
  out_.rowsOfPart = std::move(rowsOfPart);
  base::Status done = prove();
  if (!done) {
    return fail(ErrorCode::InvalidInput, done.error().message, "The split was not made.");
  }
  return std::move(out_);
}

base::Status Planner::checkLabels() const {
  if (!label_) {
    return fail(ErrorCode::InvalidInput, "no column is the label",
                "Give one column the role \"label\" at import.");
  }
  for (size_t row = 0; row < facts_.few.rows(); ++row) {
    if (!facts_.few.cell(row, *label_).empty()) {
      return {};
    }
  }
  return fail(ErrorCode::InvalidInput, "no row has a label",
              "Label some rows, and import again: the others may wait in the pool.");
}

void Planner::group() {
  const bool near = request_.keepNearDuplicates;
  groups_ = joinRows(facts_.few,
                     {patient_, &facts_.content, near ? hints_.clusters : nullptr, together_});
  out_.split.proof.units = static_cast<std::int64_t>(groups_.groups.size());
}

/// Patients without any label go to the pool, those of the fixed test part aside; where some rows
/// of a patient have one, the others are left out.
void Planner::setUnlabelledAside() {
  const auto isFixed = [&](std::int64_t row) {
    return rule_->placeOf(facts_.few, static_cast<size_t>(row)) != TestRule::Place::Free;
  };
  const auto hasLabel = [&](std::int64_t row) { return !cell(row, *label_).empty(); };
  std::vector<std::vector<std::int64_t>> labelled;
  std::vector<std::int64_t> pool;
  std::int64_t leftOut = 0;
  for (auto& rows : groups_.groups) {
    const auto count = static_cast<std::int64_t>(rows.size());
    if (std::any_of(rows.begin(), rows.end(), hasLabel)) {
      std::erase_if(rows, [&](std::int64_t row) { return !hasLabel(row); });
      leftOut += count - static_cast<std::int64_t>(rows.size());
      labelled.push_back(std::move(rows));
    } else if (std::any_of(rows.begin(), rows.end(), isFixed)) {
      leftOut += count;
    } else {
      pool.insert(pool.end(), rows.begin(), rows.end());
    }
  }
  groups_.groups = std::move(labelled);
  if (!pool.empty()) {
    warn(fmt::format("{} rows without a label wait in the pool.",
                     figure(static_cast<std::int64_t>(pool.size()))));
    out_.rowsOfPart["pool"] = std::move(pool);
  }
  if (leftOut > 0) {
    warn(
        fmt::format("{} rows without a label were left out: other rows of their patient have one, "
                    "or they are of the test part.",
                    figure(leftOut)));
  }
}

/// Takes the test rows out, and with them the other rows of their groups; and what the rule bars.
base::Status Planner::fixTest() {
  const auto placeOf = [&](std::int64_t row) {
    return rule_->placeOf(facts_.few, static_cast<size_t>(row));
  };
  std::vector<std::vector<std::int64_t>> rest;
  std::int64_t leftOut = 0, barred = 0;
  auto& test = out_.rowsOfPart["test"];
  for (auto& rows : groups_.groups) {
    const auto all = static_cast<std::int64_t>(rows.size());
    const auto isTest = [&](std::int64_t row) { return placeOf(row) == TestRule::Place::Test; };
    const auto hits = std::count_if(rows.begin(), rows.end(), isTest);
    if (hits > 0) {
      leftOut += all - hits;
      std::copy_if(rows.begin(), rows.end(), std::back_inserter(test), isTest);
      continue;
    }
    std::erase_if(rows, [&](std::int64_t row) { return placeOf(row) == TestRule::Place::Barred; });
    barred += all - static_cast<std::int64_t>(rows.size());
    if (!rows.empty()) {
      rest.push_back(std::move(rows));
    }
  }
  if (test.empty()) {
    const std::string& column =
        request_.testColumn.empty() ? request_.timeColumn : request_.testColumn;
    return fail(ErrorCode::InvalidInput,
                fmt::format("no row of column \"{}\" has the test part's {}", column,
                            request_.timeColumn.empty() ? "value" : "value and time"),
                "Give a value as it stands in that column, in the same case.");
  }
  std::sort(test.begin(), test.end());
  groups_.groups = std::move(rest);
  if (leftOut > 0) {
    warn(
        fmt::format("{} rows were left out: their patient or an equal row stands in the test part.",
                    figure(leftOut)));
  }
  if (barred > 0) {
    warn(
        fmt::format("{} rows were left out: they are of the test part's site or period, but not "
                    "of both, or have no time.",
                    figure(barred)));
  }
  return {};
}

/// The part that its patients had; test before the others.
std::string Planner::previousPartOf(const std::vector<std::int64_t>& rows) const {
  std::set<std::string> found;
  for (const std::int64_t row : rows) {
    const auto known = hints_.previousParts.find(cell(row, *patient_));
    if (known != hints_.previousParts.end()) {
      found.insert(known->second);
    }
  }
  for (const char* first : {"test", "validation"}) {
    if (found.count(first) > 0) {
      return first;
    }
  }
  return found.empty() ? "" : *found.begin();
}

/// Units of an earlier split's patients go where they were, before the others are dealt.
void Planner::keepPrevious() {
  if (hints_.previousParts.empty() || !patient_) {
    return;
  }
  const std::vector<std::string> names = partNames(request_);
  std::vector<std::vector<std::int64_t>> rest;
  std::int64_t kept = 0;
  for (auto& rows : groups_.groups) {
    const std::string part = previousPartOf(rows);
    const bool isPart =
        part != "pool" && std::find(names.begin(), names.end(), part) != names.end();
    if (!isPart || (part == "test" && hasFixedTest(request_))) {
      rest.push_back(std::move(rows));
      continue;
    }
    auto& into = out_.rowsOfPart[part];
    into.insert(into.end(), rows.begin(), rows.end());
    ++kept;
  }
  for (auto& [unused, rows] : out_.rowsOfPart) {
    std::sort(rows.begin(), rows.end());
  }
  groups_.groups = std::move(rest);
  warn(fmt::format("{} patients, or patients that belong together, keep the part that they had.",
                   figure(kept)));
}

void Planner::bandStrata() {
  for (const size_t column : columnsIn(facts_.few, request_.stratifyBy)) {
    std::vector<std::string> values;
    std::set<std::string_view> distinct;
    bool numbers = true;
    for (size_t row = 0; row < facts_.few.rows(); ++row) {
      const std::string& value = facts_.few.cell(row, column);
      values.push_back(value);
      distinct.insert(value);
      numbers = numbers && (value.empty() || base::toDouble(value));
    }
    const bool banded = numbers && distinct.size() > kMaxValues;
    strata_.push_back(banded ? quarters(facts_.few, column) : std::move(values));
  }
}

/// What most rows of the group have: the label, and the band of each stratifying column; the first
/// by name of several.
std::string Planner::stratumOf(const std::vector<std::int64_t>& rows) const {
  const auto most = [&](const auto& valueOf) {
    std::map<std::string_view, std::int64_t> counts;
    for (const std::int64_t row : rows) {
      ++counts[valueOf(row)];
    }
    return std::string(
        std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
          return a.second < b.second;
        })->first);
  };
  std::string out;
  if (request_.stratify) {
    out = most([&](std::int64_t row) -> std::string_view { return cell(row, *label_); });
  }
  for (const auto& bands : strata_) {
    out += '\x1f' + most([&](std::int64_t row) -> std::string_view {
             return bands[static_cast<size_t>(row)];
           });
  }
  return out;
}

/// One of the group's patients, chosen by the seed: new rows of it change nothing.
std::string Planner::keyOf(const std::vector<std::int64_t>& rows) const {
  if (!request_.stable) {
    return "";
  }
  std::set<std::string> names;
  for (const std::int64_t row : rows) {
    const auto at = static_cast<size_t>(row);
    const std::string patient = patient_ ? cell(row, *patient_) : "";
    names.insert(!patient.empty() ? "patient " + patient
                 : facts_.content[at] != kEmptyRow
                     ? "row " + toHex(facts_.content[at])
                     : "place " + std::to_string(facts_.few.fileRow(at)));
  }
  std::string out;
  double least = 2;
  for (const std::string& name : names) {
    const double draw = keyedDraw(request_.seed, "name", name);
    if (draw < least) {
      least = draw;
      out = name;
    }
  }
  return out;
}

/// Of the rows that are still free, so that the kept ones count as dealt.
Shares Planner::sharesLeft() const {
  Shares shares{request_.testFraction, request_.validationFraction, request_.trainFraction,
                request_.maxTrainRows};
  if (request_.folds > 0) {
    shares.validation = 0;
    shares.train = 1 - shares.test;
  }
  if (hasFixedTest(request_)) {
    const double rest = shares.validation + shares.train;
    shares = {0, shares.validation / rest, shares.train / rest, request_.maxTrainRows};
  }
  std::int64_t left = 0;
  for (const auto& rows : groups_.groups) {
    left += static_cast<std::int64_t>(rows.size());
  }
  if (request_.stable || left == free_ || left == 0) {
    return shares;
  }
  const auto wanted = [&](double share, const char* part) {
    const auto had = out_.rowsOfPart.find(part);
    const double rows = had == out_.rowsOfPart.end() ? 0 : static_cast<double>(had->second.size());
    return std::max(0.0, share * static_cast<double>(free_) - rows) / static_cast<double>(left);
  };
  shares.test = shares.test > 0 ? wanted(shares.test, "test") : 0;
  shares.validation = shares.validation > 0 ? wanted(shares.validation, "validation") : 0;
  shares.train = std::max(0.0, 1 - shares.test - shares.validation);
  return shares;
}

void Planner::assign() {
  std::vector<Group> groups;
  for (const auto& rows : groups_.groups) {
    groups.push_back({static_cast<std::int64_t>(rows.size()), stratumOf(rows), keyOf(rows)});
  }
  const Shares shares = sharesLeft();
  const PartGroups parts = request_.stable ? assignStable(groups, shares, request_.seed)
                                           : assignParts(groups, shares, request_.seed);
  addRows("test", parts.test);
  if (request_.folds > 0) {
    assignToFolds(parts.train);
    return;
  }
  addRows("validation", parts.validation);
  addRows("train", parts.train);
  addRows("pool", parts.pool);
}

void Planner::assignToFolds(const std::vector<size_t>& groups) {
  std::vector<Group> ofFolds;
  for (const size_t group : groups) {
    const auto& rows = groups_.groups[group];
    ofFolds.push_back({static_cast<std::int64_t>(rows.size()), stratumOf(rows), keyOf(rows)});
  }
  const auto foldOf = assignFolds(ofFolds, {request_.folds, request_.stable, request_.seed});
  std::map<size_t, std::vector<size_t>> members;
  for (size_t i = 0; i < groups.size(); ++i) {
    members[foldOf[i]].push_back(groups[i]);
  }
  for (const auto& [fold, those] : members) {
    addRows("fold-" + std::to_string(fold + 1), those);
  }
}

void Planner::addRows(const std::string& part, const std::vector<size_t>& groups) {
  if (groups.empty()) {
    return;
  }
  auto& rows = out_.rowsOfPart[part];
  for (const size_t group : groups) {
    rows.insert(rows.end(), groups_.groups[group].begin(), groups_.groups[group].end());
  }
  std::sort(rows.begin(), rows.end());
}

base::Result<SplitResult> planSplit(const TableSource& source,
                                    const std::vector<ColumnSchema>& columns,
                                    const SplitRequest& request,
                                    const SplitHints& hints) {
  TELESOFT_CHECK(checkSplitRequest(request));
  TELESOFT_CHECK(checkColumns(Table(source.columnNames()), request));
  TELESOFT_TRY(facts, readRowFacts(source, columns, columnsOfPlan(columns, request), hints.stop));
  return Planner(std::move(facts), columns, request, hints).plan();
}

base::Result<SplitResult> planSplit(const Table& table,
                                    const std::vector<ColumnSchema>& columns,
                                    const SplitRequest& request) {
  return planSplit(MemorySource(table), columns, request);
}

base::Result<SplitResult> provenSplit(const Table& table,
                                      const std::vector<ColumnSchema>& columns,
                                      const SplitRequest& request,
                                      std::map<std::string, std::vector<std::int64_t>> rowsOfPart) {
  TELESOFT_TRY(facts, readRowFacts(MemorySource(table), columns, columnsOfPlan(columns, request)));
  const SplitHints hints;
  return Planner(std::move(facts), columns, request, hints).proven(std::move(rowsOfPart));
}

}  // namespace telesoft::data
