// Expert-feedback jobs: what readers have settled becomes a new version of the data, a split of it
// with the same untouched parts, and a run that goes on from a tuned model.
#pragma once

#include "telesoft/api/services/services.h"

namespace telesoft::api {

/// The corrected dataset, its split and the job appear together. The test part keeps exactly its
/// rows, and none of them, of their patients and of rows equal to them is trained on: the new
/// split's proof counts anew.
/// Errors: InvalidInput without reviews, for a model of another base or reviews of other data, and
/// where nothing is settled that may be learnt; those of prepareTraining().
[[nodiscard]] base::Result<protocol::Job> createFeedbackJob(Services& services,
                                                            protocol::JobRequest request,
                                                            const std::string& actor);

}  // namespace telesoft::api
