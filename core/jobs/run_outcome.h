// What a run that has succeeded leaves to the workspace: a model, or an evaluation.
#pragma once

#include "telesoft/jobs/run_directory.h"
#include "telesoft/jobs/run_listener.h"
#include "telesoft/store/tables/job_table.h"
#include "telesoft/store/workspace.h"

namespace telesoft::jobs {

/// Moves <run>/<modelPath> to <workspace>/models/<id>, whole or not at all, and gives the row for
/// it, with the hash of all its bytes. Goes on where an earlier call was killed: the id is the
/// job's. Errors: Corrupt for a result
/// that is not there, lies outside of its run, or has other weights than it says.
[[nodiscard]] base::Result<protocol::Model> takeModel(const store::Workspace& workspace,
                                                      const store::JobRecord& record,
                                                      const RunDirectory& run);

/// Reads what the engine computed, puts it with what the listener adds into
/// <workspace>/evaluations/<id>, and gives it with the stored row's own fields.
[[nodiscard]] base::Result<protocol::Evaluation> takeEvaluation(const store::Workspace& workspace,
                                                                const store::JobRecord& record,
                                                                const RunDirectory& run,
                                                                RunListener& listener);

}  // namespace telesoft::jobs
