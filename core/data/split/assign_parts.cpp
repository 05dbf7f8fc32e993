#include "telesoft/data/split/assign_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "telesoft/base/hash.h"
#include "telesoft/base/rng.h"

namespace telesoft::data {

namespace {

constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max();

/// Shuffled within each stratum, and the strata dealt evenly: every stretch of the order has each
/// stratum in about its share (systematic sampling).
std::vector<size_t> stratifiedOrder(const std::vector<Group>& groups, std::int64_t seed) {
  std::map<std::string, std::vector<size_t>> strata;
  for (size_t i = 0; i < groups.size(); ++i) {
    strata[groups[i].stratum].push_back(i);
  }
  base::Rng rng(static_cast<std::uint64_t>(seed), "split");
  std::vector<std::pair<double, size_t>> places;
  for (auto& [unused, members] : strata) {
    rng.shuffle(members);
    const double offset = rng.uniform();
    for (size_t i = 0; i < members.size(); ++i) {
      places.emplace_back((static_cast<double>(i) + offset) / static_cast<double>(members.size()),
                          members[i]);
    }
  }
  std::sort(places.begin(), places.end());
  std::vector<size_t> order;
  for (const auto& [unused, group] : places) {
    order.push_back(group);
  }
  return order;
}

/// Takes groups that fit into `target` rows out of the order; those too large stay for later parts.
/// Where none fits, the first that is at most twice as large: few large groups leave no part empty.
std::vector<size_t> take(std::vector<size_t>& order,
                         const std::vector<Group>& groups,
                         std::int64_t target) {
  std::vector<size_t> taken, left;
  std::int64_t rows = 0;
  for (const size_t group : order) {
    const bool fits = rows + groups[group].rows <= target;
    (fits ? taken : left).push_back(group);
    rows += fits ? groups[group].rows : 0;
  }
  if (taken.empty() && target > 0) {
    const auto near = std::find_if(left.begin(), left.end(),
                                   [&](size_t group) { return groups[group].rows <= 2 * target; });
    if (near != left.end()) {
      taken.push_back(*near);
      left.erase(near);
    }
  }
  order = std::move(left);
  return taken;
}

/// The beginning of the order that has up to `limit` rows.
std::vector<size_t> beginning(std::vector<size_t>& order,
                              const std::vector<Group>& groups,
                              std::int64_t limit) {
  std::int64_t rows = 0;
  size_t end = 0;
  while (end < order.size() && rows + groups[order[end]].rows <= limit) {
    rows += groups[order[end++]].rows;
  }
  const auto cut = order.begin() + static_cast<std::ptrdiff_t>(end);
  std::vector<size_t> taken(order.begin(), cut);
  order.erase(order.begin(), cut);
  return taken;
}

}  // namespace

PartGroups assignParts(const std::vector<Group>& groups, const Shares& shares, std::int64_t seed) {
  std::int64_t rows = 0;
  for (const Group& group : groups) {
    rows += group.rows;
  }
  const auto target = [&](double share) {
    const std::int64_t exact = std::llround(share * static_cast<double>(rows));
    return share > 0 ? std::max<std::int64_t>(1, exact) : 0;
  };
  std::vector<size_t> order = stratifiedOrder(groups, seed);
  PartGroups out;
  out.test = take(order, groups, target(shares.test));
  out.validation = take(order, groups, target(shares.validation));
  const bool everything = shares.test + shares.validation + shares.train > 1 - 1e-9;
  out.pool = beginning(order, groups, everything ? kNoLimit : target(shares.train));
  out.train = beginning(out.pool, groups, shares.maxTrainRows > 0 ? shares.maxTrainRows : kNoLimit);
  out.unused = std::move(order);
  return out;
}

double keyedDraw(std::int64_t seed, std::string_view purpose, std::string_view key) {
  const base::Sha256 bytes = base::sha256(std::string("telesoft split\n") + std::string(purpose) +
                                          "\n" + std::to_string(seed) + "\n" + std::string(key));
  std::uint64_t word = 0;
  for (size_t i = 0; i < 8; ++i) {
    word = word << 8U | bytes[i];
  }
  return static_cast<double>(word >> 11U) * 0x1p-53;
}

PartGroups assignStable(const std::vector<Group>& groups, const Shares& shares, std::int64_t seed) {
  std::vector<std::pair<double, size_t>> places;
  for (size_t i = 0; i < groups.size(); ++i) {
    places.emplace_back(keyedDraw(seed, "part", groups[i].key), i);
  }
  std::sort(places.begin(), places.end());
  PartGroups out;
  for (const auto& [draw, group] : places) {
    const double afterTest = draw - shares.test, afterValidation = afterTest - shares.validation;
    auto& part = afterTest < 0                           ? out.test
                 : afterValidation < 0                   ? out.validation
                 : afterValidation < shares.train + 1e-9 ? out.pool
                                                         : out.unused;
    part.push_back(group);
  }
  out.train = beginning(out.pool, groups, shares.maxTrainRows > 0 ? shares.maxTrainRows : kNoLimit);
  return out;
}

std::vector<size_t> assignFolds(const std::vector<Group>& groups, const Folds& plan) {
  const auto folds = static_cast<size_t>(plan.folds);
  std::vector<size_t> out(groups.size());
  if (plan.stable) {
    for (size_t i = 0; i < groups.size(); ++i) {
      const double draw = keyedDraw(plan.seed, "fold", groups[i].key);
      out[i] = std::min(folds - 1, static_cast<size_t>(draw * static_cast<double>(folds)));
    }
    return out;
  }
  std::map<std::string, std::vector<std::int64_t>> rowsOf;  // of a stratum, in each fold
  std::vector<std::int64_t> all(folds);
  for (const size_t group : stratifiedOrder(groups, plan.seed)) {
    auto& here = rowsOf[groups[group].stratum];
    here.resize(folds);
    size_t least = 0;
    for (size_t fold = 1; fold < folds; ++fold) {
      if (std::pair(here[fold], all[fold]) < std::pair(here[least], all[least])) {
        least = fold;
      }
    }
    here[least] += groups[group].rows;
    all[least] += groups[group].rows;
    out[group] = least;
  }
  return out;
}

}  // namespace telesoft::data
