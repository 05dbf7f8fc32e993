// Reviews, deployments, knowledge and people, as a fake server tells of them.
#pragma once

#include "telesoft/protocol/access.h"
#include "telesoft/protocol/knowledge.h"
#include "telesoft/protocol/release.h"
#include "telesoft/protocol/review.h"

#include "support/fake_server.h"

namespace telesoft::tests {

/// Who sits here: the single person of an embedded workspace, or an account with these roles.
[[nodiscard]] protocol::Me embeddedPerson();
[[nodiscard]] protocol::Me person(const std::vector<std::string>& roles);
/// Discharge notes with three classes and one conflict.
[[nodiscard]] protocol::Review textReview();
/// The risk of a transfer to intensive care, from measurements.
[[nodiscard]] protocol::Review riskReview();
[[nodiscard]] protocol::ReviewCase textCase(std::int64_t number);
[[nodiscard]] protocol::ReviewCase riskCase(std::int64_t number);
/// As a third reader gets it: the first said fibrillation, the second sinus rhythm.
[[nodiscard]] protocol::ReviewCase conflictCase();
/// 20 % in production, of md_jb_done.
[[nodiscard]] protocol::Deployment production();
/// In staging, of md_new.
[[nodiscard]] protocol::Deployment staging();
[[nodiscard]] protocol::ReleaseReport releaseReport(const std::string& modelId);
[[nodiscard]] protocol::KnowledgeDocument guideline();
[[nodiscard]] protocol::User clinician();
void fillRelease(FakeServer& server);

}  // namespace telesoft::tests
