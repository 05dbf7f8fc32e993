#include "telesoft/evaluate/evaluate.h"

#include <thread>

#include <QElapsedTimer>

#include "evaluate/evaluate_cases.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::evaluate;
using namespace telesoft::tests;

EvaluationInput threeArms(const CaseShape& shape) {
  auto input = emptyCase(shape);
  addArm(input, "base", 0.8);
  addArm(input, "head_only", 2.0);
  addArm(input, "tuned", 3.0);
  input.subgroupColumns = {"sex"};
  return input;
}

class EvaluateTest : public QObject {
  Q_OBJECT
 private slots:
  void evaluation_holdsEveryPart();
  void evaluation_isRepeatable();
  void errors_areTheMostConfidentFirst();
  void nanOfTheModel_isShown();
  void oneRow_getsNoVerdict();
  void input_isChecked_data();
  void input_isChecked();
  void evaluation_stopsWithin100Ms();
  void resampling_isFast();
};

void EvaluateTest::evaluation_holdsEveryPart() {
  const auto result =
      evaluate::evaluate(threeArms({.rows = 300, .classes = 3, .rowsOfPatient = 2}));
  QVERIFY(result);
  const protocol::Evaluation& e = *result;
  QCOMPARE(e.rows, std::int64_t{300});
  QCOMPARE(e.patients, std::int64_t{150});
  QCOMPARE(e.arms.size(), size_t{3});
  QCOMPARE(e.arms[2].title, std::string("tuned by test"));
  QCOMPARE(e.comparisons.size(), size_t{8});
  QCOMPARE(e.comparisons[4].against, std::string("head_only"));
  QCOMPARE(e.subgroupPerformance.size(), size_t{6});
  QCOMPARE(e.verdict, protocol::Verdict::TunedIsBetter);
  for (const char* key : {"accuracy", "f1_score", "auroc", "brier", "calibration_error"}) {
    QVERIFY2(std::isfinite(e.metrics.at(key)), key);
  }
  QCOMPARE(e.metrics.size(), size_t{5});
  QCOMPARE(e.metrics.at("accuracy"), e.arms[2].accuracy.value);
}

void EvaluateTest::evaluation_isRepeatable() {
  const auto input = threeArms({.rows = 150, .classes = 2});
  const auto first = evaluate::evaluate(input), again = evaluate::evaluate(input);
  QVERIFY(first && again);
  QCOMPARE(base::toJson(*first).dump(), base::toJson(*again).dump());
}

void EvaluateTest::errors_areTheMostConfidentFirst() {
  auto input = emptyCase({.rows = 300, .classes = 3});
  addArm(input, "tuned", 1.0);
  const auto result = evaluate::evaluate(input);
  QVERIFY(result);
  const auto& errors = result->errorAnalysis;
  QCOMPARE(errors.size(), size_t{20});
  for (size_t i = 0; i < errors.size(); ++i) {
    const auto row = static_cast<size_t>(errors[i].row - 1);
    QCOMPARE(errors[i].label, input.classes[static_cast<size_t>(input.labels[row])]);
    QVERIFY(errors[i].label != errors[i].predicted);
    QVERIFY(i == 0 || errors[i].probability <= errors[i - 1].probability);
  }
}

void EvaluateTest::nanOfTheModel_isShown() {
  auto input = threeArms({.rows = 100, .classes = 3});
  input.arms[2].probabilities[7] = {std::nan(""), std::nan(""), std::nan("")};
  const auto result = evaluate::evaluate(input);
  QVERIFY(result);
  QVERIFY(std::isnan(result->metrics.at("accuracy")));
  QVERIFY(std::isfinite(result->arms[0].accuracy.value));
  QCOMPARE(result->verdict, protocol::Verdict::KeepBase);
}

void EvaluateTest::oneRow_getsNoVerdict() {
  const auto result = evaluate::evaluate(threeArms({.rows = 1, .classes = 2}));
  QVERIFY(result);
  QCOMPARE(result->verdict, protocol::Verdict::TooLittleData);
}

void EvaluateTest::input_isChecked_data() {
  QTest::addColumn<int>("fault");
  QTest::addColumn<QString>("message");
  QTest::newRow("rows") << 0 << "do not belong together";
  QTest::newRow("label") << 1 << "the label of row 4 is none of the 2 classes";
  QTest::newRow("no tuned") << 2 << "no arm is named \"tuned\"";
  QTest::newRow("arm length") << 3 << "has predictions for 49 rows; there are 50";
  QTest::newRow("arm classes") << 4 << "gives 3 probabilities";
  QTest::newRow("arm twice") << 5 << "given twice";
  QTest::newRow("primary") << 6 << "primary metric is not known";
  QTest::newRow("nothing") << 7 << "there are 0 rows";
  QTest::newRow("resamples") << 8 << "at least one resample";
}

void EvaluateTest::input_isChecked() {
  QFETCH(int, fault);
  QFETCH(QString, message);
  auto input = threeArms({.rows = 50, .classes = 2});
  const std::function<void()> faults[] = {[&] { input.rows.pop_back(); },
                                          [&] { input.labels[3] = 2; },
                                          [&] { input.arms.pop_back(); },
                                          [&] { input.arms[0].probabilities.pop_back(); },
                                          [&] { input.arms[0].probabilities[4].push_back(0); },
                                          [&] { input.arms[0].arm = "tuned"; },
                                          [&] { input.primary = "loss"; },
                                          [&] { input = {}; },
                                          [&] { input.resamples = 0; }};
  faults[fault]();
  const auto result = evaluate::evaluate(input);
  QVERIFY(!result);
  QCOMPARE(result.error().code, base::ErrorCode::InvalidInput);
  QVERIFY2(result.error().message.find(message.toStdString()) != std::string::npos,
           result.error().message.c_str());
}

void EvaluateTest::evaluation_stopsWithin100Ms() {
  auto input = threeArms({.rows = 1000, .classes = 7});
  input.resamples = 10'000'000;
  std::stop_source source;
  QElapsedTimer timer;
  qint64 askedAt = 0;
  std::thread later([&] {
    QTest::qSleep(100);
    askedAt = timer.elapsed();
    source.request_stop();
  });
  timer.start();
  const auto result = evaluate::evaluate(input, base::Stop(source.get_token()));
  const qint64 endedAt = timer.elapsed();
  later.join();
  QVERIFY(!result);
  QCOMPARE(result.error().code, base::ErrorCode::Cancelled);
  QVERIFY2(endedAt - askedAt < 100, qPrintable(QString::number(endedAt - askedAt)));
}

void EvaluateTest::resampling_isFast() {
  auto input = threeArms({.rows = 1000, .classes = 7, .rowsOfPatient = 2});
  input.resamples = 2000;
  input.subgroupColumns = {};
  QElapsedTimer timer;
  timer.start();
  QVERIFY(evaluate::evaluate(input));
  qInfo("1,000 rows, 7 classes, 3 arms, 2,000 resamples: %lld ms", timer.elapsed());
  QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
}

TELESOFT_TEST(EvaluateTest)

}  // namespace

#include "evaluate_test.moc"
