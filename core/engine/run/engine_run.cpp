#include "telesoft/engine/run/engine_run.h"

#include "telesoft/base/os/lock_file.h"
#include "telesoft/engine/run/evaluation_run.h"
#include "telesoft/engine/run/guard.h"
#include "telesoft/engine/run/index_run.h"
#include "telesoft/engine/run/run_outcome.h"

namespace telesoft::engine {

using base::Path;
using base::Result;
using base::Status;

namespace {

constexpr std::uint64_t kMostSpecBytes = 1U << 24U;

Status work(const Path& folder, RunJournal& journal) {
  TELESOFT_TRY(text, base::readFile(folder / "spec.json", kMostSpecBytes));
  TELESOFT_TRY(spec, protocol::parseRunSpec(text).in("reading spec.json"));
  Control control(folder / "control.json");
  RunParts run{{folder, std::move(spec)}, journal, control};
  switch (run.input.spec.kind) {
    case protocol::RunKind::Train:
      return runTraining(run);
    case protocol::RunKind::Index:
      return runIndex(run);
    case protocol::RunKind::Evaluate:
      break;
  }
  return runEvaluation(run);
}

}  // namespace

Status runEngine(const Path& folder, const base::Clock& clock) {
  TELESOFT_TRY(lock,
               base::LockFile::acquire(folder / "engine.lock").in("opening the run directory"));
  TELESOFT_TRY(journal, RunJournal::open(folder, clock).in("opening the run directory"));
  TELESOFT_TRY(finished, wasFinished(folder, journal));
  if (finished) {
    return {};
  }
  Status done = guarded([&] { return work(folder, journal); });
  if (!done) {
    journal.fail(done.error());
  }
  return done;
}

}  // namespace telesoft::engine
