#include "telesoft/evaluate/arm_statistics.h"

#include "evaluate/evaluate_cases.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::evaluate;
using namespace telesoft::tests;

class ArmStatisticsTest : public QObject {
  Q_OBJECT
 private slots:
  void figures_areScikitLearns_data();
  void figures_areScikitLearns();
  void weights_areRepeatedRows();
  void nan_makesEveryFigureNan();
  void predicted_takesTheFirstOfEqualOnes();
  void resample_isPairedAndRepeatable();
  void resample_stopsWhenAsked();
};

void ArmStatisticsTest::figures_areScikitLearns_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"seven classes", "two classes", "ties", "class missing"}) {
    QTest::newRow(name) << QString::fromLatin1(name);
  }
}

void ArmStatisticsTest::figures_areScikitLearns() {
  QFETCH(QString, name);
  const base::json known = evaluateOracle()["figures"][name.toStdString()];
  const auto labels = known["labels"].get<std::vector<std::int64_t>>();
  const auto probabilities = known["probabilities"].get<Probabilities>();
  const size_t classes = probabilities[0].size();
  const ArmStatistics arm(labels, classes, probabilities);
  const auto values = arm.estimates();
  COMPARE_NEAR(values[Accuracy], numberOf(known["accuracy"]), 1e-12);
  COMPARE_NEAR(values[MacroF1], numberOf(known["macroF1"]), 1e-12);
  COMPARE_NEAR(values[Auroc], numberOf(known["auroc"]), 1e-12);
  COMPARE_NEAR(values[Brier], numberOf(known["brier"]), 1e-12);
  COMPARE_NEAR(values[CalibrationError], numberOf(known["calibrationError"]), 1e-12);
  for (size_t c = 0; c < classes; ++c) {
    COMPARE_NEAR(values[indexOf(c, Precision)], numberOf(known["precision"][c]), 1e-12);
    COMPARE_NEAR(values[indexOf(c, Recall)], numberOf(known["recall"][c]), 1e-12);
    COMPARE_NEAR(values[indexOf(c, F1)], numberOf(known["f1"][c]), 1e-12);
    COMPARE_NEAR(values[indexOf(c, ClassAuroc)], numberOf(known["aurocs"][c]), 1e-12);
  }
}

void ArmStatisticsTest::weights_areRepeatedRows() {
  auto input = emptyCase({.rows = 40, .classes = 3});
  addArm(input, "tuned", 1.0);
  const auto& probabilities = input.arms[0].probabilities;
  std::vector<double> weights;
  std::vector<std::int64_t> labels;
  Probabilities repeated;
  base::Rng rng(2, "weights");
  for (size_t row = 0; row < 40; ++row) {
    weights.push_back(static_cast<double>(rng.below(4)));
    for (double i = 0; i < weights[row]; ++i) {
      labels.push_back(input.labels[row]);
      repeated.push_back(probabilities[row]);
    }
  }
  std::vector<double> weighted;
  ArmStatistics(input.labels, 3, probabilities).compute(weights, weighted);
  const auto expected = ArmStatistics(labels, 3, repeated).estimates();
  QCOMPARE(weighted.size(), expected.size());
  for (size_t s = 0; s < expected.size(); ++s) {
    COMPARE_NEAR(weighted[s], expected[s], 1e-12);
  }
}

void ArmStatisticsTest::nan_makesEveryFigureNan() {
  const std::vector<std::int64_t> labels = {0, 1, 1};
  const Probabilities probabilities = {{0.5, 0.5}, {std::nan(""), 0.1}, {0.2, 0.8}};
  const ArmStatistics arm(labels, 2, probabilities);
  QCOMPARE(arm.invalidRows(), std::int64_t{1});
  for (const double value : arm.estimates()) {
    QVERIFY(std::isnan(value));
  }
}

void ArmStatisticsTest::predicted_takesTheFirstOfEqualOnes() {
  const std::vector<std::int64_t> labels = {1};
  const Probabilities probabilities = {{0.2, 0.4, 0.4}};
  QCOMPARE(ArmStatistics(labels, 3, probabilities).predicted()[0], std::int64_t{1});
}

void ArmStatisticsTest::resample_isPairedAndRepeatable() {
  auto input = emptyCase({.rows = 60, .classes = 3, .rowsOfPatient = 2});
  addArm(input, "tuned", 1.0);
  const std::vector<ArmStatistics> arms(
      2, ArmStatistics(input.labels, 3, input.arms[0].probabilities));
  const PatientResampler patients(input.patients);
  const auto first = resample(arms, patients, {1, "a", 50}, {});
  const auto again = resample(arms, patients, {1, "a", 50}, {});
  const auto other = resample(arms, patients, {2, "a", 50}, {});
  QVERIFY(first && again && other);
  QCOMPARE((*first)[0][Accuracy].size(), size_t{50});
  QCOMPARE((*first)[0][Accuracy], (*first)[1][Accuracy]);
  QCOMPARE((*first)[0][MacroF1], (*again)[0][MacroF1]);
  QVERIFY((*first)[0][MacroF1] != (*other)[0][MacroF1]);
}

void ArmStatisticsTest::resample_stopsWhenAsked() {
  auto input = emptyCase({.rows = 60, .classes = 3});
  addArm(input, "tuned", 1.0);
  std::stop_source source;
  source.request_stop();
  const std::vector<ArmStatistics> arms{
      ArmStatistics(input.labels, 3, input.arms[0].probabilities)};
  const auto result = resample(arms, PatientResampler(input.patients), {1, "a", 1'000'000'000},
                               base::Stop(source.get_token()));
  QVERIFY(!result);
  QCOMPARE(result.error().code, base::ErrorCode::Cancelled);
}

TELESOFT_TEST(ArmStatisticsTest)

}  // namespace

#include "arm_statistics_test.moc"
