// Which group of rows goes to which part: one stratified order, cut in pieces.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace telesoft::data {

struct Group {
  std::int64_t rows = 0;
  std::string stratum;   // the label that most of its rows have; equal for all where not stratified
  std::string key = {};  // of a stable assignment: the same in every table that has the group
};

/// Indices of groups, in the order in which they were taken.
struct PartGroups {
  std::vector<size_t> test, validation, train;
  std::vector<size_t> pool;    // would train, were it not for maxTrainRows
  std::vector<size_t> unused;  // fractions below 1
};

/// Fractions are of the rows of all groups.
struct Shares {
  double test = 0, validation = 0, train = 0;
  std::int64_t maxTrainRows = 0;  // 0: no limit
};

/// The order depends on groups and seed alone; the test part is cut from it first, then validation,
/// then training: with another maxTrainRows both stay as they are, and a smaller training part is a
/// beginning of a larger one; what is taken from it makes the pool.
[[nodiscard]] PartGroups assignParts(const std::vector<Group>& groups,
                                     const Shares& shares,
                                     std::int64_t seed);

/// Each group's part follows from its own key and the seed alone, so that groups that come later
/// move nobody. Shares are of the groups, about.
[[nodiscard]] PartGroups assignStable(const std::vector<Group>& groups,
                                      const Shares& shares,
                                      std::int64_t seed);

/// The fold of each of these groups, 0 to folds - 1: every stratum is dealt to the fold that has
/// the fewest rows of it. `stable`: by key and seed alone.
struct Folds {
  std::int64_t folds = 0;
  bool stable = false;
  std::int64_t seed = 0;
};
[[nodiscard]] std::vector<size_t> assignFolds(const std::vector<Group>& groups, const Folds& plan);

/// In [0, 1), from key and seed; `purpose` parts one draw from another.
[[nodiscard]] double keyedDraw(std::int64_t seed, std::string_view purpose, std::string_view key);

}  // namespace telesoft::data
