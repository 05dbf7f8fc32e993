#include "telesoft/engine/serve/tabular_predictor.h"

#include <algorithm>

#include "served.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::json;
using tests::TempFolder;

namespace {

double logOddsOf(const std::vector<double>& p, size_t which) {
  return std::log(p[which] / (1 - p[which]));
}

size_t firstOf(const std::vector<double>& p) {
  return static_cast<size_t>(std::max_element(p.begin(), p.end()) - p.begin());
}

/// Each number at the mean that the model's encoding has of it, each category missing.
protocol::WorkerRow meanRow() {
  const auto network = TabularNetwork::open(shippedRisk().baseModel.path);
  protocol::WorkerRow out;
  for (const EncodedFeature& feature : (*network)->config().features) {
    const double mean = feature.logarithm ? std::expm1(feature.mean) : feature.mean;
    out.values.push_back(feature.kind == "category" ? json() : json(mean));
  }
  return out;
}

}  // namespace

class TabularPredictorTest : public QObject {
  Q_OBJECT
 private slots:
  void risk_risesWithNodesAndIsExplainedByThem() {
    const auto risk = Predictor::open(shippedRisk());
    QVERIFY2(risk.has_value(), risk ? "" : risk.error().text().c_str());
    QCOMPARE((*risk)->embeddingWidth(), 0);
    protocol::WorkerRow few = riskRow();
    protocol::WorkerRow many = riskRow();
    few.values[3] = 0;
    many.values[3] = 15;
    const auto answers = (*risk)->predict({few, many}, true);
    QVERIFY2(answers.has_value(), answers ? "" : answers.error().text().c_str());
    QVERIFY((*answers)[1].probabilities[1] > (*answers)[0].probabilities[1] + 0.1);
    QCOMPARE((*answers)[1].method, std::string("Shapley values, 64 permutations"));
    QCOMPARE((*answers)[1].contributions[0].name, std::string("nodes"));
    QVERIFY((*answers)[1].contributions[0].weight > 0);
    QVERIFY((*risk)->predict({few}, false).value()[0].contributions.empty());
  }

  void contributions_addUpToTheDistanceFromTheMeanRow() {
    const auto risk = Predictor::open(shippedRisk());
    const auto mean = (*risk)->predict({meanRow()}, true).value()[0];
    for (const auto& one : mean.contributions) {
      QVERIFY2(std::abs(one.weight) < 1e-6, one.name.c_str());
    }
    for (const json& nodes : {json(0), json(3), json(40), json()}) {
      protocol::WorkerRow row = riskRow();
      row.values[3] = nodes;
      const auto answer = (*risk)->predict({row}, true).value()[0];
      const size_t first = firstOf(answer.probabilities);
      double sum = 0;
      double last = 1e9;
      for (const auto& one : answer.contributions) {
        sum += one.weight;
        QVERIFY(std::abs(one.weight) <= last);
        last = std::abs(one.weight);
      }
      const double distance =
          logOddsOf(answer.probabilities, first) - logOddsOf(mean.probabilities, first);
      QVERIFY2(std::abs(sum - distance) < 1e-6,
               (std::to_string(sum) + " " + std::to_string(distance)).c_str());
    }
  }

  void order_ofTheSpecsFeaturesIsTheRows() {
    auto spec = shippedRisk();
    const auto answer = (*Predictor::open(spec))->predict({riskRow()}, true);
    std::reverse(spec.features.begin(), spec.features.end());
    spec.features.push_back({"not used", "category"});
    protocol::WorkerRow row = riskRow();
    std::reverse(row.values.begin(), row.values.end());
    row.values.emplace_back("x");
    const auto turned = (*Predictor::open(spec))->predict({row}, true);
    QCOMPARE(base::toJson(*turned).dump(), base::toJson(*answer).dump());
  }

  void row_isAnsweredTheSameAloneAndAmongOthers() {
    const auto risk = Predictor::open(shippedRisk());
    Predictor::Rows rows;
    for (int i = 0; i < 32; ++i) {
      rows.push_back(riskRow());
      rows.back().values[0] = 30 + i;
    }
    const auto all = (*risk)->predict(rows, true);
    for (const size_t i : {0U, 7U, 31U}) {
      QCOMPARE(base::toJson((*risk)->predict({rows[i]}, true).value()[0]).dump(),
               base::toJson((*all)[i]).dump());
    }
  }

  void tuned_isCalibrated() {
    const TempFolder folder;
    ToyRun run(folder / "run");
    fillRiskRun(run);
    QVERIFY(runEngine(run.folder(), base::SystemClock()));
    protocol::ServeSpec spec;
    spec.task = protocol::Task::TabularRisk;
    spec.tunedModel = {"m", (run.folder() / "model").string(), ""};
    spec.classes = {{"0", ""}, {"1", ""}};
    spec.features = {{"age", "number"}, {"marker", "number"}, {"stage", "category"}};
    const auto at = [&](double temperature) {
      changeDescription(run.folder() / "model",
                        [&](ModelDescription& m) { m.temperature = temperature; });
      return (*Predictor::open(spec))->predict({{"", {50, 0.4, "late"}}}, false).value()[0];
    };
    const auto raw = at(1).probabilities;
    const auto soft = at(2).probabilities;
    QVERIFY(std::abs(logOddsOf(soft, 1) - logOddsOf(raw, 1) / 2) < 1e-9);
  }

  void refused_data() {
    QTest::addColumn<QByteArray>("values");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("a text for a number") << QByteArray(R"([61,1,"PHI",4,20,110,1,"20-50"])")
                                         << QByteArray("row 2: \"grade\" is no number");
    QTest::newRow("a number for a text") << QByteArray("[61,1,3,4,20,110,1,4711]")
                                         << QByteArray("row 2: \"tumour_size\" is no text");
    QTest::newRow("a list") << QByteArray("[[61],1,3,4,20,110,1,null]")
                            << QByteArray("row 2: \"age\" is no number");
    QTest::newRow("too few") << QByteArray("[61,1]") << QByteArray("row 2 has 2 values");
  }
  void refused() {
    QFETCH(QByteArray, values);
    QFETCH(QByteArray, says);
    const auto risk = Predictor::open(shippedRisk());
    protocol::WorkerRow bad;
    bad.values = json::parse(values.toStdString()).get<std::vector<json>>();
    const auto answer = (*risk)->predict({riskRow(), bad}, false);
    QVERIFY(!answer.has_value());
    QCOMPARE(answer.error().code, ErrorCode::InvalidInput);
    const std::string text = answer.error().text();
    QVERIFY2(text.find(says.toStdString()) != std::string::npos, text.c_str());
    QVERIFY2(text.find("PHI") == std::string::npos && text.find("4711") == std::string::npos,
             text.c_str());
  }

  void spec_isHeldAgainstTheModel() {
    auto spec = shippedRisk();
    spec.features.pop_back();
    QCOMPARE(Predictor::open(spec).error().code, ErrorCode::InvalidInput);
    spec = shippedRisk();
    spec.features[0].kind = "category";
    QCOMPARE(Predictor::open(spec).error().code, ErrorCode::InvalidInput);
    spec = shippedRisk();
    spec.classes = {{"no", ""}, {"yes", ""}};
    QCOMPARE(Predictor::open(spec).error().code, ErrorCode::InvalidInput);
    QCOMPARE((*Predictor::open(shippedRisk()))->embed({{"text"}}).error().code,
             ErrorCode::Unsupported);
  }
};

TELESOFT_TEST(TabularPredictorTest)

}  // namespace telesoft::engine

#include "tabular_predictor_test.moc"
