#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <fmt/format.h>

#include "telesoft/base/hash.h"
#include "telesoft/base/text.h"
#include "telesoft/data/split/planner.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;
using protocol::ColumnRole;
using protocol::ColumnSchema;

constexpr double kNoticedGap = 0.05;
constexpr size_t kMaxShownValues = 50;  // of a subgroup column
constexpr int kManifestVersion = 2;

std::string figure(std::int64_t value) {
  return base::withThousands(value);
}

}  // namespace

void Planner::warnAboutGroups() {
  if (!patient_) {
    warn("No column is the patient: every row was taken as a patient of its own.");
  }
  if (groups_.joinedByContent > 0) {
    warn(fmt::format("{} patients stay with another one's part because they have equal {}.",
                     figure(groups_.joinedByContent), text_ ? "texts" : "rows"));
  }
  if (groups_.joinedByCluster > 0) {
    warn(fmt::format("{} patients stay with another one's part because of near-duplicates.",
                     figure(groups_.joinedByCluster)));
  }
  if (groups_.joinedTogether > 0) {
    warn(fmt::format("{} patients stay with another one's part by the columns that keep together.",
                     figure(groups_.joinedTogether)));
  }
  if (request_.stable && (request_.stratify || !strata_.empty())) {
    warn("A stable split is not stratified: each part follows from seed and patient alone.");
  }
}

std::map<std::string, std::int64_t> Planner::labelCounts(const std::string& part) const {
  std::map<std::string, std::int64_t> out;
  const auto rows = out_.rowsOfPart.find(part);
  if (label_ && rows != out_.rowsOfPart.end()) {
    for (const std::int64_t row : rows->second) {
      const std::string& label = cell(row, *label_);
      out[label] += label.empty() ? 0 : 1;
    }
    out.erase("");
  }
  return out;
}

std::map<std::string, std::map<std::string, std::int64_t>> Planner::subgroupCounts(
    const std::string& part) const {
  std::map<std::string, std::map<std::string, std::int64_t>> out;
  const auto rows = out_.rowsOfPart.find(part);
  if (rows == out_.rowsOfPart.end()) {
    return out;
  }
  for (const size_t column : subgroups_) {
    std::map<std::string, std::int64_t> counts;
    for (const std::int64_t row : rows->second) {
      const std::string& value = cell(row, column);
      counts[value] += value.empty() ? 0 : 1;
    }
    counts.erase("");
    if (!counts.empty() && counts.size() <= kMaxShownValues) {
      out[facts_.few.columnName(column)] = std::move(counts);
    }
  }
  return out;
}

base::Status Planner::checkParts() const {
  const bool folds = request_.folds > 0;
  std::map<std::string, std::int64_t> learnt;
  for (const std::string& part : partNames(request_)) {
    const bool isTest = part == "test";
    const bool asked =
        part != "pool" && (isTest ? hasFixedTest(request_) || request_.testFraction > 0
                           : part == "validation" ? request_.validationFraction > 0
                                                  : true);
    if (asked && out_.rowsOfPart.count(part) == 0) {
      return fail(
          ErrorCode::InvalidInput,
          fmt::format("the {} part would be empty: {} rows make only {} groups that can be "
                      "parted",
                      part, figure(free_),
                      figure(static_cast<std::int64_t>(groups_.groups.size()))),
          "Rows of one patient, equal rows and near-duplicates stay together. Ask for fewer parts, "
          "raise the limit of training rows, or add patients.");
    }
    if (folds ? part.starts_with("fold-") : part == "train") {
      for (const auto& [name, count] : labelCounts(part)) {
        learnt[name] += count;
      }
    }
  }
  if (learnt.size() < 2) {
    return fail(ErrorCode::InvalidInput, "the training part would have rows of one class only",
                "Give it a larger fraction, or add patients of the other classes.");
  }
  return {};
}

/// Rows outside the test part that are not earlier than all of it.
std::int64_t Planner::countSharedTimes() const {
  const auto test = out_.rowsOfPart.find("test");
  if (!rule_ || !rule_->hasPeriod() || test == out_.rowsOfPart.end()) {
    return 0;
  }
  double first = HUGE_VAL;
  for (const std::int64_t row : test->second) {
    first = std::min(first, rule_->timeOf(facts_.few, static_cast<size_t>(row)).value_or(HUGE_VAL));
  }
  std::int64_t out = 0;
  for (const auto& [part, rows] : out_.rowsOfPart) {
    for (const std::int64_t row : rows) {
      const auto time = rule_->timeOf(facts_.few, static_cast<size_t>(row));
      out += part != "test" && !(time && *time < first) ? 1 : 0;
    }
  }
  return out;
}

std::int64_t Planner::countClusters() const {
  std::unordered_map<std::int64_t, std::int64_t> rowsOf;
  std::int64_t out = 0;
  for (const std::int64_t cluster : *hints_.clusters) {
    out += cluster >= 0 && ++rowsOf[cluster] == 2 ? 1 : 0;
  }
  return out;
}

