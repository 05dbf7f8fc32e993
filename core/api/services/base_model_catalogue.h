// resources/base_models.json, and which of its models lie on this machine.
#pragma once

#include "telesoft/base/os/files.h"
#include "telesoft/protocol/job.h"

namespace telesoft::api {

/// Thread: any.
class BaseModelCatalogue {
 public:
  /// Fetched models lie below `cache`, shipped ones below `resources`.
  [[nodiscard]] static base::Result<BaseModelCatalogue> open(const base::Path& resources,
                                                             const base::Path& cache);
  /// With `available` as it is now.
  [[nodiscard]] std::vector<protocol::BaseModel> list() const;
  /// NotFound names what there is.
  [[nodiscard]] base::Result<protocol::BaseModel> find(const std::string& id) const;
  /// The model's folder and its weights' hash, calculated where the catalogue has none.
  /// Unavailable where its files are not on this machine.
  [[nodiscard]] base::Result<protocol::ModelReference> reference(const std::string& id) const;

 private:
  [[nodiscard]] base::Path folderOf(const protocol::BaseModel& model) const;
  [[nodiscard]] bool isAvailable(const protocol::BaseModel& model) const;
  base::Path resources_;
  base::Path cache_;
  std::vector<protocol::BaseModel> models_;
};

}  // namespace telesoft::api
