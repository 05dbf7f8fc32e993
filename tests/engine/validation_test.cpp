#include "telesoft/engine/train/validation.h"

#include "kernel_cases.h"
#include "training_numbers.h"

namespace telesoft::engine {

class ValidationTest : public QObject {
  Q_OBJECT
 private slots:
  void figures_equalScikitLearn() {
    for (const base::json& row : trainingNumbers()["metrics"]) {
      const auto p = row["probabilities"].get<Probabilities>();
      const auto classes = static_cast<std::int64_t>(p.front().size());
      const ValidationMetrics got =
          validate(p, row["labels"].get<std::vector<std::int64_t>>(), classes);
      for (const auto& [name, value] : got.byName()) {
        const double off = std::abs(value - row[name].get<double>());
        QVERIFY2(off < 1e-12,
                 qPrintable(QString::fromStdString(name + " off by " + std::to_string(off))));
      }
      QCOMPARE(got.byName().size(), std::size_t{5});
    }
  }
  void auroc_isNotANumberWithOneClassOnly() {
    const ValidationMetrics got = validate({{0.4, 0.6}, {0.7, 0.3}}, {1, 1}, 2);
    QVERIFY(std::isnan(got.auroc));
    QCOMPARE(got.accuracy, 0.5);
  }
  void score_isLargerForTheBetterLoss() {
    const std::vector<std::int64_t> labels = {0, 1};
    const ValidationMetrics sure = validate({{0.9, 0.1}, {0.1, 0.9}}, labels, 2);
    const ValidationMetrics unsure = validate({{0.6, 0.4}, {0.4, 0.6}}, labels, 2);
    QVERIFY(sure.score("loss") > unsure.score("loss"));
    QCOMPARE(sure.score("accuracy"), 1.0);
    QCOMPARE(sure.score("auroc"), 1.0);
    QCOMPARE(sure.score("f1_score"), 1.0);
  }
};

TELESOFT_TEST(ValidationTest)

}  // namespace telesoft::engine

#include "validation_test.moc"
