// Datasets with their rows: decoded from the sealed blobs, a few kept for the next page.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <optional>

#include "telesoft/base/ids.h"
#include "telesoft/data/table.h"
#include "telesoft/protocol/dataset.h"
#include "telesoft/store/workspace.h"

namespace telesoft::api {

/// A dataset with its rows.
struct DatasetContent {
  protocol::Dataset dataset;
  std::shared_ptr<const data::Table> table;  // shared with the cache of decoded tables
};

/// Keeps the tables decoded last, up to a size; the newest always. Thread: any.
class ContentCache {
 public:
  explicit ContentCache(const store::Workspace& workspace, std::uint64_t keptBytes = 64U << 20U)
      : workspace_(workspace), keptBytes_(keptBytes) {}

  /// All rows; of a part, those of the part. Conflict while the dataset is not ready.
  [[nodiscard]] base::Result<DatasetContent> content(const base::DatasetId& id);
  /// `limit` rows from `offset` on.
  [[nodiscard]] base::Result<protocol::RowPage> page(const base::DatasetId& id,
                                                     std::int64_t offset,
                                                     std::int64_t limit);
  /// Gives the memory back.
  void clear();

 private:
  struct Rows {
    protocol::Dataset dataset;
    std::shared_ptr<const data::Table> table;         // of the parent, for a part
    std::optional<std::vector<std::int64_t>> ofPart;  // indices into it
  };
  struct Kept {
    std::string blob;
    std::uint64_t bytes = 0;
    std::shared_ptr<const data::Table> table;
  };
  [[nodiscard]] base::Result<Rows> rowsOf(const base::DatasetId& id);
  [[nodiscard]] base::Result<std::shared_ptr<const data::Table>> tableOf(const std::string& blob);

  const store::Workspace& workspace_;
  const std::uint64_t keptBytes_;
  std::mutex mutex_;
  std::list<Kept> kept_;  // newest first
};

/// How often each label stands in the label column; empty where there is none.
[[nodiscard]] std::map<std::string, std::int64_t> countLabels(
    const data::Table& table, const std::vector<protocol::ColumnSchema>& columns);
/// The different values of the patient column; the rows where there is none.
[[nodiscard]] std::int64_t countPatients(const data::Table& table,
                                         const std::vector<protocol::ColumnSchema>& columns);

}  // namespace telesoft::api
