#include "session.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <thread>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/client/embedded_server.h"
#include "telesoft/client/session_file.h"

#include "secret.h"

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

base::Result<client::ServerAddress> Session::serverAddress(const std::string& token) const {
  TELESOFT_TRY(address, client::parseAddress(server_.url, token));
  const bool isThisMachine =
      address.host == "127.0.0.1" || address.host == "localhost" || address.host == "[::1]";
  if (!address.tls && !isThisMachine) {
    return base::fail(base::ErrorCode::InvalidInput,
                      "a server on another machine is spoken to over TLS only",
                      "say --server https://...");
  }
  const auto saved = client::SessionFile::ofUser().find(server_.url);
  address.caFile = server_.caFile;
  if (address.caFile.empty() && saved) {
    address.caFile = saved->caFile;
  }
  if (!address.caFile.empty()) {
    address.caFile = std::filesystem::absolute(address.caFile).string();
  }
  return address;
}

base::Result<std::string> Session::token() {
  if (server_.tokenFromStdin) {
    TELESOFT_TRY(read, readSecret("Token", true));
    server_.token = read;
    server_.tokenFromStdin = false;
  }
  if (!server_.token.empty()) {
    return server_.token;
  }
  if (const auto saved = client::SessionFile::ofUser().find(server_.url)) {
    return saved->token;
  }
  return base::fail(base::ErrorCode::Unauthenticated, "you have not signed in to this server",
                    "telesoft login --server " + server_.url + " --name NAME");
}

base::Result<client::Client> Session::connect() {
  if (!server_.url.empty()) {
    TELESOFT_TRY(shown, token());
    TELESOFT_TRY(there, serverAddress(shown));
    return client::Client(there);
  }
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
