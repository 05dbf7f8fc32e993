#include "telesoft/store/tables/dataset_table.h"

#include "telesoft/store/sql/connection.h"

namespace telesoft::store {

using base::Result;
using base::Status;

namespace {

Value parentOf(const protocol::Dataset& dataset) {
  return dataset.parentId.empty() ? Value(nullptr) : Value(dataset.parentId);
}

std::string stateOf(const protocol::Dataset& dataset) {
  return std::string(base::nameOf(dataset.state));
}

Result<DatasetRecord> recordFrom(const Row& row) {
  DatasetRecord record;
  TELESOFT_TRY(dataset, recordOf<protocol::Dataset>(row.text(0), "datasets"));
  record.dataset = std::move(dataset);
  record.tableBlob = row.text(1);
  record.reportBlob = row.text(2);
  return record;
}

}  // namespace

Status DatasetTable::insert(Transaction& transaction, DatasetRecord record) {
  protocol::Dataset& dataset = record.dataset;
  if (dataset.createdAt.empty()) {
    dataset.createdAt = transaction.now();
  }
  TELESOFT_CHECK(transaction.connection().change(
      "INSERT INTO datasets (id, kind, state, parent, created, table_blob, report_blob, json) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {dataset.id, dataset.kind, stateOf(dataset), parentOf(dataset), dataset.createdAt,
       record.tableBlob, record.reportBlob, dumpJson(base::toJson(dataset))}));
  return {};
}

Status DatasetTable::update(Transaction& transaction, const DatasetRecord& record) {
  const protocol::Dataset& dataset = record.dataset;
  return changedOne(
      transaction.connection().change(
          "UPDATE datasets SET kind = ?, state = ?, parent = ?, table_blob = ?, report_blob = ?, "
          "json = ? WHERE id = ?",
          {dataset.kind, stateOf(dataset), parentOf(dataset), record.tableBlob, record.reportBlob,
           dumpJson(base::toJson(dataset)), dataset.id}),
      "dataset");
}

Result<DatasetRecord> DatasetTable::find(const Snapshot& snapshot, const base::DatasetId& id) {
  TELESOFT_TRY(rows,
               snapshot.connection().rows(
                   "SELECT json, table_blob, report_blob FROM datasets WHERE id = ?", {id.text()}));
  if (rows.empty()) {
    return notFound("dataset");
  }
  return recordFrom(rows.front());
}

Result<std::vector<protocol::Dataset>> DatasetTable::list(const Snapshot& snapshot) {
  return recordsOf<protocol::Dataset>(
      snapshot.connection(), "SELECT json FROM datasets ORDER BY number DESC", {}, "datasets");
}

Result<std::vector<DatasetRecord>> DatasetTable::importing(const Snapshot& snapshot) {
  std::vector<DatasetRecord> out;
  TELESOFT_CHECK(snapshot.connection().each(
      "SELECT json, table_blob, report_blob FROM datasets WHERE state = 'importing' ORDER BY "
      "number",
      {}, [&](const Row& row) -> Status {
        TELESOFT_TRY(record, recordFrom(row));
        out.push_back(std::move(record));
        return {};
      }));
  return out;
}

}  // namespace telesoft::store
