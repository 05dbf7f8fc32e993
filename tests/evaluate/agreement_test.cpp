#include "telesoft/evaluate/agreement.h"

#include "evaluate/evaluate_cases.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::evaluate;
using namespace telesoft::tests;

using Counts = std::vector<std::vector<std::int64_t>>;

protocol::Agreement of(const Counts& counts) {
  return agreement(std::vector<std::string>(counts.size(), "class"), counts);
}

class AgreementTest : public QObject {
  Q_OBJECT
 private slots:
  void kappa_isThatOfStatsmodels();
  void kappa_isThatOfR();
  void kappa_ofFullAgreementHasNoInterval();
  void kappa_ofOneAnswerIsNotDefined();
  void kappa_ofNothingIsNotDefined();
  void agreement_keepsTheTable();
};

void AgreementTest::kappa_isThatOfStatsmodels() {
  const base::json cases = evaluateOracle()["kappas"];
  QVERIFY(cases.size() >= 8);
  for (const base::json& known : cases) {
    const auto found = of(known["counts"].get<Counts>());
    QCOMPARE(found.n, known["n"].get<std::int64_t>());
    COMPARE_NEAR(found.kappa.value, numberOf(known["kappa"]), 1e-9);
    if (numberOf(known["variance"]) > 1e-12) {
      COMPARE_NEAR(found.kappa.low, std::max(numberOf(known["low"]), -1.0), 1e-9);
      COMPARE_NEAR(found.kappa.high, std::min(numberOf(known["high"]), 1.0), 1e-9);
    }
    COMPARE_NEAR(found.observed.low, numberOf(known["observed"][0]), 1e-9);
    COMPARE_NEAR(found.observed.high, numberOf(known["observed"][1]), 1e-9);
  }
}

/// R's vcd: Kappa(SexualFun) prints .1293 with ASE .0686.
void AgreementTest::kappa_isThatOfR() {
  const auto found = of({{7, 7, 2, 3}, {2, 8, 3, 7}, {1, 5, 4, 9}, {2, 8, 9, 14}});
  COMPARE_NEAR(found.kappa.value, 0.1293, 5e-5);
  COMPARE_NEAR((found.kappa.high - found.kappa.low) / (2 * 1.959964), 0.0686, 5e-5);
  QCOMPARE(found.kappa.n, 91);
}

void AgreementTest::kappa_ofFullAgreementHasNoInterval() {
  const auto found = of({{4, 0}, {0, 6}});
  QCOMPARE(found.kappa.value, 1.0);
  QVERIFY(std::isnan(found.kappa.low) && std::isnan(found.kappa.high));
  QCOMPARE(found.observed.value, 1.0);
  COMPARE_NEAR(found.observed.low, 0.7224672, 1e-7);  // statsmodels 0.15.0, proportion_confint
}

void AgreementTest::kappa_ofOneAnswerIsNotDefined() {
  const auto found = of({{9, 0}, {0, 0}});
  QVERIFY(std::isnan(found.kappa.value));
  QCOMPARE(found.kappa.n, 9);
  QCOMPARE(found.observed.value, 1.0);
}

void AgreementTest::kappa_ofNothingIsNotDefined() {
  for (const Counts& counts : {Counts{}, Counts{{0, 0}, {0, 0}}}) {
    const auto found = of(counts);
    QCOMPARE(found.n, 0);
    QVERIFY(std::isnan(found.kappa.value) && std::isnan(found.observed.value));
    QVERIFY(std::isnan(found.observed.low));
  }
}

void AgreementTest::agreement_keepsTheTable() {
  const auto found = agreement({"flu", "cold"}, {{3, 1}, {2, 4}});
  QCOMPARE(found.classes, (std::vector<std::string>{"flu", "cold"}));
  QCOMPARE(found.counts, (Counts{{3, 1}, {2, 4}}));
  COMPARE_NEAR(found.observed.value, 0.7, 1e-12);
}

TELESOFT_TEST(AgreementTest)

}  // namespace

#include "agreement_test.moc"
