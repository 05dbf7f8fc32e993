#include "telesoft/data/split/split_plan.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "telesoft/base/hash.h"
#include "telesoft/base/text.h"
#include "telesoft/data/split/assign_parts.h"
#include "telesoft/data/split/row_groups.h"
#include "telesoft/data/split/split_proof.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;
using protocol::ColumnRole;
using protocol::ColumnSchema;
using protocol::SplitRequest;

constexpr const char* kParts[] = {"train", "validation", "test", "pool"};
constexpr double kNoticedGap = 0.05;

std::string figure(std::int64_t value) {
  return base::withThousands(value);
}

base::Status checkRequest(const SplitRequest& request) {
  const bool fixedTest = !request.testColumn.empty();
  const double test = fixedTest ? 0 : request.testFraction;
  double sum = 0;
  for (const double fraction : {request.trainFraction, request.validationFraction, test}) {
    if (!std::isfinite(fraction) || fraction < 0 || fraction > 1) {
      return fail(ErrorCode::InvalidInput, "a fraction of the split is not between 0 and 1",
                  "Give fractions such as 0.7, 0.15 and 0.15.");
    }
    sum += fraction;
  }
  if (sum > 1 + 1e-9) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("the fractions of the split add up to {:.3f}, more than 1", sum),
                "Give fractions such as 0.7, 0.15 and 0.15.");
  }
  if (request.trainFraction <= 0 || (!fixedTest && request.validationFraction + test <= 0)) {
    return fail(ErrorCode::InvalidInput,
                "a split needs a training part, and a validation or test part beside it",
                "Give fractions such as 0.7, 0.15 and 0.15.");
  }
  if (request.maxTrainRows < 0) {
    return fail(ErrorCode::InvalidInput, "the limit of training rows is negative",
                "Give 0 for no limit.");
  }
  return {};
}

/// What the plan is made from, and what it comes to.
class Planner {
 public:
  Planner(const Table& table, const std::vector<ColumnSchema>& columns, const SplitRequest& request)
      : table_(table),
        request_(request),
        patient_(columnOfRole(table, columns, ColumnRole::Patient)),
        label_(columnOfRole(table, columns, ColumnRole::Label)),
        compared_(comparedColumns(table, columns)),
        text_(std::any_of(columns.begin(), columns.end(), [](const auto& column) {
          return column.role == ColumnRole::Note;
        })) {}

  base::Result<SplitResult> plan() {
    TELESOFT_CHECK(checkRequest(request_));
    TELESOFT_CHECK(checkLabels());
    groups_ = groupRows(table_, patient_, compared_);
    out_.split.plan = request_;
    warnAboutGroups();
    setUnlabelledAside();
    TELESOFT_CHECK(request_.testColumn.empty() ? base::Status() : fixTest());
    assign();
    TELESOFT_CHECK(checkParts());
    TELESOFT_CHECK(prove());
    warnAboutParts();
    return std::move(out_);
  }

  base::Result<SplitResult> proven(std::map<std::string, std::vector<std::int64_t>> rowsOfPart) {
    out_.split.plan = request_;
    out_.rowsOfPart = std::move(rowsOfPart);
    base::Status done = prove();
    if (!done) {
      return fail(ErrorCode::InvalidInput, done.error().message, "The split was not made.");
    }
    return std::move(out_);
  }

 private:
  base::Status checkLabels() const;
  void setUnlabelledAside();
  base::Status fixTest();
  void assign();
  void addRows(const char* part, const std::vector<size_t>& groups);
  base::Status checkParts() const;
  base::Status prove();
  void describeParts(const std::map<std::string, PartHashes>& hashes);
  void warnAboutGroups();
  void warnAboutParts();
  void warnAboutClasses();
  [[nodiscard]] std::string stratumOf(const std::vector<std::int64_t>& rows) const;
  [[nodiscard]] std::map<std::string, std::int64_t> labelCounts(const std::string& part) const;
  void warn(std::string text) { out_.split.warnings.push_back(std::move(text)); }

