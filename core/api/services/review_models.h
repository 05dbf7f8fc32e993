// What reviews ask of models: what they are, what they say of rows, and what was said of a sealed
// prediction.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "telesoft/api/services/base_model_catalogue.h"
#include "telesoft/api/services/dataset_content.h"
#include "telesoft/base/stop.h"
#include "telesoft/review/reviewed_rows.h"

namespace telesoft::api {

/// Functions, so that whoever makes the server says where answers come from. Thread: any.
struct ReviewModels {
  /// The dataset gives a base model its classes. NotFound; InvalidInput for a base model with a
  /// dataset without labels.
  std::function<base::Result<review::ReviewedModel>(const std::string& modelId,
                                                    const DatasetContent& dataset)>
      find;
  /// One answer a row.
  std::function<base::Result<std::vector<protocol::WorkerAnswer>>(
      const review::ReviewedModel& model,
      const std::vector<protocol::WorkerRow>& rows,
      bool explain,
      const base::Stop& stop)>
      predict;
  /// What a prediction was made of, by its receipt.
  std::function<base::Result<review::Content>(const std::string& receipt)> prediction;
};

/// Tuned models of the workspace, and base models with the classes of the dataset. What is not set
/// in `given` is filled in.
[[nodiscard]] ReviewModels reviewModels(ReviewModels given,
                                        const store::Workspace& workspace,
                                        const BaseModelCatalogue& baseModels);

}  // namespace telesoft::api
