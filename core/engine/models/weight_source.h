// Float tensors by Hugging Face name out of a weights file, whatever prefix and type they have
// there.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/engine/io/safetensors.h"
#include "telesoft/engine/models/parameter.h"

namespace telesoft::engine {

class WeightSource {
 public:
  [[nodiscard]] static base::Result<WeightSource> open(const base::Path& file);

  [[nodiscard]] bool has(const std::string& name) const;
  /// Errors: Corrupt names the tensor that is missing or has another shape than the config says.
  [[nodiscard]] base::Status read(const std::string& name,
                                  const std::vector<std::int64_t>& shape,
                                  std::vector<float>& out) const;
  /// Points into the file where it holds floats, and reads otherwise. The source must outlive it.
  [[nodiscard]] base::Status map(const std::string& name,
                                 const std::vector<std::int64_t>& shape,
                                 Values& out) const;
  [[nodiscard]] const SafetensorsFile& file() const { return *file_; }

 private:
  [[nodiscard]] const TensorView* find(const std::string& name) const;
  [[nodiscard]] base::Result<const TensorView*> expect(
      const std::string& name, const std::vector<std::int64_t>& shape) const;
  std::shared_ptr<SafetensorsFile> file_;  // shared: mapped values outlive the reader
};

}  // namespace telesoft::engine
