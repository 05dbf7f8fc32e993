// Answers as a real server gives them, invented people included.
#pragma once

#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/evaluation.h"
#include "telesoft/protocol/job.h"
#include "telesoft/protocol/split.h"

namespace telesoft::tests {

[[nodiscard]] protocol::Preview samplePreview();
/// Survival data: a time and an event, no label.
[[nodiscard]] protocol::Preview sampleSurvivalPreview();
[[nodiscard]] protocol::Dataset sampleDataset(const std::string& id,
                                              const std::string& kind,
                                              protocol::DatasetState state);
[[nodiscard]] protocol::DeidReport sampleDeidReport();
[[nodiscard]] protocol::Split sampleSplit(const protocol::SplitRequest& plan);
[[nodiscard]] std::vector<protocol::BaseModel> sampleBaseModels();
[[nodiscard]] protocol::Advice sampleAdvice();
[[nodiscard]] protocol::Model sampleModel();
[[nodiscard]] protocol::Evaluation sampleEvaluation(protocol::Verdict verdict);

}  // namespace telesoft::tests
