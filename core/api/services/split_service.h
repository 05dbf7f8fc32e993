// Splits: planned on the dataset's rows, kept with their proof, their parts datasets of their own.
#pragma once

#include "telesoft/api/services/services.h"
#include "telesoft/protocol/split.h"

namespace telesoft::api {

/// Nothing is stored.
[[nodiscard]] base::Result<protocol::Split> previewSplit(Services& services,
                                                         const protocol::SplitRequest& request);
/// The split, its part datasets, their rows and the audit row in one transaction; the manifest, to
/// whose hash the proof refers, in <workspace>/splits/<id>.json.
[[nodiscard]] base::Result<protocol::Split> createSplit(Services& services,
                                                        const protocol::SplitRequest& request,
                                                        const std::string& actor);

}  // namespace telesoft::api
