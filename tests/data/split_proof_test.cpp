#include "telesoft/data/split/split_proof.h"

#include <set>

#include "data/data_support.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

class SplitProofTest : public QObject {
  Q_OBJECT
 private slots:
  void overlap_isCounted();
  void equalRowsInOnePart_areNoOverlap();
  void hashes_areKeyedWithTheTable();
  void partHash_tellsPartsApart();
};

const Rows kRows = {{"a", "one"}, {"a", "two"}, {"b", "ONE "}, {"c", "three"}, {"", ""}, {"", ""}};

data::Overlap overlapOfParts(const data::RowsOfPart& parts) {
  return data::overlapOf(data::hashParts(tableOf({"p", "t"}, kRows), 0, {1}, parts));
}

/// Parts that no plan of ours would make: the proof must see what is wrong with them.
void SplitProofTest::overlap_isCounted() {
  const auto bad = overlapOfParts({{"train", {0, 3}}, {"test", {1, 2, 4}}});
  QCOMPARE(bad.sharedPatients, std::int64_t{1});  // a
  QCOMPARE(bad.sharedRows, std::int64_t{1});      // "one"
  QCOMPARE(bad.patients, std::int64_t{4});
  QCOMPARE(bad.rows, std::int64_t{5});
  const auto good = overlapOfParts({{"train", {0, 1, 2}}, {"validation", {4}}, {"test", {3, 5}}});
  QCOMPARE(good.sharedPatients, std::int64_t{0});
  QCOMPARE(good.sharedRows, std::int64_t{0});  // two empty rows are not known to be equal
  QCOMPARE(good.patients, std::int64_t{5});
  const auto same = overlapOfParts({{"train", {0}}, {"validation", {0}}, {"test", {0}}});
  QCOMPARE(same.sharedPatients, std::int64_t{1});
  QCOMPARE(same.sharedRows, std::int64_t{1});
}

void SplitProofTest::equalRowsInOnePart_areNoOverlap() {
  const auto parts = overlapOfParts({{"train", {0, 2}}, {"test", {3}}});
  QCOMPARE(parts.sharedRows, std::int64_t{0});
  QCOMPARE(parts.patients, std::int64_t{3});
}

void SplitProofTest::hashes_areKeyedWithTheTable() {
  const data::RowsOfPart parts = {{"train", {0}}};
  Rows changed = kRows;
  changed[3][1] = "another";
  const auto a = data::hashParts(tableOf({"p", "t"}, kRows), 0, {1}, parts);
  const auto b = data::hashParts(tableOf({"p", "t"}, changed), 0, {1}, parts);
  QVERIFY(a.at("train").patients != b.at("train").patients);
  QCOMPARE(a.at("train").patients[0].size(), size_t{32});
  QVERIFY(a.at("train").patients ==
          data::hashParts(tableOf({"p", "t"}, kRows), 0, {1}, parts).at("train").patients);
}

void SplitProofTest::partHash_tellsPartsApart() {
  const auto parts = data::hashParts(tableOf({"p", "t"}, kRows), 0, {1},
                                     {{"a", {0, 1}}, {"b", {1, 0}}, {"c", {0}}, {"d", {0, 2}}});
  QVERIFY(parts.at("a").sha256() == parts.at("b").sha256());
  const std::set<std::string> different = {parts.at("a").sha256(), parts.at("c").sha256(),
                                           parts.at("d").sha256()};
  QCOMPARE(different.size(), size_t{3});
  QCOMPARE(different.begin()->size(), size_t{64});
}

TELESOFT_TEST(SplitProofTest)

}  // namespace

#include "split_proof_test.moc"
