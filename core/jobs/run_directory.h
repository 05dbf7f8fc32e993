// A run directory from the server's side: what it writes for the engine, and what it reads of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "telesoft/base/ids.h"
#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"
#include "telesoft/protocol/run_record.h"
#include "telesoft/protocol/run_spec.h"
#include "telesoft/store/tables/job_table.h"

namespace telesoft::jobs {

/// <workspace>/runs/<job id>; its layout stands in protocol/run_spec.h. Thread: any.
class RunDirectory {
 public:
  explicit RunDirectory(base::Path folder) : folder_(std::move(folder)) {}

  /// Fills the folder that it is given (the run's data/): prepared parts and manifest.json.
  using WriteData = std::function<base::Status(const base::Path& dataFolder)>;
  /// Makes the directory whole or not at all: data/, checkpoints/, spec.json, control.json. The
  /// spec's runId becomes the job's id. Errors: those of validate(spec) and of `writeData`;
  /// AlreadyExists.
  [[nodiscard]] static base::Result<RunDirectory> create(const base::Path& runsFolder,
                                                         const base::JobId& job,
                                                         protocol::RunSpec spec,
                                                         const WriteData& writeData);
  /// Removes half-made directories and those of no known job; gives how many.
  [[nodiscard]] static base::Result<std::int64_t> removeOrphans(const base::Path& runsFolder,
                                                                const std::set<std::string>& known);

  [[nodiscard]] const base::Path& folder() const { return folder_; }
  [[nodiscard]] base::Path eventsFile() const { return folder_ / "events.jsonl"; }
  [[nodiscard]] base::Path lockFile() const { return folder_ / "engine.lock"; }
  [[nodiscard]] base::Path logFile() const { return folder_ / "engine.log"; }
  /// protocol::InputField, a list: what the model has to be given.
  [[nodiscard]] base::Path inputsFile() const { return folder_ / "data/inputs.json"; }
  /// What readers' corrections have changed: goes into the model's folder.
  [[nodiscard]] base::Path changesFile() const { return folder_ / "data/changes.json"; }
  [[nodiscard]] base::Path modelFolder(const protocol::RunResult& result) const {
    return folder_ / result.modelPath;
  }

  [[nodiscard]] base::Result<protocol::RunSpec> spec() const;
  /// Nothing while the engine has not written one.
  [[nodiscard]] base::Result<std::optional<protocol::RunStatus>> status() const;
  /// Corrupt where it is missing or not readable.
  [[nodiscard]] base::Result<protocol::RunResult> result() const;
  /// Writes control.json where it says something else.
  [[nodiscard]] base::Status request(store::RunRequest request) const;
  /// The end of engine.log for people: a few lines, without quoted texts, long numbers and paths.
  [[nodiscard]] std::string logTail() const;

 private:
  base::Path folder_;
};

}  // namespace telesoft::jobs
