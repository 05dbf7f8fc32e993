#include "telesoft/engine/run/arms.h"

#include "telesoft/engine/adapters/peft_folder.h"
#include "telesoft/engine/models/tabular_network.h"
#include "telesoft/engine/models/text_classifier.h"
#include "telesoft/engine/models/zero_shot.h"
#include "telesoft/engine/run/model_folder.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;
using base::Status;
using data::PreparedRow;
using evaluate::ArmPredictions;

namespace {

using Arms = std::vector<ArmPredictions>;

std::string baseName(const protocol::RunSpec& spec) {
  return spec.baseModel.id.empty() ? "base model" : spec.baseModel.id;
}

/// What was done to the base, for people: ids of models stand elsewhere in an evaluation.
std::string tunedTitle(const protocol::RunSpec& spec) {
  switch (spec.approach) {
    case protocol::Approach::Peft:
      return baseName(spec) + ", fine-tuned with LoRA";
    case protocol::Approach::Full:
      return baseName(spec) + ", all weights fine-tuned";
    case protocol::Approach::HeadOnly:
      return baseName(spec) + ", head trained";
    case protocol::Approach::Scratch:
      return "the same network, trained from scratch";
    case protocol::Approach::ExpertFeedback:
      return baseName(spec) + ", trained with readers' corrections";
    case protocol::Approach::KnowledgeBase:
      return baseName(spec) + ", with a knowledge base";
  }
  return "tuned model";
}

/// As long as in training, also where the evaluation's spec does not say it.
Result<std::int64_t> maxLengthOf(const RunInput& run) {
  TELESOFT_TRY(known, readModelDescription(run.resolve(run.spec.tunedModel.path)));
  return known && known->maxLength > 0 ? known->maxLength : run.spec.hyperparameters.maxLength;
}

Result<Examples> textsOf(const ArmInput& input,
                         const std::vector<PreparedRow>& rows,
                         const Path& tokenizerFolder,
                         const base::Stop& stop) {
  TELESOFT_TRY(maxLength, maxLengthOf(input.run));
  TELESOFT_TRY(tokenizer, WordPiece::fromFolder(tokenizerFolder));
  TELESOFT_TRY(part, tokenize(rows, tokenizer, maxLength, stop));
  return std::move(part.examples);
}

std::vector<PreparedRow> descriptionsOf(const protocol::RunSpec& spec) {
  std::vector<PreparedRow> out;
  for (const protocol::ClassSpec& one : spec.classes) {
    PreparedRow row;
    row.text = sentenceOf(one);
    out.push_back(std::move(row));
  }
  return out;
}

/// The frozen encoder of the base, asked for embeddings.
class FrozenBase {
 public:
  static Result<FrozenBase> open(const ArmInput& input) {
    FrozenBase out(input);
    NetworkPlan plan;
    plan.precision = input.run.spec.hyperparameters.precision;
    TELESOFT_TRY(network,
                 loadTextNetwork(out.folder_, plan, *out.none_).in("reading the base model"));
    out.network_ = std::move(network);
    return out;
  }
  [[nodiscard]] std::int64_t width() const { return network_->config().hidden; }
  Status embed(const std::vector<PreparedRow>& rows, const base::Stop& stop, Buffer<float>& out) {
    TELESOFT_TRY(examples, textsOf(*input_, rows, folder_, stop));
    return embedAll(*network_, examples, stop, out);
  }

