#include "telesoft/api/services/dataset_service.h"

#include "telesoft/data/check/quality.h"
#include "telesoft/data/import.h"
#include "telesoft/data/schema_proposal.h"
#include "telesoft/privacy/deidentify.h"
#include "telesoft/store/tables/dataset_table.h"

namespace telesoft::api {

using base::DatasetId;
using base::ErrorCode;
using base::fail;

namespace {

constexpr std::int64_t kMaxSample = 1000;

/// Looked at before a dataset is made for it. The message never has the path.
base::Result<std::uint64_t> checkFile(const std::string& text) {
  const base::Path path(text);
  if (!path.is_absolute()) {
    return fail(ErrorCode::InvalidInput, "\"path\" is not an absolute path",
                "give the file's whole path, as this machine sees it");
  }
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return fail(ErrorCode::NotFound, "there is no file at \"path\"",
                "give the file's whole path, as this machine sees it");
  }
  if (error || !std::filesystem::is_regular_file(status)) {
    return fail(ErrorCode::InvalidInput, "what lies at \"path\" is not a file that can be read",
                "give a CSV or JSON Lines file");
  }
  const std::uint64_t bytes = std::filesystem::file_size(path, error);
  return error ? 0 : bytes;
}

base::Result<store::DatasetRecord> recordOf(Services& services, const DatasetId& id) {
  return services.workspace.database().read(
      [&](const store::Snapshot& snapshot) { return store::DatasetTable::find(snapshot, id); });
}

base::Status checkWhole(const protocol::Dataset& dataset) {
  if (dataset.kind != "imported" && dataset.kind != "deidentified") {
    return fail(ErrorCode::InvalidInput, "a part of a split is not de-identified on its own",
                "de-identify the dataset that it was made from, and split the result");
  }
  return {};
}

/// No format that is read yet holds more than one table.
base::Status checkTable(const std::string& table) {
  if (!table.empty()) {
    return fail(ErrorCode::InvalidInput, "the file has one table only, without a name",
                "leave the table's name out");
  }
  return {};
}

base::Result<MadeDataset> makeDeidentified(const DatasetContent& content,
                                           const privacy::DeidInput& input,
                                           const base::Stop& stop) {
  TELESOFT_TRY(output, privacy::deidentify(input, stop));
  output.report.parentId = content.dataset.id;
  MadeDataset made{
      std::move(output.table), std::move(output.columns), output.report.warnings,
      base::toJson(output.report).dump(-1, ' ', false, base::json::error_handler_t::replace)};
  return made;
}

}  // namespace

base::Result<protocol::Preview> previewImport(Services&, const protocol::PreviewRequest& request) {
  TELESOFT_TRY(bytes, checkFile(request.path));
  static_cast<void>(bytes);
  TELESOFT_CHECK(checkTable(request.table));
  return data::previewFile(request.path);
}

base::Result<protocol::Dataset> importDataset(Services& services,
                                              const protocol::ImportRequest& request,
                                              const std::string& actor) {
  TELESOFT_TRY(bytes, checkFile(request.path));
  TELESOFT_CHECK(checkTable(request.table));
  DatasetMaker::Order order;
  order.name = !request.name.empty()          ? request.name
               : !request.recipe.name.empty() ? request.recipe.name
                                              : "Imported data";
  order.kind = "imported";
  order.classDescriptions = request.recipe.classDescriptions;
  order.actor = actor;
  order.action = "dataset.import";
  order.detail = {{"bytes", bytes}};
  return services.maker.start(
      order, [request](const base::Stop& stop) -> base::Result<MadeDataset> {
        TELESOFT_TRY(imported, data::importFile(request.path, request.recipe, stop));
        return MadeDataset{std::move(imported.table), std::move(imported.columns),
                           std::move(imported.warnings), ""};
      });
}

base::Result<std::vector<protocol::Dataset>> listDatasets(Services& services) {
  TELESOFT_TRY(all, services.workspace.database().read([](const store::Snapshot& snapshot) {
    return store::DatasetTable::list(snapshot);
  }));
  for (protocol::Dataset& dataset : all) {
    services.maker.addProgress(dataset);
  }
  return all;
}

base::Result<protocol::Dataset> findDataset(Services& services, const DatasetId& id) {
  TELESOFT_TRY(record, recordOf(services, id));
  services.maker.addProgress(record.dataset);
  return std::move(record.dataset);
}

base::Result<protocol::QualityReport> checkDataset(Services& services, const DatasetId& id) {
  TELESOFT_TRY(content, services.contents.content(id));
  protocol::QualityReport report = data::checkQuality(*content.table, content.dataset.columns);
  report.datasetId = id.text();
  return report;
}

base::Result<protocol::Dataset> deidentifyDataset(Services& services,
                                                  const DatasetId& id,
                                                  const protocol::DeidRequest& request,
                                                  const std::string& actor) {
  TELESOFT_TRY(content, services.contents.content(id));
  TELESOFT_CHECK(checkWhole(content.dataset));
  // The same on one row finds what is wrong with the request before a dataset is made for it.
  TELESOFT_TRY(tried, previewDeidentification(services, id, request));
  static_cast<void>(tried);
  DatasetMaker::Order order;
  order.name = request.name.empty() ? content.dataset.name + ", de-identified" : request.name;
  order.kind = "deidentified";
  order.parent = id;
  order.classDescriptions = content.dataset.classDescriptions;
  order.actor = actor;
  order.action = "dataset.deidentify";
  order.detail = {{"parent", id.text()}, {"textPolicy", request.textPolicy}};
  const std::string key = services.workspace.key(store::Workspace::KeyPurpose::Privacy);
  return services.maker.start(order, [content, request, key](const base::Stop& stop) {
    const privacy::DeidInput input{*content.table, content.dataset.columns, request, key};
    return makeDeidentified(content, input, stop);
  });
}

base::Result<protocol::DeidReport> previewDeidentification(Services& services,
                                                           const DatasetId& id,
                                                           const protocol::DeidRequest& request) {
  TELESOFT_TRY(content, services.contents.content(id));
  if (request.sampleRows < 0 || request.sampleRows > kMaxSample) {
    return fail(ErrorCode::InvalidInput, "\"sampleRows\" is out of its range",
                "give a number from 0 to 1000");
  }
  privacy::DeidInput input{*content.table, content.dataset.columns, request,
                           services.workspace.key(store::Workspace::KeyPurpose::Privacy)};
  input.maxRows = std::max<std::int64_t>(request.sampleRows, 1);
  TELESOFT_TRY(output, privacy::deidentify(input));
  output.report.parentId = id.text();
  return std::move(output.report);
}

base::Result<protocol::DeidReport> deidentificationOf(Services& services, const DatasetId& id) {
  TELESOFT_TRY(record, recordOf(services, id));
  if (record.reportBlob.empty()) {
    return fail(ErrorCode::NotFound, "this dataset has no de-identification report",
                "ask for the dataset that de-identifying has made, once it is ready");
  }
  TELESOFT_TRY(text, services.workspace.blobs().get(record.reportBlob));
  TELESOFT_TRY(parsed, base::parseJson(text));
  TELESOFT_TRY(report, base::fromJson<protocol::DeidReport>(parsed));
  report.datasetId = id.text();
  return report;
}

}  // namespace telesoft::api
