#include "telesoft/protocol/run_spec.h"

#include <array>

namespace telesoft::protocol {

using base::ErrorCode;
using base::fail;
using base::Status;

namespace {

struct Range {
  const char* key;
  double value, low, high;
};

Status within(const Range& r) {
  if (r.value >= r.low && r.value <= r.high) {
    return {};
  }
  const auto text = [](double number) {
    std::string out = base::json(number).dump();
    return out.ends_with(".0") ? out.substr(0, out.size() - 2) : out;
  };
  return fail(ErrorCode::InvalidInput, std::string("\"hyperparameters.") + r.key + "\" is " +
                                           text(r.value) + ", outside " + text(r.low) + " to " +
                                           text(r.high));
}

Status validateHyperparameters(const Hyperparameters& h) {
  const std::array<Range, 14> ranges = {
      {{"learningRate", h.learningRate, 0, 10},
       {"epochs", static_cast<double>(h.epochs), 0, 10000},
       {"batchSize", static_cast<double>(h.batchSize), 1, 65536},
       {"accumulationSteps", static_cast<double>(h.accumulationSteps), 1, 65536},
       {"warmupSteps", static_cast<double>(h.warmupSteps), 0, 1e9},
       {"weightDecay", h.weightDecay, 0, 10},
       {"clipNorm", h.clipNorm, 0, 1e6},
       {"maxLength", static_cast<double>(h.maxLength), 4, 8192},
       {"dropout", h.dropout, 0, 0.9},
       {"loraRank", static_cast<double>(h.loraRank), 1, 512},
       {"loraAlpha", h.loraAlpha, 1e-3, 4096},
       {"loraDropout", h.loraDropout, 0, 0.9},
       {"earlyStoppingPatience", static_cast<double>(h.earlyStoppingPatience), 0, 1e6},
       {"threads", static_cast<double>(h.threads), 0, 1024}}};
  for (const Range& range : ranges) {
    TELESOFT_CHECK(within(range));
  }
  return {};
}

}  // namespace

Status validate(const RunSpec& spec) {
  if (spec.format != "telesoft.run-spec" || spec.version != 1) {
    return fail(ErrorCode::Unsupported, "the spec is not telesoft.run-spec version 1",
                "a newer program wrote it: update the engine");
  }
  TELESOFT_CHECK(validateHyperparameters(spec.hyperparameters));
  if (spec.kind == RunKind::Index) {
    if (spec.data.train.empty() || spec.baseModel.path.empty() ||
        spec.approach != Approach::KnowledgeBase || spec.task != Task::TextClassification) {
      return fail(ErrorCode::InvalidInput,
                  "an index run needs passages in \"data.train\", a text base model, and approach "
                  "\"knowledge_base\"");
    }
    return {};
  }
  if (spec.classes.size() < 2) {
    return fail(ErrorCode::InvalidInput, "\"classes\" names fewer than two classes",
                "a model needs at least two labels to tell apart");
  }
  static const std::array<std::string_view, 4> kMetrics = {"f1_score", "accuracy", "auroc", "loss"};
  if (std::find(kMetrics.begin(), kMetrics.end(), spec.targetMetrics.primary) == kMetrics.end()) {
    return fail(ErrorCode::InvalidInput,
                "\"targetMetrics.primary\" must be one of: f1_score, accuracy, auroc, loss");
  }
  if (spec.kind == RunKind::Train && (spec.data.train.empty() || spec.data.validation.empty())) {
    return fail(ErrorCode::InvalidInput,
                "\"data\" needs train and validation files for a training run");
  }
  if (spec.kind == RunKind::Evaluate && spec.data.test.empty()) {
    return fail(ErrorCode::InvalidInput, "\"data\" needs a test file for an evaluation");
  }
  if (spec.baseModel.path.empty() && spec.approach != Approach::Scratch) {
    return fail(ErrorCode::InvalidInput, "\"baseModel.path\" is empty",
                "only approach \"scratch\" works without a base model");
  }
  return {};
}

base::Result<RunSpec> parseRunSpec(std::string_view text) {
  TELESOFT_TRY(parsed, base::parseJson(text));
  TELESOFT_TRY(spec, base::fromJson<RunSpec>(parsed, base::Keys::Strict));
  TELESOFT_CHECK(validate(spec));
  return spec;
}

}  // namespace telesoft::protocol
