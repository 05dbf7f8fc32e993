#include "telesoft/deploy/gateway/gateway.h"

#include "telesoft/base/ids.h"
#include "telesoft/deploy/gateway/analysis.h"
#include "telesoft/deploy/gateway/input_check.h"
#include "telesoft/store/seal.h"

namespace telesoft::deploy {

using base::ErrorCode;
using protocol::AnalyzeRequest;

namespace {

std::string textOf(const base::json& document) {
  return document.dump(-1, ' ', false, base::json::error_handler_t::replace);
}

base::Error refusedFields(const std::vector<protocol::FieldProblem>& fields) {
  std::string hint;
  for (const protocol::FieldProblem& field : fields) {
    hint += (hint.empty() ? "" : "; ") + field.message;
  }
  return base::fail(ErrorCode::InvalidInput, "patientData does not fit the model", hint);
}

}  // namespace

struct Gateway::Pending {
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  std::string actor, input, text;
  Answered answered;
  Choice choice;
  CheckedInput checked;
  protocol::Receipt receipt;
  protocol::Analysis analysis;

  [[nodiscard]] double milliseconds() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
  }
};

void Gateway::setRoutes(std::shared_ptr<const Routes> routes) {
  const std::lock_guard lock(mutex_);
  routes_ = std::move(routes);
}

std::shared_ptr<const Routes> Gateway::routes() const {
  const std::lock_guard lock(mutex_);
  return routes_;
}

void Gateway::setCitations(Cite cite) {
  const std::lock_guard lock(mutex_);
  cite_ = std::move(cite);
}

void Gateway::analyze(const AnalyzeRequest& request, std::string actor, Answered answered) {
  auto pending = std::make_shared<Pending>();  // shared by the steps, which change threads
  pending->input = textOf(request.patientData);
  // Who names nobody stays in one arm with the same data.
  std::string subject = subjectIn(request);
  subject = subject.empty() ? "data " + pending->input : "subject " + subject;
  auto choice = choose(*routes(), request, subject, parts_.assignmentKey);
  if (!choice) {
    answered(choice.error(), {});
    return;
  }
  pending->choice = *std::move(choice);
  pending->actor = std::move(actor);
  pending->answered = std::move(answered);
  const ServedModel& model = *pending->choice.model;
  if (model.inputs.empty()) {
    fail(pending, base::fail(ErrorCode::Unsupported,
                             "it is not known which fields this model takes", "train it anew"));
    return;
  }
  const auto hello = parts_.pool.hello(model.key);
  auto checked = checkInput(model.inputs, request.patientData, hello ? hello->maxTokens : 0);
  if (!checked || !checked->problems.empty()) {
    pending->checked = checked ? *std::move(checked) : CheckedInput{};
    give(*pending, checked ? refusedFields(pending->checked.problems) : checked.error());
    return;
  }
  pending->checked = *std::move(checked);
  protocol::Receipt& receipt = pending->receipt;
  receipt.receipt = base::newIdText("rc");
  receipt.time = base::toIso8601(parts_.clock.now());
  receipt.modelId = model.modelId;
  receipt.baseModel = model.baseModel;
  receipt.modelSha256 = model.bytesSha256;
  receipt.deploymentId = pending->choice.deploymentId;
  receipt.environment = pending->choice.environment;
  receipt.arm = nameOf(pending->choice.arm);
  receipt.subject = store::keyedHash(parts_.assignmentKey, subject);
  receipt.requestDigest = store::keyedHash(parts_.assignmentKey, pending->input);
  if (model.knowledgeBase) {
    pending->text = pending->checked.row.text;
  }
  parts_.pool.predict(pending->choice.model, std::move(pending->checked.row), request.explain,
                      [this, pending](auto answer) { finish(pending, std::move(answer)); });
}

void Gateway::finish(const std::shared_ptr<Pending>& pending,
                     base::Result<protocol::WorkerAnswer> answer) {
  const ServedModel& model = *pending->choice.model;
  auto analysis = answer ? analysisOf(model, *std::move(answer), parts_.pool.hello(model.key))
                         : base::Result<protocol::Analysis>(answer.error());
  if (!analysis) {
    fail(pending, analysis.error());
    return;
  }
  pending->analysis = *std::move(analysis);
  pending->analysis.receipt = pending->receipt.receipt;
  pending->analysis.time = pending->receipt.time;
  pending->analysis.arm = pending->receipt.arm;
  pending->analysis.deploymentId = pending->receipt.deploymentId;
  pending->analysis.warnings = std::move(pending->checked.warnings);
  pending->analysis.ignoredFields = std::move(pending->checked.ignoredFields);
  if (model.knowledgeBase) {
    citations_.post([this, pending] { cite(pending); });
  } else {
    keep(pending);
  }
}

void Gateway::cite(const std::shared_ptr<Pending>& pending) {
  Cite cite;
  {
    const std::lock_guard lock(mutex_);
    cite = cite_;
  }
  auto citations = cite ? cite(*pending->choice.model, pending->text)
                        : base::Result<std::vector<protocol::Citation>>(base::fail(
                              ErrorCode::Unavailable, "this server has no knowledge base"));
  if (citations) {
    pending->analysis.citations = *std::move(citations);
  } else {
    pending->analysis.warnings.push_back("the knowledge base could not be asked: " +
                                         citations.error().text());
  }
  keep(pending);
}

void Gateway::keep(const std::shared_ptr<Pending>& pending) {
  pending->analysis.latencyMs = pending->receipt.latencyMs = pending->milliseconds();
  pending->receipt.label = pending->analysis.findings.front().label;
  pending->receipt.confidence = pending->analysis.confidence;
  pending->receipt.status = "answered";
  auto text = std::make_shared<std::string>(textOf(base::toJson(pending->analysis)));
  std::string content = R"({"patientData":)" + pending->input + R"(,"analysis":)" + *text + "}";
  parts_.log.add({pending->receipt, std::move(content), pending->actor,
                  [this, pending, text](const base::Status& written) {
                    give(*pending, written ? base::Result<std::string>(std::move(*text))
                                           : base::Result<std::string>(written.error()));
                  }});
}

/// What was turned away at a full queue, or lost with its worker, leaves no record: its client
/// knows, and a flood of them must not fill the disk.
void Gateway::fail(const std::shared_ptr<Pending>& pending, const base::Error& error) {
  if (error.code == ErrorCode::Unavailable || pending->receipt.receipt.empty()) {
    give(*pending, error);
    return;
  }
  pending->receipt.latencyMs = pending->milliseconds();
  pending->receipt.status = "failed";
  pending->receipt.errorCode = base::errorInfo(error.code).name;
  parts_.log.add({pending->receipt, "", pending->actor,
                  [this, pending, error](const base::Status&) { give(*pending, error); }});
}

/// A request that was wrong says nothing of the model, and is not counted against its arm.
void Gateway::give(Pending& pending, base::Result<std::string> answer) {
  const Choice& choice = pending.choice;
  const double ms = pending.milliseconds();
  const std::string_view code = answer ? "" : base::errorInfo(answer.error().code).name;
  parts_.metrics.count({choice.model->baseModel, choice.environment,
                        std::string(nameOf(choice.arm)), choice.model->modelId},
                       code, ms / 1000);
  if (answer || answer.error().code != ErrorCode::InvalidInput) {
    parts_.live.observe({choice.deploymentId, choice.arm, choice.model->modelId, !answer, ms,
                         pending.analysis.confidence, pending.checked.seen},
                        parts_.clock.now());
  }
  pending.answered(std::move(answer), pending.checked.problems);
}

}  // namespace telesoft::deploy
