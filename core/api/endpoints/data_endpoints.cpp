#include "telesoft/api/endpoints/data_endpoints.h"

#include "telesoft/api/services/dataset_service.h"
#include "telesoft/api/services/services.h"
#include "telesoft/api/services/split_service.h"
#include "telesoft/protocol/server.h"
#include "telesoft/store/tables/dataset_table.h"
#include "telesoft/store/tables/split_table.h"

namespace telesoft::api {

using access::Permission;
using base::DatasetId;
using base::Result;
using protocol::Dataset;
using protocol::DeidReport;
using protocol::DeidRequest;
using protocol::ImportRequest;
using protocol::Items;
using protocol::Preview;
using protocol::PreviewRequest;
using protocol::QualityReport;
using protocol::RowPage;
using protocol::Split;
using protocol::SplitRequest;

namespace {

constexpr std::int64_t kMaxPage = 1000;

Result<Preview> preview(Services& services, const Call&, const PreviewRequest& request) {
  return previewImport(services, request);
}
Result<Dataset> import(Services& services, const Call& call, const ImportRequest& request) {
  return importDataset(services, request, call.who.name);
}
Result<Items<Dataset>> list(Services& services, const Call&) {
  TELESOFT_TRY(all, listDatasets(services));
  return Items<Dataset>{std::move(all)};
}
Result<Dataset> find(Services& services, const Call& call) {
  return findDataset(services, DatasetId(call.id()));
}
Result<RowPage> rows(Services& services, const Call& call) {
  TELESOFT_TRY(offset, call.number("offset", 0, 0, INT64_MAX / 2));
  TELESOFT_TRY(limit, call.number("limit", 100, 1, kMaxPage));
  TELESOFT_CHECK(noteRowsOpened(services, DatasetId(call.id()), call.who.name));
  return services.contents.page(DatasetId(call.id()), offset, limit);
}
Result<Dataset> cancel(Services& services, const Call& call) {
  return services.maker.cancel(DatasetId(call.id()), call.who.name);
}
Result<Dataset> deidentify(Services& services, const Call& call, const DeidRequest& request) {
  return deidentifyDataset(services, DatasetId(call.id()), request, call.who.name);
}
Result<DeidReport> deidReport(Services& services, const Call& call) {
  return deidentificationOf(services, DatasetId(call.id()));
}
Result<DeidReport> deidPreview(Services& services, const Call& call, const DeidRequest& request) {
  return previewDeidentification(services, DatasetId(call.id()), request);
}
Result<QualityReport> check(Services& services, const Call& call) {
  return checkDataset(services, DatasetId(call.id()));
}
Result<Split> splitPreview(Services& services, const Call&, const SplitRequest& request) {
  return previewSplit(services, request);
}
Result<Split> split(Services& services, const Call& call, const SplitRequest& request) {
  return createSplit(services, request, call.who.name);
}
Result<Items<Split>> splits(Services& services, const Call&) {
  TELESOFT_TRY(all, services.workspace.database().read([](const store::Snapshot& snapshot) {
    return store::SplitTable::list(snapshot);
  }));
  return Items<Split>{std::move(all)};
}
Result<Split> findSplit(Services& services, const Call& call) {
  return services.workspace.database().read([&](const store::Snapshot& snapshot) {
    return store::SplitTable::find(snapshot, base::SplitId(call.id()));
  });
}
Result<Items<protocol::SplitOpening>> openings(Services& services, const Call& call) {
  TELESOFT_TRY(all, openingsOf(services, base::SplitId(call.id())));
  return Items<protocol::SplitOpening>{std::move(all)};
}
Result<protocol::SplitStanding> standing(Services& services, const Call& call) {
  return standingOf(services, base::SplitId(call.id()));
}

std::vector<Endpoint> datasetEndpoints() {
  return {
      answering<PreviewRequest, Preview>(
          {.method = "POST",
           .path = "/v1/datasets/preview",
           .permission = Permission::DataImport,
           .summary = "The columns of a file, and why they are taken for what they are"},
          preview),
      answering<ImportRequest, Dataset>({.method = "POST",
                                         .path = "/v1/datasets",
                                         .permission = Permission::DataImport,
                                         .mutates = true,
                                         .summary = "Import a file in the background",
                                         .status = 202},
                                        import),
      answering<Items<Dataset>>({.method = "GET",
                                 .path = "/v1/datasets",
                                 .permission = Permission::WorkspaceRead,
                                 .summary = "All datasets, the newest first"},
                                list),
      answering<Dataset>({.method = "GET",
                          .path = "/v1/datasets/{id}",
                          .permission = Permission::WorkspaceRead,
                          .summary = "A dataset, with its progress while it is being made"},
                         find),
      answering<RowPage>(
          {.method = "GET",
           .path = "/v1/datasets/{id}/rows",
           .permission = Permission::DataReadRows,
           .summary = "A page of rows",
           .parameters = {{"offset", "query", "rows before the page, 0 by default", "integer"},
                          {"limit", "query", "rows of the page, 1 to 1000, 100 by default",
                           "integer"}}},
          rows),
      answering<Dataset>({.method = "POST",
                          .path = "/v1/datasets/{id}/cancel",
                          .permission = Permission::DataImport,
                          .mutates = true,
                          .summary = "Stop making a dataset; nothing of it is kept"},
                         cancel),
      answering<QualityReport>({.method = "POST",
                                .path = "/v1/datasets/{id}/check",
                                .permission = Permission::WorkspaceRead,
                                .summary = "What a careful person would ask of the rows"},
                               check),
  };
}

std::vector<Endpoint> deidentificationEndpoints() {
  return {
      answering<DeidRequest, Dataset>({.method = "POST",
                                       .path = "/v1/datasets/{id}/deidentify",
                                       .permission = Permission::DataDeidentify,
                                       .mutates = true,
                                       .summary = "Make a de-identified dataset in the background",
                                       .status = 202},
                                      deidentify),
      answering<DeidReport>({.method = "GET",
                             .path = "/v1/datasets/{id}/deidentification",
                             .permission = Permission::DataDeidentify,
                             .summary = "What was found and done, with samples for the check"},
                            deidReport),
      answering<DeidRequest, DeidReport>(
          {.method = "POST",
           .path = "/v1/datasets/{id}/deidentification/preview",
           .permission = Permission::DataDeidentify,
           .summary = "The same on the first rows; nothing is stored"},
          deidPreview),
  };
}

std::vector<Endpoint> splitEndpoints() {
  return {
      answering<SplitRequest, Split>({.method = "POST",
                                      .path = "/v1/splits/preview",
                                      .permission = Permission::DataSplit,
                                      .summary = "A split as it would be; nothing is stored"},
                                     splitPreview),
      answering<SplitRequest, Split>(
          {.method = "POST",
           .path = "/v1/splits",
           .permission = Permission::DataSplit,
           .mutates = true,
           .summary = "Split a dataset by patient, with the proof of zero overlap",
           .status = 201},
          split),
      answering<Items<Split>>({.method = "GET",
                               .path = "/v1/splits",
                               .permission = Permission::WorkspaceRead,
                               .summary = "All splits, the newest first"},
                              splits),
      answering<Split>({.method = "GET",
                        .path = "/v1/splits/{id}",
                        .permission = Permission::WorkspaceRead,
                        .summary = "A split with its parts and its proof"},
                       findSplit),
      answering<Items<protocol::SplitOpening>>(
          {.method = "GET",
           .path = "/v1/splits/{id}/openings",
           .permission = Permission::WorkspaceRead,
           .summary = "Who looked at the test part, when and what for"},
          openings),
      answering<protocol::SplitStanding>(
          {.method = "GET",
           .path = "/v1/splits/{id}/standing",
           .permission = Permission::WorkspaceRead,
           .summary = "The parts counted again and held against the signed manifest"},
          standing),
  };
}

}  // namespace

std::vector<Endpoint> dataEndpoints() {
  std::vector<Endpoint> out = datasetEndpoints();
  for (auto& more : {deidentificationEndpoints(), splitEndpoints()}) {
    out.insert(out.end(), more.begin(), more.end());
  }
  return out;
}

}  // namespace telesoft::api
