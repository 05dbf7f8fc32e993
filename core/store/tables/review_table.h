// Reviews, their cases, and the append-only ledger of decisions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "telesoft/protocol/review.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

/// A case without its content, which stays in the dataset or the sealed prediction.
struct CaseRecord {
  std::string id, reviewId;
  std::int64_t number = 0;
  std::int64_t row = 0;  // as data::PreparedRow has it; 0 for feedback
  std::string receipt;   // feedback: of the prediction
  // What the decisions come to.
  std::string state = "open";
  std::string label;  // settled; "" where it is not, or unsure
  bool corrected = false;
  // What the model said, and why the case is here.
  std::string pseudonym;
  std::string reason;  // "uncertain" | "audit" | "feedback"
  double uncertainty = 0;
  bool readTwice = false;
  std::vector<protocol::Finding> findings;
  std::vector<protocol::Contribution> contributions;  // of words: their places, without the words
  std::string sealedComment;                          // feedback: what the user wrote, sealed
};

struct CaseCounts {
  std::map<std::string, std::int64_t> byState;
  std::int64_t corrected = 0;
};

/// A decision that still counts, as far as the queue needs it.
struct OwnDecision {
  std::string caseId, reading, time;
  protocol::DecisionKind kind = protocol::DecisionKind::Confirm;
};

class ReviewTable {
 public:
  /// AlreadyExists. Empty createdAt becomes now.
  [[nodiscard]] static base::Status insert(Transaction& transaction, protocol::Review review);
  /// Replaces the row; NotFound.
  [[nodiscard]] static base::Status update(Transaction& transaction,
                                           const protocol::Review& review);
  /// With its counts as they are now.
  [[nodiscard]] static base::Result<protocol::Review> find(const Snapshot& snapshot,
                                                           const std::string& id);
  /// Newest first, with their counts.
  [[nodiscard]] static base::Result<std::vector<protocol::Review>> list(const Snapshot& snapshot);
  /// What a server that was killed left preparing: its caller fails them.
  [[nodiscard]] static base::Result<std::vector<protocol::Review>> preparing(
      const Snapshot& snapshot);
  /// The open feedback review of a model; its id, or "".
  [[nodiscard]] static base::Result<std::string> openFeedback(const Snapshot& snapshot,
                                                              const std::string& modelId);

  [[nodiscard]] static base::Status insertCase(Transaction& transaction, const CaseRecord& record);
  /// State, label and corrected only; NotFound.
  [[nodiscard]] static base::Status updateState(Transaction& transaction, const CaseRecord& record);
  [[nodiscard]] static base::Result<CaseRecord> findCase(const Snapshot& snapshot,
                                                         const std::string& id);
  /// The case of that prediction in the review; its id, or "".
  [[nodiscard]] static base::Result<std::string> caseOfReceipt(const Snapshot& snapshot,
                                                               const std::string& reviewId,
                                                               const std::string& receipt);
  /// In the queue's order.
  [[nodiscard]] static base::Result<std::vector<CaseRecord>> cases(const Snapshot& snapshot,
                                                                   const std::string& reviewId);
  /// Ids only, in the queue's order.
  [[nodiscard]] static base::Result<std::vector<std::string>> casesInState(
      const Snapshot& snapshot, const std::string& reviewId, const std::string& state);

  /// Gives the seq under which it stands. Empty time becomes now. Errors: Conflict for an undo of
  /// what was undone already.
  [[nodiscard]] static base::Result<std::int64_t> append(Transaction& transaction,
                                                         protocol::Decision decision);
  [[nodiscard]] static base::Result<std::vector<protocol::Decision>> decisionsOf(
      const Snapshot& snapshot, const std::string& caseId);
  /// Of the whole review, oldest first.
  [[nodiscard]] static base::Result<std::vector<protocol::Decision>> decisions(
      const Snapshot& snapshot, const std::string& reviewId);
  /// A reader's that still count, oldest first.
  [[nodiscard]] static base::Result<std::vector<OwnDecision>> counting(const Snapshot& snapshot,
                                                                       const std::string& reviewId,
                                                                       const std::string& reader);
  /// The last of a reader's that still counts; NotFound where there is none.
  [[nodiscard]] static base::Result<protocol::Decision> lastCounting(const Snapshot& snapshot,
                                                                     const std::string& reviewId,
                                                                     const std::string& reader);
};

}  // namespace telesoft::store
