// Demonstration (a): a text encoder learns to sort medical definitions into seven classes.
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "telesoft/base/os/files.h"
#include "telesoft/base/text.h"

#include "demo/demo_run.h"

namespace telesoft::cli {

namespace {

struct PlantedRecall {
  std::int64_t planted = 0, removed = 0;
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> byKind;  // removed, planted
};

/// Reads every row of the de-identified dataset: note_id -> note.
base::Result<std::map<std::string, std::string>> notesOf(const client::Client& api,
                                                         const std::string& dataset) {
  std::map<std::string, std::string> notes;
  for (std::int64_t offset = 0;; offset += 1000) {
    TELESOFT_TRY(page, api.get<protocol::RowPage>(fmt::format(
                           "/v1/datasets/{}/rows?offset={}&limit=1000", dataset, offset)));
    const auto column = [&](const std::string& name) {
      return static_cast<size_t>(std::find(page.columns.begin(), page.columns.end(), name) -
                                 page.columns.begin());
    };
    const size_t id = column("note_id"), note = column("note");
    if (id >= page.columns.size() || note >= page.columns.size()) {
      return base::fail(base::ErrorCode::Internal,
                        "the de-identified dataset lacks note_id or note");
    }
    for (const auto& row : page.rows) {
      notes[row[id]] = row[note];
    }
    if (page.rows.empty() || offset + static_cast<std::int64_t>(page.rows.size()) >= page.total) {
      return notes;
    }
  }
}

/// How many of the identifiers that the demonstration planted no longer stand in their note.
base::Result<PlantedRecall> plantedRecall(const client::Client& api,
                                          const std::string& dataset,
                                          const std::filesystem::path& folder) {
  TELESOFT_TRY(notes, notesOf(api, dataset));
  TELESOFT_TRY(lines, base::readFile(folder / "planted_identifiers.jsonl"));
  PlantedRecall recall;
  for (const std::string& line : base::split(lines, '\n')) {
    if (line.empty()) {
      continue;
    }
    TELESOFT_TRY(planted, base::parseJson(line));
    const auto note = notes.find(planted.value("note_id", ""));
    if (note == notes.end()) {
      continue;
    }
    auto& [removed, all] = recall.byKind[planted.value("kind", "")];
    const bool gone = note->second.find(planted.value("text", "")) == std::string::npos;
    ++all;
    removed += gone ? 1 : 0;
    ++recall.planted;
    recall.removed += gone ? 1 : 0;
  }
  return recall;
}

protocol::SplitRequest splitPlan(const std::string& dataset) {
  protocol::SplitRequest plan;
  plan.datasetId = dataset;
  plan.name = "definitions, site North kept for the test";
  plan.testColumn = "site";
  plan.testValue = "North";
  plan.trainFraction = 0.85;
  plan.validationFraction = 0.15;
  plan.testFraction = 0;
  plan.maxTrainRows = 3000;
  return plan;
}

base::json armsJson(const protocol::Evaluation& evaluation) {
  base::json out = base::json::object();
  for (const protocol::ArmMetrics& arm : evaluation.arms) {
    out[arm.arm] = {{"accuracy", base::toJson(arm.accuracy)},
                    {"macroF1", base::toJson(arm.macroF1)},
                    {"macroAuroc", base::toJson(arm.macroAuroc)},
                    {"calibrationError", base::toJson(arm.calibrationError)}};
  }
  return out;
}

void summarize(DemoPart& part,
               const protocol::Evaluation& evaluation,
               const std::filesystem::path& workspace) {
  part.summary.push_back(evaluation.improvementSummary);
  part.summary.push_back("Report: " +
                         (workspace / "evaluations" / evaluation.id / "report.html").string());
  part.json["verdict"] = base::nameOf(evaluation.verdict);
  part.json["improvementSummary"] = evaluation.improvementSummary;
  part.json["arms"] = armsJson(evaluation);
  part.json["comparisons"] = base::toJson(evaluation.comparisons);
  part.json["evaluation"] = evaluation.id;
  part.json["report"] = (workspace / "evaluations" / evaluation.id / "report.html").string();
}

}  // namespace

base::Result<DemoPart> runTextDemo(DemoRun& run, const std::filesystem::path& resources) {
  DemoPart part;
  const std::filesystem::path folder = resources / "demo/text";
  TELESOFT_TRY(imported, run.import({folder, "medical_definitions.csv", "recipe.json"},
                                    "Medical definitions"));
  run.say(fmt::format("imported {} notes of {} invented patients, {} classes",
                      base::withThousands(imported.rows), base::withThousands(imported.patients),
                      imported.labelCounts.size()));

  protocol::DeidRequest policy;
  policy.textPolicy = "redact";
  TELESOFT_TRY(safe, run.deidentify(imported.id, policy));
  TELESOFT_TRY(recall, plantedRecall(run.api(), safe.dataset.id, folder));
  run.say(fmt::format(
      "de-identified: {} identifiers found in {} notes; of {} planted ones {} are gone ({})",
      base::withThousands(safe.report.spans), base::withThousands(safe.report.rowsChanged),
      base::withThousands(recall.planted), base::withThousands(recall.removed),
      base::proportion(static_cast<double>(recall.removed) /
                       static_cast<double>(std::max<std::int64_t>(1, recall.planted)))));
  part.json["deidentification"] = {{"spans", safe.report.spans},
                                   {"planted", recall.planted},
                                   {"plantedRemoved", recall.removed}};

  TELESOFT_TRY(quality, run.api().post<protocol::QualityReport>("/v1/datasets/" + safe.dataset.id +
                                                                "/check"));
  run.say(fmt::format("checked: {} findings", quality.findings.size()));
  TELESOFT_TRY(split, run.split(splitPlan(safe.dataset.id)));
  for (const protocol::SplitPart& made : split.parts) {
    part.json["split"][made.part] = made.rows;
  }
  run.say("split: " + split.proof.statement);
  part.json["proof"] = split.proof.statement;

  protocol::JobRequest request;
  request.name = "Definitions, LoRA";
  request.baseModel = "telesoft-diagnostic-v2";
  request.trainingData = partId(split, "train");
  request.validationData = partId(split, "validation");
  request.preserveCapabilities = {"general_medical_knowledge", "regulatory_compliance"};
  TELESOFT_TRY(
      advice, (run.api().post<protocol::Advice>(
                  "/v1/advice", protocol::AdviceRequest{request.trainingData, request.baseModel})));
  run.say("advice: " + advice.summary);
  run.say("fine-tuning MiniLM with LoRA");
  TELESOFT_TRY(job, run.train(request));
  run.say(fmt::format("trained {} steps, best at step {}", job.step, job.bestStep));
  TELESOFT_TRY(evaluation, run.evaluate(job.resultModel->id, partId(split, "test")));
  part.json["model"] = job.resultModel->id;
  part.json["job"] = job.id;
  part.json["dataset"] = safe.dataset.id;
  part.json["testData"] = partId(split, "test");
  summarize(part, evaluation, run.session().workspace());
  run.say("evaluated on the untouched test part");
  printEvaluation(run.session().out, evaluation);
  return part;
}

}  // namespace telesoft::cli
