#include "telesoft/api/services/split_service.h"

#include "telesoft/base/hash.h"
#include "telesoft/base/ids.h"
#include "telesoft/data/check/near_duplicates.h"
#include "telesoft/data/split/row_groups.h"
#include "telesoft/data/split/split_proof.h"
#include "telesoft/store/signature.h"
#include "telesoft/store/tables/counter_table.h"
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

/// Places of the columns with free text.
std::vector<size_t> notesOf(const protocol::Dataset& dataset) {
  std::vector<size_t> out;
  for (size_t i = 0; i < dataset.columns.size(); ++i) {
    if (dataset.columns[i].role == protocol::ColumnRole::Note) {
      out.push_back(i);
    }
  }
  return out;
}

base::Result<protocol::Split> findSplit(Services& services, const base::SplitId& id) {
  return services.workspace.database().read(
      [&](const store::Snapshot& snapshot) { return store::SplitTable::find(snapshot, id); });
}

/// By patient: the part that the earlier split gave him.
base::Result<std::map<std::string, std::string>> previousParts(Services& services,
                                                               const base::SplitId& id) {
  TELESOFT_TRY(split, findSplit(services, id).in("reading the earlier split"));
  std::map<std::string, std::string> out;
  for (const protocol::SplitPart& part : split.parts) {
    TELESOFT_TRY(content, services.contents.content(base::DatasetId(part.datasetId)));
    const auto patient =
        data::columnOfRole(*content.table, content.dataset.columns, protocol::ColumnRole::Patient);
    if (!patient) {
      return fail(ErrorCode::InvalidInput, "the earlier split has no patients to keep",
                  "give one column the role \"patient\", or leave out the earlier split");
    }
    for (size_t row = 0; row < content.table->rows(); ++row) {
      const std::string& name = content.table->cell(row, *patient);
      if (!name.empty()) {
        out.emplace(name, part.part);
      }
    }
  }
  return out;
}

base::Path manifestFile(const store::Workspace& workspace, const std::string& splitId) {
  return workspace.folder() / "splits" / (splitId + ".json");
}

base::Path signatureFile(const store::Workspace& workspace, const std::string& splitId) {
  return workspace.folder() / "splits" / (splitId + ".signature.json");
}

store::SigningKey signingKey(const store::Workspace& workspace) {
  return {workspace.key(store::Workspace::KeyPurpose::Signatures), "split manifests"};
}

base::Error doesNotStand(const std::string& why) {
  return fail(ErrorCode::Corrupt, "the split is not what was proven: " + why,
              "split the dataset again, or restore the workspace from its backup");
}

/// The manifest's signature; what is missing stays empty.
void readSignature(const store::Workspace& workspace, protocol::SplitStanding& out) {
  const auto text = base::readFile(signatureFile(workspace, out.splitId), 1U << 16U);
  const auto json = text ? base::parseJson(*text) : base::Result<base::json>(base::json());
  if (json && json->is_object()) {
    out.algorithm = json->value("algorithm", "");
    out.publicKey = json->value("publicKey", "");
    out.signature = json->value("signature", "");
  }
}

base::Status checkManifest(Services& services,
                           const protocol::Split& split,
                           protocol::SplitStanding& out) {
  const auto text = base::readFile(manifestFile(services.workspace, split.id));
  if (!text) {
    return doesNotStand("its manifest is not there");
  }
  if (base::sha256Hex(*text) != split.proof.manifestSha256) {
    return doesNotStand("its manifest was altered");
  }
  TELESOFT_TRY(manifest, base::parseJson(*text));
  readSignature(services.workspace, out);
  const store::SigningKey key = signingKey(services.workspace);
  if (manifest.value("version", 0) >= 2 &&
      (out.publicKey != key.publicKey() || !store::isSigned(*text, out.publicKey, out.signature))) {
    return doesNotStand("its manifest is not signed by this workspace");
  }
  data::RowsOfPart rowsOfPart;
  TELESOFT_CHECK(
      services.workspace.database().read([&](const store::Snapshot& snapshot) -> base::Status {
        for (const protocol::SplitPart& part : split.parts) {
          TELESOFT_TRY(rows, store::SplitTable::partOf(snapshot, base::DatasetId(part.datasetId)));
          rowsOfPart[part.part] = std::move(rows.rows);
        }
        return {};
      }));
  TELESOFT_TRY(parent, services.contents.content(base::DatasetId(split.datasetId)));
  const auto inRange = [&](std::int64_t row) {
    return row >= 0 && row < static_cast<std::int64_t>(parent.table->rows());
  };
  for (const auto& [unused, rows] : rowsOfPart) {
    if (!std::all_of(rows.begin(), rows.end(), inRange)) {
      return doesNotStand("a part has rows that the dataset has not");
    }
  }
  const base::Status counted = data::recountManifest(data::MemorySource(*parent.table),
                                                     parent.dataset.columns, rowsOfPart, *text);
  return counted ? counted : base::Status(doesNotStand(counted.error().message));
}