  const Table& table_;
  const SplitRequest& request_;
  std::optional<size_t> patient_, label_;
  std::vector<size_t> compared_;
  bool text_;  // else a table of measurements
  RowGroups groups_;
  std::int64_t free_ = 0;  // rows that no fixed test part holds back
  SplitResult out_;
};

base::Status Planner::checkLabels() const {
  if (!label_) {
    return fail(ErrorCode::InvalidInput, "no column is the label",
                "Give one column the role \"label\" at import.");
  }
  for (size_t row = 0; row < table_.rows(); ++row) {
    if (!table_.cell(row, *label_).empty()) {
      return {};
    }
  }
  return fail(ErrorCode::InvalidInput, "no row has a label",
              "Label some rows, and import again: the others may wait in the pool.");
}

/// Patients without any label go to the pool, those of the fixed test part aside; where some rows
/// of a patient have one, the others are left out.
void Planner::setUnlabelledAside() {
  const auto column = table_.columnIndex(request_.testColumn);
  const auto isOfTest = [&](std::int64_t row) {
    return column && table_.cell(static_cast<size_t>(row), *column) == request_.testValue;
  };
  const auto hasLabel = [&](std::int64_t row) {
    return !table_.cell(static_cast<size_t>(row), *label_).empty();
  };
  std::vector<std::vector<std::int64_t>> labelled;
  std::vector<std::int64_t> pool;
  std::int64_t leftOut = 0;
  for (auto& rows : groups_.groups) {
    const auto count = static_cast<std::int64_t>(rows.size());
    if (std::any_of(rows.begin(), rows.end(), hasLabel)) {
      std::erase_if(rows, [&](std::int64_t row) { return !hasLabel(row); });
      leftOut += count - static_cast<std::int64_t>(rows.size());
      labelled.push_back(std::move(rows));
    } else if (std::any_of(rows.begin(), rows.end(), isOfTest)) {
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

void Planner::warnAboutGroups() {
  if (!patient_) {
    warn("No column is the patient: every row was taken as a patient of its own.");
  }
  if (groups_.joinedByContent > 0) {
    warn(fmt::format("{} patients stay with another one's part because they have equal {}.",
                     figure(groups_.joinedByContent), text_ ? "texts" : "rows"));
  }
}

/// Takes the test rows out, and with them the other rows of their groups.
base::Status Planner::fixTest() {
  const auto column = table_.columnIndex(request_.testColumn);
  if (!column) {
    const std::string near = base::nearest(request_.testColumn, table_.columnNames());
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("there is no column \"{}\" to choose the test part by", request_.testColumn),
        near.empty() ? "Choose one of the dataset's columns." : "Did you mean \"" + near + "\"?");
  }
  const auto isTest = [&](std::int64_t row) {
    return table_.cell(static_cast<size_t>(row), *column) == request_.testValue;
  };
  std::vector<std::vector<std::int64_t>> rest;
  std::int64_t leftOut = 0;
  auto& test = out_.rowsOfPart["test"];
  for (auto& rows : groups_.groups) {
    const auto hits = std::count_if(rows.begin(), rows.end(), isTest);
    if (hits == 0) {
      rest.push_back(std::move(rows));
      continue;
    }
    leftOut += static_cast<std::int64_t>(rows.size()) - hits;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(test), isTest);
  }
  if (test.empty()) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("no row of column \"{}\" has the test part's value", request_.testColumn),
        "Give a value as it stands in that column, in the same case.");
  }
  std::sort(test.begin(), test.end());
  groups_.groups = std::move(rest);
  if (leftOut > 0) {
    warn(
        fmt::format("{} rows were left out: their patient or an equal row stands in the test part.",
                    figure(leftOut)));
  }
  return {};
}

