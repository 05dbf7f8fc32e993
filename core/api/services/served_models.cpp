#include "telesoft/api/services/served_models.h"

#include "telesoft/store/tables/model_table.h"

namespace telesoft::api {

using base::ErrorCode;
using base::Result;
using protocol::Model;

ServedModels::ServedModels(const store::Workspace& workspace,
                           const BaseModelCatalogue& baseModels,
                           deploy::ModelBytes& bytes)
    : workspace_(workspace),
      sources_{workspace.folder(),
               [&baseModels](const std::string& id) { return baseModels.reference(id); },
               [&bytes](const base::Path& folder) { return bytes.hashOf(folder); }} {}

Result<ServedModels::Served> ServedModels::keep(Result<deploy::ServedModel> made) {
  TELESOFT_TRY(served, std::move(made));
  const std::lock_guard lock(mutex_);
  Served& kept = kept_[served.key];
  if (!kept || kept->bytesSha256 != served.bytesSha256) {
    kept = std::make_shared<const deploy::ServedModel>(std::move(served));
  }
  return kept;
}

Result<ServedModels::Served> ServedModels::find(const std::string& id) {
  TELESOFT_TRY(all, workspace_.database().read([](const store::Snapshot& snapshot) {
    return store::ModelTable::list(snapshot);
  }));
  for (const Model& model : all) {
    if (model.id == id) {
      return keep(deploy::servedModel(model, sources_));
    }
  }
  for (const Model& model : all) {  // newest first
    if (model.baseModel == id) {
      return keep(deploy::servedBase(model, sources_));
    }
  }
  return base::fail(ErrorCode::NotFound, "there is no model of this id, nor one tuned from it",
                    "GET /v1/models lists them");
}

Result<ServedModels::Served> ServedModels::baseOf(const std::string& modelId) {
  TELESOFT_TRY(model, workspace_.database().read([&](const store::Snapshot& snapshot) {
    return store::ModelTable::find(snapshot, base::ModelId(modelId));
  }));
  return keep(deploy::servedBase(model, sources_));
}

}  // namespace telesoft::api
