#include "telesoft/api/services/review_models.h"

#include "telesoft/data/prepare.h"
#include "telesoft/store/tables/model_table.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;
using protocol::Task;
using review::ReviewedModel;

namespace {

base::Result<ReviewedModel> ofTuned(const protocol::Model& model) {
  ReviewedModel out{model.id, model.name, model.task, model.classes, {}, model.inputs};
  for (const protocol::InputField& input : model.inputs) {
    if (model.task == Task::TabularRisk) {
      out.features.push_back({input.name, input.kind});
    }
  }
  if (model.task == Task::TabularRisk && out.features.empty()) {
    return fail(ErrorCode::Unsupported, "this model was registered without the list of its inputs",
                "train it again");
  }
  return out;
}

base::Result<ReviewedModel> ofBase(const protocol::BaseModel& model,
                                   const DatasetContent& dataset) {
  ReviewedModel out{model.id, model.title, model.task, {}, {}, {}};
  for (const std::string& name : data::classesOf(*dataset.table, dataset.dataset.columns)) {
    const auto told = dataset.dataset.classDescriptions.find(name);
    out.classes.push_back(
        {name, told == dataset.dataset.classDescriptions.end() ? "" : told->second});
  }
  if (out.classes.size() < 2) {
    return fail(ErrorCode::InvalidInput, "a base model has no classes of its own",
                "review a tuned model, or give a dataset that has labels");
  }
  for (const data::PreparedFeature& feature :
       data::manifestFor(dataset.dataset.columns, {}).features) {
    out.features.push_back({feature.name, feature.kind});
    protocol::InputField input;
    input.name = feature.name;
    input.kind = feature.kind;
    input.unit = feature.unit;
    out.inputs.push_back(std::move(input));
  }
  return out;
}

base::Result<ReviewedModel> findModel(const store::Workspace& workspace,
                                      const BaseModelCatalogue& baseModels,
                                      const std::string& modelId,
                                      const DatasetContent& dataset) {
  const auto tuned = workspace.database().read([&](const store::Snapshot& snapshot) {
    return store::ModelTable::find(snapshot, base::ModelId(modelId));
  });
  if (tuned) {
    return ofTuned(*tuned);
  }
  if (tuned.error().code != ErrorCode::NotFound) {
    return tuned.error();
  }
  const auto known = baseModels.find(modelId);
  if (!known) {
    return fail(ErrorCode::NotFound, "there is no model of that id",
                "GET /v1/models and /v1/base-models list what there is");
  }
  return ofBase(*known, dataset);
}

}  // namespace

ReviewModels reviewModels(ReviewModels given,
                          const store::Workspace& workspace,
                          const BaseModelCatalogue& baseModels) {
  ReviewModels out = std::move(given);
  if (!out.find) {
    out.find = [&](const std::string& modelId, const DatasetContent& dataset) {
      return findModel(workspace, baseModels, modelId, dataset);
    };
  }
  if (!out.predict) {
    out.predict = [](const auto&, const auto&, bool, const base::Stop&) {
      return base::Result<std::vector<protocol::WorkerAnswer>>(
          fail(ErrorCode::Unavailable, "this server has no model workers"));
    };
  }
  if (!out.prediction) {
    out.prediction = [](const std::string&) {
      return base::Result<review::Content>(
          fail(ErrorCode::Unavailable, "this server keeps no predictions"));
    };
  }
  return out;
}

}  // namespace telesoft::api