/// The label that most rows of the group have; the first by name of several.
std::string Planner::stratumOf(const std::vector<std::int64_t>& rows) const {
  if (!request_.stratify) {
    return "";
  }
  std::map<std::string_view, std::int64_t> counts;
  for (const std::int64_t row : rows) {
    ++counts[table_.cell(static_cast<size_t>(row), *label_)];
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return std::string(most->first);
}

void Planner::assign() {
  std::vector<Group> groups;
  for (const auto& rows : groups_.groups) {
    groups.push_back({static_cast<std::int64_t>(rows.size()), stratumOf(rows)});
    free_ += groups.back().rows;
  }
  Shares shares{request_.testFraction, request_.validationFraction, request_.trainFraction,
                request_.maxTrainRows};
  if (!request_.testColumn.empty()) {
    const double rest = request_.validationFraction + request_.trainFraction;
    shares = {0, request_.validationFraction / rest, request_.trainFraction / rest,
              request_.maxTrainRows};
  }
  const PartGroups parts = assignParts(groups, shares, request_.seed);
  addRows("test", parts.test);
  addRows("validation", parts.validation);
  addRows("train", parts.train);
  addRows("pool", parts.pool);
}

void Planner::addRows(const char* part, const std::vector<size_t>& groups) {
  if (groups.empty()) {
    return;
  }
  auto& rows = out_.rowsOfPart[part];
  for (const size_t group : groups) {
    rows.insert(rows.end(), groups_.groups[group].begin(), groups_.groups[group].end());
  }
  std::sort(rows.begin(), rows.end());
}

std::map<std::string, std::int64_t> Planner::labelCounts(const std::string& part) const {
  std::map<std::string, std::int64_t> out;
  const auto rows = out_.rowsOfPart.find(part);
  if (rows != out_.rowsOfPart.end()) {
    for (const std::int64_t row : rows->second) {
      const std::string& label = table_.cell(static_cast<size_t>(row), *label_);
      out[label] += label.empty() ? 0 : 1;
    }
    out.erase("");
  }
  return out;
}

base::Status Planner::checkParts() const {
  const std::pair<const char*, bool> wanted[] = {
      {"train", true},
      {"validation", request_.validationFraction > 0},
      {"test", !request_.testColumn.empty() || request_.testFraction > 0}};
  for (const auto& [part, asked] : wanted) {
    if (asked && out_.rowsOfPart.count(part) == 0) {
      return fail(
          ErrorCode::InvalidInput,
          fmt::format("the {} part would be empty: {} rows make only {} groups that can be "
                      "parted",
                      part, figure(free_),
                      figure(static_cast<std::int64_t>(groups_.groups.size()))),
          "Rows of one patient and equal rows stay together. Ask for fewer parts, raise the "
          "limit of training rows, or add patients.");
    }
  }
  if (labelCounts("train").size() < 2) {
    return fail(ErrorCode::InvalidInput, "the training part would have rows of one class only",
                "Give it a larger fraction, or add patients of the other classes.");
  }
  return {};
}

/// Counts from the rows of the parts alone.
base::Status Planner::prove() {
  const auto hashes = hashParts(table_, patient_, compared_, out_.rowsOfPart);
  const Overlap overlap = overlapOf(hashes);
  protocol::SplitProof& proof = out_.split.proof;
  proof.sharedPatients = overlap.sharedPatients;
  proof.sharedRows = overlap.sharedRows;
  proof.patients = overlap.patients;
  proof.rows = overlap.rows;
  proof.patientColumn = patient_ ? table_.columnName(*patient_) : "";
  proof.statement =
      fmt::format("{} of {} patients and {} of {} {} stand in more than one part",
                  figure(proof.sharedPatients), figure(proof.patients), figure(proof.sharedRows),
                  figure(proof.rows), text_ ? "texts" : "rows");
  if (proof.sharedPatients != 0 || proof.sharedRows != 0) {
    return fail(ErrorCode::Internal, "the split failed its own proof: " + proof.statement,
                "Report this; the split was not made.");
  }
  describeParts(hashes);
  return {};
}

/// Parts and manifest, so that anybody who holds the table can count again.
void Planner::describeParts(const std::map<std::string, PartHashes>& hashes) {
  protocol::SplitProof& proof = out_.split.proof;
  base::json manifest = {
      {"format", "telesoft.split-manifest"}, {"version", 1},
      {"plan", base::toJson(request_)},      {"proof", base::toJson(proof)},
      {"parts", base::json::object()},       {"comparedColumns", base::json::array()}};
  for (const size_t column : compared_) {
    manifest["comparedColumns"].push_back(table_.columnName(column));
  }
  for (const char* name : kParts) {
    const auto found = hashes.find(name);
    if (found == hashes.end()) {
      continue;
    }
    protocol::SplitPart part;
    part.part = name;
    part.rows = static_cast<std::int64_t>(found->second.rows.size());
    part.patients = static_cast<std::int64_t>(found->second.patients.size());
    part.labelCounts = labelCounts(name);
    part.sha256 = found->second.sha256();
    manifest["parts"][name] = {{"sha256", part.sha256},
                               {"rowHashes", found->second.rows},
                               {"patientHashes", found->second.patients}};
    out_.split.parts.push_back(std::move(part));
  }
  out_.manifest = manifest.dump(1) + "\n";
  proof.manifestSha256 = base::sha256Hex(out_.manifest);
}

void Planner::warnAboutParts() {
  const bool fixedTest = !request_.testColumn.empty();
  const double all = fixedTest ? request_.trainFraction + request_.validationFraction : 1;
  for (const protocol::SplitPart& part : out_.split.parts) {
    if ((part.part == "test" && fixedTest) || part.part == "pool") {
      continue;
    }
    const double asked = (part.part == "test"    ? request_.testFraction
                          : part.part == "train" ? request_.trainFraction
                                                 : request_.validationFraction) /
                         all;
    const double got = static_cast<double>(part.rows) / static_cast<double>(free_);
    const bool limited = part.part == "train" && request_.maxTrainRows > 0 && got < asked;
    if (!limited && std::abs(got - asked) > kNoticedGap) {
      warn(fmt::format(
          "The {} part has {:.0f} % of the rows where {:.0f} % were asked for: patients "
          "and equal rows stay whole.",
          part.part, 100 * got, 100 * asked));
    }
  }
  warnAboutClasses();
}

void Planner::warnAboutClasses() {
  std::set<std::string> learnable, all;
  std::vector<protocol::SplitPart> parts = out_.split.parts;
  std::erase_if(parts, [](const protocol::SplitPart& part) { return part.part == "pool"; });
  for (const protocol::SplitPart& part : parts) {
    for (const auto& [name, unused] : part.labelCounts) {
      all.insert(name);
      if (part.part != "test") {
        learnable.insert(name);
      }
    }
  }
  for (const protocol::SplitPart& part : parts) {
    if (part.labelCounts.size() < all.size()) {
      warn(fmt::format("{} of {} classes have no row in the {} part.",
                       all.size() - part.labelCounts.size(), all.size(), part.part));
    }
  }
  if (learnable.size() < all.size()) {
    warn(
        fmt::format("{} classes stand in the test part only: no model can learn them, and the test "
                    "will refuse their rows.",
                    all.size() - learnable.size()));
  }
}

}  // namespace

base::Result<SplitResult> planSplit(const Table& table,
                                    const std::vector<ColumnSchema>& columns,
                                    const SplitRequest& request) {
  return Planner(table, columns, request).plan();
}

base::Result<SplitResult> provenSplit(const Table& table,
                                      const std::vector<ColumnSchema>& columns,
                                      const SplitRequest& request,
                                      std::map<std::string, std::vector<std::int64_t>> rowsOfPart) {
  return Planner(table, columns, request).proven(std::move(rowsOfPart));
}

}  // namespace telesoft::data
