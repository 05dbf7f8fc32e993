#include "telesoft/engine/serve/served_model.h"

#include "telesoft/base/hash.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;
using base::Status;
using protocol::ModelReference;
using protocol::ServeSpec;

namespace {

using Description = std::optional<ModelDescription>;

/// The file that a reference's hash is of.
Path hashedFile(const Path& folder, const Description& description) {
  if (description && !description->weightsFile.empty()) {
    return folder / Path(description->weightsFile).filename();
  }
  std::error_code ignored;
  const Path adapter = folder / "adapter_model.safetensors";
  return std::filesystem::exists(adapter, ignored) ? adapter : folder / "model.safetensors";
}

Result<Description> checkedFolder(const ModelReference& model) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(model.path, ignored)) {
    return fail(ErrorCode::NotFound, "the folder of the model \"" + model.id + "\" is not there",
                "fetch or import the model again");
  }
  TELESOFT_TRY(description, readModelDescription(model.path));
  if (model.sha256.empty()) {
    return description;
  }
  const auto hash = base::sha256HexOfFile(hashedFile(model.path, description));
  if (!hash || *hash != model.sha256) {
    return fail(ErrorCode::Corrupt,
                "the weights of the model \"" + model.id + "\" are not those that were registered",
                "its folder has changed: fetch, import or train the model again");
  }
  return description;
}

Status checkFits(const ServeSpec& spec, const ModelDescription& model) {
  if (model.task != spec.task) {
    return fail(ErrorCode::InvalidInput, "the model was trained for another task",
                "serve it as " + std::string(base::nameOf(model.task)));
  }
  bool same = model.classes.size() == spec.classes.size();
  for (size_t i = 0; same && i < model.classes.size(); ++i) {
    same = model.classes[i].name == spec.classes[i].name;
  }
  if (!same) {
    return fail(ErrorCode::InvalidInput,
                "the classes are not those that the model was trained with, in the same order",
                "give the classes of its telesoft.json");
  }
  return {};
}

}  // namespace

Result<ServedFolders> findServed(const ServeSpec& spec) {
  ServedFolders out;
  if (!spec.baseModel.path.empty()) {
    out.base = spec.baseModel.path;
    TELESOFT_CHECK(checkedFolder(spec.baseModel));
  }
  if (!spec.tunedModel.path.empty()) {
    TELESOFT_TRY(known, checkedFolder(spec.tunedModel));
    const bool isIndex = known && known->approach == protocol::Approach::KnowledgeBase;
    if (!isIndex) {
      out.tuned = spec.tunedModel.path;
    }
    if (known && !isIndex) {
      TELESOFT_CHECK(checkFits(spec, *known));
      out.maxLength = known->maxLength > 0 ? known->maxLength : out.maxLength;
      out.calibration = {known->calibrationRows > 0 ? known->temperature : 1.0,
                         known->calibrationRows};
      if (!(out.calibration.temperature > 0)) {
        return fail(ErrorCode::Corrupt, "telesoft.json has a temperature that is not above 0",
                    "train the model again");
      }
    }
  }
  if (out.base.empty() && out.tuned.empty()) {
    return fail(ErrorCode::InvalidInput, "the spec names neither a base nor a tuned model",
                "set \"baseModel.path\" or \"tunedModel.path\"");
  }
  return out;
}

}  // namespace telesoft::engine
