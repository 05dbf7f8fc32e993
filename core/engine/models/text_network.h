// A BERT encoder ready for use, read from a Hugging Face folder, in the precision that the CPU is
// fastest in.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"
#include "telesoft/engine/models/encoder.h"
#include "telesoft/engine/models/weight_source.h"
#include "telesoft/protocol/run_spec.h"

namespace telesoft::engine {

enum class Training { Frozen, Lora, Everything };

struct NetworkPlan {
  Training training = Training::Frozen;
  bool fromScratch = false;  // the config only; weights drawn from N(0, 0.02)
  protocol::Precision precision = protocol::Precision::Auto;
  LoraSettings lora;
  std::vector<std::string> targets;  // PEFT names; empty: all linear layers of the encoder
  std::uint64_t seed = 0;
};

/// One stored matrix or vector of a network and its Hugging Face name, for writing a whole folder.
struct NamedFloats {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

class TextNetwork {
 public:
  virtual ~TextNetwork() = default;
  [[nodiscard]] virtual const BertConfig& config() const = 0;
  [[nodiscard]] virtual bool isBf16() const = 0;
  [[nodiscard]] virtual std::int64_t parameterCount() const = 0;
  virtual void setDropout(double hidden, double attention) = 0;
  /// first [sequences, hidden]: the last layer's output at each sequence's first token.
  virtual void forward(const TokenBatch& batch, bool trains, Buffer<float>& first) = 0;
  /// dFirst of the last forward(), which must have been a training one.
  virtual void backward(const float* dFirst) = 0;
  /// pooled [sequences, hidden]: the mean over tokens, of length 1: a sentence embedding.
  virtual void embed(const TokenBatch& batch, Buffer<float>& pooled) = 0;
  /// Frozen weights are rearranged for the fastest products, in which a text's result does not
  /// depend on the texts beside it. There is no backward() afterwards.
  virtual void fixForInference() = 0;
  /// Takes over changed parameters into the working precision.
  virtual void refresh() = 0;
  [[nodiscard]] virtual std::vector<const Lora*> loras() const = 0;
  /// The encoder's trained weights with Hugging Face names ("bert." included).
  [[nodiscard]] virtual std::vector<NamedFloats> weights() const = 0;
};

/// Errors: as readBertConfig and WeightSource; InvalidInput names a target module that matches
/// nothing.
[[nodiscard]] base::Result<std::unique_ptr<TextNetwork>> loadTextNetwork(const base::Path& folder,
                                                                         const NetworkPlan& plan,
                                                                         Parameters& parameters);

/// The names PEFT would match all linear layers of the encoder with.
[[nodiscard]] const std::vector<std::string>& allLinearTargets();

}  // namespace telesoft::engine