 private:
  explicit FrozenBase(const ArmInput& input)
      : input_(&input),
        folder_(input.run.resolve(input.run.spec.baseModel.path)),
        none_(std::make_unique<Parameters>()) {}
  const ArmInput* input_;
  Path folder_;
  std::unique_ptr<Parameters> none_;
  std::unique_ptr<TextNetwork> network_;
};

std::vector<std::int64_t> labelsOf(const std::vector<PreparedRow>& rows) {
  std::vector<std::int64_t> out;
  for (const PreparedRow& row : rows) {
    out.push_back(row.label);
  }
  return out;
}

/// The probe that training has left, else one fitted on the train part; nothing without either.
Result<std::optional<Probe>> probeOf(const ArmInput& input,
                                     FrozenBase& frozen,
                                     const base::Stop& stop) {
  const Path tuned = input.run.resolve(input.run.spec.tunedModel.path);
  const auto classes = static_cast<std::int64_t>(input.run.spec.classes.size());
  std::error_code ignored;
  if (std::filesystem::exists(tuned / "probe.json", ignored)) {
    TELESOFT_TRY(probe, readProbe(tuned));
    if (probe.classes == classes && probe.features == frozen.width()) {
      return std::optional<Probe>(std::move(probe));
    }
  }
  if (input.run.spec.data.train.empty() || input.run.spec.data.validation.empty()) {
    return std::optional<Probe>();
  }
  TELESOFT_TRY(train, readPart(input.run, input.manifest, "train", stop));
  TELESOFT_TRY(validation, readPart(input.run, input.manifest, "validation", stop));
  Buffer<float> trainX;
  Buffer<float> validationX;
  TELESOFT_CHECK(frozen.embed(train, stop, trainX));
  TELESOFT_CHECK(frozen.embed(validation, stop, validationX));
  const auto trainY = labelsOf(train);
  const auto validationY = labelsOf(validation);
  TELESOFT_TRY(probe,
               chooseProbe({trainX.data(), &trainY, frozen.width(), classes},
                           {validationX.data(), &validationY, frozen.width(), classes}, stop));
  return std::optional<Probe>(std::move(probe));
}

Status addFrozenTextArms(const ArmInput& input, const base::Stop& stop, Arms& out) {
  const protocol::RunSpec& spec = input.run.spec;
  const std::string name = baseName(spec);
  const auto rows = static_cast<std::int64_t>(input.test.size());
  TELESOFT_TRY(frozen, FrozenBase::open(input));
  Buffer<float> texts;
  Buffer<float> classes;
  TELESOFT_CHECK(frozen.embed(input.test, stop, texts));
  TELESOFT_CHECK(frozen.embed(descriptionsOf(spec), stop, classes));
  out.push_back({"base", name + ", zero-shot",
                 zeroShot(texts.data(), rows, classes.data(),
                          static_cast<std::int64_t>(spec.classes.size()), frozen.width())});
  TELESOFT_CHECK(input.progress(0.4));
  TELESOFT_TRY(probe, probeOf(input, frozen, stop));
  if (probe) {
    out.push_back({"head_only", name + ", frozen, with a trained head",
                   probeProbabilities(*probe, texts.data(), rows)});
  }
  return input.progress(0.6);
}

Status addTunedTextArm(const ArmInput& input, const base::Stop& stop, Arms& out) {
  const protocol::RunSpec& spec = input.run.spec;
  const Path folder = input.run.resolve(spec.tunedModel.path);
  const bool isAdapter = isPeftFolder(folder);
  if (isAdapter && spec.baseModel.path.empty()) {
    return fail(ErrorCode::InvalidInput, "the tuned model is an adapter, and the run names no base",
                "name the base model that it was trained on");
  }
  const Path base = spec.baseModel.path.empty() ? folder : input.run.resolve(spec.baseModel.path);
  TELESOFT_TRY(model, TextClassifier::open(folder, base, spec.hyperparameters.precision)
                          .in("reading the tuned model"));
  if (model->classes() != static_cast<std::int64_t>(spec.classes.size())) {
    return fail(ErrorCode::InvalidInput,
                "the tuned model has another number of classes than the run",
                "give the classes that it was trained with");
  }
  TELESOFT_TRY(examples, textsOf(input, input.test, isAdapter ? base : folder, stop));
  TELESOFT_TRY(probabilities, model->predict(examples, stop));
  out.push_back({"tuned", tunedTitle(spec), std::move(probabilities)});
  return {};
}

/// A network of a folder, with the run's classes, and the rows as it takes them.
struct OpenTabular {
  std::unique_ptr<TabularNetwork> network;
  Examples test;
};

Result<OpenTabular> openTabular(const ArmInput& input, const protocol::ModelReference& model) {
  OpenTabular out;
  TELESOFT_TRY(
      network,
      TabularNetwork::open(input.run.resolve(model.path)).in("reading the model", model.id));
  if (network->config().classes != input.manifest.classes) {
    return fail(ErrorCode::InvalidInput,
                "the model \"" + model.id + "\" has other classes than the run",
                "give the classes that it was trained with");
  }
  TELESOFT_TRY(test, network->encoding().encode(input.manifest.features, input.test));
  out.network = std::move(network);
  out.test = std::move(test);
  return out;
}

/// The last layer of the base fitted again, with a penalty chosen on validation.
Result<Probabilities> refitHead(const ArmInput& input, OpenTabular& base, const base::Stop& stop) {
  const TabularEncoding encoding = base.network->encoding();
  TELESOFT_TRY(trainRows, readPart(input.run, input.manifest, "train", stop));
  TELESOFT_TRY(validationRows, readPart(input.run, input.manifest, "validation", stop));
  TELESOFT_TRY(train, encoding.encode(input.manifest.features, trainRows));
  TELESOFT_TRY(validation, encoding.encode(input.manifest.features, validationRows));
  const std::vector<float> trainX = base.network->lastFeatures(train);
  const std::vector<float> validationX = base.network->lastFeatures(validation);
  const std::int64_t width = base.network->config().hidden;
  const auto classes = static_cast<std::int64_t>(input.manifest.classes.size());
  TELESOFT_TRY(probe, chooseProbe({trainX.data(), &train.label, width, classes},
                                  {validationX.data(), &validation.label, width, classes}, stop));
  const std::vector<float> testX = base.network->lastFeatures(base.test);
  return probeProbabilities(probe, testX.data(), base.test.size());
}

Status addTabularArms(const ArmInput& input, const base::Stop& stop, Arms& out) {
  const protocol::RunSpec& spec = input.run.spec;
  if (!spec.baseModel.path.empty()) {
    const std::string name = baseName(spec);
    TELESOFT_TRY(base, openTabular(input, spec.baseModel));
    TELESOFT_TRY(asItIs, base.network->predict(base.test, stop));
    out.push_back({"base", name + ", as it is", std::move(asItIs)});
    if (!spec.data.train.empty() && !spec.data.validation.empty()) {
      TELESOFT_TRY(refitted, refitHead(input, base, stop));
      out.push_back({"head_only", name + ", last layer fitted again", std::move(refitted)});
    }
  }
  TELESOFT_CHECK(input.progress(0.4));
  TELESOFT_TRY(tuned, openTabular(input, spec.tunedModel));
  TELESOFT_TRY(probabilities, tuned.network->predict(tuned.test, stop));
  out.push_back({"tuned", tunedTitle(spec), std::move(probabilities)});
  return {};
}

}  // namespace

Result<Arms> predictArms(const ArmInput& input, const base::Stop& stop) {
  Arms out;
  if (input.run.spec.task == protocol::Task::TabularRisk) {
    TELESOFT_CHECK(addTabularArms(input, stop, out));
  } else {
    if (!input.run.spec.baseModel.path.empty()) {
      TELESOFT_CHECK(addFrozenTextArms(input, stop, out));
    }
    if (input.run.spec.approach == protocol::Approach::KnowledgeBase && !out.empty()) {
      // Its weights are the base's: an index changes what is cited, not what is found.
      out.push_back({"tuned", tunedTitle(input.run.spec), out.front().probabilities});
    } else {
      TELESOFT_CHECK(addTunedTextArm(input, stop, out));
    }
  }
  TELESOFT_CHECK(input.progress(0.8));
  return out;
}

}  // namespace telesoft::engine
