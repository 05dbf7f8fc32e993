#include "telesoft/api/services/dataset_content.h"

#include <unordered_set>

#include "telesoft/data/table_codec.h"
#include "telesoft/store/tables/dataset_table.h"
#include "telesoft/store/tables/split_table.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;

namespace {

std::optional<size_t> columnOfRole(const data::Table& table,
                                   const std::vector<protocol::ColumnSchema>& columns,
                                   protocol::ColumnRole role) {
  for (const protocol::ColumnSchema& column : columns) {
    if (column.role == role) {
      return table.columnIndex(column.name);
    }
  }
  return std::nullopt;
}

bool isPart(const protocol::Dataset& dataset) {
  static constexpr std::string_view kParts[] = {"train", "validation", "test", "pool"};
  return dataset.kind.starts_with("fold-") ||
         std::find(std::begin(kParts), std::end(kParts), dataset.kind) != std::end(kParts);
}

}  // namespace

base::Result<std::shared_ptr<const data::Table>> ContentCache::tableOf(const std::string& blob) {
  const std::lock_guard lock(mutex_);  // held while decoding: two readers of one table decode once
  for (auto it = kept_.begin(); it != kept_.end(); ++it) {
    if (it->blob == blob) {
      kept_.splice(kept_.begin(), kept_, it);
      return kept_.front().table;
    }
  }
  TELESOFT_TRY(bytes, workspace_.blobs().get(blob).in("reading the dataset"));
  TELESOFT_TRY(table, data::decodeTable(bytes).in("reading the dataset"));
  kept_.push_front({blob, bytes.size(), std::make_shared<const data::Table>(std::move(table))});
  std::uint64_t total = 0;
  for (auto it = kept_.begin(); it != kept_.end();) {
    total += it->bytes;
    it = total > keptBytes_ && it != kept_.begin() ? kept_.erase(it) : std::next(it);
  }
  return kept_.front().table;
}

base::Result<ContentCache::Rows> ContentCache::rowsOf(const base::DatasetId& id) {
  Rows out;
  std::string blob;
  TELESOFT_CHECK(workspace_.database().read([&](const store::Snapshot& snapshot) -> base::Status {
    TELESOFT_TRY(record, store::DatasetTable::find(snapshot, id));
    if (record.dataset.state != protocol::DatasetState::Ready) {
      return fail(ErrorCode::Conflict,
                  record.dataset.state == protocol::DatasetState::Importing
                      ? "the dataset is still being made"
                      : "the dataset could not be made, and has no rows",
                  "look at its state, and import again where it failed");
    }
    if (isPart(record.dataset)) {
      TELESOFT_TRY(part, store::SplitTable::partOf(snapshot, id));
      out.ofPart = std::move(part.rows);
    }
    out.dataset = std::move(record.dataset);
    blob = std::move(record.tableBlob);
    return {};
  }));
  TELESOFT_TRY(table, tableOf(blob));
  out.table = std::move(table);
  return out;
}

base::Result<DatasetContent> ContentCache::content(const base::DatasetId& id) {
  TELESOFT_TRY(rows, rowsOf(id));
  if (rows.ofPart) {
    return DatasetContent{std::move(rows.dataset),
                          std::make_shared<const data::Table>(rows.table->subset(*rows.ofPart))};
  }
  return DatasetContent{std::move(rows.dataset), std::move(rows.table)};
}

base::Result<protocol::RowPage> ContentCache::page(const base::DatasetId& id,
                                                   std::int64_t offset,
                                                   std::int64_t limit) {
  TELESOFT_TRY(rows, rowsOf(id));
  protocol::RowPage out;
  out.offset = offset;
  out.total = static_cast<std::int64_t>(rows.ofPart ? rows.ofPart->size() : rows.table->rows());
  out.columns = rows.table->columnNames();
  for (std::int64_t i = offset; i < std::min(offset + limit, out.total); ++i) {
    const auto at = static_cast<size_t>(i);
    out.rows.push_back(rows.table->row(rows.ofPart ? static_cast<size_t>((*rows.ofPart)[at]) : at));
  }
  return out;
}

void ContentCache::clear() {
  const std::lock_guard lock(mutex_);
  kept_.clear();
}

std::map<std::string, std::int64_t> countLabels(
    const data::Table& table, const std::vector<protocol::ColumnSchema>& columns) {
  std::map<std::string, std::int64_t> out;
  if (const auto label = columnOfRole(table, columns, protocol::ColumnRole::Label)) {
    for (size_t row = 0; row < table.rows(); ++row) {
      if (!table.cell(row, *label).empty()) {
        ++out[table.cell(row, *label)];
      }
    }
  }
  return out;
}

std::int64_t countPatients(const data::Table& table,
                           const std::vector<protocol::ColumnSchema>& columns) {
  const auto patient = columnOfRole(table, columns, protocol::ColumnRole::Patient);
  if (!patient) {
    return static_cast<std::int64_t>(table.rows());
  }
  std::unordered_set<std::string_view> seen;
  std::int64_t unknown = 0;  // each a patient of its own
  for (size_t row = 0; row < table.rows(); ++row) {
    const std::string& key = table.cell(row, *patient);
    key.empty() ? static_cast<void>(++unknown) : static_cast<void>(seen.insert(key));
  }
  return static_cast<std::int64_t>(seen.size()) + unknown;
}

}  // namespace telesoft::api
