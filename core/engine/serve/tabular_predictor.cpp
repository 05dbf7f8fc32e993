#include "telesoft/engine/serve/tabular_predictor.h"

#include <algorithm>
#include <cmath>

#include "telesoft/engine/models/tabular_network.h"
#include "telesoft/engine/serve/shapley.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::json;
using base::Result;
using base::Status;
using data::PreparedFeature;
using data::PreparedRow;
using data::PreparedValue;
using protocol::ServeSpec;
using protocol::WorkerAnswer;

namespace {

Result<PreparedValue> valueOf(const json& value, const PreparedFeature& feature, size_t row) {
  if (value.is_null()) {
    return PreparedValue();
  }
  const bool isCategory = feature.kind == "category";
  if (isCategory && value.is_string()) {
    return PreparedValue(value.get<std::string>());
  }
  if (!isCategory && value.is_number()) {
    return PreparedValue(value.get<double>());
  }
  return fail(ErrorCode::InvalidInput,
              "row " + std::to_string(row) + ": \"" + feature.name + "\" is no " +
                  (isCategory ? "text" : "number"),
              "send numbers as JSON numbers, categories as strings, null where there is none");
}

double logOdds(const std::vector<double>& probabilities, size_t which) {
  double others = 0;
  for (size_t c = 0; c < probabilities.size(); ++c) {
    others += c == which ? 0.0 : probabilities[c];
  }
  constexpr double kLeast = 1e-300;
  return std::log(std::max(kLeast, probabilities[which])) - std::log(std::max(kLeast, others));
}

class TabularPredictor final : public Predictor {
 public:
  TabularPredictor(const ServedFolders& folders,
                   const ServeSpec& spec,
                   std::unique_ptr<TabularNetwork> network)
      : Predictor(folders.calibration),
        network_(std::move(network)),
        encoding_(network_->encoding()) {
    for (const protocol::ServeFeature& feature : spec.features) {
      features_.push_back({feature.name, feature.kind, ""});
    }
    for (const EncodedFeature& feature : encoding_.features()) {
      baseline_.insert(baseline_.end(), static_cast<size_t>(feature.width()), 0.0F);
      if (feature.kind == "category") {
        baseline_.back() = 1;
      }
    }
  }
  /// The features of the spec hold all that the model takes.
  [[nodiscard]] Status check() const {
    TELESOFT_CHECK(encoding_.encode(features_, {}));
    return {};
  }

  Result<Answers> predict(const Rows& rows, bool explain) override;
  Result<Answers> embed(const Rows&) override {
    return fail(ErrorCode::Unsupported, "a model of measurements has no embeddings",
                "ask a text model");
  }

 private:
  [[nodiscard]] Result<Examples> encoded(const Rows& rows) const;
  [[nodiscard]] Result<Probabilities> ask(const Examples& examples);
  [[nodiscard]] Status explainRow(const float* x, WorkerAnswer& answer);
  [[nodiscard]] Examples mixed(const float* x, const std::vector<Coalition>& coalitions) const;

  std::unique_ptr<TabularNetwork> network_;
  TabularEncoding encoding_;
  std::vector<PreparedFeature> features_;
  std::vector<float> baseline_;  // [width]
};

Result<Examples> TabularPredictor::encoded(const Rows& rows) const {
  std::vector<PreparedRow> out;
  for (size_t i = 0; i < rows.size(); ++i) {
    PreparedRow row;
    row.row = static_cast<std::int64_t>(i + 1);
    if (rows[i].values.size() != features_.size()) {
      return fail(ErrorCode::InvalidInput,
                  "row " + std::to_string(row.row) + " has " +
                      std::to_string(rows[i].values.size()) + " values, and the spec names " +
                      std::to_string(features_.size()) + " features",
                  "send one value a feature, in the spec's order");
    }
    for (size_t f = 0; f < features_.size(); ++f) {
      TELESOFT_TRY(value, valueOf(rows[i].values[f], features_[f], i + 1));
      row.values.push_back(std::move(value));
    }
    out.push_back(std::move(row));
  }
  return encoding_.encode(features_, out);
}

Result<Probabilities> TabularPredictor::ask(const Examples& examples) {
  TELESOFT_TRY(out, network_->predict(examples, {}));
  calibrate(out);
  return out;
}

Result<Predictor::Answers> TabularPredictor::predict(const Rows& rows, bool explain) {
  TELESOFT_TRY(examples, encoded(rows));
  TELESOFT_TRY(probabilities, ask(examples));
  Answers out(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    out[i].probabilities = std::move(probabilities[i]);
    if (explain) {
      const auto row = static_cast<std::int64_t>(i);
      TELESOFT_CHECK(explainRow(examples.features.data() + row * examples.featureCount, out[i]));
    }
  }
  return out;
}

Examples TabularPredictor::mixed(const float* x, const std::vector<Coalition>& coalitions) const {
  Examples out;
  out.featureCount = static_cast<std::int64_t>(baseline_.size());
  out.label.assign(coalitions.size(), 0);
  for (const Coalition& own : coalitions) {
    size_t at = 0;
    for (size_t f = 0; f < own.size(); ++f) {
      const float* from = own[f] ? x : baseline_.data();
      const auto width = static_cast<size_t>(encoding_.features()[f].width());
      out.features.insert(out.features.end(), from + at, from + at + width);
      at += width;
    }
  }
  return out;
}

Status TabularPredictor::explainRow(const float* x, WorkerAnswer& answer) {
  const auto& p = answer.probabilities;
  const auto found = static_cast<size_t>(std::max_element(p.begin(), p.end()) - p.begin());
  const auto value = [&](const std::vector<Coalition>& own) -> Result<std::vector<double>> {
    TELESOFT_TRY(probabilities, ask(mixed(x, own)));
    std::vector<double> out;
    for (const std::vector<double>& row : probabilities) {
      out.push_back(logOdds(row, found));
    }
    return out;
  };
  const auto& features = encoding_.features();
  TELESOFT_TRY(shapley, shapleyValues(static_cast<std::int64_t>(features.size()), value));
  answer.method = "Shapley values, " + std::to_string(shapley.permutations) + " permutations";
  for (size_t f = 0; f < features.size(); ++f) {
    answer.contributions.push_back({features[f].name, shapley.values[f]});
  }
  std::stable_sort(
      answer.contributions.begin(), answer.contributions.end(),
      [](const auto& a, const auto& b) { return std::abs(a.weight) > std::abs(b.weight); });
  return {};
}

}  // namespace

Result<std::unique_ptr<Predictor>> openTabularPredictor(const ServeSpec& spec,
                                                        const ServedFolders& folders) {
  TELESOFT_TRY(network, TabularNetwork::open(folders.tuned.empty() ? folders.base : folders.tuned));
  std::vector<std::string> names;
  for (const protocol::ClassSpec& one : spec.classes) {
    names.push_back(one.name);
  }
  if (network->config().classes != names) {
    return fail(ErrorCode::InvalidInput,
                "the classes are not those of the model, in the same order",
                "give the classes of its config.json");
  }
  auto out = std::make_unique<TabularPredictor>(folders, spec, std::move(network));
  TELESOFT_CHECK(out->check());
  return std::unique_ptr<Predictor>(std::move(out));
}

}  // namespace telesoft::engine
