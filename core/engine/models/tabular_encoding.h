// From the values of a table's row to the inputs of a network, the same way in every hospital.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/data/prepared_set.h"
#include "telesoft/engine/models/model.h"

namespace telesoft::engine {

/// A number becomes clamp((f(x) - mean) / sd, -4, 4) and 1 where it is missing; f is log(1 + x) for
/// counts and concentrations with a long tail. A category becomes one input a value, and one for a
/// missing or unknown one.
struct EncodedFeature {
  std::string name;
  std::string kind;  // "number" | "category"
  std::string unit;
  bool logarithm = false;
  double mean = 0, sd = 1;
  std::vector<std::string> categories;
  [[nodiscard]] std::int64_t width() const {
    return kind == "category" ? static_cast<std::int64_t>(categories.size()) + 1 : 2;
  }
};

class TabularEncoding {
 public:
  TabularEncoding() = default;
  explicit TabularEncoding(std::vector<EncodedFeature> features) : features_(std::move(features)) {}
  /// From training rows.
  [[nodiscard]] static TabularEncoding fit(const std::vector<data::PreparedFeature>& features,
                                           const std::vector<data::PreparedRow>& rows);

  /// Features are found by name; a column that the encoding does not know is not used. Errors:
  /// InvalidInput names a feature that is missing, of another kind or in another unit; Corrupt
  /// names the row whose value is of the wrong kind.
  [[nodiscard]] base::Result<Examples> encode(const std::vector<data::PreparedFeature>& features,
                                              const std::vector<data::PreparedRow>& rows) const;
  [[nodiscard]] const std::vector<EncodedFeature>& features() const { return features_; }
  [[nodiscard]] std::int64_t width() const;
  /// For each input whether it says "missing": such an input may never have been seen in training.
  [[nodiscard]] std::vector<bool> missingInputs() const;

 private:
  std::vector<EncodedFeature> features_;
};

template <class V>
void describe(V& v, EncodedFeature& f) {
  v.required("name", f.name);
  v.required("kind", f.kind);
  v.optional("unit", f.unit);
  v.optional("logarithm", f.logarithm);
  v.optional("mean", f.mean);
  v.optional("sd", f.sd);
  v.optional("categories", f.categories);
}

}  // namespace telesoft::engine
