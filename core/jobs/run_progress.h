// What the events and the status of a run change in the job that people see.
#pragma once

#include "telesoft/protocol/job.h"
#include "telesoft/protocol/run_record.h"

namespace telesoft::jobs {

/// Progress and step never go back, though a resumed run repeats steps; a milestone is kept once.
/// Events of other kinds, and such as are not understood, change nothing.
void applyEvent(protocol::Job& job, const protocol::JobEvent& event);
/// Also the best value, and when the run will probably end.
void applyStatus(protocol::Job& job, const protocol::RunStatus& status);

}  // namespace telesoft::jobs
