#include "telesoft/data/split/assign_parts.h"

#include <algorithm>
#include <cmath>

#include "telesoft/base/rng.h"

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using data::Group;
using data::PartGroups;

class AssignPartsTest : public QObject {
  Q_OBJECT
 private slots:
  void everyGroup_isUsedOnce();
  void strata_keepTheirShares();
  void smallerTraining_isABeginningOfALarger();
  void seeds_giveOtherOrders();
  void largeGroups_doNotSpoilSmallParts();
  void fractionsBelowOne_leaveRowsOut();
};

std::vector<Group> mixedGroups(std::uint64_t seed, size_t count) {
  base::Rng rng(seed, "groups");
  std::vector<Group> out;
  for (size_t i = 0; i < count; ++i) {
    out.push_back(
        {static_cast<std::int64_t>(1 + rng.below(4)), rng.below(5) == 0 ? "ill" : "well"});
  }
  return out;
}

std::int64_t rowsOf(const std::vector<Group>& groups,
                    const std::vector<size_t>& part,
                    const char* stratum = nullptr) {
  std::int64_t out = 0;
  for (const size_t group : part) {
    out += stratum == nullptr || groups[group].stratum == stratum ? groups[group].rows : 0;
  }
  return out;
}

void AssignPartsTest::everyGroup_isUsedOnce() {
  for (std::int64_t seed = 0; seed < 50; ++seed) {
    const auto groups = mixedGroups(static_cast<std::uint64_t>(seed), 200);
    const PartGroups parts = data::assignParts(groups, {0.2, 0.1, 0.7, 100}, seed);
    std::vector<size_t> all;
    for (const auto* part : {&parts.test, &parts.validation, &parts.train, &parts.pool}) {
      all.insert(all.end(), part->begin(), part->end());
    }
    std::sort(all.begin(), all.end());
    QCOMPARE(all.size(), groups.size());
    for (size_t i = 0; i < all.size(); ++i) {
      QCOMPARE(all[i], i);
    }
  }
}

/// Systematic sampling: a share may be off by about one group a stratum, not by chance's root of n.
void AssignPartsTest::strata_keepTheirShares() {
  std::vector<Group> groups;
  for (int i = 0; i < 1000; ++i) {
    groups.push_back({1, i % 10 == 0 ? "rare" : "common"});
  }
  for (std::int64_t seed = 0; seed < 100; ++seed) {
    const PartGroups parts = data::assignParts(groups, {0.2, 0.2, 0.6, 0}, seed);
    QCOMPARE(rowsOf(groups, parts.test), std::int64_t{200});
    QCOMPARE(rowsOf(groups, parts.validation), std::int64_t{200});
    QVERIFY(std::abs(rowsOf(groups, parts.test, "rare") - 20) <= 1);
    QVERIFY(std::abs(rowsOf(groups, parts.validation, "rare") - 20) <= 1);
    QVERIFY(std::abs(rowsOf(groups, parts.train, "rare") - 60) <= 1);
  }
}

void AssignPartsTest::smallerTraining_isABeginningOfALarger() {
  for (std::int64_t seed = 0; seed < 50; ++seed) {
    const auto groups = mixedGroups(7, 300);
    const PartGroups whole = data::assignParts(groups, {0.3, 0.1, 0.6, 0}, seed);
    for (const std::int64_t limit : {10, 30, 100, 250}) {
      const PartGroups part = data::assignParts(groups, {0.3, 0.1, 0.6, limit}, seed);
      QVERIFY(part.test == whole.test);
      QVERIFY(part.validation == whole.validation);
      QVERIFY(part.train.size() < whole.train.size());
      QVERIFY(std::equal(part.train.begin(), part.train.end(), whole.train.begin()));
      QVERIFY(rowsOf(groups, part.train) <= limit && rowsOf(groups, part.train) > limit - 4);
    }
  }
}

void AssignPartsTest::seeds_giveOtherOrders() {
  const auto groups = mixedGroups(7, 300);
  const PartGroups a = data::assignParts(groups, {0.3, 0.1, 0.6, 0}, 1);
  QVERIFY(a.test == data::assignParts(groups, {0.3, 0.1, 0.6, 0}, 1).test);
  QVERIFY(a.test != data::assignParts(groups, {0.3, 0.1, 0.6, 0}, 2).test);
}

void AssignPartsTest::largeGroups_doNotSpoilSmallParts() {
  std::vector<Group> groups(100, Group{1, "a"});
  groups.push_back({400, "a"});
  for (std::int64_t seed = 0; seed < 50; ++seed) {
    const PartGroups parts = data::assignParts(groups, {0.1, 0.1, 0.8, 0}, seed);
    QCOMPARE(rowsOf(groups, parts.test), std::int64_t{50});
    QCOMPARE(rowsOf(groups, parts.validation), std::int64_t{50});
    QCOMPARE(rowsOf(groups, parts.train), std::int64_t{400});
  }
  // Few groups, all larger than the parts asked for: each part gets one.
  const PartGroups few =
      data::assignParts(std::vector<Group>(4, Group{100, "a"}), {0.15, 0.15, 0.7, 0}, 3);
  QCOMPARE(few.test.size(), size_t{1});
  QCOMPARE(few.validation.size(), size_t{1});
  QCOMPARE(few.train.size(), size_t{2});
}

void AssignPartsTest::fractionsBelowOne_leaveRowsOut() {
  const std::vector<Group> groups(100, Group{1, "a"});
  const PartGroups parts = data::assignParts(groups, {0.2, 0, 0.5, 0}, 3);
  QCOMPARE(parts.test.size(), size_t{20});
  QVERIFY(parts.validation.empty());
  QCOMPARE(parts.train.size(), size_t{50});
  QCOMPARE(parts.unused.size(), size_t{30});
  QVERIFY(parts.pool.empty());
  const PartGroups limited = data::assignParts(groups, {0.2, 0, 0.5, 10}, 3);
  QCOMPARE(limited.train.size(), size_t{10});
  QCOMPARE(limited.pool.size(), size_t{40});
  QVERIFY(limited.unused == parts.unused);
}

TELESOFT_TEST(AssignPartsTest)

}  // namespace

#include "assign_parts_test.moc"
