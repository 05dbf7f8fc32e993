// The counted, logged door to test parts: how often each has been opened.
#pragma once

#include <string>
#include <vector>

#include "telesoft/base/ids.h"
#include "telesoft/protocol/split.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

struct TestOpening {
  base::DatasetId testData;
  base::EvaluationId evaluation;  // what it is opened for
  std::string actor;
  std::string purpose = "evaluation";  // or "rows"
};

class CounterTable {
 public:
  /// Counts this opening, writes its audit row ("test.open"), and gives the count with it.
  [[nodiscard]] static base::Result<std::int64_t> openTestPart(Transaction& transaction,
                                                               const TestOpening& opening);
  [[nodiscard]] static base::Result<std::int64_t> testOpenings(const Snapshot& snapshot,
                                                               const base::DatasetId& testData);
  /// Who opened it, when and what for, oldest first: read from the audit trail.
  [[nodiscard]] static base::Result<std::vector<protocol::SplitOpening>> listOpenings(
      const Snapshot& snapshot, const base::DatasetId& testData);
};

}  // namespace telesoft::store
