#include "telesoft/engine/train/checkpoint.h"

#include <cstring>

#include "telesoft/engine/io/safetensors.h"

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;
using base::Status;

namespace {

constexpr const char* kState = "telesoft.state";
constexpr const char* kStartAgain =
    "remove the run's checkpoints folder to train again from the beginning";

std::string_view bytesOf(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

TensorToWrite tensorOf(const std::string& prefix,
                       const Parameter& p,
                       const std::vector<float>& values) {
  return {prefix + p.name, DType::F32, p.shape, bytesOf(values)};
}

Status readTensor(const SafetensorsFile& file,
                  const std::string& prefix,
                  const Parameter& p,
                  std::vector<float>& out) {
  const auto at = file.tensors().find(prefix + p.name);
  const size_t bytes = out.size() * sizeof(float);
  if (at == file.tensors().end() || at->second.dtype != DType::F32 || at->second.bytes != bytes) {
    return fail(ErrorCode::Corrupt, "the checkpoint does not hold \"" + prefix + p.name + "\"",
                kStartAgain);
  }
  std::memcpy(out.data(), at->second.data, bytes);
  return {};
}

Result<TrainingState> readState(const SafetensorsFile& file) {
  const auto at = file.metadata().find(kState);
  if (at == file.metadata().end()) {
    return fail(ErrorCode::Corrupt, "the checkpoint holds no training state", kStartAgain);
  }
  TELESOFT_TRY(parsed, base::parseJson(at->second));
  TELESOFT_TRY(state, base::fromJson<TrainingState>(parsed));
  if (state.format != "telesoft.checkpoint" || state.version != 1) {
    return fail(ErrorCode::Unsupported, "the checkpoint is not telesoft.checkpoint version 1",
                "go on with the program that wrote it");
  }
  return state;
}

}  // namespace

std::uint64_t CheckpointFolder::bytesNeeded(const Parameters& parameters) {
  // Two generations of last (values and two moments) and of best, while one replaces the other.
  return static_cast<std::uint64_t>(parameters.count()) * sizeof(float) * 8;
}

Status CheckpointFolder::saveBest(const Parameters& parameters, std::int64_t step) const {
  TELESOFT_CHECK(base::makePrivateFolder(folder_));
  std::vector<TensorToWrite> tensors;
  for (const auto& p : parameters.all()) {
    tensors.push_back(tensorOf("value.", *p, p->value));
  }
  return writeSafetensors(folder_ / bestName(step), tensors, {}).in("writing the best checkpoint");
}

Status CheckpointFolder::saveLast(const TrainingState& state,
                                  const Parameters& parameters,
                                  AdamW& optimizer) const {
  TELESOFT_CHECK(base::makePrivateFolder(folder_));
  std::vector<TensorToWrite> tensors;
  for (size_t i = 0; i < parameters.all().size(); ++i) {
    const Parameter& p = *parameters.all()[i];
    tensors.push_back(tensorOf("value.", p, p.value));
    tensors.push_back(tensorOf("first.", p, optimizer.moments()[i].first));
    tensors.push_back(tensorOf("second.", p, optimizer.moments()[i].second));
  }
  TELESOFT_CHECK(
      writeSafetensors(folder_ / lastName(), tensors, {{kState, base::toJson(state).dump()}})
          .in("writing the checkpoint"));
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, ignored)) {
    const std::string name = entry.path().filename().string();
    const bool isOldBest = name.starts_with("best-") && name != bestName(state.bestStep);
    if (isOldBest || name.ends_with(".tmp")) {  // the latter of a killed writer
      std::filesystem::remove(entry.path(), ignored);
    }
  }
  return {};
}

Result<std::optional<TrainingState>> CheckpointFolder::restoreLast(const std::string& fingerprint,
                                                                   Parameters& parameters,
                                                                   AdamW& optimizer) const {
  std::error_code ignored;
  if (!std::filesystem::exists(folder_ / lastName(), ignored)) {
    return std::optional<TrainingState>();
  }
  TELESOFT_TRY(file, SafetensorsFile::open(folder_ / lastName()));
  TELESOFT_TRY(state, readState(file));
  if (state.fingerprint != fingerprint) {
    return fail(ErrorCode::Conflict, "the checkpoint belongs to another spec or to other data",
                kStartAgain);
  }
  for (size_t i = 0; i < parameters.all().size(); ++i) {
    Parameter& p = *parameters.all()[i];
    TELESOFT_CHECK(readTensor(file, "value.", p, p.value));
    TELESOFT_CHECK(readTensor(file, "first.", p, optimizer.moments()[i].first));
    TELESOFT_CHECK(readTensor(file, "second.", p, optimizer.moments()[i].second));
  }
  optimizer.restoreSteps(state.optimizerSteps);
  return std::optional<TrainingState>(std::move(state));
}

Status CheckpointFolder::restoreBest(std::int64_t step, Parameters& parameters) const {
  TELESOFT_TRY(file, SafetensorsFile::open(folder_ / bestName(step)));
  for (const auto& p : parameters.all()) {
    TELESOFT_CHECK(readTensor(file, "value.", *p, p->value));
  }
  return {};
}

}  // namespace telesoft::engine
