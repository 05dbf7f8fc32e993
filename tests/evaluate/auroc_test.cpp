#include "telesoft/evaluate/auroc.h"

#include "evaluate/asah.h"
#include "evaluate/evaluate_cases.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::evaluate;
using namespace telesoft::tests;

double plainAuroc(const std::vector<double>& scores, const std::vector<bool>& positive) {
  return RankedScores(scores, positive).auroc(std::vector<double>(scores.size(), 1.0));
}

class AurocTest : public QObject {
  Q_OBJECT
 private slots:
  void auroc_countsTiesHalf();
  void auroc_ofWeightsIsThatOfRepeatedRows();
  void auroc_needsBothSides();
  void delong_isThatOfEveryPair();
  void delong_isProcs();
  void delong_needsTwoOnEachSide();
};

void AurocTest::auroc_countsTiesHalf() {
  QCOMPARE(plainAuroc({0.1, 0.4, 0.35, 0.8}, {false, false, true, true}), 0.75);
  QCOMPARE(plainAuroc({0.5, 0.5, 0.5}, {true, false, true}), 0.5);
  QCOMPARE(plainAuroc({0.2, 0.5, 0.5, 0.9}, {false, true, false, true}), 0.875);
}

void AurocTest::auroc_ofWeightsIsThatOfRepeatedRows() {
  const std::vector<double> scores = {0.1, 0.4, 0.4, 0.8, 0.3};
  const std::vector<bool> positive = {false, true, false, true, true};
  const std::vector<double> weights = {2, 1, 3, 0, 2};
  std::vector<double> repeated;
  std::vector<bool> repeatedPositive;
  for (size_t row = 0; row < scores.size(); ++row) {
    for (int i = 0; i < static_cast<int>(weights[row]); ++i) {
      repeated.push_back(scores[row]);
      repeatedPositive.push_back(positive[row]);
    }
  }
  QCOMPARE(RankedScores(scores, positive).auroc(weights), plainAuroc(repeated, repeatedPositive));
}

void AurocTest::auroc_needsBothSides() {
  QVERIFY(std::isnan(plainAuroc({0.1, 0.2}, {true, true})));
  QVERIFY(std::isnan(plainAuroc({0.1, 0.2}, {false, false})));
  QVERIFY(std::isnan(plainAuroc({}, {})));
}

void AurocTest::delong_isThatOfEveryPair() {
  const base::json known = evaluateOracle()["delong"];
  const auto scores = known["scores"].get<std::vector<std::vector<double>>>();
  const DeLong found = delong(scores, isOne(known["labels"].get<std::vector<std::int64_t>>()));
  for (size_t a = 0; a < 2; ++a) {
    COMPARE_NEAR(found.auroc[a], numberOf(known["aurocs"][a]), 1e-12);
    for (size_t b = 0; b < 2; ++b) {
      COMPARE_NEAR(found.covariance[a][b], numberOf(known["covariance"][a][b]), 1e-12);
    }
  }
}

void AurocTest::delong_isProcs() {
  const Asah data = readAsah();
  if (data.poor.empty()) {
    QSKIP("../shared/data is not there");
  }
  QCOMPARE(data.poor.size(), size_t{113});
  const DeLong found =
      delong({data.scores.at("wfns"), data.scores.at("ndka"), data.scores.at("s100b")}, data.poor);
  // pROC 1.18, tests/testthat.
  COMPARE_NEAR(found.auroc[0], 0.8236789, 1e-7);
  COMPARE_NEAR(found.auroc[1], 0.6119580, 1e-7);
  COMPARE_NEAR(found.auroc[2], 0.7313686, 1e-7);
  COMPARE_NEAR(found.covariance[0][0], .00146991470882363, 1e-14);
  COMPARE_NEAR(found.covariance[1][1], .0031908105493913, 1e-14);
  COMPARE_NEAR(found.covariance[2][2], .00266868245717244, 1e-14);
  COMPARE_NEAR(found.covariance[0][1], -.000532967856762438, 1e-14);
  COMPARE_NEAR(found.covariance[1][2], -.000756164938056579, 1e-14);
  COMPARE_NEAR(found.covariance[0][2], .00119615567376754, 1e-14);
}

void AurocTest::delong_needsTwoOnEachSide() {
  const DeLong one = delong({{0.2, 0.8, 0.4}}, {false, true, false});
  QCOMPARE(one.auroc[0], 1.0);
  QVERIFY(std::isnan(one.covariance[0][0]));
  QVERIFY(std::isnan(delong({{0.2, 0.8}}, {true, true}).auroc[0]));
}

TELESOFT_TEST(AurocTest)

}  // namespace

#include "auroc_test.moc"
