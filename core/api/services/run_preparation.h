// What a run directory is filled with: the prepared set from dataset parts, and the spec that asks
// the engine for training or evaluation.
#pragma once

#include <memory>

#include "telesoft/api/services/services.h"
#include "telesoft/jobs/run_directory.h"
#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/evaluation.h"
#include "telesoft/protocol/job.h"

namespace telesoft::api {

struct TrainingPlan {
  std::string splitId;
  protocol::JobRequest request;
  protocol::BaseModel baseModel;
  protocol::ModelReference base;
  DatasetContent train;
  DatasetContent validation;
  // Expert feedback only: the model to go on from with its classes, and what the readers changed
  // (model_changes.h), which goes with the model.
  protocol::ModelReference warmStart = {};
  std::vector<protocol::ClassSpec> classes = {};
  base::json changes = nullptr;
};

struct EvaluationPlan {
  std::string splitId;
  protocol::EvaluationRequest request;
  protocol::Model model;
  protocol::ModelReference base;
  protocol::ModelReference tuned;
  DatasetContent test;
  std::vector<std::string> capabilities;
  // What the tuned model was trained on: equal data for the frozen base with a trained head.
  std::optional<DatasetContent> train;
  std::optional<DatasetContent> validation;
};

/// A spec without its run id, and what writes the prepared set into the run's data/ folder.
struct PreparedRun {
  protocol::RunSpec spec;
  jobs::RunDirectory::WriteData writeData;
};

/// Errors: InvalidInput for data of another task than the base model's, parts of the wrong kind,
/// and values out of range.
[[nodiscard]] base::Result<PreparedRun> prepareTraining(TrainingPlan plan);
[[nodiscard]] base::Result<PreparedRun> prepareEvaluation(EvaluationPlan plan);

/// Makes the run directory and hands it to the supervisor; removes it where that fails.
[[nodiscard]] base::Result<protocol::Job> submitRun(Services& services,
                                                    const jobs::Submission& submission,
                                                    const PreparedRun& prepared);

/// Each name with its sentence for the zero-shot answer.
[[nodiscard]] std::vector<protocol::ClassSpec> describedClasses(
    const std::vector<std::string>& names, const std::map<std::string, std::string>& sentences);

/// true: every subgroup column of the schema; a list: those, or InvalidInput for one that is none.
[[nodiscard]] base::Result<std::vector<std::string>> subgroupsOf(
    const base::json& subgroupAnalysis, const std::vector<protocol::ColumnSchema>& columns);

}  // namespace telesoft::api