base::Result<Planned> plan(Services& services, const protocol::SplitRequest& request) {
  TELESOFT_TRY(content, services.contents.content(base::DatasetId(request.datasetId)));
  const std::string& kind = content.dataset.kind;
  if (kind != "imported" && kind != "deidentified") {
    return fail(ErrorCode::InvalidInput, "a part of a split is not split again",
                "split the dataset that it was made from");
  }
  data::SplitHints hints;
  const data::MemorySource source(*content.table);
  const std::vector<size_t> notes = notesOf(content.dataset);
  data::NearClusters near;
  if (request.keepNearDuplicates && !notes.empty()) {
    TELESOFT_TRY(clusters, data::clusterTexts(source, notes, hints.stop));
    near = std::move(clusters);
    hints.clusters = &near.clusterOfRow;
  }
  if (!request.previousSplitId.empty()) {
    TELESOFT_TRY(previous, previousParts(services, base::SplitId(request.previousSplitId)));
    hints.previousParts = std::move(previous);
  }
  TELESOFT_TRY(result, data::planSplit(source, content.dataset.columns, request, hints));
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
  const store::SigningKey key = signingKey(workspace);
  const base::json signature = {{"format", "telesoft.split-signature"},
                                {"version", 1},
                                {"algorithm", "Ed25519"},
                                {"publicKey", key.publicKey()},
                                {"signature", key.sign(manifest)}};
  TELESOFT_CHECK(base::writeFileWhole(signatureFile(workspace, splitId), signature.dump(1) + "\n"));
  base::Path file = manifestFile(workspace, splitId);
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
    std::filesystem::remove(signatureFile(services.workspace, record.split.id), ignored);
    return stored.error();
  }
  services.feed.publish("split", record.split.id, base::toJson(record.split));
  return record.split;
}

base::Result<protocol::SplitStanding> standingOf(Services& services, const base::SplitId& id) {
  TELESOFT_TRY(split, findSplit(services, id));
  protocol::SplitStanding out;
  out.splitId = split.id;
  out.manifestSha256 = split.proof.manifestSha256;
  const base::Status checked = checkManifest(services, split, out);
  if (!checked && checked.error().code != ErrorCode::Corrupt) {
    return checked.error();
  }
  out.intact = checked.has_value();
  out.statement = checked ? split.proof.statement : checked.error().message;
  return out;
}

base::Status checkStanding(Services& services, const base::SplitId& id) {
  TELESOFT_TRY(split, findSplit(services, id));
  protocol::SplitStanding unused;
  unused.splitId = split.id;
  return checkManifest(services, split, unused);
}

base::Result<std::vector<protocol::SplitOpening>> openingsOf(Services& services,
                                                             const base::SplitId& id) {
  TELESOFT_TRY(split, findSplit(services, id));
  for (const protocol::SplitPart& part : split.parts) {
    if (part.part == "test") {
      return services.workspace.database().read([&](const store::Snapshot& snapshot) {
        return store::CounterTable::listOpenings(snapshot, base::DatasetId(part.datasetId));
      });
    }
  }
  return std::vector<protocol::SplitOpening>();
}

base::Status noteRowsOpened(Services& services,
                            const base::DatasetId& dataset,
                            const std::string& actor) {
  TELESOFT_TRY(record, services.workspace.database().read([&](const store::Snapshot& snapshot) {
    return store::DatasetTable::find(snapshot, dataset);
  }));
  if (record.dataset.kind != "test") {
    return {};
  }
  return services.workspace.database().write([&](store::Transaction& transaction) -> base::Status {
    TELESOFT_TRY(count, store::CounterTable::openTestPart(
                            transaction, {dataset, base::EvaluationId(), actor, "rows"}));
    static_cast<void>(count);
    return {};
  });
}

}  // namespace telesoft::api
