#include "telesoft/deploy/release/drift.h"

#include <algorithm>
#include <cmath>

#include "telesoft/base/rng.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::deploy;

bool near(double got, double wanted, double within = 1e-9) {
  return std::abs(got - wanted) < within;
}

std::vector<double> normals(std::size_t n, double mean, const char* name) {
  base::Rng rng(7, name);
  std::vector<double> out(n);
  std::generate(out.begin(), out.end(), [&] { return mean + rng.normal(); });
  return out;
}

FieldSample sampleOf(std::vector<double> numbers, std::int64_t missing = 0) {
  FieldSample out;
  out.n = static_cast<std::int64_t>(numbers.size()) + missing;
  out.missing = missing;
  out.numbers = std::move(numbers);
  return out;
}

class DriftTest : public QObject {
  Q_OBJECT
 private slots:
  void stabilityIndex_isTheSumByHand();
  void kolmogorovSmirnov_isScipys();
  void kolmogorovSmirnovP_isTheLimit_data();
  void kolmogorovSmirnovP_isTheLimit();
  void numbers_ofTheSameKindAreSteady();
  void numbers_thatMovedAreDrift();
  void missingOnes_areDrift();
  void categories_unknownToTrainingAreDrift();
  void tooFewRows_giveNoState();
  void reference_ofEqualValuesHasOneBin();
  void reference_goesThroughJson();
  void words_areRunsBetweenSpaces();
};

void DriftTest::stabilityIndex_isTheSumByHand() {
  // (.2-.1)ln2 + 0 + (.2-.3)ln(2/3) + 0 = .0693147 + .0405465
  QVERIFY(near(stabilityIndex({0.1, 0.2, 0.3, 0.4}, {0.2, 0.2, 0.2, 0.4}), 0.10986122886681095));
  QVERIFY(near(stabilityIndex({0.5, 0.5}, {0.5, 0.5}), 0));
  // An empty bin counts as .0001: (.0001-.5)ln(.0001/.5) + (1-.5)ln2
  QVERIFY(near(stabilityIndex({0.5, 0.5}, {0, 1}), -0.4999 * std::log(0.0002) + 0.5 * std::log(2)));
}

// From tests/oracles/release_oracle.py, scipy 1.17.1.
void DriftTest::kolmogorovSmirnov_isScipys() {
  std::vector<double> first, second, tied, other;
  for (int i = 0; i < 101; ++i) {
    first.push_back(i * 37 % 101 / 10.0);
  }
  for (int i = 0; i < 60; ++i) {
    second.push_back(i * 53 % 97 / 8.0);
  }
  for (int i = 0; i < 40; ++i) {
    tied.push_back(i % 5);
  }
  for (int i = 0; i < 36; ++i) {
    other.push_back(i % 4);
  }
  for (auto* list : {&first, &second, &tied, &other}) {
    std::sort(list->begin(), list->end());
  }
  QVERIFY(near(kolmogorovSmirnov(first, second), 0.15676567656765678));
  QVERIFY(near(kolmogorovSmirnovP(0.15676567656765678, 101, 60), 0.31324274278085795));
  QVERIFY(near(kolmogorovSmirnov(tied, other), 0.2));
  QVERIFY(near(kolmogorovSmirnovP(0.2, 40, 36), 0.4346177382960931));
  QVERIFY(near(kolmogorovSmirnov(first, first), 0));
}

void DriftTest::kolmogorovSmirnovP_isTheLimit_data() {
  QTest::addColumn<double>("x");
  QTest::addColumn<double>("p");
  QTest::newRow(".05") << 0.05 << 1.0;
  QTest::newRow(".3") << 0.3 << 0.9999906941986655;
  QTest::newRow(".8") << 0.8 << 0.5441424115741981;
  QTest::newRow(".99") << 0.99 << 0.2808738392255489;
  QTest::newRow("1") << 1.0 << 0.26999967167735456;
  QTest::newRow("1.36") << 1.36 << 0.049485876755377876;
  QTest::newRow("2.5") << 2.5 << 7.453306344157342e-06;
}

void DriftTest::kolmogorovSmirnovP_isTheLimit() {
  QFETCH(double, x);
  QFETCH(double, p);
  const double got = kolmogorovSmirnovP(x, 2, 2);  // sqrt(2 * 2 / 4) = 1
  QVERIFY2(near(got, p), QByteArray::number(got, 'g', 12));
}

