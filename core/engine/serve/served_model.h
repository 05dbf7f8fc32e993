// What a ServeSpec names on disk, checked: where the weights are, and how they are to be read.
#pragma once

#include <optional>

#include "telesoft/base/os/files.h"
#include "telesoft/engine/models/calibration.h"
#include "telesoft/engine/run/model_folder.h"
#include "telesoft/protocol/worker.h"

namespace telesoft::engine {

struct ServedFolders {
  base::Path base;
  base::Path tuned;              // empty: the base itself answers
  std::int64_t maxLength = 256;  // text: tokens, as in training
  Calibration calibration;
};

/// Errors: NotFound for a folder that is not there; Corrupt for weights with another hash than the
/// spec's; InvalidInput where the model was trained for another task or other classes.
[[nodiscard]] base::Result<ServedFolders> findServed(const protocol::ServeSpec& spec);

}  // namespace telesoft::engine
