// The tiny random BERT of tests/oracles/encoder_oracle.py and what Hugging Face computed with it.
#pragma once

#include <string>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/base/os/files.h"
#include "telesoft/engine/io/safetensors.h"
#include "telesoft/engine/models/model.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::engine {

class BertTiny {
 public:
  BertTiny()
      : numbers_(*SafetensorsFile::open(folder() / "expected.safetensors")),
        about_(base::json::parse(base::readFile(folder() / "expected.json").value())) {}

  [[nodiscard]] static base::Path folder() {
    return tests::sourceFolder() / "tests/fixtures/bert_tiny";
  }
  [[nodiscard]] static base::Path adapter() {
    return tests::sourceFolder() / "tests/fixtures/bert_tiny_peft";
  }
  [[nodiscard]] bool has(const std::string& name) const {
    return numbers_.tensors().contains(name);
  }
  [[nodiscard]] std::vector<float> floats(const std::string& name) const {
    const TensorView& view = numbers_.tensors().at(name);
    const auto* data = reinterpret_cast<const float*>(view.data);
    return {data, data + view.bytes / sizeof(float)};
  }
  [[nodiscard]] std::vector<double> expected(const std::string& name) const {
    const std::vector<float> x = floats(name);
    return {x.begin(), x.end()};
  }
  [[nodiscard]] const base::json& about() const { return about_; }
  [[nodiscard]] Examples examples() const {
    Examples out;
    out.tokens = about_["sequences"].get<std::vector<std::vector<std::int32_t>>>();
    out.label = about_["labels"].get<std::vector<std::int64_t>>();
    for (std::int64_t i = 0; i < out.size(); ++i) {
      out.row.push_back(i);
    }
    return out;
  }

 private:
  SafetensorsFile numbers_;
  base::json about_;
};

}  // namespace telesoft::engine