void DriftTest::numbers_ofTheSameKindAreSteady() {
  const auto reference = referenceOfNumbers("age", "number", normals(5000, 0, "train"), 0);
  QCOMPARE(reference.edges.size(), size_t{9});
  QCOMPARE(reference.shares.size(), size_t{11});
  QCOMPARE(reference.sample.size(), size_t{1000});
  for (size_t bin = 0; bin < 10; ++bin) {
    QVERIFY(near(reference.shares[bin], 0.1, 0.002));
  }
  const auto finding = driftOf(reference, sampleOf(normals(2000, 0, "live")), 0.25);
  QCOMPARE(finding.state, std::string("steady"));
  QVERIFY(finding.psi < 0.02);
  QVERIFY(finding.ks < 0.06);
  QVERIFY(finding.pValue > 0.01);
}

void DriftTest::numbers_thatMovedAreDrift() {
  const auto reference = referenceOfNumbers("age", "number", normals(5000, 0, "train"), 0);
  // Two normals one standard deviation apart: PSI is about the symmetric divergence, 1.
  const auto moved = driftOf(reference, sampleOf(normals(2000, 1, "live")), 0.25);
  QCOMPARE(moved.state, std::string("drift"));
  QVERIFY2(moved.psi > 0.7 && moved.psi < 1.2, QByteArray::number(moved.psi));
  QVERIFY(near(moved.ks, 0.3829, 0.05));  // 2 * Phi(.5) - 1
  QVERIFY(moved.pValue < 1e-6);
  const auto slightly = driftOf(reference, sampleOf(normals(2000, 0.4, "live")), 0.25);
  QCOMPARE(slightly.state, std::string("watch"));
}

void DriftTest::missingOnes_areDrift() {
  const auto reference = referenceOfNumbers("age", "number", normals(5000, 0, "train"), 0);
  const auto finding = driftOf(reference, sampleOf(normals(1000, 0, "live"), 1000), 0.25);
  QCOMPARE(finding.state, std::string("drift"));
  QCOMPARE(driftOf(reference, sampleOf({}, 800), 0.25).state, std::string("drift"));
}

void DriftTest::categories_unknownToTrainingAreDrift() {
  const auto reference =
      referenceOfCategories("grade", {{"I", 300}, {"II", 500}, {"III", 150}}, 50);
  QVERIFY(near(reference.categories.at("II"), 0.5));
  FieldSample sample;
  sample.n = 1000;
  sample.categories = {{"I", 300}, {"II", 500}, {"III", 150}};
  sample.missing = 50;
  const auto same = driftOf(reference, sample, 0.25);
  QVERIFY(near(same.psi, 0));
  QVERIFY(std::isnan(same.ks));
  sample.categories = {{"1", 300}, {"2", 500}, {"3", 150}};
  QCOMPARE(driftOf(reference, sample, 0.25).state, std::string("drift"));
}

void DriftTest::tooFewRows_giveNoState() {
  const auto reference = referenceOfNumbers("age", "number", normals(5000, 0, "train"), 0);
  const auto finding = driftOf(reference, sampleOf(normals(499, 5, "live")), 0.25);
  QCOMPARE(finding.state, std::string("too_little_data"));
  QCOMPARE(finding.n, std::int64_t{499});
  QVERIFY(std::isnan(finding.psi));
}

void DriftTest::reference_ofEqualValuesHasOneBin() {
  const auto reference = referenceOfNumbers("sex", "number", std::vector<double>(700, 1.0), 0);
  QCOMPARE(reference.edges.size(), size_t{1});
  QCOMPARE(driftOf(reference, sampleOf(std::vector<double>(700, 1.0)), 0.25).state,
           std::string("steady"));
  QCOMPARE(driftOf(reference, sampleOf(std::vector<double>(700, 2.0)), 0.25).state,
           std::string("drift"));
  QCOMPARE(
      driftOf(referenceOfNumbers("x", "number", {}, 0), sampleOf(normals(700, 0, "x")), 0.25).state,
      std::string("too_little_data"));
}

void DriftTest::reference_goesThroughJson() {
  const auto reference = referenceOfNumbers("age", "number", normals(50, 0, "train"), 3);
  const auto read = base::fromJson<FieldReference>(base::toJson(reference));
  QVERIFY(read.has_value());
  QCOMPARE(base::toJson(*read).dump(), base::toJson(reference).dump());
}

void DriftTest::words_areRunsBetweenSpaces() {
  QCOMPARE(wordsIn(""), std::int64_t{0});
  QCOMPARE(wordsIn(" \n\t "), std::int64_t{0});
  QCOMPARE(wordsIn("cough, and\nfever "), std::int64_t{3});
}

TELESOFT_TEST(DriftTest)

}  // namespace

#include "drift_test.moc"
