#include "telesoft/engine/run/learner.h"

#include <set>

#include "telesoft/base/text.h"
#include "telesoft/engine/adapters/peft_folder.h"
#include "telesoft/engine/io/hf_folder.h"
#include "telesoft/engine/models/tabular_network.h"
#include "telesoft/engine/models/text_classifier.h"
#include "telesoft/engine/run/model_folder.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using protocol::Approach;
using protocol::Hyperparameters;

namespace {

struct Parts {
  data::PreparedManifest manifest;
  std::vector<data::PreparedRow> train, validation;
};

Result<Parts> readParts(const RunInput& input, const base::Stop& stop) {
  TELESOFT_TRY(manifest, readManifest(input));
  TELESOFT_TRY(train, readPart(input, manifest, "train", stop));
  TELESOFT_TRY(validation, readPart(input, manifest, "validation", stop));
  return Parts{std::move(manifest), std::move(train), std::move(validation)};
}

Status checkLength(const base::Path& base, std::int64_t maxLength) {
  TELESOFT_TRY(config, readBertConfig(base));
  if (maxLength > config.maxPositions) {
    return fail(ErrorCode::InvalidInput,
                "\"hyperparameters.maxLength\" is " + std::to_string(maxLength) +
                    ", and the base model reads at most " + std::to_string(config.maxPositions) +
                    " tokens",
                "set maxLength to " + std::to_string(config.maxPositions) + " or less");
  }
  return {};
}

/// How a part's cut texts are told of.
void warnOfCuts(Learner& learner, const TokenizedPart& part, const char* name, std::int64_t most) {
  if (part.truncated > 0) {
    learner.warnings.push_back(
        {base::withThousands(part.truncated) + " of " + base::withThousands(part.examples.size()) +
             " texts of the " + name + " part were cut at " + std::to_string(most) + " tokens",
         "what stands after that is not seen: raise maxLength, or shorten the texts"});
  }
}

/// The model that expert feedback goes on from has to be whole, of this base, and of these classes.
Status checkWarmStart(const RunInput& input) {
  const protocol::RunSpec& spec = input.spec;
  if (spec.warmStart.path.empty()) {
    return {};
  }
  TELESOFT_CHECK(checkWeights(input, spec.warmStart));
  TELESOFT_TRY(known, readModelDescription(input.resolve(spec.warmStart.path)));
  const auto isSame = [](const protocol::ClassSpec& a, const protocol::ClassSpec& b) {
    return a.name == b.name;
  };
  if (known && !std::equal(known->classes.begin(), known->classes.end(), spec.classes.begin(),
                           spec.classes.end(), isSame)) {
    return fail(ErrorCode::InvalidInput,
                "the model to go on from tells other classes apart than the data has",
                "correct with its classes only, or train a new model from the base");
  }
  if (known && !known->baseSha256.empty() && !spec.baseModel.sha256.empty() &&
      known->baseSha256 != spec.baseModel.sha256) {
    return fail(ErrorCode::Conflict, "the model to go on from was trained on another base model",
                "name the base model that it was trained on");
  }
  return {};
}

Result<Learner> textLearner(const RunInput& input,
                            const Hyperparameters& h,
                            const base::Stop& stop) {
  if (input.spec.baseModel.path.empty()) {
    return fail(ErrorCode::InvalidInput,
                "\"baseModel.path\" is empty: its vocabulary and sizes are needed for texts, also "
                "from scratch",
                "name a text base model");
  }
  TELESOFT_CHECK(checkWeights(input, input.spec.baseModel));
  const base::Path base = input.resolve(input.spec.baseModel.path);
  TELESOFT_CHECK(checkLength(base, h.maxLength).in("reading the base model"));
  TELESOFT_TRY(parts, readParts(input, stop));
  TELESOFT_TRY(tokenizer, WordPiece::fromFolder(base).in("reading the base model"));
  TELESOFT_TRY(train, tokenize(parts.train, tokenizer, h.maxLength, stop));
  TELESOFT_TRY(validation, tokenize(parts.validation, tokenizer, h.maxLength, stop));
  Learner out;
  warnOfCuts(out, train, "train", h.maxLength);
  warnOfCuts(out, validation, "validation", h.maxLength);
  out.train = std::move(train.examples);
  out.validation = std::move(validation.examples);
  TextSetup setup;
  setup.base = base;
  setup.reference = input.spec.baseModel;
  setup.approach = trainedAs(input);
  setup.warmStart =
      input.spec.warmStart.path.empty() ? base::Path() : input.resolve(input.spec.warmStart.path);
  setup.classes = input.spec.classes;
  setup.hyperparameters = h;
  TELESOFT_TRY(model, TextClassifier::create(setup).in("reading the base model"));
  TextClassifier* text = model.get();
  out.model = std::move(model);
  out.prepare = [text](const Learner& learner, const base::Stop& s) {
    return text->prepare(learner.train, learner.validation, s);
  };
  out.dataFingerprint =
      parts.manifest.parts.at("train").sha256 + parts.manifest.parts.at("validation").sha256;
  return out;
}

Result<std::unique_ptr<TabularNetwork>> tabularNetwork(const RunInput& input,
                                                       const Parts& parts,
                                                       std::uint64_t seed) {
  if (input.spec.approach == Approach::Scratch) {
    TabularConfig config;
    config.features = TabularEncoding::fit(parts.manifest.features, parts.train).features();
    config.classes = parts.manifest.classes;
    if (config.features.empty()) {
      return fail(ErrorCode::InvalidInput, "the prepared data has no features",
                  "mark the columns to predict from as features at import");
    }
    return TabularNetwork::create(std::move(config), seed);
  }
  const bool goesOn = !input.spec.warmStart.path.empty();
  const protocol::ModelReference& from = goesOn ? input.spec.warmStart : input.spec.baseModel;
  TELESOFT_CHECK(checkWeights(input, from));
  TELESOFT_TRY(network,
               TabularNetwork::open(input.resolve(from.path))
                   .in(goesOn ? "reading the model to go on from" : "reading the base model"));
  if (network->config().classes != parts.manifest.classes) {
    return fail(ErrorCode::InvalidInput,
                "the model tells the classes \"" + base::join(network->config().classes, "\", \"") +
                    "\" apart, and the data has others",
                "name the outcome's values so at import, or choose approach \"scratch\"");
  }
  return network;
}

Result<Learner> tabularLearner(const RunInput& input,
                               const Hyperparameters& h,
                               const base::Stop& stop) {
  TELESOFT_TRY(parts, readParts(input, stop));
  TELESOFT_TRY(network, tabularNetwork(input, parts, static_cast<std::uint64_t>(h.seed)));
  TELESOFT_CHECK(network->makeTrainable(trainedAs(input), h.dropout));
  const TabularEncoding encoding = network->encoding();
  Learner out;
  TELESOFT_TRY(train, encoding.encode(parts.manifest.features, parts.train));
  TELESOFT_TRY(validation, encoding.encode(parts.manifest.features, parts.validation));
  out.train = std::move(train);
  out.validation = std::move(validation);
  out.model = std::move(network);
  out.dataFingerprint =
      parts.manifest.parts.at("train").sha256 + parts.manifest.parts.at("validation").sha256;
  return out;
}

}  // namespace

