// Tuned models that the workspace has registered.
#pragma once

#include <vector>

#include "telesoft/base/ids.h"
#include "telesoft/protocol/job.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

class ModelTable {
 public:
  /// AlreadyExists. Empty createdAt becomes now.
  [[nodiscard]] static base::Status insert(Transaction& transaction, protocol::Model model);
  [[nodiscard]] static base::Result<protocol::Model> find(const Snapshot& snapshot,
                                                          const base::ModelId& id);
  /// Newest first.
  [[nodiscard]] static base::Result<std::vector<protocol::Model>> list(const Snapshot& snapshot);
};

}  // namespace telesoft::store
