#include "telesoft/deploy/gateway/input_check.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/deploy/gateway/units.h"
#include "telesoft/deploy/release/drift.h"

namespace telesoft::deploy {

using base::json;
using protocol::InputField;

namespace {

constexpr size_t kMaxIgnored = 50;
const std::set<std::string> kSubjectKeys = {"patientId", "subject"};

struct Limits {
  double low, high;
};

/// The training range widened by its own width on either side.
Limits hardLimits(const InputField& field) {
  const double width = field.maximum > field.minimum ? field.maximum - field.minimum
                                                     : std::max(std::abs(field.maximum), 1.0);
  const double low = field.minimum - width;
  return {field.minimum >= 0 ? std::max(low, 0.0) : low, field.maximum + width};
}

std::string withUnit(const std::string& what, const InputField& field) {
  return field.unit.empty() ? what : what + " " + field.unit;
}

class Check {
 public:
  Check(const json& data, std::int64_t windowTokens, CheckedInput& out)
      : data_(data), windowTokens_(windowTokens), out_(out) {}

  void field(const InputField& field) {
    const auto found = data_.find(field.name);
    json value;
    if (found == data_.end() || found->is_null()) {
      missing(field);
    } else if (field.kind == "text") {
      value = text(field, *found);
    } else if (field.kind == "category") {
      value = category(field, *found);
    } else {
      value = number(field, *found);
    }
    if (field.kind != "text") {
      out_.row.values.push_back(value);
    }
    out_.seen.emplace_back(field.name, std::move(value));
  }

 private:
  void problem(const InputField& field, const char* rule, const std::string& what) {
    out_.problems.push_back({field.name, rule, field.name + " " + what});
  }

  void missing(const InputField& field) {
    if (field.required) {
      problem(field, "missing", "is missing");
    } else {
      out_.warnings.push_back(field.name + " is missing, as in some rows of the training data");
    }
  }

  /// Gives the number of words.
  json text(const InputField& field, const json& given) {
    if (!given.is_string()) {
      problem(field, "type", "is to be a text");
      return nullptr;
    }
    const auto& words = given.get_ref<const std::string&>();
    if (base::trim(words).empty()) {
      problem(field, "empty", "holds no text");
      return nullptr;
    }
    out_.row.text += (out_.row.text.empty() ? "" : "\n") + words;
    const std::int64_t count = wordsIn(words);
    if (windowTokens_ > 0 && count > windowTokens_) {
      out_.warnings.push_back(
          fmt::format("{} is longer than the model reads: it sees the first {} word pieces only",
                      field.name, windowTokens_));
    }
    return count;
  }

  json category(const InputField& field, const json& given) {
    if (!given.is_string() && !given.is_number_integer()) {
      problem(field, "type", "is to be one of its categories, as a text");
      return nullptr;
    }
    const std::string name = given.is_string() ? given.get<std::string>() : given.dump();
    if (std::find(field.categories.begin(), field.categories.end(), name) ==
        field.categories.end()) {
      problem(
          field, "category",
          "is none of the categories of the training data: " + base::join(field.categories, ", "));
      return nullptr;
    }
    return name;
  }

  json number(const InputField& field, const json& given) {
    const bool withUnit = given.is_object() && given.contains("value");
    const json& bare = withUnit ? given.at("value") : given;
    if (!bare.is_number()) {
      problem(field, "type",
              R"(is to be a number, or {"value": number, "unit": "..."}, without quotation marks)");
      return nullptr;
    }
    double value = bare.get<double>();
    if (withUnit) {
      const auto unit = given.find("unit");
      const auto inOurs = unit != given.end() && unit->is_string()
                              ? converted(value, unit->get<std::string>(), field.unit)
                              : std::nullopt;
      if (!inOurs) {
        problem(field, "unit",
                field.unit.empty() ? "has no unit in the training data: give the bare number"
                                   : "is to be in " + field.unit);
        return nullptr;
      }
      value = *inOurs;
    }
    range(field, value);
    return value;
  }

  void range(const InputField& field, double value) {
    if (std::isnan(field.minimum) || std::isnan(field.maximum)) {
      return;
    }
    const Limits hard = hardLimits(field);
    if (value < hard.low || value > hard.high) {
      problem(field, "range",
              "is far outside of the training data: " +
                  withUnit(fmt::format("{:g} to {:g}", hard.low, hard.high), field) + " is taken");
    } else if (value < field.minimum || value > field.maximum) {
      out_.warnings.push_back(
          field.name + " is outside of what the model was trained on: " +
          withUnit(fmt::format("{:g} to {:g}", field.minimum, field.maximum), field));
    }
  }

  const json& data_;
  const std::int64_t windowTokens_;
  CheckedInput& out_;
};

}  // namespace

base::Result<CheckedInput> checkInput(const std::vector<InputField>& inputs,
                                      const json& patientData,
                                      std::int64_t windowTokens) {
  if (!patientData.is_object()) {
    return base::fail(base::ErrorCode::InvalidInput, "patientData is no object",
                      R"(give {"field": value, ...}; GET /v1/models/{id}/inputs lists the fields)");
  }
  CheckedInput out;
  Check check(patientData, windowTokens, out);
  for (const InputField& field : inputs) {
    check.field(field);
  }
  for (const auto& [key, unused] : patientData.items()) {
    const bool known = std::any_of(inputs.begin(), inputs.end(),
                                   [&key = key](const auto& f) { return f.name == key; });
    if (!known && kSubjectKeys.count(key) == 0 && out.ignoredFields.size() < kMaxIgnored) {
      out.ignoredFields.push_back(key);
    }
  }
  return out;
}

std::string subjectIn(const protocol::AnalyzeRequest& request) {
  if (!request.subject.empty() || !request.patientData.is_object()) {
    return request.subject;
  }
  for (const std::string& key : kSubjectKeys) {
    const auto found = request.patientData.find(key);
    if (found != request.patientData.end() && (found->is_string() || found->is_number_integer())) {
      return found->is_string() ? found->get<std::string>() : found->dump();
    }
  }
  return "";
}

}  // namespace telesoft::deploy
