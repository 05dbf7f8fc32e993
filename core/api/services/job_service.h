// Fine-tuning jobs: checked, their run directory made, handed to the supervisor; and the advice
// that comes before.
#pragma once

#include "telesoft/api/services/services.h"

namespace telesoft::api {

/// Errors: those of prepareTraining(), createFeedbackJob() and createIndexJob(); InvalidInput for
/// parts that are not of one split, and for capabilities that no battery asks for.
[[nodiscard]] base::Result<protocol::Job> createJob(Services& services,
                                                    const protocol::JobRequest& request,
                                                    const std::string& actor);

/// Advice for a dataset and this machine.
[[nodiscard]] base::Result<protocol::Advice> adviseOn(Services& services,
                                                      const protocol::AdviceRequest& request);

}  // namespace telesoft::api
