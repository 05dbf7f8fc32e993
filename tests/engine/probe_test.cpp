#include "telesoft/engine/models/probe.h"

#include "kernel_cases.h"
#include "training_numbers.h"

namespace telesoft::engine {

namespace {

struct ProbeRows {
  std::vector<float> x;
  std::vector<std::int64_t> labels;
  base::json oracle = trainingNumbers()["probe"];
  ProbeRows() {
    for (const base::json& row : oracle["x"]) {
      for (const base::json& value : row) {
        x.push_back(value.get<float>());
      }
    }
    labels = oracle["labels"].get<std::vector<std::int64_t>>();
  }
  [[nodiscard]] ProbeData data() const { return {x.data(), &labels, 6, 3}; }
};

}  // namespace

class ProbeTest : public QObject {
  Q_OBJECT
 private slots:
  void fit_equalsScikitLearn() {
    const ProbeRows rows;
    for (const base::json& fit : rows.oracle["fits"]) {
      const Probe probe = fitProbe(rows.data(), fit["c"].get<double>());
      const Probabilities got = probeProbabilities(probe, rows.x.data(), 10);
      for (std::size_t row = 0; row < 10; ++row) {
        for (std::size_t c = 0; c < 3; ++c) {
          TELESOFT_NEAR(std::abs(got[row][c] - fit["probabilities"][row][c].get<double>()), 1e-3);
        }
      }
    }
  }
  void choose_takesTheBestOnValidation() {
    const ProbeRows rows;
    const auto chosen = chooseProbe(rows.data(), rows.data(), {});
    QVERIFY(chosen.has_value());
    QVERIFY(chosen->c >= 0.1 && chosen->c <= 100);
    std::stop_source source;
    source.request_stop();
    const auto stopped = chooseProbe(rows.data(), rows.data(), base::Stop(source.get_token()));
    QVERIFY(!stopped.has_value());
  }
  void probe_comesBackFromItsFolder() {
    const ProbeRows rows;
    const Probe probe = fitProbe(rows.data(), 1);
    const tests::TempFolder folder;
    QVERIFY(writeProbe(folder.path(), probe).has_value());
    const auto read = readProbe(folder.path());
    QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
    QCOMPARE(read->weight, probe.weight);
    QCOMPARE(read->bias, probe.bias);
  }
  void read_refusesOtherFiles() {
    const tests::TempFolder folder;
    QCOMPARE(readProbe(folder.path()).error().code, base::ErrorCode::NotFound);
    QVERIFY(base::writeFileWhole(folder / "probe.json", "{\"format\": \"other\"}").has_value());
    QCOMPARE(readProbe(folder.path()).error().code, base::ErrorCode::Corrupt);
  }
};

TELESOFT_TEST(ProbeTest)

}  // namespace telesoft::engine

#include "probe_test.moc"
