// Splits, and which rows of the parent each of their parts has.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "telesoft/base/ids.h"
#include "telesoft/protocol/split.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

struct SplitRecord {
  protocol::Split split;
  std::map<std::string, std::vector<std::int64_t>> rowsOfPart;  // indices into the parent's table
};

/// A dataset that is a part of a split.
struct PartRows {
  base::SplitId split;
  std::string part;                // "train" | "validation" | "test" | "pool"
  std::vector<std::int64_t> rows;  // indices into the parent's table
};

class SplitTable {
 public:
  /// Its dataset and those of its parts must be there. Empty createdAt becomes now.
  [[nodiscard]] static base::Status insert(Transaction& transaction, SplitRecord record);
  [[nodiscard]] static base::Result<protocol::Split> find(const Snapshot& snapshot,
                                                          const base::SplitId& id);
  /// Newest first.
  [[nodiscard]] static base::Result<std::vector<protocol::Split>> list(const Snapshot& snapshot);
  /// The rows of a part by its dataset; NotFound where the dataset is no part.
  [[nodiscard]] static base::Result<PartRows> partOf(const Snapshot& snapshot,
                                                     const base::DatasetId& dataset);
};

}  // namespace telesoft::store
