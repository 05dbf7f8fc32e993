// A LoRA adapter as Hugging Face PEFT keeps it on disk: adapter_config.json,
// adapter_model.safetensors, README.md. Source: peft 0.21 (utils/save_and_load.py,
// tuners/lora/config.py).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

namespace telesoft::engine {

struct StoredTensor {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

/// y += scale * B(A(x)) at one module.
struct StoredLora {
  StoredTensor a;  // [r, in]
  StoredTensor b;  // [out, r]
};

struct PeftAdapter {
  std::int64_t rank = 8;
  double alpha = 16;
  double dropout = 0;
  bool rankStabilised = false;  // scale alpha / sqrt(r)
  std::string baseModel;        // name or path
  std::vector<std::string> targets;
  std::vector<std::string> savedModules;      // "classifier", "pooler"
  std::map<std::string, StoredLora> loras;    // by module: "bert.encoder.layer.0...query"
  std::map<std::string, StoredTensor> saved;  // "classifier.weight", "bert.pooler.dense.bias"
  [[nodiscard]] double scale() const;
};

/// What PEFT's documentation asks of a model card.
struct ModelCard {
  std::string title;
  std::vector<std::string> classes;
  std::string notes;  // Markdown
};

[[nodiscard]] base::Status writePeftFolder(const base::Path& folder,
                                           const PeftAdapter& adapter,
                                           const ModelCard& card);

/// Unknown keys of the config are ignored. Errors: NotFound; Corrupt names the tensor or key;
/// Unsupported for what changes the computation and is not built (DoRA, patterns, biases).
[[nodiscard]] base::Result<PeftAdapter> readPeftFolder(const base::Path& folder);
[[nodiscard]] bool isPeftFolder(const base::Path& folder);

}  // namespace telesoft::engine
