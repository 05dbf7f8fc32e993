#include "telesoft/api/services/split_service.h"

#include "telesoft/base/ids.h"
#include "telesoft/store/tables/dataset_table.h"

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

}  // namespace

base::Result<std::string> originOf(const store::Snapshot& snapshot, std::string id) {
  while (true) {
    TELESOFT_TRY(record, store::DatasetTable::find(snapshot, base::DatasetId(id)));
    if (record.dataset.parentId.empty()) {
      return id;
    }
    id = record.dataset.parentId;
  }
}

store::SplitRecord recordOf(data::SplitResult result,
                            const std::string& parentId,
                            const std::string& name,
                            const std::string& createdAt) {
  store::SplitRecord record{std::move(result.split), std::move(result.rowsOfPart)};
  record.split.id = base::newIdText("sp");
  record.split.name = name;
  record.split.datasetId = parentId;
  record.split.createdAt = createdAt;
  for (protocol::SplitPart& part : record.split.parts) {
    part.datasetId = base::newIdText("ds");
  }
  return record;
}

base::Result<base::Path> writeManifest(const store::Workspace& workspace,
                                       const std::string& splitId,
                                       const std::string& manifest) {
  const base::Path folder = workspace.folder() / "splits";
  TELESOFT_CHECK(base::makePrivateFolder(folder));
  base::Path file = folder / (splitId + ".json");
  TELESOFT_CHECK(base::writeFileWhole(file, manifest));
  return file;
}

base::Status insertSplit(store::Transaction& transaction,
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

base::Result<protocol::Split> previewSplit(Services& services,
                                           const protocol::SplitRequest& request) {
  TELESOFT_TRY(planned, plan(services, request));
  return std::move(planned.result.split);
}

base::Result<protocol::Split> createSplit(Services& services,
                                          const protocol::SplitRequest& request,
                                          const std::string& actor) {
  TELESOFT_TRY(planned, plan(services, request));
  const std::string text = std::move(planned.result.manifest);
  const store::SplitRecord record =
      recordOf(std::move(planned.result), planned.parent.id, request.name,
               base::toIso8601(services.workspace.clock().now()));
  TELESOFT_TRY(manifest, writeManifest(services.workspace, record.split.id, text));
  const base::Status stored =
      services.workspace.database().write([&](store::Transaction& transaction) {
        return insertSplit(transaction, record, planned.parent, actor);
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
