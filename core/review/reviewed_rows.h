// A dataset's rows: as a model reads them, and as a reader sees them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/data/table.h"
#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/job.h"
#include "telesoft/protocol/review.h"
#include "telesoft/protocol/worker.h"

namespace telesoft::review {

/// What a review has to know of the model that it looks at.
struct ReviewedModel {
  std::string id, name;
  protocol::Task task = protocol::Task::TextClassification;
  std::vector<protocol::ClassSpec> classes;      // in the order of its probabilities
  std::vector<protocol::ServeFeature> features;  // tabular: the order of its values
  std::vector<protocol::InputField> inputs;      // with the ranges of its training rows
};

/// Rows with something in them, as the model takes them; a label column is not needed.
struct ModelRows {
  std::vector<std::int64_t> rows;  // as data::PreparedRow has them
  std::vector<protocol::WorkerRow> inputs;
};
/// Errors: InvalidInput for a dataset of another task, or one that lacks a feature of the model or
/// has it as another kind or in another unit; the column is named.
[[nodiscard]] base::Result<ModelRows> modelRows(const data::Table& table,
                                                const std::vector<protocol::ColumnSchema>& columns,
                                                const ReviewedModel& model);

/// What of a case is read, wherever it comes from.
struct Content {
  std::string text;                           // text tasks
  std::vector<protocol::ReviewField> fields;  // tabular tasks
};

/// The content of some rows of a dataset, held in memory to be shown at once. Thread: any, once
/// made.
class RowContents {
 public:
  RowContents(const data::Table& table,
              std::vector<protocol::ColumnSchema> columns,
              const std::vector<protocol::InputField>& inputs,
              const std::set<std::int64_t>& rows);
  /// Corrupt where the dataset has no such row.
  [[nodiscard]] base::Result<Content> of(std::int64_t row) const;

 private:
  data::Table table_;
  std::vector<protocol::ColumnSchema> columns_;
  std::map<std::string, protocol::InputField> inputs_;
  std::map<std::int64_t, size_t> indexOf_;
};

}  // namespace telesoft::review
