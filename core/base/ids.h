// Ids that cannot be taken for one another: a RunId is never passed where a DatasetId is meant.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace telesoft::base {

template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  auto operator<=>(const Id&) const = default;

 private:
  std::string text_;
};

using DatasetId = Id<struct DatasetTag>;
using SplitId = Id<struct SplitTag>;
using JobId = Id<struct JobTag>;
using RunId = Id<struct RunTag>;
using ModelId = Id<struct ModelTag>;
using EvaluationId = Id<struct EvaluationTag>;
using PatientKey = Id<struct PatientTag>;

/// "ds_" and 12 characters from the system's random source (lower case, digits).
[[nodiscard]] std::string newIdText(const std::string& prefix);

}  // namespace telesoft::base

template <class Tag>
struct std::hash<telesoft::base::Id<Tag>> {
  size_t operator()(const telesoft::base::Id<Tag>& id) const noexcept {
    return std::hash<std::string>()(id.text());
  }
};
