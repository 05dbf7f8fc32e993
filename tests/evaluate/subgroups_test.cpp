#include "telesoft/evaluate/subgroups.h"

#include "evaluate/evaluate_cases.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::evaluate;
using namespace telesoft::tests;

class SubgroupsTest : public QObject {
  Q_OBJECT
 private slots:
  void groups_haveTheFigureOfTheirOwnRows();
  void smallGroup_isListedWithoutAFigure();
  void columnOfOneValue_isLeftOut();
  void missingValue_isNotKnown();
};

void SubgroupsTest::groups_haveTheFigureOfTheirOwnRows() {
  auto input = emptyCase({.rows = 200, .classes = 3});
  addArm(input, "base", 0.0);
  addArm(input, "tuned", 2.0);
  input.subgroupColumns = {"sex"};
  input.primary = "accuracy";
  const auto found = describeSubgroups(input, {});
  QVERIFY(found);
  QCOMPARE(found->size(), size_t{4});  // two groups, two arms
  QCOMPARE((*found)[1].arm, std::string("tuned"));
  QCOMPARE((*found)[1].value, std::string("F"));
  double right = 0;
  for (size_t row = 0; row < 200; row += 2) {
    const auto& p = input.arms[1].probabilities[row];
    right += std::max_element(p.begin(), p.end()) - p.begin() == input.labels[row] ? 1 : 0;
  }
  QCOMPARE((*found)[1].primary.value, right / 100);
  QCOMPARE((*found)[1].primary.n, std::int64_t{100});
  QVERIFY((*found)[1].primary.low < (*found)[1].primary.value);
}

void SubgroupsTest::smallGroup_isListedWithoutAFigure() {
  auto input = emptyCase({.rows = 100, .classes = 2});
  addArm(input, "tuned", 2.0);
  for (size_t row = 0; row < 9; ++row) {
    input.groups[row]["site"] = "small";
  }
  for (size_t row = 9; row < 100; ++row) {
    input.groups[row]["site"] = "large";
  }
  input.subgroupColumns = {"site"};
  const auto found = describeSubgroups(input, {});
  QVERIFY(found);
  QCOMPARE(found->size(), size_t{2});
  QVERIFY(std::isfinite((*found)[0].primary.value));
  QVERIFY(std::isnan((*found)[1].primary.value));
  QCOMPARE((*found)[1].primary.n, std::int64_t{9});
  QCOMPARE((*found)[1].primary.method, std::string("fewer than 10 rows: not shown"));
}

void SubgroupsTest::columnOfOneValue_isLeftOut() {
  auto input = emptyCase({.rows = 50, .classes = 2});
  addArm(input, "tuned", 2.0);
  for (auto& groups : input.groups) {
    groups["site"] = "North";
  }
  input.subgroupColumns = {"site"};
  QVERIFY(describeSubgroups(input, {}) && describeSubgroups(input, {})->empty());
}

void SubgroupsTest::missingValue_isNotKnown() {
  auto input = emptyCase({.rows = 60, .classes = 2});
  addArm(input, "tuned", 2.0);
  for (size_t row = 0; row < 30; ++row) {
    input.groups[row].clear();
  }
  input.subgroupColumns = {"sex"};
  const auto found = describeSubgroups(input, {});
  QVERIFY(found);
  QCOMPARE((*found)[0].value, std::string("not known"));
  QCOMPARE((*found)[0].primary.n, std::int64_t{30});
}

TELESOFT_TEST(SubgroupsTest)

}  // namespace

#include "subgroups_test.moc"
