// What an index is built of, read and checked: the ids of passages and their vectors.
#pragma once

#include <string>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

namespace telesoft::knowledge {

struct Vectors {
  std::vector<std::string> ids;
  std::size_t width = 0;
  std::vector<float> values;  // [ids, width], each row of length 1
};

/// passages.jsonl and vectors.safetensors of a folder. Source: safetensors 0.4, "Format": 8 bytes
/// of header length, a JSON header, then the bytes of the tensors without holes. Errors: NotFound;
/// Corrupt says which file and why.
[[nodiscard]] base::Result<Vectors> readVectors(const base::Path& folder);

/// Makes it of length 1; false where it has none or is no number.
[[nodiscard]] bool normalize(float* values, std::size_t width);

}  // namespace telesoft::knowledge
