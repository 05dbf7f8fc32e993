// The files of an index, as the engine writes them.
#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "telesoft/base/os/files.h"

#include "support/must.h"
#include "support/temp_folder.h"

namespace telesoft::tests {

[[nodiscard]] inline std::string safetensors(const std::string& header, const std::string& data) {
  const std::uint64_t length = header.size();
  std::string out(reinterpret_cast<const char*>(&length), sizeof length);
  return out + header + data;
}

inline void writeIndex(const base::Path& folder,
                       const std::vector<std::string>& ids,
                       const std::vector<float>& values) {
  std::string passages;
  for (const std::string& id : ids) {
    passages += "{\"id\": \"" + id + "\", \"text\": \"...\"}\n";
  }
  const std::string data(reinterpret_cast<const char*>(values.data()),
                         values.size() * sizeof(float));
  const std::string header = R"({"vectors":{"dtype":"F32","shape":[)" + std::to_string(ids.size()) +
                             "," + std::to_string(values.size() / ids.size()) +
                             R"(],"data_offsets":[0,)" + std::to_string(data.size()) + "]}}";
  must(base::writeFileWhole(folder / "passages.jsonl", passages));
  must(base::writeFileWhole(folder / "vectors.safetensors", safetensors(header, data)));
}

}  // namespace telesoft::tests
