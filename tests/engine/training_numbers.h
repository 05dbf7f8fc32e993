// What torch, transformers and scikit-learn say: tests/oracles/training_oracle.py.
#pragma once

#include "telesoft/base/json.h"
#include "telesoft/base/os/files.h"

#include "support/temp_folder.h"

namespace telesoft::engine {

inline base::json trainingNumbers() {
  return base::json::parse(
      base::readFile(tests::sourceFolder() / "tests/fixtures/training.json").value());
}

}  // namespace telesoft::engine
