#include "demo/demo_run.h"

#include <fmt/format.h>

#include "telesoft/base/os/files.h"
#include "telesoft/base/text.h"

namespace telesoft::cli {

DemoRun::DemoRun(Session& session, client::Client api)
    : session_(session), api_(std::move(api)), began_(std::chrono::steady_clock::now()) {}

double DemoRun::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
}

void DemoRun::say(const std::string& text) {
  session_.out.line(fmt::format("[{:4.0f} s] {}", seconds(), text));
}

base::Result<protocol::Dataset> DemoRun::import(const DemoFiles& files, const std::string& name) {
  TELESOFT_TRY(
      text, base::readFile(files.folder / files.recipe).in("reading the demonstration's recipe"));
  TELESOFT_TRY(parsed, base::parseJson(text));
  protocol::ImportRequest request;
  request.path = (files.folder / files.csv).string();
  request.name = name;
  TELESOFT_TRY(recipe, base::fromJson<protocol::Recipe>(parsed, base::Keys::Strict));
  request.recipe = recipe;
  TELESOFT_TRY(started, (api_.post<protocol::Dataset>("/v1/datasets", request)));
  return session_.waitForDataset(api_, started.id);
}

base::Result<DemoRun::Deidentified> DemoRun::deidentify(const std::string& dataset,
                                                        const protocol::DeidRequest& request) {
  TELESOFT_TRY(started,
               (api_.post<protocol::Dataset>("/v1/datasets/" + dataset + "/deidentify", request)));
  TELESOFT_TRY(ready, session_.waitForDataset(api_, started.id));
  TELESOFT_TRY(report,
               api_.get<protocol::DeidReport>("/v1/datasets/" + ready.id + "/deidentification"));
  return Deidentified{ready, report};
}

base::Result<protocol::Split> DemoRun::split(const protocol::SplitRequest& request) {
  return api_.post<protocol::Split>("/v1/splits", request);
}

base::Result<protocol::Job> DemoRun::train(const protocol::JobRequest& request) {
  TELESOFT_TRY(started, (api_.post<protocol::Job>("/v1/fine-tuning/jobs", request)));
  TELESOFT_TRY(ended, session_.waitForJob(api_, started.id));
  if (ended.status != protocol::JobState::Succeeded || !ended.resultModel) {
    return base::fail(
        base::ErrorCode::Internal,
        "the run ended as " + std::string(base::nameOf(ended.status)) + ": " + ended.message);
  }
  return ended;
}

base::Result<protocol::Evaluation> DemoRun::evaluate(const std::string& model,
                                                     const std::string& testData) {
  protocol::EvaluationRequest request;
  request.modelId = model;
  request.testData = testData;
  request.subgroupAnalysis = true;
  TELESOFT_TRY(started, (api_.post<protocol::Evaluation>("/v1/evaluations", request)));
  return session_.waitForEvaluation(api_, started.id);
}

std::string partId(const protocol::Split& split, const std::string& part) {
  for (const protocol::SplitPart& known : split.parts) {
    if (known.part == part) {
      return known.datasetId;
    }
  }
  return "";
}

const protocol::Comparison* comparisonOf(const protocol::Evaluation& evaluation,
                                         const std::string& against,
                                         const std::string& metric) {
  for (const protocol::Comparison& comparison : evaluation.comparisons) {
    if (comparison.against == against && comparison.metric == metric) {
      return &comparison;
    }
  }
  return nullptr;
}

const protocol::ArmMetrics* armOf(const protocol::Evaluation& evaluation, const std::string& arm) {
  for (const protocol::ArmMetrics& known : evaluation.arms) {
    if (known.arm == arm) {
      return &known;
    }
  }
  return nullptr;
}

}  // namespace telesoft::cli
