#include "session.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <thread>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/client/embedded_server.h"

namespace telesoft::cli {

namespace {

std::atomic<bool> interruptedFlag{false};

constexpr auto kPoll = std::chrono::milliseconds(150);

std::string timeLeft(const protocol::Job& job) {
  if (job.totalSteps == 0) {
    return "starting";
  }
  std::string text = fmt::format("step {} of {}", job.step, job.totalSteps);
  if (const auto loss = job.metrics.find("loss"); loss != job.metrics.end()) {
    text += fmt::format(", loss {:.3f}", loss->second);
  }
  if (std::isfinite(job.bestValue) && job.bestStep > 0) {
    text += ", best " + base::proportion(job.bestValue) + fmt::format(" at step {}", job.bestStep);
  }
  return text;
}

bool ended(protocol::JobState state) {
  return state == protocol::JobState::Succeeded || state == protocol::JobState::Failed ||
         state == protocol::JobState::Cancelled || state == protocol::JobState::Paused;
}

}  // namespace

bool interrupted() {
  return interruptedFlag.load();
}

void watchInterrupts() {
  std::signal(SIGINT, [](int) { interruptedFlag.store(true); });
}

base::Result<client::Client> Session::connect() {
  TELESOFT_TRY(address, client::findOrStartServer(workspace_));
  return client::Client(address);
}

base::Result<protocol::Dataset> Session::waitForDataset(const client::Client& api,
                                                        const std::string& id) {
  bool asked = false;
  while (true) {
    TELESOFT_TRY(dataset, api.get<protocol::Dataset>("/v1/datasets/" + id));
    if (dataset.state == protocol::DatasetState::Ready) {
      out.progressDone();
      return dataset;
    }
    if (dataset.state == protocol::DatasetState::Failed) {
      out.progressDone();
      const auto code = asked ? base::ErrorCode::Cancelled : base::ErrorCode::InvalidInput;
      const size_t newline = dataset.message.find('\n');
      return base::fail(code, dataset.message.substr(0, newline),
                        newline == std::string::npos ? "" : dataset.message.substr(newline + 1));
    }
    out.progress(dataset.progress, dataset.stage);
    if (interrupted() && !asked) {
      asked = true;
      TELESOFT_CHECK(api.post<protocol::Dataset>("/v1/datasets/" + id + "/cancel"));
    }
    std::this_thread::sleep_for(kPoll);
  }
}

base::Result<protocol::Job> Session::waitForJob(const client::Client& api, const std::string& id) {
  while (true) {
    TELESOFT_TRY(job, api.get<protocol::Job>("/v1/fine-tuning/jobs/" + id));
    if (ended(job.status)) {
      out.progressDone();
      return job;
    }
    out.progress(job.progress / 100,
                 job.status == protocol::JobState::Queued ? "waiting for its turn" : timeLeft(job));
    if (interrupted()) {
      out.progressDone();
      return base::fail(
          base::ErrorCode::Cancelled, "stopped watching; the run goes on",
          "watch it again: telesoft status " + id + " --follow; end it: telesoft cancel " + id);
    }
    std::this_thread::sleep_for(kPoll);
  }
}

base::Result<protocol::Evaluation> Session::waitForEvaluation(const client::Client& api,
                                                              const std::string& id) {
  while (true) {
    TELESOFT_TRY(evaluation, api.get<protocol::Evaluation>("/v1/evaluations/" + id));
    if (evaluation.status == "succeeded") {
      out.progressDone();
      return evaluation;
    }
    if (evaluation.status == "failed") {
      out.progressDone();
      return base::fail(base::ErrorCode::Internal, "the evaluation failed: " + evaluation.message);
    }
    out.progress(0, "evaluating on the test part");
    if (interrupted()) {
      return base::fail(base::ErrorCode::Cancelled, "stopped watching; the evaluation goes on");
    }
    std::this_thread::sleep_for(kPoll);
  }
}

}  // namespace telesoft::cli
