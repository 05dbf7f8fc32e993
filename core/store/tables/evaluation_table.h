// Evaluations of models on test parts.
#pragma once

#include <vector>

#include "telesoft/base/ids.h"
#include "telesoft/protocol/evaluation.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

class EvaluationTable {
 public:
  /// Its model and its test data must be there. AlreadyExists. Empty createdAt becomes now.
  [[nodiscard]] static base::Status insert(Transaction& transaction,
                                           protocol::Evaluation evaluation);
  /// Replaces the row; NotFound.
  [[nodiscard]] static base::Status update(Transaction& transaction,
                                           const protocol::Evaluation& evaluation);
  [[nodiscard]] static base::Result<protocol::Evaluation> find(const Snapshot& snapshot,
                                                               const base::EvaluationId& id);
  /// Newest first.
  [[nodiscard]] static base::Result<std::vector<protocol::Evaluation>> list(
      const Snapshot& snapshot);
};

}  // namespace telesoft::store
