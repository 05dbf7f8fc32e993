// What training changes: float master values with their gradients, whatever precision the products
// run in.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "telesoft/engine/kernels/compute.h"

namespace telesoft::engine {

struct Parameter {
  std::string name;
  std::vector<std::int64_t> shape;  // as held in memory
  std::vector<float> value;
  std::vector<float> gradient;
  bool decays = true;  // weight decay: not for biases and norms
};

/// Owns the parameters in the order in which they were added, which is the order of the optimizer's
/// state.
class Parameters {
 public:
  Parameter& add(std::string name, std::vector<std::int64_t> shape, bool decays) {
    auto made = std::make_unique<Parameter>();
    std::int64_t count = 1;
    for (const std::int64_t size : shape) {
      count *= size;
    }
    made->name = std::move(name);
    made->shape = std::move(shape);
    made->value.assign(static_cast<size_t>(count), 0.0F);
    made->gradient.assign(static_cast<size_t>(count), 0.0F);
    made->decays = decays;
    all_.push_back(std::move(made));
    return *all_.back();
  }
  [[nodiscard]] const std::vector<std::unique_ptr<Parameter>>& all() const { return all_; }
  [[nodiscard]] std::int64_t count() const {
    std::int64_t total = 0;
    for (const auto& p : all_) {
      total += static_cast<std::int64_t>(p->value.size());
    }
    return total;
  }
  [[nodiscard]] bool empty() const { return all_.empty(); }

 private:
  std::vector<std::unique_ptr<Parameter>> all_;
};

/// Floats that are frozen (mapped or owned) or trained.
struct Values {
  const float* data = nullptr;
  Parameter* trained = nullptr;
  std::vector<float> owned;

  [[nodiscard]] const float* get() const {
    if (trained != nullptr) {
      return trained->value.data();
    }
    return data != nullptr ? data : owned.data();
  }
  [[nodiscard]] float* gradient() const {
    return trained != nullptr ? trained->gradient.data() : nullptr;
  }
};

}  // namespace telesoft::engine
