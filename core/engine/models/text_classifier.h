// BertForSequenceClassification as a Model: the network, its head, and the frozen probe beside it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "telesoft/engine/models/classification_head.h"
#include "telesoft/engine/models/model.h"
#include "telesoft/engine/models/probe.h"
#include "telesoft/engine/models/text_network.h"
#include "telesoft/protocol/run_spec.h"

namespace telesoft::engine {

struct PeftAdapter;
struct StoredLora;

struct TextSetup {
  base::Path base;  // Hugging Face folder
  protocol::ModelReference reference;
  protocol::Approach approach = protocol::Approach::Peft;
  std::vector<protocol::ClassSpec> classes;
  protocol::Hyperparameters hyperparameters;
  /// A trained folder whose weights are the start: an adapter with approach peft, a whole model
  /// with full. An adapter keeps its rank, scale and layers. Empty: the base.
  base::Path warmStart;
  /// Starts as Hugging Face does, with a random head and the pooler frozen: to compare loss curves.
  bool referenceStart = false;
};

class TextClassifier final : public Model {
 public:
  /// For training. Errors: as loadTextNetwork.
  [[nodiscard]] static base::Result<std::unique_ptr<TextClassifier>> create(const TextSetup& setup);
  /// A trained folder, an adapter of ours or of PEFT's, or a whole model. `base` is the adapter's.
  [[nodiscard]] static base::Result<std::unique_ptr<TextClassifier>> open(
      const base::Path& folder, const base::Path& base, protocol::Precision precision);

  /// Fits the probe on frozen embeddings and the head on frozen features, from where training
  /// starts; nothing where a trained model is the start.
  [[nodiscard]] base::Status prepare(const Examples& train,
                                     const Examples& validation,
                                     const base::Stop& stop);

  Parameters& parameters() override { return parameters_; }
  std::int64_t parameterCount() const override;
  std::string precisionName() const override;
  double accumulate(const Examples& examples,
                    const std::vector<std::int64_t>& rows,
                    const Draw& draw,
                    const LossTerms& loss) override;
  void refresh() override;
  base::Result<Probabilities> predict(const Examples& examples, const base::Stop& stop) override;
  base::Result<Saved> save(const base::Path& folder) override;

  [[nodiscard]] TextNetwork& network() { return *network_; }
  /// Logits [rows, classes], without dropout.
  [[nodiscard]] base::Result<std::vector<float>> logits(const Examples& examples,
                                                        const base::Stop& stop);
  [[nodiscard]] const std::optional<Probe>& probe() const { return probe_; }
  [[nodiscard]] std::int64_t classes() const { return head_.classes; }

 private:
  TextClassifier() = default;
  [[nodiscard]] base::Status openAdapter(const base::Path& folder,
                                         const base::Path& base,
                                         protocol::Precision precision);
  [[nodiscard]] base::Status mergeIntoPooler(const StoredLora& lora, double scale);
  [[nodiscard]] base::Status takeAdapter(PeftAdapter& adapter);
  [[nodiscard]] static base::Result<std::unique_ptr<TextClassifier>> createFrom(
      const TextSetup& setup);
  [[nodiscard]] base::Status readClassifier(const base::Path& folder);
  [[nodiscard]] base::Status openWhole(const base::Path& folder, protocol::Precision precision);
  [[nodiscard]] base::Status loadPooler(const base::Path& folder, bool trained);
  [[nodiscard]] base::Status fitHead(const Examples& train, const base::Stop& stop);
  [[nodiscard]] base::Result<Saved> saveAdapter(const base::Path& folder);
  [[nodiscard]] base::Result<Saved> saveWhole(const base::Path& folder);
  [[nodiscard]] std::vector<NamedFloats> headWeights() const;
  double accumulateChunk(const Examples& examples,
                         Range chunk,
                         const std::vector<std::int64_t>& rows,
                         const LossTerms& loss);

  TextSetup setup_;
  Parameters parameters_;
  std::unique_ptr<TextNetwork> network_;
  ClassificationHead head_;
  std::optional<Probe> probe_;
  TokenBatch batch_;
  Buffer<float> first_, dLogits_;
};

/// Calls body(batch, rows [begin, end) of `order`) for packed batches of about `tokens` tokens.
using BatchBody = std::function<void(const TokenBatch&, Range)>;
[[nodiscard]] base::Status forPackedBatches(const Examples& examples,
                                            const base::Stop& stop,
                                            const BatchBody& body);
/// Mean-pooled, normalised embeddings [rows, hidden].
[[nodiscard]] base::Status embedAll(TextNetwork& network,
                                    const Examples& examples,
                                    const base::Stop& stop,
                                    Buffer<float>& out);

}  // namespace telesoft::engine
