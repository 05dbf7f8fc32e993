// `telesoft-engine serve`: a worker that answers JSON lines until its input ends. What it says is
// in core/protocol/worker.h.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "telesoft/engine/serve/predictor.h"

namespace telesoft::engine {

/// The WorkerReply to one WorkerRequest, without the newline. A line that cannot be read is
/// answered with an error and id 0.
[[nodiscard]] std::string answerLine(Predictor& predictor, std::string_view line);

/// Reads the ServeSpec in `file`, opens the model, says hello and answers until `in` ends. Errors:
/// those of the spec and of Predictor::open, which are written to `out` too; Unavailable where
/// `out` cannot be written to.
[[nodiscard]] base::Status serve(const base::Path& file, std::FILE* in, std::FILE* out);

/// For a process that holds patients' data: it leaves no core dump, cannot be read by others, and
/// ends when its parent does.
void guardProcess();

}  // namespace telesoft::engine
