#include "telesoft/deploy/gateway/analysis.h"

#include <limits>

#include "deploy/gateway_fixture.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::deploy;

using Weights = QList<QPair<QString, double>>;

class AnalysisTest : public QObject {
  Q_OBJECT
 private slots:
  void findings_areTheMostLikelyFirst();
  void calibration_isToldWhereThereIsOne();
  void probabilities_haveToBeSound_data();
  void probabilities_haveToBeSound();
  void explanation_isASentence_data();
  void explanation_isASentence();
};

protocol::WorkerAnswer answer(std::vector<double> probabilities) {
  protocol::WorkerAnswer out;
  out.probabilities = std::move(probabilities);
  return out;
}

void AnalysisTest::findings_areTheMostLikelyFirst() {
  auto model = tests::notesModel("md_1");
  model->bytesSha256 = std::string(64, 'a');
  const auto out = tests::must(analysisOf(*model, answer({.2, .8}), std::nullopt));
  QCOMPARE(out.findings.size(), size_t{2});
  QCOMPARE(out.findings[0].label, std::string("injury"));
  QCOMPARE(out.confidence, .8);
  QCOMPARE(out.model.id, std::string("md_1"));
  QCOMPARE(out.model.version, std::string(12, 'a'));
  QVERIFY(!out.calibrated);
  QVERIFY(out.calibration.empty());
}

void AnalysisTest::calibration_isToldWhereThereIsOne() {
  protocol::WorkerHello hello;
  hello.temperature = 1.314;
  hello.calibrationRows = 412;
  const auto out = tests::must(analysisOf(*tests::notesModel("md_1"), answer({.2, .8}), hello));
  QVERIFY(out.calibrated);
  QCOMPARE(out.calibration, std::string("temperature 1.31, fitted on 412 validation rows"));
}

void AnalysisTest::probabilities_haveToBeSound_data() {
  QTest::addColumn<QList<double>>("given");
  QTest::newRow("none") << QList<double>{};
  QTest::newRow("too few") << QList<double>{1};
  QTest::newRow("too many") << QList<double>{.2, .3, .5};
  QTest::newRow("NaN") << QList<double>{std::numeric_limits<double>::quiet_NaN(), .5};
  QTest::newRow("negative") << QList<double>{-.1, 1.1};
}

void AnalysisTest::probabilities_haveToBeSound() {
  QFETCH(QList<double>, given);
  const auto out =
      analysisOf(*tests::notesModel("md_1"), answer({given.begin(), given.end()}), std::nullopt);
  QCOMPARE(out.error().code, base::ErrorCode::Internal);
}

void AnalysisTest::explanation_isASentence_data() {
  QTest::addColumn<Weights>("weights");
  QTest::addColumn<QString>("sentence");
  QTest::newRow("none") << Weights{} << "";
  QTest::newRow("one") << Weights{{"cough", .3}} << "cough speaks most for flu";
  QTest::newRow("two and against") << Weights{{"cough", .3}, {"fever", .2}, {"knee", -.1}}
                                   << "cough and fever speak most for flu; knee speaks against it";
  QTest::newRow("four, one twice") << Weights{{"a", .5}, {"b", .4}, {"a", .3}, {"c", .2}, {"d", .1}}
                                   << "a, b and c speak most for flu";
  QTest::newRow("only against") << Weights{{"knee", -.1}} << "knee speaks against flu";
}

void AnalysisTest::explanation_isASentence() {
  QFETCH(Weights, weights);
  QFETCH(QString, sentence);
  std::vector<protocol::Contribution> contributions;
  for (const auto& [name, weight] : weights) {
    contributions.push_back({name.toStdString(), weight, 0, 0});
  }
  QCOMPARE(explanationText(contributions, "flu"), sentence.toStdString());
}

TELESOFT_TEST(AnalysisTest)

}  // namespace

#include "analysis_test.moc"
