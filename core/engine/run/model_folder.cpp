#include "telesoft/engine/run/model_folder.h"

#include <cerrno>
#include <cstdio>

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;
using base::Status;

namespace {

constexpr const char* kFile = "telesoft.json";

std::string cardText(const ModelDescription& m) {
  std::string out = "---\nbase_model: " + m.baseModel +
                    "\npipeline_tag: text-classification\n---\n\n# Text classification model\n\n"
                    "Trained by Telesoft Workbench from " +
                    m.baseModel + " (sha256 " + m.baseSha256 + ").\n\nClasses, in label order:\n\n";
  for (const protocol::ClassSpec& one : m.classes) {
    out += "- " + one.name + "\n";
  }
  return out;
}

Status writeBeside(const Path& folder, const ModelDescription& description) {
  std::error_code ignored;
  if (!std::filesystem::exists(folder / "README.md", ignored)) {
    TELESOFT_CHECK(base::writeFileWhole(folder / "README.md", cardText(description)));
  }
  return base::writeFileWhole(folder / kFile, base::toJson(description).dump(2) + "\n");
}

Status replaceFolder(const Path& from, const Path& to) {
  std::error_code ignored;
  std::filesystem::remove_all(to, ignored);  // of a run that was killed before its result
  return std::rename(from.c_str(), to.c_str()) == 0
             ? Status()
             : Status(base::systemError(errno, "putting the model in place"));
}

}  // namespace

Result<ModelDescription> writeModelFolder(const Path& folder,
                                          Model& model,
                                          ModelDescription description) {
  return writeModelFolder(
      folder, [&](const Path& fresh) { return model.save(fresh); }, std::move(description));
}

Result<ModelDescription> writeModelFolder(const Path& folder,
                                          const SaveModel& save,
                                          ModelDescription description) {
  Path fresh = folder;
  fresh += ".new";
  std::error_code ignored;
  std::filesystem::remove_all(fresh, ignored);
  TELESOFT_TRY(saved, save(fresh).in("writing the model"));
  description.kind = saved.kind;
  description.weightsFile = saved.weightsFile;
  TELESOFT_CHECK(writeBeside(fresh, description).in("writing the model"));
  TELESOFT_CHECK(replaceFolder(fresh, folder));
  return description;
}

Result<std::optional<ModelDescription>> readModelDescription(const Path& folder) {
  std::error_code ignored;
  if (!std::filesystem::exists(folder / kFile, ignored)) {
    return std::optional<ModelDescription>();
  }
  TELESOFT_TRY(text, base::readFile(folder / kFile, 1U << 24U));
  TELESOFT_TRY(parsed, base::parseJson(text).in("reading telesoft.json"));
  TELESOFT_TRY(out, base::fromJson<ModelDescription>(parsed).in("reading telesoft.json"));
  if (out.format != "telesoft.model" || out.version != 1) {
    return fail(ErrorCode::Unsupported, "telesoft.json is not telesoft.model version 1",
                "a newer program wrote the model: update the engine");
  }
  return std::optional<ModelDescription>(std::move(out));
}

}  // namespace telesoft::engine
