#include "telesoft/jobs/run_outcome.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include "telesoft/base/hash.h"
#include "telesoft/store/tables/evaluation_table.h"

namespace telesoft::jobs {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;
using base::Status;
using protocol::Evaluation;
using protocol::Model;
using protocol::RunResult;
using store::JobRecord;

namespace {

constexpr std::uint64_t kMaxEvaluation = 256U << 20U;
constexpr std::uint64_t kMaxIndex = 1U << 20U;
constexpr std::uint64_t kMaxInputs = 16U << 20U;

/// A path of result.json has to stay inside the run.
Status checkInside(const std::string& path) {
  bool inside = !path.empty() && Path(path).is_relative();
  for (const Path& part : Path(path)) {
    inside = inside && part != ".." && part != ".";
  }
  return inside ? Status()
                : Status(fail(ErrorCode::Corrupt, "the run's result names no file of the run",
                              "start the job again"));
}

Status syncFolder(const Path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  const int why = errno;
  if (fd >= 0) {
    ::close(fd);
  }
  return synced ? Status() : Status(base::systemError(why, "syncing the models folder"));
}

/// index.json names the hashes of the index's files; its own is the model's.
struct IndexHashes {
  std::string passagesSha256, vectorsSha256;
};
template <class V>
void describe(V& v, IndexHashes& i) {
  v.required("passagesSha256", i.passagesSha256);
  v.required("vectorsSha256", i.vectorsSha256);
}

Status checkIndex(const Path& folder) {
  TELESOFT_TRY(text,
               base::readFile(folder / "index.json", kMaxIndex).in("reading the run's index"));
  TELESOFT_TRY(parsed, base::parseJson(text).in("reading the run's index"));
  TELESOFT_TRY(named, base::fromJson<IndexHashes>(parsed).in("reading the run's index"));
  TELESOFT_TRY(passages, base::sha256HexOfFile(folder / "passages.jsonl"));
  TELESOFT_TRY(vectors, base::sha256HexOfFile(folder / "vectors.safetensors"));
  if (passages != named.passagesSha256 || vectors != named.vectorsSha256) {
    return fail(ErrorCode::Corrupt, "the run's index is damaged", "start the job again");
  }
  return {};
}

/// The weights have to be those that the engine wrote.
Status checkWeights(const Path& folder, const RunResult& result) {
  for (const char* name : {"adapter_model.safetensors", "model.safetensors", "index.json"}) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(folder / name, ignored)) {
      TELESOFT_TRY(hash, base::sha256HexOfFile(folder / name).in("reading the run's model"));
      if (result.modelSha256.empty() || hash == result.modelSha256) {
        return result.modelKind == "index" ? checkIndex(folder) : Status();
      }
    }
  }
  return fail(ErrorCode::Corrupt, "the run's model is missing or damaged", "start the job again");
}

/// What the job's maker has written of the data; nothing where it has not.
Result<std::vector<protocol::InputField>> inputsOf(const RunDirectory& run) {
  std::error_code ignored;
  if (!std::filesystem::exists(run.inputsFile(), ignored)) {
    return std::vector<protocol::InputField>();
  }
  TELESOFT_TRY(text, base::readFile(run.inputsFile(), kMaxInputs).in("reading the run's inputs"));
  TELESOFT_TRY(parsed, base::parseJson(text).in("reading the run's inputs"));
  return base::fromJson<std::vector<protocol::InputField>>(parsed, base::Keys::Lenient)
      .in("reading the run's inputs");
}

Status copyChanges(const RunDirectory& run, const Path& target) {
  std::error_code ignored;
  if (!std::filesystem::exists(run.changesFile(), ignored)) {
    return {};
  }
  TELESOFT_TRY(text, base::readFile(run.changesFile(), kMaxInputs).in("reading what has changed"));
  return base::writeFileWhole(target / "changes.json", text).in("registering the run's model");
}

Status moveInto(const Path& from, const Path& to) {
  std::error_code ignored;
  if (std::filesystem::exists(to, ignored)) {
    return {};  // by an earlier call
  }
  if (::rename(from.c_str(), to.c_str()) != 0) {
    return base::systemError(errno, "registering the run's model");
  }
  return syncFolder(to.parent_path());
}

}  // namespace

Result<Model> takeModel(const store::Workspace& workspace,
                        const JobRecord& record,
                        const RunDirectory& run) {
  TELESOFT_TRY(result, run.result());
  TELESOFT_TRY(spec, run.spec());
  TELESOFT_CHECK(checkInside(result.modelPath));
  const std::string id = "md_" + record.job.id;
  const Path target = workspace.modelsFolder() / id;
  std::error_code ignored;
  const bool moved = std::filesystem::exists(target, ignored);
  TELESOFT_CHECK(checkWeights(moved ? target : run.modelFolder(result), result));
  TELESOFT_CHECK(moveInto(run.modelFolder(result), target));
  TELESOFT_CHECK(copyChanges(run, target));
  TELESOFT_TRY(bytes, base::hashOfFolder(target).in("registering the run's model"));
  TELESOFT_TRY(inputs, inputsOf(run));

  Model model;
  model.id = id;
  model.name = record.job.name;
  model.baseModel = record.job.request.baseModel;
  model.task = spec.task;
  model.approach = spec.approach;
  model.jobId = record.job.id;
  model.sha256 = result.modelSha256;
  model.path = "models/" + id;
  model.classes = spec.classes;
  model.validation = result.validation;
  model.trainingData = record.job.request.trainingData;
  model.validationData = record.job.request.validationData;
  model.createdBy = record.job.createdBy;
  model.bytesSha256 = bytes;
  model.inputs = std::move(inputs);
  model.temperature = result.temperature;
  model.calibrationRows = result.calibrationRows;
  model.warmStart = record.job.request.warmStart;
  model.reviews = record.job.request.reviews;
  model.documents = record.job.request.documents;
  return model;
}

Result<Evaluation> takeEvaluation(const store::Workspace& workspace,
                                  const JobRecord& record,
                                  const RunDirectory& run,
                                  RunListener& listener) {
  TELESOFT_TRY(stored, workspace.database().read([&](const store::Snapshot& snapshot) {
    return store::EvaluationTable::find(snapshot, record.evaluation);
  }));
  TELESOFT_TRY(result, run.result());
  TELESOFT_CHECK(checkInside(result.evaluationPath));
  TELESOFT_TRY(text, base::readFile(run.folder() / result.evaluationPath, kMaxEvaluation)
                         .in("reading the run's evaluation"));
  TELESOFT_TRY(parsed, base::parseJson(text).in("reading the run's evaluation"));
  TELESOFT_TRY(evaluation, base::fromJson<Evaluation>(parsed).in("reading the run's evaluation"));
  evaluation.id = stored.id;
  evaluation.modelId = stored.modelId;
  evaluation.testData = stored.testData;
  evaluation.createdAt = stored.createdAt;
  evaluation.testOpenings = stored.testOpenings;
  evaluation.status = "succeeded";
  const Path folder = workspace.evaluationsFolder() / stored.id;
  TELESOFT_CHECK(base::makePrivateFolder(folder));
  TELESOFT_CHECK(listener.completeEvaluation(evaluation, folder));
  TELESOFT_CHECK(
      base::writeFileWhole(
          folder / "evaluation.json",
          base::toJson(evaluation).dump(2, ' ', false, base::json::error_handler_t::replace))
          .in("storing the evaluation"));
  return evaluation;
}

}  // namespace telesoft::jobs
