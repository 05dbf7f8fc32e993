#include "telesoft/review/leases.h"

#include <set>
#include <thread>

#include "support/fake_clock.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::review;
using namespace telesoft::tests;
using List = std::vector<std::string>;

class LeasesTest : public QObject {
  Q_OBJECT
 private slots:
  void take_neverGivesOneCaseTwice();
  void take_renewsOnesOwn();
  void take_keepsReadingsApart();
  void lease_endsAfterItsTime();
  void giveBack_isForItsHolder();
  void take_ofManyAtOnceSharesNothing();
};

void LeasesTest::take_neverGivesOneCaseTwice() {
  const FakeClock clock;
  Leases leases(clock);
  const List all = {"a", "b", "c", "d", "e"};
  const auto ann = leases.take(all, "first", "ann", 2);
  QCOMPARE(ann.cases, (List{"a", "b"}));
  QCOMPARE(ann.free, 5);
  const auto ben = leases.take(all, "first", "ben", 2);
  QCOMPARE(ben.cases, (List{"c", "d"}));
  QCOMPARE(ben.free, 3);
  QCOMPARE(leases.take(all, "first", "cat", 2).cases, (List{"e"}));
}

void LeasesTest::take_renewsOnesOwn() {
  FakeClock clock;
  Leases leases(clock, std::chrono::minutes(10));
  QCOMPARE(leases.take({"a", "b"}, "first", "ann", 1).cases, List{"a"});
  clock.advance(std::chrono::minutes(9));
  QCOMPARE(leases.take({"a", "b"}, "first", "ann", 1).cases, List{"a"});
  clock.advance(std::chrono::minutes(9));
  QCOMPARE(leases.take({"a", "b"}, "first", "ben", 1).cases, List{"b"});
}

void LeasesTest::take_keepsReadingsApart() {
  const FakeClock clock;
  Leases leases(clock);
  QCOMPARE(leases.take({"a"}, "first", "ann", 1).cases, List{"a"});
  QCOMPARE(leases.take({"a"}, "second", "ben", 1).cases, List{"a"});
}

void LeasesTest::lease_endsAfterItsTime() {
  FakeClock clock;
  Leases leases(clock, std::chrono::minutes(10));
  QCOMPARE(leases.take({"a"}, "first", "ann", 1).cases, List{"a"});
  clock.advance(std::chrono::minutes(10) - std::chrono::milliseconds(1));
  QVERIFY(leases.take({"a"}, "first", "ben", 1).cases.empty());
  clock.advance(std::chrono::milliseconds(1));
  QCOMPARE(leases.take({"a"}, "first", "ben", 1).cases, List{"a"});
}

void LeasesTest::giveBack_isForItsHolder() {
  const FakeClock clock;
  Leases leases(clock);
  QCOMPARE(leases.take({"a"}, "first", "ann", 1).cases, List{"a"});
  leases.giveBack("a", "first", "ben");
  QVERIFY(leases.take({"a"}, "first", "ben", 1).cases.empty());
  leases.giveBack("a", "first", "ann");
  QCOMPARE(leases.take({"a"}, "first", "ben", 1).cases, List{"a"});
}

void LeasesTest::take_ofManyAtOnceSharesNothing() {
  const FakeClock clock;
  Leases leases(clock);
  List all;
  for (int i = 0; i < 400; ++i) {
    all.push_back(std::to_string(i));
  }
  std::vector<List> taken(4);
  {
    std::vector<std::jthread> people;
    for (size_t who = 0; who < taken.size(); ++who) {
      people.emplace_back([&, who] {
        taken[who] = leases.take(all, "first", "reader " + std::to_string(who), 100).cases;
      });
    }
  }
  std::set<std::string> distinct;
  for (const List& list : taken) {
    QCOMPARE(list.size(), size_t{100});
    distinct.insert(list.begin(), list.end());
  }
  QCOMPARE(distinct.size(), size_t{400});
}

TELESOFT_TEST(LeasesTest)

}  // namespace

#include "leases_test.moc"