std::string Planner::statement() const {
  const protocol::SplitProof& proof = out_.split.proof;
  std::string out =
      fmt::format("{} of {} patients", figure(proof.sharedPatients), figure(proof.patients));
  if (hints_.clusters != nullptr && request_.keepNearDuplicates) {
    out += fmt::format(", {} of {} clusters of near-duplicates", figure(proof.sharedClusters),
                       figure(proof.clusters));
  }
  if (!together_.empty()) {
    out +=
        fmt::format(", {} values of the columns that keep together", figure(proof.sharedTogether));
  }
  out += fmt::format(" and {} of {} {} stand in more than one part", figure(proof.sharedRows),
                     figure(proof.rows), text_ ? "texts" : "rows");
  if (!proof.timeColumn.empty()) {
    out = fmt::format("{} rows of other parts are not earlier than the whole test part; ",
                      figure(proof.sharedTimes)) +
          out;
  }
  return out;
}

/// Counts from the rows of the parts alone.
base::Status Planner::prove() {
  const auto hashes = hashParts(facts_, patient_, out_.rowsOfPart);
  const Overlap overlap = overlapOf(hashes);
  protocol::SplitProof& proof = out_.split.proof;
  proof.sharedPatients = overlap.sharedPatients;
  proof.sharedRows = overlap.sharedRows;
  proof.patients = overlap.patients;
  proof.rows = overlap.rows;
  proof.patientColumn = patient_ ? facts_.few.columnName(*patient_) : "";
  if (hints_.clusters != nullptr && request_.keepNearDuplicates) {
    proof.clusters = countClusters();
    proof.sharedClusters = sharedValues(out_.rowsOfPart, [&](std::int64_t row) {
      const std::int64_t cluster = (*hints_.clusters)[static_cast<size_t>(row)];
      return cluster < 0 ? std::string() : std::to_string(cluster);
    });
  }
  for (const size_t column : together_) {
    proof.sharedTogether +=
        sharedValues(out_.rowsOfPart, [&](std::int64_t row) { return cell(row, column); });
  }
  proof.timeColumn = rule_ && rule_->hasPeriod() ? request_.timeColumn : "";
  proof.sharedTimes = countSharedTimes();
  proof.statement = statement();
  if (proof.sharedPatients != 0 || proof.sharedRows != 0 || proof.sharedClusters != 0 ||
      proof.sharedTogether != 0 || proof.sharedTimes != 0) {
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
      {"format", "telesoft.split-manifest"}, {"version", kManifestVersion},
      {"plan", base::toJson(request_)},      {"proof", base::toJson(proof)},
      {"parts", base::json::object()},       {"comparedColumns", comparedNames_}};
  for (const std::string& name : partNames(request_)) {
    const auto found = hashes.find(name);
    if (found == hashes.end()) {
      continue;
    }
    protocol::SplitPart part;
    part.part = name;
    part.rows = static_cast<std::int64_t>(found->second.rows.size());
    part.patients = static_cast<std::int64_t>(found->second.patients.size());
    part.labelCounts = labelCounts(name);
    part.subgroupCounts = subgroupCounts(name);
    part.sha256 = found->second.sha256();
    manifest["parts"][name] = {{"sha256", part.sha256},
                               {"rowHashes", found->second.rows},
                               {"patientHashes", found->second.patients}};
    out_.split.parts.push_back(std::move(part));
  }
  out_.manifest = manifest.dump(1) + "\n";
  proof.manifestSha256 = base::sha256Hex(out_.manifest);
}

double Planner::askedOf(const std::string& part) const {
  const double test = hasFixedTest(request_) ? 0 : request_.testFraction;
  if (part == "test") {
    return test;
  }
  if (request_.folds > 0) {
    return (1 - test) / static_cast<double>(request_.folds);
  }
  const double all =
      hasFixedTest(request_) ? request_.trainFraction + request_.validationFraction : 1;
  return (part == "train" ? request_.trainFraction : request_.validationFraction) / all;
}

void Planner::warnAboutParts() {
  for (const protocol::SplitPart& part : out_.split.parts) {
    if ((part.part == "test" && hasFixedTest(request_)) || part.part == "pool") {
      continue;
    }
    const double asked = askedOf(part.part);
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

base::Status recountManifest(const TableSource& source,
                             const std::vector<ColumnSchema>& columns,
                             const RowsOfPart& rowsOfPart,
                             const std::string& manifest) {
  TELESOFT_TRY(told, base::parseJson(manifest).in("reading the split's manifest"));
  const base::json parts = told.value("parts", base::json::object());
  if (told.value("version", 0) < kManifestVersion) {
    return {};
  }
  std::set<std::string> patientName;
  for (const ColumnSchema& column : columns) {
    if (column.role == ColumnRole::Patient) {
      patientName.insert(column.name);
    }
  }
  TELESOFT_TRY(facts, readRowFacts(source, columns, patientName));
  const auto patient = columnOfRole(facts.few, columns, ColumnRole::Patient);
  const auto hashes = hashParts(facts, patient, rowsOfPart);
  if (hashes.size() != parts.size()) {
    return fail(ErrorCode::Corrupt, "the split has other parts than its manifest",
                "Split the dataset again.");
  }
  for (const auto& [name, found] : hashes) {
    const auto part = parts.find(name);
    if (part == parts.end() || part->value("rowHashes", std::vector<std::string>()) != found.rows ||
        part->value("patientHashes", std::vector<std::string>()) != found.patients) {
      return fail(ErrorCode::Corrupt,
                  fmt::format("the {} part is not what the split's manifest says", name),
                  "A row or a patient was changed or moved. Split the dataset again.");
    }
  }
  return {};
}

}  // namespace telesoft::data
