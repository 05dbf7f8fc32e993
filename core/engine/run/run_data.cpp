#include "telesoft/engine/run/run_data.h"

#include "telesoft/base/hash.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;
using base::Status;
using data::PreparedManifest;
using data::PreparedRow;

Result<PreparedManifest> readManifest(const RunInput& input) {
  TELESOFT_TRY(manifest, data::readPreparedManifest(input.resolve(input.spec.data.manifest))
                             .in("reading the prepared set"));
  if (manifest.task != input.spec.task) {
    return fail(
        ErrorCode::InvalidInput, "the prepared data is of another task than the spec",
        "prepare the data for the task \"" + std::string(base::nameOf(input.spec.task)) + "\"");
  }
  std::vector<std::string> names;
  for (const protocol::ClassSpec& one : input.spec.classes) {
    names.push_back(one.name);
  }
  if (manifest.classes != names) {
    return fail(ErrorCode::InvalidInput,
                "the classes of the prepared data are not those of the spec, in the same order",
                "prepare the data again for this model");
  }
  return manifest;
}

Result<std::vector<PreparedRow>> readPart(const RunInput& input,
                                          const PreparedManifest& manifest,
                                          const std::string& part,
                                          const base::Stop& stop) {
  const Path folder = input.resolve(input.spec.data.manifest).parent_path();
  TELESOFT_TRY(
      rows,
      data::readPreparedPart(folder, manifest, part, stop).in("reading the " + part + " part"));
  if (rows.empty()) {
    return fail(ErrorCode::InvalidInput, "the " + part + " part has no rows",
                "split the data so that it gets some");
  }
  return rows;
}

Result<TokenizedPart> tokenize(const std::vector<PreparedRow>& rows,
                               const WordPiece& tokenizer,
                               std::int64_t maxLength,
                               const base::Stop& stop) {
  TokenizedPart out;
  for (const PreparedRow& row : rows) {
    TELESOFT_CHECK(stop.check("reading texts"));
    WordPiece::Encoding encoding = tokenizer.encode(row.text, static_cast<std::size_t>(maxLength));
    out.truncated += encoding.truncated ? 1 : 0;
    out.examples.row.push_back(row.row);
    out.examples.label.push_back(row.label);
    out.examples.tokens.push_back(std::move(encoding.ids));
  }
  return out;
}

Status checkWeights(const RunInput& input, const protocol::ModelReference& reference) {
  const Path folder = input.resolve(reference.path);
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) {
    return fail(ErrorCode::NotFound,
                "the folder of the model \"" + reference.id + "\" is not there",
                "fetch or import the model again");
  }
  Path file = folder / "model.safetensors";
  for (const char* name : {"adapter_model.safetensors", "index.json"}) {
    file = std::filesystem::exists(folder / name, ignored) ? folder / name : file;
  }
  if (reference.sha256.empty()) {
    return {};
  }
  TELESOFT_TRY(hash, base::sha256HexOfFile(file).in("checking the model", reference.id));
  if (hash != reference.sha256) {
    return fail(
        ErrorCode::Conflict,
        "the weights of the model \"" + reference.id + "\" are not those that the run names",
        "the model's folder has changed: fetch or import the model again");
  }
  return {};
}

}  // namespace telesoft::engine
