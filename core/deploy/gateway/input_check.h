// patientData held against what a model was trained on, field by field, before it is asked.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "telesoft/protocol/prediction.h"
#include "telesoft/protocol/worker.h"

namespace telesoft::deploy {

struct CheckedInput {
  protocol::WorkerRow row;                       // good where there are no problems
  std::vector<protocol::FieldProblem> problems;  // none of their texts holds a value
  std::vector<std::string> warnings;
  std::vector<std::string> ignoredFields;
  /// Of each field: the number in the model's unit, the category, a text's words, or null.
  std::vector<std::pair<std::string, base::json>> seen;
};

/// Texts are joined by a line break and numbers stand in the order of `inputs`, as in training.
///   missing   a field that no training row was without; else it is a warning
///   type      a number that is no JSON number, a text or category that is no string
///   unit      {"value", "unit"} in a unit that does not convert exactly into the field's
///   range     further from the training range than that range is wide, or below 0 where training
///             never was; outside of the training range but nearer is a warning
///   category  one that training has not seen
///   empty     a text of spaces
/// `windowTokens`: what the model reads of a text at most, 0 where that is not known; a text of
/// more words is a warning. Errors: InvalidInput where patientData is no object.
[[nodiscard]] base::Result<CheckedInput> checkInput(const std::vector<protocol::InputField>& inputs,
                                                    const base::json& patientData,
                                                    std::int64_t windowTokens);

/// Who it is about: `subject`, else patientId or subject in the data; "" where nobody is named.
[[nodiscard]] std::string subjectIn(const protocol::AnalyzeRequest& request);

}  // namespace telesoft::deploy
