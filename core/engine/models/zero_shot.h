// The answer of an encoder that has not been trained for a task: the class whose sentence is
// nearest.
#pragma once

#include <cstdint>
#include <string>

#include "telesoft/engine/models/model.h"
#include "telesoft/protocol/run_spec.h"

namespace telesoft::engine {

/// Softmax over classes of cosine similarity / temperature. Shapes: texts [rows, width], classes
/// [classes, width], both of length 1 a row.
[[nodiscard]] Probabilities zeroShot(const float* texts,
                                     std::int64_t rows,
                                     const float* classes,
                                     std::int64_t classCount,
                                     std::int64_t width);

/// What stands for a class in the embedding space: its description, else its name.
[[nodiscard]] inline const std::string& sentenceOf(const protocol::ClassSpec& one) {
  return one.description.empty() ? one.name : one.description;
}

}  // namespace telesoft::engine
