// A run of kind "index": the passages of a knowledge base as vectors, in a model folder.
//
//   data/passages.jsonl   {"id": "ps_1", "text": "Dosing: ..."}, one a line
//   data/manifest.json    {"format": "telesoft.passages", "version": 1, "rows": 2, "sha256": "..."}
//   model/telesoft.json   ModelDescription of kind "index"
//   model/passages.jsonl  as it came: the order of the vectors
//   model/vectors.safetensors   "vectors" float32 [rows, width], each of length 1
//   model/index.json      the hashes of base, passages and vectors; its own is the model's
#pragma once

#include "telesoft/engine/run/training_run.h"

namespace telesoft::engine {

/// Ends with the state succeeded, cancelled or paused in the journal; a paused one begins anew.
/// Errors: Corrupt for passages that are not those of the manifest, InvalidInput for none.
[[nodiscard]] base::Status runIndex(RunParts& run);

}  // namespace telesoft::engine
