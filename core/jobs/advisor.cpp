#include "telesoft/jobs/advisor.h"

#include <algorithm>
#include <cmath>

#include "telesoft/base/text.h"

namespace telesoft::jobs {

using base::withThousands;
using protocol::Advice;
using protocol::Approach;
using protocol::ApproachAdvice;
using protocol::BaseModel;
using protocol::Task;

namespace {

constexpr std::int64_t kFewest = 30;        // labelled rows
constexpr std::int64_t kFewForText = 1000;  // below: adapting the weights is a gamble
constexpr std::int64_t kFewForTable = 100;
constexpr std::int64_t kManyForFull = 10000;
constexpr std::int64_t kThinClass = 10;
constexpr double kFloatRate = 25e9, kBfloat16Rate = 60e9;
constexpr double kBytesAToken = 4.2;
constexpr double kOptimizerBytes = 16;
constexpr double kProgramMb = 250;
constexpr double kActivationBytes = 64;  // of a token's hidden value in a layer: 16 floats
constexpr double kMemoryShare = 0.8;

const char* const kRecommended = "recommended";
const char* const kPossible = "possible";
const char* const kNotAdvised = "not_advised";
const char* const kNotAvailable = "not_available";

/// Of an encoder with so many parameters; the catalogue does not tell.
struct Shape {
  double hidden, layers;
};
Shape shapeOf(const BaseModel& model) {
  if (model.task == Task::TabularRisk) {
    return {32, 1};
  }
  const auto parameters = static_cast<double>(model.parameters);
  if (parameters < 60e6) {
    return {384, parameters < 30e6 ? 6.0 : 12.0};
  }
  return parameters < 200e6 ? Shape{768, 12} : Shape{1024, 24};
}

/// What the rules look at, in one place.
struct Facts {
  const AdviceInput& input;
  BaseModel base;
  std::int64_t labelled = 0;
  std::int64_t classes = 0;
  std::int64_t smallestClass = 0;
  [[nodiscard]] bool isText() const { return input.task == Task::TextClassification; }
  [[nodiscard]] std::int64_t few() const { return isText() ? kFewForText : kFewForTable; }
  [[nodiscard]] std::string rowsText() const {
    return withThousands(labelled) + (isText() ? " labelled notes" : " labelled rows");
  }
};

double parametersOf(const Facts& facts) {
  if (facts.base.parameters > 0) {
    return static_cast<double>(facts.base.parameters);
  }
  const double width = shapeOf(facts.base).hidden;
  return width * (static_cast<double>(facts.input.features) + 2 * width +
                  static_cast<double>(facts.classes));
}

/// The weights that a token is multiplied with: those of the layers, not the table of embeddings.
double multipliedOf(const Facts& facts) {
  const Shape shape = shapeOf(facts.base);
  return facts.isText() ? 12 * shape.layers * shape.hidden * shape.hidden : parametersOf(facts);
}

double tokensOf(const Facts& facts) {
  const auto most = static_cast<double>(facts.input.hyperparameters.maxLength);
  return facts.isText() ? std::min(facts.input.averageTextBytes / kBytesAToken + 2, most) : 1;
}

/// As the engine's presets.
std::int64_t epochsOf(const Facts& facts, Approach approach) {
  if (facts.input.hyperparameters.epochs > 0) {
    return facts.input.hyperparameters.epochs;
  }
  switch (approach) {
    case Approach::Peft:
      return 10;
    case Approach::Full:
      return facts.isText() ? 5 : 20;
    case Approach::Scratch:
      return facts.isText() ? 20 : 60;
    default:
      return 1;  // of the encoder: its answers are kept
  }
}

double trainableOf(const Facts& facts, Approach approach) {
  const Shape shape = shapeOf(facts.base);
  const double head = (shape.hidden + 1) * static_cast<double>(facts.classes);
  if (approach == Approach::HeadOnly) {
    return head;
  }
  if (approach != Approach::Peft) {
    return parametersOf(facts) + head;
  }
  // A pair of factors a layer: 4 square ones and 2 four times as wide; or those asked for, square.
  const auto& modules = facts.input.hyperparameters.targetModules;
  const double widths = modules.empty() ? 18 : 2 * static_cast<double>(modules.size());
  return widths * shape.hidden * shape.layers *
             static_cast<double>(facts.input.hyperparameters.loraRank) +
         head;
}

void estimate(ApproachAdvice& advice, const Facts& facts) {
  const Shape shape = shapeOf(facts.base);
  const double passes = advice.approach == Approach::HeadOnly ? 1
                        : advice.approach == Approach::Peft   ? 2
                                                              : 3;
  const auto cores = static_cast<double>(std::max<std::int64_t>(facts.input.cores, 1));
  const double rate =
      facts.isText() && facts.input.bfloat16 ? kBfloat16Rate : kFloatRate;  // a core's
  advice.minutes = static_cast<double>(epochsOf(facts, advice.approach)) *
                   static_cast<double>(facts.labelled) * tokensOf(facts) * multipliedOf(facts) *
                   passes / (cores * rate) / 60;
  const double trained = trainableOf(facts, advice.approach);
  advice.trainableParameters = std::llround(trained);
  const double layers = advice.approach == Approach::HeadOnly ? 1 : shape.layers;
  const double activations = static_cast<double>(facts.input.hyperparameters.batchSize) *
                             tokensOf(facts) * shape.hidden * layers * kActivationBytes;
  advice.memoryMb =
      (4 * parametersOf(facts) + kOptimizerBytes * trained + activations) / 1e6 + kProgramMb;
}

void adviseAdapter(ApproachAdvice& advice, const Facts& facts) {
  if (!facts.isText()) {
    advice.fit = kNotAvailable;
    advice.reasons = {"The risk network has fewer weights than an adapter is worth."};
  } else if (facts.labelled < kFewForText) {
    advice.fit = kPossible;
    advice.reasons = {"An adapter learns best from about 1,000 to 5,000 labelled notes; here are " +
                      withThousands(facts.labelled) + "."};
  } else if (facts.labelled < kManyForFull) {
    advice.fit = kRecommended;
    advice.reasons = {
        "An adapter changes few weights, keeps what the base knows, and learns best "
        "from about 1,000 to 5,000 labelled notes; here are " +
        withThousands(facts.labelled) + "."};
  } else {
    advice.fit = kPossible;
    advice.reasons = {"With " + facts.rowsText() +
                      " all weights can be trained; an adapter is faster and smaller."};
  }
}

void adviseFull(ApproachAdvice& advice, const Facts& facts) {
  const bool many = facts.labelled >= (facts.isText() ? kManyForFull : kFewForTable);
  if (many) {
    advice.fit = kRecommended;
    advice.reasons = {"There are " + facts.rowsText() + ": enough to train all weights."};
  } else if (facts.labelled < facts.few() && facts.isText()) {
    advice.fit = kNotAdvised;
    advice.reasons = {"With " + facts.rowsText() +
                      " the network would forget more than it learns; full tuning pays from about "
                      "10,000."};
  } else {
    advice.fit = kPossible;
    advice.reasons = {facts.isText() ? "Full tuning pays from about 10,000 labelled notes."
                                     : "With few rows the base may well be better as it is: the "
                                       "evaluation will tell."};
  }
}

void adviseHead(ApproachAdvice& advice, const Facts& facts) {
  advice.fit = facts.labelled < facts.few() ? kRecommended : kPossible;
  advice.reasons = {
      "The frozen base with a trained head takes little time, and shows what adapting "
      "the weights adds."};
}

void adviseScratch(ApproachAdvice& advice, const Facts& facts) {
  advice.fit = facts.isText() ? kNotAdvised : kPossible;
  advice.reasons = {facts.isText()
                        ? "Without the base the network would have to learn the language first."
                        : "Training without the base is a comparison: it shows what the base "
                          "brings."};
}

void adviseFeedback(ApproachAdvice& advice, const Facts& facts) {
  advice.fit = kNotAvailable;
  advice.reasons = {
      "This starts from a review: let experts read a model's cases, and train with what they say."};
  if (facts.input.unlabelledRows > facts.labelled) {
    advice.reasons.push_back(withThousands(facts.input.unlabelledRows) +
                             " rows have no label: let experts label some of them first.");
  }
}

void adviseKnowledge(ApproachAdvice& advice) {
  advice.fit = kNotAvailable;
  advice.reasons = {
      "A knowledge base is made of reference content such as guidelines, not of patients' data: "
      "import documents, and index them."};
}

/// What speaks against training at all, whatever the approach.
void holdBack(ApproachAdvice& advice, const Facts& facts) {
  const auto against = [&](const std::string& reason) {
    advice.fit = kNotAdvised;
    advice.reasons.push_back(reason);
  };
  if (facts.classes < 2) {
    against("The data has fewer than two different labels: there is nothing to tell apart.");
  } else if (facts.labelled < kFewest) {
    against("Fewer than 30 labelled rows are too few to train and to judge the result.");
  } else if (facts.smallestClass < kThinClass) {
    advice.reasons.push_back("The rarest label has only " + withThousands(facts.smallestClass) +
                             " rows: its figures will be uncertain.");
  }
  if (facts.input.memoryMb > 0 && advice.memoryMb > kMemoryShare * facts.input.memoryMb) {
    against("It needs about " + withThousands(std::llround(advice.memoryMb)) +
            " MB of memory, and this machine has " +
            withThousands(std::llround(facts.input.memoryMb)) + " MB.");
  }
}

ApproachAdvice adviceOn(Approach approach, const Facts& facts) {
  ApproachAdvice out;
  out.approach = approach;
  switch (approach) {
    case Approach::Peft:
      adviseAdapter(out, facts);
      break;
    case Approach::Full:
      adviseFull(out, facts);
      break;
    case Approach::HeadOnly:
      adviseHead(out, facts);
      break;
    case Approach::Scratch:
      adviseScratch(out, facts);
      break;
    case Approach::ExpertFeedback:
      adviseFeedback(out, facts);
      break;
    case Approach::KnowledgeBase:
      adviseKnowledge(out);
      break;
  }
  if (out.fit != kNotAvailable) {
    estimate(out, facts);
    holdBack(out, facts);
  }
  return out;
}

/// Those of the task, what is on this machine first.
std::vector<BaseModel> fitting(const AdviceInput& input) {
  std::vector<BaseModel> out;
  for (const BaseModel& model : input.baseModels) {
    if (model.task == input.task) {
      out.push_back(model);
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const BaseModel& a, const BaseModel& b) {
    return a.available && !b.available;
  });
  return out;
}

std::string nameForPeople(Approach approach) {
  switch (approach) {
    case Approach::Peft:
      return "parameter-efficient tuning";
    case Approach::Full:
      return "full fine-tuning";
    case Approach::HeadOnly:
      return "the frozen base with a trained head";
    default:
      return "training from scratch";
  }
}

std::string summaryOf(const Advice& advice, const Facts& facts) {
  const std::string data =
      "For " + facts.rowsText() + " of " + withThousands(facts.classes) + " classes, ";
  for (const ApproachAdvice& one : advice.approaches) {
    if (one.fit == kRecommended) {
      const std::int64_t minutes = std::llround(one.minutes);
      return data + nameForPeople(one.approach) + " fits best: " +
             (minutes < 1
                  ? std::string("less than a minute")
                  : "about " + withThousands(minutes) + (minutes == 1 ? " minute" : " minutes")) +
             " on this machine.";
    }
  }
  return data + "no approach is advised.";
}

}  // namespace

Advice advise(const AdviceInput& input) {
  Advice out;
  const std::vector<BaseModel> models = fitting(input);
  Facts facts{input, {}};
  for (const BaseModel& model : models) {
    out.baseModels.push_back(model.id);
    if (model.id == input.baseModel || (input.baseModel.empty() && facts.base.id.empty())) {
      facts.base = model;
    }
  }
  for (const auto& [unused, count] : input.labelCounts) {
    facts.labelled += count;
    facts.smallestClass = facts.classes == 0 ? count : std::min(facts.smallestClass, count);
    ++facts.classes;
  }
  for (const Approach approach :
       {Approach::Peft, Approach::Full, Approach::HeadOnly, Approach::Scratch,
        Approach::ExpertFeedback, Approach::KnowledgeBase}) {
    out.approaches.push_back(adviceOn(approach, facts));
    if (facts.base.id.empty()) {
      out.approaches.back() = {approach, kNotAvailable, {"No base model fits this data."}};
    }
  }
  out.summary = facts.base.id.empty()
                    ? (models.empty() ? "No base model of the catalogue fits this data."
                                      : "The base model asked about does not fit this data.")
                    : summaryOf(out, facts);
  return out;
}

}  // namespace telesoft::jobs
