// Two rounds of expert feedback on a model that has seen few examples.
#include <set>
#include <thread>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/protocol/review.h"

#include "demo/full_demo.h"

namespace telesoft::cli {

namespace {

constexpr std::int64_t kFirstRows = 600;
constexpr std::int64_t kCases = 300;
constexpr int kRounds = 2;

using Labels = std::map<std::string, std::string>;

protocol::SplitRequest smallSplit(const std::string& dataset) {
  protocol::SplitRequest plan;
  plan.datasetId = dataset;
  plan.name = "definitions, few to begin with, the others for review";
  plan.testColumn = "site";
  plan.testValue = "North";
  plan.trainFraction = 0.85;
  plan.validationFraction = 0.15;
  plan.testFraction = 0;
  plan.maxTrainRows = kFirstRows;
  return plan;
}

base::Result<protocol::Review> waitUntilOpen(DemoRun& run, const std::string& id) {
  while (true) {
    TELESOFT_TRY(review, run.api().get<protocol::Review>("/v1/reviews/" + id));
    if (review.state == "failed") {
      return base::fail(base::ErrorCode::Internal, "the review failed: " + review.message);
    }
    if (review.state != "preparing") {
      return review;
    }
    if (interrupted()) {
      return base::fail(base::ErrorCode::Cancelled, "the demonstration was cancelled");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

/// The scripted reader: says of each case what the held-back label is.
base::Status readAll(DemoRun& run, const std::string& review, const Labels& labels) {
  while (true) {
    TELESOFT_TRY(next, run.api().get<protocol::NextCases>("/v1/reviews/" + review +
                                                          "/next?count=10&reading=first"));
    if (next.items.empty()) {
      return {};
    }
    for (const protocol::ReviewCase& one : next.items) {
      const auto truth = labels.find(one.text);
      protocol::DecisionRequest decision;
      decision.caseId = one.id;
      decision.kind = protocol::DecisionKind::Unsure;
      if (truth != labels.end() && !one.findings.empty()) {
        const bool agrees = one.findings.front().label == truth->second;
        decision.kind = agrees ? protocol::DecisionKind::Confirm : protocol::DecisionKind::Correct;
        decision.label = agrees ? "" : truth->second;
      }
      TELESOFT_CHECK(
          run.api().post<protocol::Decision>("/v1/reviews/" + review + "/decisions", decision));
    }
  }
}

struct Round {
  std::string model;
  protocol::Evaluation evaluation;
};

base::Result<Round> firstModel(DemoRun& run, const protocol::Split& split) {
  protocol::JobRequest request;
  request.name = "Definitions, the first few";
  request.baseModel = "telesoft-diagnostic-v2";
  request.trainingData = partId(split, "train");
  request.validationData = partId(split, "validation");
  request.hyperparameters.epochs = 4;
  TELESOFT_TRY(job, run.train(request));
  TELESOFT_TRY(evaluation, run.evaluate(job.resultModel->id, partId(split, "test")));
  return Round{job.resultModel->id, std::move(evaluation)};
}

base::Result<std::string> reviewPool(DemoRun& run,
                                     const std::string& model,
                                     const std::string& pool,
                                     const Labels& labels) {
  protocol::ReviewRequest request;
  request.name = "What the model is unsure of";
  request.modelId = model;
  request.datasetId = pool;
  request.cases = kCases;
  TELESOFT_TRY(made, (run.api().post<protocol::Review>("/v1/reviews", request)));
  TELESOFT_TRY(open, waitUntilOpen(run, made.id));
  run.say(fmt::format("review: {} cases, the least certain first, a tenth drawn at random",
                      open.cases));
  TELESOFT_CHECK(readAll(run, open.id, labels));
  TELESOFT_TRY(summary,
               run.api().get<protocol::ReviewSummary>("/v1/reviews/" + open.id + "/summary"));
  run.say("  " + summary.statement);
  TELESOFT_CHECK(run.api().post<protocol::Review>("/v1/reviews/" + open.id + "/close"));
  return open.id;
}

base::Result<Round> learn(DemoRun& run,
                          const Round& before,
                          const std::vector<std::string>& reviews,
                          const std::string& test) {
  protocol::JobRequest request;
  request.name = fmt::format("Definitions, corrected, round {}", reviews.size());
  request.baseModel = "telesoft-diagnostic-v2";
  request.approach = protocol::Approach::ExpertFeedback;
  request.warmStart = before.model;
  request.reviews = reviews;
  TELESOFT_TRY(job, run.train(request));
  TELESOFT_TRY(evaluation, run.evaluate(job.resultModel->id, test));
  return Round{job.resultModel->id, std::move(evaluation)};
}

base::Result<protocol::Estimate> macroF1(const Round& round) {
  const protocol::ArmMetrics* const arm = armOf(round.evaluation, "tuned");
  if (arm == nullptr) {
    return base::fail(base::ErrorCode::Internal, "the evaluation lacks the tuned model");
  }
  return arm->macroF1;
}

}  // namespace

base::Result<DemoPart> runFeedbackDemo(DemoRun& run, const std::string& dataset) {
  DemoPart part;
  TELESOFT_TRY(labels, labelsOfNotes(run, dataset));
  TELESOFT_TRY(split, run.split(smallSplit(dataset)));
  run.say("fine-tuning on the first few");
  TELESOFT_TRY(round, firstModel(run, split));
  TELESOFT_TRY(before, macroF1(round));
  run.say("before any review: macro-F1 " + estimateText(before));
  std::vector<std::string> reviews;
  base::json rounds = base::json::array();
  for (int i = 1; i <= kRounds; ++i) {
    TELESOFT_TRY(review, reviewPool(run, round.model, partId(split, "pool"), labels));
    reviews.push_back(review);
    TELESOFT_TRY(next, learn(run, round, reviews, partId(split, "test")));
    TELESOFT_TRY(was, macroF1(round));
    TELESOFT_TRY(now, macroF1(next));
    const std::string told =
        fmt::format("round {}: macro-F1 {} -> {}, a gain of {:+.3f} on {} untouched rows", i,
                    estimateText(was), estimateText(now), now.value - was.value, now.n);
    run.say(told);
    part.summary.push_back(told);
    rounds.push_back({{"round", i},
                      {"review", review},
                      {"model", next.model},
                      {"macroF1", base::toJson(now)},
                      {"gain", now.value - was.value}});
    round = std::move(next);
  }
  part.json = {{"firstMacroF1", base::toJson(before)}, {"rounds", rounds}, {"model", round.model}};
  return part;
}

base::Result<std::map<std::string, std::string>> labelsOfNotes(DemoRun& run,
                                                               const std::string& dataset) {
  std::map<std::string, std::string> out;
  for (std::int64_t offset = 0;; offset += 1000) {
    TELESOFT_TRY(page, run.api().get<protocol::RowPage>(fmt::format(
                           "/v1/datasets/{}/rows?offset={}&limit=1000", dataset, offset)));
    const auto column = [&](const std::string& name) {
      return static_cast<size_t>(std::find(page.columns.begin(), page.columns.end(), name) -
                                 page.columns.begin());
    };
    const size_t note = column("note"), label = column("label");
    if (note >= page.columns.size() || label >= page.columns.size()) {
      return base::fail(base::ErrorCode::Internal, "the dataset lacks note or label");
    }
    for (const auto& row : page.rows) {
      out[row[note]] = row[label];
    }
    if (page.rows.empty() || offset + static_cast<std::int64_t>(page.rows.size()) >= page.total) {
      return out;
    }
  }
}

}  // namespace telesoft::cli
