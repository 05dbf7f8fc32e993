#include "telesoft/engine/serve/predictor.h"

#include "telesoft/engine/kernels/compute.h"

#include "served.h"

namespace telesoft::engine {

class PredictorTest : public QObject {
  Q_OBJECT
 private slots:
  void open_takesTheTasksModelAndThreads() {
    auto risk = shippedRisk();
    risk.threads = 1;
    const auto table = Predictor::open(risk);
    QVERIFY2(table.has_value(), table ? "" : table.error().text().c_str());
    QCOMPARE((*table)->embeddingWidth(), 0);
    QCOMPARE(threadCount(), 1);
    const auto text = Predictor::open(tinyBase());
    QVERIFY2(text.has_value(), text ? "" : text.error().text().c_str());
    QCOMPARE((*text)->embeddingWidth(), 24);
    QCOMPARE((*text)->calibration().rows, 0);
    QVERIFY(threadCount() >= 1);
  }

  void open_refusesAModelOfAnotherKind() {
    auto spec = tinyBase();
    spec.task = protocol::Task::TabularRisk;
    const auto opened = Predictor::open(spec);
    QVERIFY(!opened.has_value());
    QVERIFY(opened.error().text().starts_with("opening the model"));
    spec = shippedRisk();
    spec.task = protocol::Task::TextClassification;
    QVERIFY(!Predictor::open(spec).has_value());
  }
};

TELESOFT_TEST(PredictorTest)

}  // namespace telesoft::engine

#include "predictor_test.moc"
