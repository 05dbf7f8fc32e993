#include "telesoft/deploy/release/served_model.h"

namespace telesoft::deploy {

using base::Result;

namespace {

Result<ServedModel> withoutBytes(const protocol::Model& model, const ServeSources& sources) {
  ServedModel out;
  out.baseModel = model.baseModel;
  out.inputs = model.inputs;
  out.classes = model.classes;
  TELESOFT_TRY(reference, sources.baseModel(model.baseModel));
  out.spec.task = model.task;
  out.spec.baseModel = std::move(reference);
  out.spec.classes = model.classes;
  if (model.task == protocol::Task::TabularRisk) {
    for (const protocol::InputField& field : model.inputs) {
      out.spec.features.push_back({field.name, field.kind});
    }
  }
  return out;
}

}  // namespace

Result<ServedModel> servedModel(const protocol::Model& model, const ServeSources& sources) {
  TELESOFT_TRY(out, withoutBytes(model, sources));
  out.key = model.id;
  out.modelId = model.id;
  out.name = model.name;
  out.folder = sources.workspace / model.path;
  out.bytesSha256 = model.bytesSha256;
  out.knowledgeBase = model.approach == protocol::Approach::KnowledgeBase;
  if (!out.knowledgeBase) {
    out.spec.tunedModel = {model.id, out.folder.string(), model.sha256};
  }
  return out;
}

Result<ServedModel> servedBase(const protocol::Model& candidate, const ServeSources& sources) {
  TELESOFT_TRY(out, withoutBytes(candidate, sources));
  out.key = candidate.baseModel + "/" + candidate.id;
  out.name = candidate.baseModel;
  out.folder = out.spec.baseModel.path;
  TELESOFT_TRY(hash, sources.hashOf(out.folder));
  out.bytesSha256 = std::move(hash);
  return out;
}

}  // namespace telesoft::deploy
