// Models to serve, and specs of them.
#pragma once

#include <cmath>

#include "telesoft/engine/run/engine_run.h"
#include "telesoft/engine/run/model_folder.h"
#include "telesoft/engine/serve/predictor.h"

#include "toy_texts.h"

namespace telesoft::engine {

inline protocol::ServeSpec shippedRisk() {
  protocol::ServeSpec spec;
  spec.task = protocol::Task::TabularRisk;
  spec.baseModel = {"telesoft-risk-v1",
                    (tests::sourceFolder() / "resources/models/telesoft-risk-v1").string(),
                    "d061e14f507847905228234c8d627f8d4901be33ec209afa04c09604caae3099"};
  spec.classes = {{"0", ""}, {"1", ""}};
  spec.features = {{"age", "number"},    {"meno", "number"},         {"grade", "number"},
                   {"nodes", "number"},  {"pgr", "number"},          {"er", "number"},
                   {"hormon", "number"}, {"tumour_size", "category"}};
  return spec;
}
inline protocol::WorkerRow riskRow() {
  return {"", {61, 1, 3, 4, 20, 110, nullptr, "20-50"}};
}

inline protocol::ServeSpec tinyBase() {
  protocol::ServeSpec spec;
  spec.baseModel = {"tiny", BertTiny::folder().string(), ""};
  spec.classes = {{"first", toyWords()[0]}, {"second", toyWords()[1]}};
  return spec;
}

/// A tiny model that has learned the toy texts, in `folder`/run/model.
inline protocol::ServeSpec tinyTuned(const base::Path& folder) {
  ToyRun run(folder / "run");
  run.spec.hyperparameters.learningRate = 5e-3;
  fillTextRun(run);
  const auto done = runEngine(run.folder(), base::SystemClock());
  protocol::ServeSpec spec = tinyBase();
  spec.tunedModel = {"tuned", (run.folder() / "model").string(),
                     run.read("result.json").value("modelSha256", "")};
  return spec;
}

/// Writes the description that stands in a trained folder again, changed.
inline void changeDescription(const base::Path& folder,
                              const std::function<void(ModelDescription&)>& change) {
  auto description = readModelDescription(folder).value().value_or(ModelDescription());
  change(description);
  QVERIFY(base::writeFileWhole(folder / "telesoft.json", base::toJson(description).dump()));
}

}  // namespace telesoft::engine
