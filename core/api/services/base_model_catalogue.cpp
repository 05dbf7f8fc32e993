#include "telesoft/api/services/base_model_catalogue.h"

#include "telesoft/base/hash.h"
#include "telesoft/base/text.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;

namespace {

constexpr const char* kWeightsFile = "model.safetensors";

struct CatalogueFile {
  std::string format;
  std::int64_t version = 0;
  std::vector<protocol::BaseModel> models;
};
template <class V>
void describe(V& v, CatalogueFile& file) {
  v.required("format", file.format);
  v.required("version", file.version);
  v.required("models", file.models);
}

}  // namespace

base::Result<BaseModelCatalogue> BaseModelCatalogue::open(const base::Path& resources,
                                                          const base::Path& cache) {
  TELESOFT_TRY(text, base::readFile(resources / "base_models.json", 1U << 20U)
                         .in("reading the base-model catalogue"));
  TELESOFT_TRY(parsed, base::parseJson(text).in("base_models.json"));
  TELESOFT_TRY(file, base::fromJson<CatalogueFile>(parsed).in("base_models.json"));
  if (file.format != "telesoft.base-models" || file.version != 1) {
    return fail(ErrorCode::Unsupported, "base_models.json is of a format this program cannot read",
                "install the resources that belong to this program");
  }
  BaseModelCatalogue out;
  out.resources_ = resources;
  out.cache_ = cache;
  out.models_ = std::move(file.models);
  return out;
}

base::Path BaseModelCatalogue::folderOf(const protocol::BaseModel& model) const {
  return (model.shipped ? resources_ : cache_) / model.folder;
}

bool BaseModelCatalogue::isAvailable(const protocol::BaseModel& model) const {
  std::error_code ignored;
  return std::filesystem::is_regular_file(folderOf(model) / kWeightsFile, ignored);
}

std::vector<protocol::BaseModel> BaseModelCatalogue::list() const {
  std::vector<protocol::BaseModel> out = models_;
  for (protocol::BaseModel& model : out) {
    model.available = isAvailable(model);
  }
  return out;
}

base::Result<protocol::BaseModel> BaseModelCatalogue::find(const std::string& id) const {
  std::vector<std::string> known;
  for (const protocol::BaseModel& model : list()) {
    known.push_back(model.id);
    if (model.id == id) {
      return model;
    }
  }
  return fail(ErrorCode::NotFound, "there is no base model of this id",
              "known are: " + base::join(known, ", "));
}

base::Result<protocol::ModelReference> BaseModelCatalogue::reference(const std::string& id) const {
  TELESOFT_TRY(model, find(id));
  if (!model.available) {
    return fail(ErrorCode::Unavailable, "the base model " + model.id + " is not on this machine",
                "fetch it with installer/run.sh");
  }
  protocol::ModelReference out{model.id, folderOf(model).string(), model.sha256};
  if (out.sha256.empty()) {
    TELESOFT_TRY(hash, base::sha256HexOfFile(folderOf(model) / kWeightsFile)
                           .in("reading the base model", model.id));
    out.sha256 = hash;
  }
  return out;
}

}  // namespace telesoft::api
