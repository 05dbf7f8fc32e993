// Rows that a small network can learn, a listener that records, and run directories of them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/base/rng.h"
#include "telesoft/data/prepared_set.h"
#include "telesoft/engine/models/tabular_network.h"
#include "telesoft/engine/train/trainer.h"
#include "telesoft/protocol/run_spec.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::engine {

inline std::vector<data::PreparedFeature> toyFeatures() {
  return {{"age", "number", "years"}, {"marker", "number", ""}, {"stage", "category", ""}};
}

/// Label 1 where marker and stage are high, with some noise; a tenth of the markers are missing.
inline std::vector<data::PreparedRow> toyRows(std::int64_t count,
                                              std::uint64_t seed,
                                              double noise = 0.5) {
  base::Rng rng(seed, "toy rows");
  std::vector<data::PreparedRow> out;
  for (std::int64_t i = 0; i < count; ++i) {
    const double marker = rng.normal();
    const bool late = rng.uniform() < 0.4;
    data::PreparedRow row;
    row.row = i + 1;
    row.patient = "p" + std::to_string(seed) + "-" + std::to_string(i);
    row.values = {data::PreparedValue(50 + 10 * rng.normal()),
                  rng.uniform() < 0.1 ? data::PreparedValue() : data::PreparedValue(marker),
                  data::PreparedValue(std::string(late ? "late" : "early"))};
    row.label = 2 * marker + (late ? 1.5 : -1.0) + noise * rng.normal() > 0 ? 1 : 0;
    row.subgroups = {{"sex", rng.uniform() < 0.5 ? "F" : "M"}};
    out.push_back(std::move(row));
  }
  return out;
}

struct ToyTask {
  Examples train, validation;
  TabularConfig config;
  explicit ToyTask(std::int64_t rows = 200, double noise = 0.5) {
    const auto trainRows = toyRows(rows, 1, noise);
    const auto encoding = TabularEncoding::fit(toyFeatures(), trainRows);
    train = *encoding.encode(toyFeatures(), trainRows);
    validation = *encoding.encode(toyFeatures(), toyRows(100, 2, noise));
    config.hidden = 8;
    config.features = encoding.features();
    config.classes = {"0", "1"};
  }
  [[nodiscard]] std::unique_ptr<TabularNetwork> network(double dropout = 0.1) const {
    auto made = TabularNetwork::create(config, 3);
    static_cast<void>(made->makeTrainable(protocol::Approach::Scratch, dropout));
    return made;
  }
};

inline protocol::Hyperparameters toyHyperparameters() {
  protocol::Hyperparameters h;
  h.learningRate = 0.02;
  h.epochs = 6;
  h.earlyStoppingPatience = 0;
  h.threads = 1;
  return h;
}

class Recorder final : public TrainingListener {
 public:
  /// What to ask for after so many steps.
  std::function<RunRequest(std::int64_t steps)> ask = [](std::int64_t) { return RunRequest::None; };
  /// The step at which the run breaks off, as if it were killed there; -1: never.
  std::int64_t breakAt = -1;
  std::vector<StepReport> steps;
  std::vector<EvaluationReport> evaluations;

  RunRequest request() override { return ask(steps.empty() ? 0 : steps.back().step); }
  const base::Stop& stop() override { return stop_; }
  base::Status stepped(const StepReport& report) override {
    steps.push_back(report);
    return report.step == breakAt
               ? base::Status(base::fail(base::ErrorCode::Unavailable, "broken off"))
               : base::Status();
  }
  base::Status evaluated(const EvaluationReport& report) override {
    evaluations.push_back(report);
    return {};
  }
  base::Status saved(std::int64_t, const std::string&) override { return {}; }

 private:
  base::Stop stop_;
};

inline TrainingSetup toySetup(const ToyTask& task, Model& model, const base::Path& checkpoints) {
  return {model,   task.train,  task.validation, 2, toyHyperparameters(),
          "auroc", checkpoints, "same",          0, 0};
}

inline std::vector<std::vector<float>> valuesOf(Model& model) {
  std::vector<std::vector<float>> out;
  for (const auto& p : model.parameters().all()) {
    out.push_back(p->value);
  }
  return out;
}

/// A run directory that spec.json and a prepared set are written into.
class ToyRun {
 public:
  explicit ToyRun(base::Path folder) : folder_(std::move(folder)) {
    for (const char* name : {"data", "checkpoints"}) {
      static_cast<void>(base::makePrivateFolder(folder_ / name));
    }
    spec.runId = "toy";
    spec.data = {"data/manifest.json", "data/train.jsonl", "data/validation.jsonl", ""};
    spec.hyperparameters = toyHyperparameters();
  }
  [[nodiscard]] const base::Path& folder() const { return folder_; }

  void part(const std::string& name, const std::vector<data::PreparedRow>& rows) {
    if (!rows.empty() && !rows[0].values.empty()) {
      manifest.task = protocol::Task::TabularRisk;
      manifest.features = toyFeatures();
    }
    QVERIFY(data::writePreparedPart(folder_ / "data", manifest, name, rows));
  }
  void write() {
    manifest.task = spec.task;
    for (const auto& one : spec.classes) {
      manifest.classes.push_back(one.name);
    }
    QVERIFY(data::writePreparedManifest(folder_ / "data/manifest.json", manifest));
    putSpec(base::toJson(spec));
    ask("none");
  }
  void putSpec(const base::json& document) const { put("spec.json", document.dump()); }
  void put(const std::string& name, const std::string& text) const {
    QVERIFY(base::writeFileWhole(folder_ / name, text));
  }
  void ask(const std::string& request) const {
    put("control.json", base::json{{"request", request}}.dump());
  }
  [[nodiscard]] base::json read(const std::string& name) const {
    const auto text = base::readFile(folder_ / name);
    const auto parsed = text ? base::parseJson(*text) : base::Result<base::json>(text.error());
    return parsed ? *parsed : base::json();
  }
  [[nodiscard]] std::vector<base::json> events() const {
    std::vector<base::json> out;
    const auto text = base::readFile(folder_ / "events.jsonl");
    size_t begin = 0;
    while (text && begin < text->size()) {
      const size_t end = text->find('\n', begin);
      out.push_back(base::json::parse(text->substr(begin, end - begin), nullptr, false));
      begin = end == std::string::npos ? text->size() : end + 1;
    }
    return out;
  }

  protocol::RunSpec spec;
  data::PreparedManifest manifest;

 private:
  base::Path folder_;
};

/// A risk network from scratch.
inline void fillRiskRun(ToyRun& run, std::int64_t rows = 200) {
  run.spec.task = protocol::Task::TabularRisk;
  run.spec.approach = protocol::Approach::Scratch;
  run.spec.classes = {{"0", ""}, {"1", ""}};
  run.spec.targetMetrics.primary = "auroc";
  run.part("train", toyRows(rows, 1));
  run.part("validation", toyRows(100, 2));
  run.write();
}

}  // namespace telesoft::engine
