// What a Hugging Face model folder says about its encoder: config.json read into numbers that hold
// together.
#pragma once

#include <cstdint>
#include <string>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

namespace telesoft::engine {

struct BertConfig {
  std::int64_t hidden = 0, layers = 0, heads = 0, intermediate = 0;
  std::int64_t vocab = 0, maxPositions = 0, typeVocab = 0;
  double layerNormEps = 1e-12, hiddenDropout = 0.1, attentionDropout = 0.1;
  std::int64_t padId = 0;
  std::string hiddenAct;  // "gelu" (erf), "gelu_new" (tanh) or "relu"
};

/// Errors: NotFound without config.json; Unsupported names a model type, activation or position
/// scheme that is not built; Corrupt names a value that cannot be.
[[nodiscard]] base::Result<BertConfig> readBertConfig(const base::Path& folder);

/// <folder>/model.safetensors. NotFound says what to do, also for sharded or pickled weights.
[[nodiscard]] base::Result<base::Path> weightsFile(const base::Path& folder);

}  // namespace telesoft::engine
