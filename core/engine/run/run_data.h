// The prepared set of a run as rows and as examples, held against the run's spec.
#pragma once

#include <string>
#include <vector>

#include "telesoft/base/stop.h"
#include "telesoft/data/prepared_set.h"
#include "telesoft/engine/io/wordpiece.h"
#include "telesoft/engine/models/model.h"
#include "telesoft/protocol/run_spec.h"

namespace telesoft::engine {

/// A run directory and what is asked of it.
struct RunInput {
  base::Path folder;
  protocol::RunSpec spec;
  [[nodiscard]] base::Path resolve(const std::string& path) const {
    return base::Path(path).is_absolute() ? base::Path(path) : folder / path;
  }
};

/// Errors: InvalidInput where manifest and spec are of another task or name other classes.
[[nodiscard]] base::Result<data::PreparedManifest> readManifest(const RunInput& input);
/// Errors: those of readPreparedPart; InvalidInput for a part without rows.
[[nodiscard]] base::Result<std::vector<data::PreparedRow>> readPart(
    const RunInput& input,
    const data::PreparedManifest& manifest,
    const std::string& part,
    const base::Stop& stop);

struct TokenizedPart {
  Examples examples;
  std::int64_t truncated = 0;  // texts that were cut at maxLength
};
[[nodiscard]] base::Result<TokenizedPart> tokenize(const std::vector<data::PreparedRow>& rows,
                                                   const WordPiece& tokenizer,
                                                   std::int64_t maxLength,
                                                   const base::Stop& stop);

/// Conflict where the folder's weights are not those that the reference names; the folder's
/// existence is checked even where it names none.
[[nodiscard]] base::Status checkWeights(const RunInput& input,
                                        const protocol::ModelReference& reference);

}  // namespace telesoft::engine
