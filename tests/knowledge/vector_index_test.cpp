#include "telesoft/knowledge/vector_index.h"

#include <cmath>
#include <random>

#include "knowledge/index_files.h"
#include "support/must.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using knowledge::VectorIndex;

class VectorIndexTest : public QObject {
  Q_OBJECT
 private slots:
  void nearest_isByCosine();
  void nearest_givesNoMoreThanThereAre();
  void nearest_refusesAnUnfitQuery();
  void graph_findsNearlyWhatComparingAllFinds();
};

void VectorIndexTest::nearest_isByCosine() {
  const TempFolder folder;
  writeIndex(folder.path(), {"east", "north", "far-north-east"}, {1, 0, 0, 1, 70, 70});
  const VectorIndex index = must(VectorIndex::open(folder.path()));
  QCOMPARE(index.width(), size_t{2});
  const auto near = must(index.nearest({2, 1}, 2));
  QCOMPARE(near.size(), size_t{2});
  QCOMPARE(near[0].passageId, std::string("far-north-east"));
  QVERIFY(std::abs(near[0].similarity - 3 / std::sqrt(10.0)) < 1e-6);
  QCOMPARE(near[1].passageId, std::string("east"));
}

void VectorIndexTest::nearest_givesNoMoreThanThereAre() {
  const TempFolder folder;
  writeIndex(folder.path(), {"a", "b"}, {1, 0, 1, 0});
  const auto near = must(must(VectorIndex::open(folder.path())).nearest({1, 0}, 100));
  QCOMPARE(near.size(), size_t{2});
  QCOMPARE(near[0].passageId, std::string("a"));  // as near: in the order of the index
}

void VectorIndexTest::nearest_refusesAnUnfitQuery() {
  const TempFolder folder;
  writeIndex(folder.path(), {"a"}, {1, 0});
  const VectorIndex index = must(VectorIndex::open(folder.path()));
  QCOMPARE(index.nearest({1, 0, 0}, 1).error().code, base::ErrorCode::InvalidInput);
  QCOMPARE(index.nearest({0, 0}, 1).error().code, base::ErrorCode::InvalidInput);
  QCOMPARE(index.nearest({std::nanf(""), 0}, 1).error().code, base::ErrorCode::InvalidInput);
}

/// Many passages stand in a graph: against comparing all of them here.
void VectorIndexTest::graph_findsNearlyWhatComparingAllFinds() {
  constexpr size_t kCount = 5000, kWidth = 16;
  std::mt19937 random(7);
  std::normal_distribution<float> normal;
  std::vector<float> values(kCount * kWidth);
  std::generate(values.begin(), values.end(), [&] { return normal(random); });
  std::vector<std::string> ids;
  for (size_t i = 0; i < kCount; ++i) {
    ids.push_back("p" + std::to_string(i));
  }
  const TempFolder folder;
  writeIndex(folder.path(), ids, values);
  const VectorIndex index = must(VectorIndex::open(folder.path(), 100));
  size_t hits = 0;
  for (int query = 0; query < 20; ++query) {
    std::vector<float> asked(kWidth);
    std::generate(asked.begin(), asked.end(), [&] { return normal(random); });
    std::vector<std::pair<double, size_t>> all;
    for (size_t i = 0; i < kCount; ++i) {
      double dot = 0, length = 0;
      for (size_t j = 0; j < kWidth; ++j) {
        dot += static_cast<double>(asked[j] * values[i * kWidth + j]);
        length += static_cast<double>(values[i * kWidth + j] * values[i * kWidth + j]);
      }
      all.emplace_back(-dot / std::sqrt(length), i);
    }
    std::partial_sort(all.begin(), all.begin() + 10, all.end());
    const auto near = must(index.nearest(asked, 10));
    for (size_t i = 0; i < 10; ++i) {
      hits +=
          std::count_if(near.begin(), near.end(),
                        [&](const auto& one) { return one.passageId == ids[all[i].second]; }) > 0
              ? 1
              : 0;
    }
  }
  qInfo("HNSW finds %zu of the 200 nearest", hits);
  QVERIFY(hits >= 190);
}

TELESOFT_TEST(VectorIndexTest)

}  // namespace

#include "vector_index_test.moc"
