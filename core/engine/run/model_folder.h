// What lies beside a trained model's weights so that it can be opened again without its run:
// telesoft.json, and a model card where the model wrote none.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "telesoft/engine/models/model.h"
#include "telesoft/protocol/run_spec.h"

namespace telesoft::engine {

struct ModelDescription {
  std::string format = "telesoft.model";
  std::int64_t version = 1;
  protocol::Task task = protocol::Task::TextClassification;
  protocol::Approach approach = protocol::Approach::Peft;
  std::string kind;         // "peft" | "full" | "index"
  std::string weightsFile;  // "adapter_model.safetensors"
  std::vector<protocol::ClassSpec> classes;
  std::string baseModel, baseSha256;
  std::int64_t maxLength = 0;  // text: tokens
  std::string primary;         // the metric that the weights were chosen by
  std::map<std::string, double> validation;
  double temperature = 1;            // of the probabilities, fitted on validation
  std::int64_t calibrationRows = 0;  // 0: none was fitted
};

/// Saves the model and its description into `folder`, which is there whole or not at all.
[[nodiscard]] base::Result<ModelDescription> writeModelFolder(const base::Path& folder,
                                                              Model& model,
                                                              ModelDescription description);
/// The same where no model is there to be saved: `save` fills the folder that it is given.
using SaveModel = std::function<base::Result<Model::Saved>(const base::Path& folder)>;
[[nodiscard]] base::Result<ModelDescription> writeModelFolder(const base::Path& folder,
                                                              const SaveModel& save,
                                                              ModelDescription description);
/// Nothing for a folder that another program wrote.
[[nodiscard]] base::Result<std::optional<ModelDescription>> readModelDescription(
    const base::Path& folder);

template <class V>
void describe(V& v, ModelDescription& m) {
  v.required("format", m.format);
  v.required("version", m.version);
  v.required("task", m.task);
  v.required("approach", m.approach);
  v.required("kind", m.kind);
  v.required("weightsFile", m.weightsFile);
  v.required("classes", m.classes);
  v.optional("baseModel", m.baseModel);
  v.optional("baseSha256", m.baseSha256);
  v.optional("maxLength", m.maxLength);
  v.optional("primary", m.primary);
  v.optional("validation", m.validation);
  v.optional("temperature", m.temperature);
  v.optional("calibrationRows", m.calibrationRows);
}

}  // namespace telesoft::engine
