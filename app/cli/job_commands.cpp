// advise, train, jobs, status, cancel, pause, resume: from data to a running job.
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/protocol/server.h"
#include "telesoft/protocol/split.h"

#include "command.h"

namespace telesoft::cli {

namespace {

using base::ErrorCode;
using base::fail;

std::string partOf(const protocol::Split& split, const std::string& name) {
  for (const protocol::SplitPart& part : split.parts) {
    if (part.part == name) {
      return part.datasetId;
    }
  }
  return "";
}

/// A split's id stands for its train part.
base::Result<std::string> trainPartOf(const client::Client& api, const std::string& id) {
  if (id.rfind("sp_", 0) != 0) {
    return id;
  }
  TELESOFT_TRY(split, api.get<protocol::Split>("/v1/splits/" + id));
  return partOf(split, "train");
}

base::Status advise(Session& session, const std::string& id, const std::string& baseModel) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(dataset, trainPartOf(api, id));
  TELESOFT_TRY(advice, (api.post<protocol::Advice>("/v1/advice",
                                                   protocol::AdviceRequest{dataset, baseModel})));
  session.out.line(advice.summary);
  for (const protocol::ApproachAdvice& approach : advice.approaches) {
    session.out.line(fmt::format("  {:<16} {:<14} {:.0f} min, {:.0f} MB",
                                 base::nameOf(approach.approach), approach.fit,
                                 std::ceil(approach.minutes), approach.memoryMb));
    for (const std::string& reason : approach.reasons) {
      session.out.line("      " + reason);
    }
  }
  session.out.result(base::toJson(advice));
  return {};
}

struct TrainOptions {
  protocol::JobRequest request;
  std::string split, approach = "peft", schedule = "linear", precision = "auto";
  bool noWait = false;
};

void printJob(Output& out, const protocol::Job& job) {
  out.line(fmt::format("{}  {}  {}  {:.0f} %", job.id, base::nameOf(job.status), job.name,
                       job.progress));
  for (const auto& [name, value] : job.metrics) {
    out.line(fmt::format("    {:<20} {}", name,
                         std::isfinite(value) ? fmt::format("{:.4g}", value) : "not defined"));
  }
  if (!job.message.empty()) {
    out.line("  " + job.message);
  }
  if (job.resultModel) {
    out.line("  model: " + job.resultModel->id);
  }
}

base::Status finished(Session& session, const protocol::Job& job) {
  printJob(session.out, job);
  session.out.result(base::toJson(job));
  if (job.status == protocol::JobState::Failed) {
    return fail(ErrorCode::Internal, "the run failed: " + job.message);
  }
  return {};
}

base::Status train(Session& session, TrainOptions options) {
  protocol::JobRequest& request = options.request;
  request.approach = *base::enumOf<protocol::Approach>(options.approach);
  request.hyperparameters.schedule = *base::enumOf<protocol::Schedule>(options.schedule);
  request.hyperparameters.precision = *base::enumOf<protocol::Precision>(options.precision);
  TELESOFT_TRY(api, session.connect());
  if (!options.split.empty()) {
    TELESOFT_TRY(split, api.get<protocol::Split>("/v1/splits/" + options.split));
    request.trainingData = partOf(split, "train");
    request.validationData = partOf(split, "validation");
  }
  if (request.trainingData.empty() || request.validationData.empty()) {
    return fail(ErrorCode::InvalidInput, "no data given",
                "name a split with --split, or --train-data and --validation-data");
  }
  TELESOFT_TRY(job, (api.post<protocol::Job>("/v1/fine-tuning/jobs", request)));
  if (options.noWait) {
    return finished(session, job);
  }
  session.out.line(job.id);
  TELESOFT_TRY(ended, session.waitForJob(api, job.id));
  if (ended.resultModel) {
    session.out.line("Next: telesoft evaluate " + ended.resultModel->id + " --test ds_...");
  }
  return finished(session, ended);
}

base::Status listJobs(Session& session) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(jobs, api.get<protocol::Items<protocol::Job>>("/v1/fine-tuning/jobs"));
  std::vector<std::vector<std::string>> rows;
  for (const protocol::Job& job : jobs.items) {
    rows.push_back({job.id, std::string(base::nameOf(job.status)),
                    fmt::format("{:.0f} %", job.progress), job.name, job.createdAt});
  }
  session.out.table({"job", "state", "done", "name", "created"}, rows);
  session.out.result(base::toJson(jobs));
  return {};
}

base::Status showStatus(Session& session, const std::string& id, bool follow) {
  TELESOFT_TRY(api, session.connect());
  if (follow) {
    TELESOFT_TRY(ended, session.waitForJob(api, id));
    return finished(session, ended);
  }
  TELESOFT_TRY(job, api.get<protocol::Job>("/v1/fine-tuning/jobs/" + id));
  printJob(session.out, job);
  session.out.result(base::toJson(job));
  return {};
}

