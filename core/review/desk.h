// Decisions as transactions: checked against the ledger, appended, and told to the audit trail.
#pragma once

#include <string>

#include "telesoft/review/ledger.h"
#include "telesoft/store/tables/review_table.h"

namespace telesoft::review {

/// What a decision has made of its case.
struct Decided {
  protocol::Decision decision;
  store::CaseRecord record;
};

/// NotFound; Conflict for a review that is not open, saying why.
[[nodiscard]] base::Result<protocol::Review> requireOpen(const store::Snapshot& snapshot,
                                                         const std::string& reviewId);

/// `key` (Workspace::KeyPurpose::Reviews) seals the comment, which may hold patient data: neither
/// the audit row nor the ledger holds it in clear. The audit row names the kind and the reading,
/// not the label.
/// Errors: NotFound; Conflict for a review that is not open, and as mayRead(); InvalidInput as
/// decisionOf().
[[nodiscard]] base::Result<Decided> decide(store::Transaction& transaction,
                                           const std::string& reviewId,
                                           const protocol::DecisionRequest& request,
                                           const Reader& reader,
                                           const std::string& key);

/// Takes the reader's last decision in the review back that still counts, as often as asked: the
/// one before it is the next. `decision` is the one taken back.
/// Errors: NotFound where nothing is left; Conflict for a review that is not open, and as
/// mayUndo().
[[nodiscard]] base::Result<Decided> undo(store::Transaction& transaction,
                                         const std::string& reviewId,
                                         const Reader& reader,
                                         const std::string& key);

/// Puts the comments of decisions in clear. Corrupt where one was altered.
[[nodiscard]] base::Status openComments(std::vector<protocol::Decision>& decisions,
                                        const std::string& key);

/// The label that the model found most likely; "" where it has said nothing.
[[nodiscard]] std::string modelLabelOf(const store::CaseRecord& record);

}  // namespace telesoft::review
