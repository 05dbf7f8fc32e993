#include "telesoft/api/services/split_service.h"

#include "telesoft/base/ids.h"
#include "telesoft/data/split/split_plan.h"
#include "telesoft/store/tables/dataset_table.h"
#include "telesoft/store/tables/split_table.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;

namespace {

struct Planned {
  data::SplitResult result;
  protocol::Dataset parent;
};

bool hasIdentifiers(const protocol::Dataset& dataset) {
  return std::any_of(dataset.columns.begin(), dataset.columns.end(), [](const auto& column) {
    return column.role == protocol::ColumnRole::Identifier ||
           column.role == protocol::ColumnRole::Note;
  });
}

base::Result<Planned> plan(Services& services, const protocol::SplitRequest& request) {
  TELESOFT_TRY(content, services.contents.content(base::DatasetId(request.datasetId)));
  const std::string& kind = content.dataset.kind;
  if (kind != "imported" && kind != "deidentified") {
    return fail(ErrorCode::InvalidInput, "a part of a split is not split again",
                "split the dataset that it was made from");
  }
  TELESOFT_TRY(result, data::planSplit(*content.table, content.dataset.columns, request));
  if (kind == "imported" && hasIdentifiers(content.dataset)) {
    result.split.warnings.emplace_back(
        "this dataset has notes or identifier columns and was not de-identified: de-identify it "
        "first, and split the result");
  }
  return Planned{std::move(result), std::move(content.dataset)};
}

/// A part as a dataset: the parent's schema, its own counts.
protocol::Dataset datasetOfPart(const protocol::SplitPart& part,
                                const protocol::Dataset& parent,
                                const std::string& splitName) {
  protocol::Dataset out;
  out.id = part.datasetId;
  out.name = (splitName.empty() ? parent.name : splitName) + ", " + part.part;
  out.kind = part.part;
  out.state = protocol::DatasetState::Ready;
  out.parentId = parent.id;
  out.rows = part.rows;
  out.patients = part.patients;
  out.progress = 1;
  out.sha256 = part.sha256;
  out.columns = parent.columns;
  out.labelCounts = part.labelCounts;
  out.classDescriptions = parent.classDescriptions;
  return out;
}

base::Status insertAll(store::Transaction& transaction,
                       const store::SplitRecord& record,
                       const protocol::Dataset& parent,
                       const std::string& actor) {
  TELESOFT_TRY(parentRecord, store::DatasetTable::find(transaction, base::DatasetId(parent.id)));
  base::json rows = base::json::object();
  for (const protocol::SplitPart& part : record.split.parts) {
    store::DatasetRecord dataset;
    dataset.dataset = datasetOfPart(part, parent, record.split.name);
    dataset.dataset.createdAt = record.split.createdAt;
    dataset.tableBlob = parentRecord.tableBlob;
    TELESOFT_CHECK(store::DatasetTable::insert(transaction, dataset));
    rows[part.part] = part.rows;
  }
  TELESOFT_CHECK(store::SplitTable::insert(transaction, record));
  return transaction.audit(
      {actor,
       "split.create",
       record.split.id,
       {{"dataset", parent.id}, {"rows", rows}, {"manifest", record.split.proof.manifestSha256}}});
}

}  // namespace

base::Result<protocol::Split> previewSplit(Services& services,
                                           const protocol::SplitRequest& request) {
  TELESOFT_TRY(planned, plan(services, request));
  return std::move(planned.result.split);
}

base::Result<protocol::Split> createSplit(Services& services,
                                          const protocol::SplitRequest& request,
                                          const std::string& actor) {
  TELESOFT_TRY(planned, plan(services, request));
  store::SplitRecord record{std::move(planned.result.split), std::move(planned.result.rowsOfPart)};
  record.split.id = base::newIdText("sp");
  record.split.name = request.name;
  record.split.datasetId = planned.parent.id;
  record.split.createdAt = base::toIso8601(services.workspace.clock().now());
  for (protocol::SplitPart& part : record.split.parts) {
    part.datasetId = base::newIdText("ds");
  }
  const base::Path folder = services.workspace.folder() / "splits";
  TELESOFT_CHECK(base::makePrivateFolder(folder));
  const base::Path manifest = folder / (record.split.id + ".json");
  TELESOFT_CHECK(base::writeFileWhole(manifest, planned.result.manifest));
  const base::Status stored =
      services.workspace.database().write([&](store::Transaction& transaction) {
        return insertAll(transaction, record, planned.parent, actor);
      });
  if (!stored) {
    std::error_code ignored;
    std::filesystem::remove(manifest, ignored);
    return stored.error();
  }
  services.feed.publish("split", record.split.id, base::toJson(record.split));
  return record.split;
}

}  // namespace telesoft::api
