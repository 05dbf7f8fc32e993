// How a split is planned: the steps of planSplit(), for the files of this folder alone.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "telesoft/data/split/assign_parts.h"
#include "telesoft/data/split/row_facts.h"
#include "telesoft/data/split/row_groups.h"
#include "telesoft/data/split/split_plan.h"
#include "telesoft/data/split/split_proof.h"
#include "telesoft/data/split/split_rules.h"

namespace telesoft::data {

/// Train, validation and test, or test and folds; the pool last.
[[nodiscard]] std::vector<std::string> partNames(const protocol::SplitRequest& request);
/// The columns that a plan reads.
[[nodiscard]] std::set<std::string> columnsOfPlan(
    const std::vector<protocol::ColumnSchema>& columns, const protocol::SplitRequest& request);

/// What the plan is made from, and what it comes to.
class Planner {
 public:
  Planner(RowFacts facts,
          const std::vector<protocol::ColumnSchema>& columns,
          const protocol::SplitRequest& request,
          const SplitHints& hints);
  [[nodiscard]] base::Result<SplitResult> plan();
  [[nodiscard]] base::Result<SplitResult> proven(RowsOfPart rowsOfPart);

 private:
  base::Status checkLabels() const;
  void group();
  void setUnlabelledAside();
  base::Status fixTest();
  void keepPrevious();
  void assign();
  void assignToFolds(const std::vector<size_t>& groups);
  [[nodiscard]] Shares sharesLeft() const;
  void addRows(const std::string& part, const std::vector<size_t>& groups);
  base::Status checkParts() const;
  base::Status prove();
  [[nodiscard]] std::string statement() const;
  void describeParts(const std::map<std::string, PartHashes>& hashes);
  void warnAboutGroups();
  void warnAboutParts();
  void warnAboutClasses();
  [[nodiscard]] double askedOf(const std::string& part) const;
  [[nodiscard]] std::int64_t countSharedTimes() const;
  [[nodiscard]] std::int64_t countClusters() const;
  void bandStrata();
  [[nodiscard]] std::string stratumOf(const std::vector<std::int64_t>& rows) const;
  [[nodiscard]] std::string keyOf(const std::vector<std::int64_t>& rows) const;
  [[nodiscard]] std::string previousPartOf(const std::vector<std::int64_t>& rows) const;
  [[nodiscard]] std::map<std::string, std::int64_t> labelCounts(const std::string& part) const;
  [[nodiscard]] std::map<std::string, std::map<std::string, std::int64_t>> subgroupCounts(
      const std::string& part) const;
  [[nodiscard]] const std::string& cell(std::int64_t row, size_t column) const {
    return facts_.few.cell(static_cast<size_t>(row), column);
  }
  void warn(std::string text) { out_.split.warnings.push_back(std::move(text)); }

  RowFacts facts_;
  const protocol::SplitRequest& request_;
  const SplitHints& hints_;
  std::optional<size_t> patient_, label_;
  std::vector<std::string> comparedNames_;
  std::vector<size_t> subgroups_, together_;
  bool text_;  // else a table of measurements
  std::optional<TestRule> rule_;
  std::vector<std::vector<std::string>> strata_;  // of each stratifyBy column: a band for each row
  RowGroups groups_;
  std::int64_t free_ = 0;  // rows that no fixed test part holds back
  SplitResult out_;
};

}  // namespace telesoft::data