base::Status ask(Session& session, const std::string& id, const std::string& verb) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(job, api.post<protocol::Job>("/v1/fine-tuning/jobs/" + id + "/" + verb));
  printJob(session.out, job);
  session.out.result(base::toJson(job));
  return {};
}

void addAsk(CLI::App& app, Action& chosen, const std::string& verb, const std::string& meaning) {
  auto id = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(verb, meaning);
  command->add_option("job", *id, "the job")->required();
  command->footer("Example: telesoft " + verb + " jb_...");
  command->callback([id, verb, &chosen] {
    chosen = [id, verb](Session& session) { return ask(session, *id, verb); };
  });
}

void addSettings(CLI::App& command, TrainOptions& options) {
  protocol::Hyperparameters& h = options.request.hyperparameters;
  command.add_option("--learning-rate", h.learningRate, "0: the preset");
  command.add_option("--epochs", h.epochs, "0: the preset");
  command.add_option("--batch-size", h.batchSize);
  command.add_option("--accumulation-steps", h.accumulationSteps);
  command.add_option("--warmup-steps", h.warmupSteps);
  command.add_option("--weight-decay", h.weightDecay);
  command.add_option("--clip-norm", h.clipNorm);
  command.add_option("--schedule", options.schedule)
      ->check(CLI::IsMember({"constant", "linear", "cosine"}));
  command.add_option("--max-length", h.maxLength, "tokens");
  command.add_option("--dropout", h.dropout);
  command.add_option("--lora-rank", h.loraRank);
  command.add_option("--lora-alpha", h.loraAlpha);
  command.add_option("--target-modules", h.targetModules,
                     "PEFT names; all linear layers when absent");
  command.add_option("--eval-every-steps", h.evalEverySteps, "0: once an epoch");
  command.add_option("--patience", h.earlyStoppingPatience,
                     "evaluations without a better one before it stops; 0: never");
  command.add_option("--seed", h.seed);
  command.add_option("--threads", h.threads, "0: one a core");
  command.add_option("--precision", options.precision)
      ->check(CLI::IsMember({"auto", "float32", "bfloat16"}));
  command.add_option("--metric", options.request.targetMetrics.primary)
      ->check(CLI::IsMember({"f1_score", "accuracy", "auroc", "loss"}));
}

}  // namespace

void addAdvise(CLI::App& app, Action& chosen) {
  auto id = std::make_shared<std::string>();
  auto model = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("advise", "which of the four approaches fits this data, and why");
  command->add_option("dataset", *id, "a split or a dataset")->required();
  command->add_option("--base-model", *model, "the base model that is meant");
  command->footer("Example: telesoft advise sp_...");
  command->callback([id, model, &chosen] {
    chosen = [id, model](Session& session) { return advise(session, *id, *model); };
  });
}

void addTrain(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<TrainOptions>();
  CLI::App* command = app.add_subcommand("train", "fine-tune a base model");
  command->add_option("--split", options->split,
                      "the split: its train and validation parts are used");
  command->add_option("--train-data", options->request.trainingData,
                      "a dataset id, instead of --split");
  command->add_option("--validation-data", options->request.validationData,
                      "a dataset id, instead of --split");
  command->add_option("--base-model", options->request.baseModel, "id from `telesoft models`")
      ->required();
  command->add_option("--approach", options->approach)
      ->check(CLI::IsMember(
          {"peft", "full", "scratch", "head_only", "expert_feedback", "knowledge_base"}));
  command->add_option("--name", options->request.name, "what to call the job");
  command->add_flag("--no-wait", options->noWait, "return when the job is queued");
  addSettings(*command, *options);
  command->footer(
      "Example: telesoft train --split sp_... --base-model telesoft-diagnostic-v2 --epochs 8");
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return train(session, *options); };
  });
}

void addJobs(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("jobs", "list the jobs");
  command->footer("Example: telesoft jobs --json");
  command->callback([&chosen] { chosen = listJobs; });
}

void addStatus(CLI::App& app, Action& chosen) {
  auto id = std::make_shared<std::string>();
  auto follow = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("status", "how far a job is");
  command->add_option("job", *id, "the job")->required();
  command->add_flag("--follow", *follow, "watch it to its end");
  command->footer("Example: telesoft status jb_... --follow");
  command->callback([id, follow, &chosen] {
    chosen = [id, follow](Session& session) { return showStatus(session, *id, *follow); };
  });
}

void addCancel(CLI::App& app, Action& chosen) {
  addAsk(app, chosen, "cancel", "end a job at its next step");
}
void addPause(CLI::App& app, Action& chosen) {
  addAsk(app, chosen, "pause", "pause a job: it lets its memory go");
}
void addResume(CLI::App& app, Action& chosen) {
  addAsk(app, chosen, "resume", "go on with a paused job");
}

}  // namespace telesoft::cli
