// The risk network: a residual multilayer perceptron over a table's features.
// Source: Gorishniy et al., Revisiting Deep Learning Models for Tabular Data (2106.11959), without
// batch normalisation; each block starts as the identity, so that the network starts as a linear
// model.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "telesoft/engine/models/model.h"
#include "telesoft/engine/models/tabular_encoding.h"
#include "telesoft/protocol/run_spec.h"

namespace telesoft::engine {

/// config.json of a folder: {"architecture": "tabular", ...}.
struct TabularConfig {
  std::string format = "telesoft.tabular-model";
  std::int64_t version = 1;
  std::string architecture = "tabular";
  std::int64_t hidden = 32;
  std::int64_t blocks = 1;
  std::vector<EncodedFeature> features;
  std::vector<std::string> classes;
};

class TabularNetwork final : public Model {
 public:
  /// With new weights.
  [[nodiscard]] static std::unique_ptr<TabularNetwork> create(TabularConfig config,
                                                              std::uint64_t seed);
  /// A folder that save() wrote. Errors: NotFound, Corrupt names the key or tensor, Unsupported.
  [[nodiscard]] static base::Result<std::unique_ptr<TabularNetwork>> open(const base::Path& folder);

  /// What training may change. Full is held near the weights that are there now (L2-SP,
  /// 1802.01483): with few rows a network forgets quickly. Unsupported for adapters: the network
  /// has fewer weights than an adapter is worth.
  [[nodiscard]] base::Status makeTrainable(protocol::Approach approach, double dropout);

  Parameters& parameters() override { return parameters_; }
  std::int64_t parameterCount() const override;
  std::string precisionName() const override { return "float32"; }
  double accumulate(const Examples& examples,
                    const std::vector<std::int64_t>& rows,
                    const Draw& draw,
                    const LossTerms& loss) override;
  void refresh() override {}
  base::Result<Probabilities> predict(const Examples& examples, const base::Stop& stop) override;
  base::Result<Saved> save(const base::Path& folder) override;

  [[nodiscard]] const TabularConfig& config() const { return config_; }
  [[nodiscard]] TabularEncoding encoding() const { return TabularEncoding(config_.features); }
  /// What the last layer sees: [rows, hidden].
  [[nodiscard]] std::vector<float> lastFeatures(const Examples& examples);

 private:
  /// y = x w + b; weight [in, out].
  struct Layer {
    std::string name;
    std::int64_t in = 0, out = 0;
    Values weight, bias;
  };
  struct Row;  // what one row's backward pass needs

  explicit TabularNetwork(TabularConfig config);
  void draw(std::uint64_t seed);
  [[nodiscard]] std::vector<Layer*> layers();
  void train(Layer& layer);
  void forward(const float* x, Row& row) const;
  void backward(const float* x, Row& row, const float* dLogits);
  void pullTowardStart(double strength);

  TabularConfig config_;
  Layer input_;
  std::vector<Layer> inner_;  // two a block
  Layer output_;
  Parameters parameters_;
  std::vector<std::vector<float>> start_;  // values to stay near, in the parameters' order
  double dropout_ = 0;
};

template <class V>
void describe(V& v, TabularConfig& c) {
  v.required("format", c.format);
  v.required("version", c.version);
  v.required("architecture", c.architecture);
  v.required("hidden", c.hidden);
  v.required("blocks", c.blocks);
  v.required("features", c.features);
  v.required("classes", c.classes);
}

}  // namespace telesoft::engine
