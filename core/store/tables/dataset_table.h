// Datasets: imported, de-identified, and the parts of splits.
#pragma once

#include <string>
#include <vector>

#include "telesoft/base/ids.h"
#include "telesoft/protocol/dataset.h"
#include "telesoft/store/transaction.h"

namespace telesoft::store {

/// What the workspace keeps of a dataset beside what the API shows.
struct DatasetRecord {
  protocol::Dataset dataset;
  std::string tableBlob;   // its rows (data::encodeTable); a part of a split: those of its parent
  std::string reportBlob;  // its de-identification report (protocol::DeidReport as JSON), or ""
};

class DatasetTable {
 public:
  /// AlreadyExists. A parent that is named must be there. Empty createdAt becomes now.
  [[nodiscard]] static base::Status insert(Transaction& transaction, DatasetRecord record);
  /// Replaces the row; NotFound.
  [[nodiscard]] static base::Status update(Transaction& transaction, const DatasetRecord& record);
  [[nodiscard]] static base::Result<DatasetRecord> find(const Snapshot& snapshot,
                                                        const base::DatasetId& id);
  /// Newest first.
  [[nodiscard]] static base::Result<std::vector<protocol::Dataset>> list(const Snapshot& snapshot);
  /// What a server that was killed left importing: its caller fails them. Oldest first.
  [[nodiscard]] static base::Result<std::vector<DatasetRecord>> importing(const Snapshot& snapshot);
};

}  // namespace telesoft::store
