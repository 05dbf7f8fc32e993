// What a model's inputs looked like in the rows that it was trained on.
#pragma once

#include <vector>

#include "telesoft/api/services/dataset_content.h"
#include "telesoft/deploy/release/drift.h"
#include "telesoft/protocol/prediction.h"

namespace telesoft::api {

/// One for each input; a text that is no column of the data is all notes of a row together.
[[nodiscard]] std::vector<deploy::FieldReference> referencesOf(
    const DatasetContent& training, const std::vector<protocol::InputField>& inputs);

}  // namespace telesoft::api
