#include "telesoft/engine/run/capabilities.h"

#include "telesoft/base/text.h"
#include "telesoft/engine/adapters/peft_folder.h"
#include "telesoft/engine/models/tabular_network.h"
#include "telesoft/engine/models/text_classifier.h"
#include "telesoft/evaluate/capability.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;
using base::Status;
using protocol::CapabilityMetrics;

namespace {

constexpr std::uint64_t kMostBytes = 64U << 20U;

struct Question {
  std::string id, question;
  std::vector<std::string> candidates;
  std::int64_t right = 0;
};
template <class V>
void describe(V& v, Question& q) {
  v.required("id", q.id);
  v.required("question", q.question);
  v.required("candidates", q.candidates);
  v.required("right", q.right);
}

struct PopulationRow {
  std::string id;
  base::json values = base::json::object();
  std::string label;
};
template <class V>
void describe(V& v, PopulationRow& p) {
  v.required("id", p.id);
  v.required("values", p.values);
  v.required("label", p.label);
}

template <class T>
Result<std::vector<T>> readItems(const Path& file) {
  TELESOFT_TRY(text, base::readFile(file, kMostBytes).in("reading a battery"));
  std::vector<T> out;
  for (std::string_view rest = text; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const auto line = base::parseJson(rest.substr(0, end));
    auto item = line ? base::fromJson<T>(*line, base::Keys::Lenient) : Result<T>(line.error());
    if (!item) {
      return fail(ErrorCode::Corrupt,
                  file.filename().string() + " line " + std::to_string(out.size() + 1) +
                      " is no item of a battery",
                  "install the program again");
    }
    out.push_back(*std::move(item));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

/// A question and its candidates one after another, for every item.
std::vector<data::PreparedRow> textsOf(const std::vector<Question>& items) {
  std::vector<data::PreparedRow> out;
  const auto add = [&](const std::string& text) {
    data::PreparedRow row;
    row.text = text;
    out.push_back(std::move(row));
  };
  for (const Question& item : items) {
    add(item.question);
    std::for_each(item.candidates.begin(), item.candidates.end(), add);
  }
  return out;
}

std::vector<bool> rightAnswers(const std::vector<Question>& items,
                               const Buffer<float>& vectors,
                               std::int64_t width) {
  std::vector<bool> out;
  const float* at = vectors.data();
  for (const Question& item : items) {
    const float* question = at;
    std::int64_t best = -1;
    double nearest = -2;
    at += width;
    for (std::int64_t c = 0; c < static_cast<std::int64_t>(item.candidates.size()); ++c) {
      double cosine = 0;
      for (std::int64_t i = 0; i < width; ++i) {
        cosine += static_cast<double>(question[i]) * static_cast<double>(at[i]);
      }
      if (cosine > nearest) {
        nearest = cosine;
        best = c;
      }
      at += width;
    }
    out.push_back(best == item.right);
  }
  return out;
}

Result<std::vector<bool>> answersOf(TextNetwork& network,
                                    const Path& tokenizerFolder,
                                    const std::vector<Question>& items,
                                    const base::Stop& stop) {
  constexpr std::int64_t kTokens = 128;
  TELESOFT_TRY(tokenizer, WordPiece::fromFolder(tokenizerFolder));
  const std::int64_t most = std::min(kTokens, network.config().maxPositions);
  TELESOFT_TRY(part, tokenize(textsOf(items), tokenizer, most, stop));
  Buffer<float> vectors;
  TELESOFT_CHECK(embedAll(network, part.examples, stop, vectors));
  return rightAnswers(items, vectors, network.config().hidden);
}

bool hasOwnWeights(const RunInput& input) {
  return input.spec.approach != protocol::Approach::KnowledgeBase;
}

Result<CapabilityMetrics> askText(const RunInput& input,
                                  const Path& batteries,
                                  const std::string& name,
                                  const base::Stop& stop) {
  TELESOFT_TRY(items, readItems<Question>(batteries / (name + ".jsonl")));
  const protocol::RunSpec& spec = input.spec;
  const Path base = input.resolve(spec.baseModel.path);
  NetworkPlan plan;
  plan.precision = spec.hyperparameters.precision;
  Parameters none;
  TELESOFT_TRY(network, loadTextNetwork(base, plan, none).in("reading the base model"));
  TELESOFT_TRY(before, answersOf(*network, base, items, stop));
  std::vector<bool> after = before;
  if (hasOwnWeights(input)) {
    const Path folder = input.resolve(spec.tunedModel.path);
    TELESOFT_TRY(tuned, TextClassifier::open(folder, base, spec.hyperparameters.precision)
                            .in("reading the tuned model"));
    TELESOFT_TRY(answers,
                 answersOf(tuned->network(), isPeftFolder(folder) ? base : folder, items, stop));
    after = std::move(answers);
  }
  TELESOFT_TRY(out, evaluate::capabilityOfAnswers(name, before, after));
  out.title = name == "regulatory_compliance"
                  ? "Which of eight concepts of the rules for health data, records and devices is "
                    "described: share of right answers"
                  : "Which of eight medical terms is defined (WordNet): share of right answers";
  return out;
}

/// The battery's rows as the network takes them; nothing where it asks for another feature.
std::optional<std::vector<data::PreparedRow>> rowsFor(const TabularConfig& config,
                                                      const std::vector<PopulationRow>& items) {
  std::vector<data::PreparedRow> out;
  for (const PopulationRow& item : items) {
    data::PreparedRow row;
    for (const EncodedFeature& feature : config.features) {
      const auto value = item.values.find(feature.name);
      if (value == item.values.end()) {
        return std::nullopt;
      }
      const bool number = feature.kind == "number";
      if (value->is_null()) {
        row.values.emplace_back();
      } else if (number && value->is_number()) {
        row.values.emplace_back(value->get<double>());
      } else if (!number && value->is_string()) {
        row.values.emplace_back(value->get<std::string>());
      } else {
        return std::nullopt;
      }
    }
    out.push_back(std::move(row));
  }
  return out;
}

/// The probability of the last class for every row; nothing where the network asks for others.
Result<std::optional<std::vector<double>>> scoresOf(const Path& folder,
                                                    const std::vector<PopulationRow>& items,
                                                    const base::Stop& stop) {
  TELESOFT_TRY(network, TabularNetwork::open(folder));
  const TabularConfig& config = network->config();
  const auto rows = rowsFor(config, items);
  if (!rows || config.classes != std::vector<std::string>{"0", "1"}) {
    return std::optional<std::vector<double>>();
  }
  std::vector<data::PreparedFeature> features;
  for (const EncodedFeature& feature : config.features) {
    features.push_back({feature.name, feature.kind, feature.unit});
  }
  TELESOFT_TRY(examples, network->encoding().encode(features, *rows));
  TELESOFT_TRY(probabilities, network->predict(examples, stop));
  std::vector<double> out;
  for (const auto& one : probabilities) {
    out.push_back(one[1]);
  }
  return std::optional(std::move(out));
}

Result<CapabilityMetrics> askRisk(const RunInput& input,
                                  const Path& batteries,
                                  const std::string& name,
                                  const base::Stop& stop) {
  if (name != "general_medical_knowledge") {
    return evaluate::capabilityNotAsked(
        name, "Not applicable: a model of measurements cannot be asked about texts of rules.");
  }
  TELESOFT_TRY(items, readItems<PopulationRow>(batteries / "risk_base_population.jsonl"));
  TELESOFT_TRY(before, scoresOf(input.resolve(input.spec.baseModel.path), items, stop));
  TELESOFT_TRY(after, scoresOf(input.resolve(input.spec.tunedModel.path), items, stop));
  if (!before || !after) {
    return evaluate::capabilityNotAsked(
        name, "Not applicable: the model takes other measurements than the battery has.");
  }
  std::vector<bool> positive;
  for (const PopulationRow& item : items) {
    positive.push_back(item.label == "1");
  }
  TELESOFT_TRY(out, evaluate::capabilityOfScores(name, *before, *after, positive));
  out.title =
      "Who of the base's own population (590 women, Rotterdam) has a recurrence or dies "
      "within three years: AUROC";
  return out;
}

}  // namespace

Result<std::vector<CapabilityMetrics>> askCapabilities(const RunInput& input,
                                                       const Path& batteries,
                                                       const base::Stop& stop) {
  std::vector<CapabilityMetrics> out;
  TELESOFT_CHECK(evaluate::checkCapabilities(input.spec.preserveCapabilities));
  for (const std::string& name : input.spec.preserveCapabilities) {
    if (input.spec.baseModel.path.empty()) {
      out.push_back(evaluate::capabilityNotAsked(
          name, "Not applicable: the model was trained without a base."));
      continue;
    }
    const bool isText = input.spec.task == protocol::Task::TextClassification;
    TELESOFT_TRY(one, isText ? askText(input, batteries, name, stop)
                             : askRisk(input, batteries, name, stop));
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace telesoft::engine
