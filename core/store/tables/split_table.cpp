#include "telesoft/store/tables/split_table.h"

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;

Status SplitTable::insert(Transaction& transaction, SplitRecord record) {
  protocol::Split& split = record.split;
  if (split.createdAt.empty()) {
    split.createdAt = transaction.now();
  }
  Connection& connection = transaction.connection();
  TELESOFT_CHECK(connection.change(
      "INSERT INTO splits (id, dataset, created, json) VALUES (?, ?, ?, ?)",
      {split.id, split.datasetId, split.createdAt, dumpJson(base::toJson(split))}));
  for (const protocol::SplitPart& part : split.parts) {
    const auto rows = record.rowsOfPart.find(part.part);
    if (rows == record.rowsOfPart.end()) {
      return fail(ErrorCode::Internal, "the split has a part without its rows");
    }
    TELESOFT_CHECK(connection.change(
        "INSERT INTO split_parts (split, part, dataset, row_list) VALUES (?, ?, ?, ?)",
        {split.id, part.part, part.datasetId, dumpJson(base::json(rows->second))}));
  }
  return {};
}

Result<protocol::Split> SplitTable::find(const Snapshot& snapshot, const base::SplitId& id) {
  TELESOFT_TRY(found, recordsOf<protocol::Split>(snapshot.connection(),
                                                 "SELECT json FROM splits WHERE id = ?",
                                                 {id.text()}, "splits"));
  if (found.empty()) {
    return notFound("split");
  }
  return std::move(found.front());
}

Result<std::vector<protocol::Split>> SplitTable::list(const Snapshot& snapshot) {
  return recordsOf<protocol::Split>(snapshot.connection(),
                                    "SELECT json FROM splits ORDER BY number DESC", {}, "splits");
}

Result<PartRows> SplitTable::partOf(const Snapshot& snapshot, const base::DatasetId& dataset) {
  TELESOFT_TRY(found, snapshot.connection().rows(
                          "SELECT split, part, row_list FROM split_parts WHERE dataset = ?",
                          {dataset.text()}));
  if (found.empty()) {
    return fail(ErrorCode::NotFound, "this dataset is not a part of a split",
                "split a dataset first, and name its train, validation or test part");
  }
  const Row& row = found.front();
  TELESOFT_TRY(rows, recordOf<std::vector<std::int64_t>>(row.text(2), "split_parts"));
  return PartRows{base::SplitId(row.text(0)), row.text(1), std::move(rows)};
}

}  // namespace telesoft::store
