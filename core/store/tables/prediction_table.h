// What the gateway has answered and what users said of it: receipts in clear, contents sealed.
#pragma once

#include <string>
#include <vector>

#include "telesoft/protocol/prediction.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

/// A row as it is written: the receipt's JSON is made by its caller, once.
struct PredictionRow {
  std::string receipt, time, deployment;
  std::string json;    // protocol::Receipt, signed
  std::string sealed;  // the input and the answer
};

struct PredictionRecord {
  protocol::Receipt receipt;
  std::string sealed;
};

class PredictionTable {
 public:
  /// AlreadyExists.
  [[nodiscard]] static base::Status insert(Transaction& transaction,
                                           const std::vector<PredictionRow>& rows);
  [[nodiscard]] static base::Result<PredictionRecord> find(const Snapshot& snapshot,
                                                           const std::string& receipt);

  /// `comment` has to be sealed by then. NotFound for a receipt that is not there.
  [[nodiscard]] static base::Status insertFeedback(Transaction& transaction,
                                                   const protocol::Feedback& feedback);
  /// Of one receipt, oldest first.
  [[nodiscard]] static base::Result<std::vector<protocol::Feedback>> feedbackOf(
      const Snapshot& snapshot, const std::string& receipt);
};

}  // namespace telesoft::store
