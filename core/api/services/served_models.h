// Models as the gateway serves them, made once from their records.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "telesoft/api/services/base_model_catalogue.h"
#include "telesoft/deploy/release/model_bytes.h"
#include "telesoft/deploy/release/served_model.h"
#include "telesoft/store/workspace.h"

namespace telesoft::api {

/// Thread: any.
class ServedModels {
 public:
  using Served = std::shared_ptr<const deploy::ServedModel>;  // shared with the routes and workers
  ServedModels(const store::Workspace& workspace,
               const BaseModelCatalogue& baseModels,
               deploy::ModelBytes& bytes);
  /// A tuned model; or a base model by its id, with the classes of the newest model tuned from it.
  /// Errors: NotFound; Unavailable for a base that is not on this machine.
  [[nodiscard]] base::Result<Served> find(const std::string& id);
  /// The base of a tuned model, with that one's classes.
  [[nodiscard]] base::Result<Served> baseOf(const std::string& modelId);

 private:
  [[nodiscard]] base::Result<Served> keep(base::Result<deploy::ServedModel> made);
  const store::Workspace& workspace_;
  deploy::ServeSources sources_;
  std::mutex mutex_;
  std::map<std::string, Served> kept_;  // by key
};

}  // namespace telesoft::api