Approach trainedAs(const RunInput& input) {
  const protocol::RunSpec& spec = input.spec;
  if (spec.approach != Approach::ExpertFeedback) {
    return spec.approach;
  }
  const bool isText = spec.task == protocol::Task::TextClassification;
  const bool isAdapter =
      spec.warmStart.path.empty() || isPeftFolder(input.resolve(spec.warmStart.path));
  return isText && isAdapter ? Approach::Peft : Approach::Full;
}

Result<Learner> makeLearner(const RunInput& input,
                            const Hyperparameters& hyperparameters,
                            const base::Stop& stop) {
  if (input.spec.approach == Approach::KnowledgeBase) {
    return fail(ErrorCode::Unsupported, "approach \"knowledge_base\" trains no weights",
                "ask for a run of kind \"index\"");
  }
  TELESOFT_CHECK(checkWarmStart(input));
  return input.spec.task == protocol::Task::TextClassification
             ? textLearner(input, hyperparameters, stop)
             : tabularLearner(input, hyperparameters, stop);
}

Status checkLearnable(const Learner& learner, const protocol::RunSpec& spec) {
  const std::set<std::int64_t> seen(learner.train.label.begin(), learner.train.label.end());
  if (seen.size() < 2) {
    return fail(ErrorCode::InvalidInput, "all rows of the train part have the same label",
                "training needs rows of at least two classes");
  }
  const std::set<std::int64_t> checked(learner.validation.label.begin(),
                                       learner.validation.label.end());
  if (spec.targetMetrics.primary == "auroc" && checked.size() < 2) {
    return fail(ErrorCode::InvalidInput,
                "all rows of the validation part have the same label, so AUROC has no value",
                "make the validation part larger, or choose another primary metric");
  }
  return {};
}

}  // namespace telesoft::engine
