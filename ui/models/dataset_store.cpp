#include "telesoft/ui/models/dataset_store.h"

namespace telesoft::ui {

namespace {

QString pathOf(const QString& id, const char* rest = "") {
  return QStringLiteral("/v1/datasets/") + id + QLatin1String(rest);
}

}  // namespace

DatasetStore::DatasetStore(ApiClient& api, WorkspaceEvents& events, QObject* parent)
    : ListStore(api,
                events,
                QStringLiteral("/v1/datasets"),
                {QStringLiteral("dataset"), QStringLiteral("split")},  // a split makes datasets
                parent) {}

void DatasetStore::preview(const QString& file, QObject* context, Done<protocol::Preview> done) {
  api_.post<protocol::Preview>(QStringLiteral("/v1/datasets/preview"),
                               protocol::PreviewRequest{file.toStdString()}, context,
                               std::move(done));
}

void DatasetStore::import(const protocol::ImportRequest& request,
                          QObject* context,
                          Done<protocol::Dataset> done) {
  api_.post<protocol::Dataset>(QStringLiteral("/v1/datasets"), request, context, std::move(done));
}

void DatasetStore::cancel(const QString& id, QObject* context, Done<protocol::Dataset> done) {
  api_.post<protocol::Dataset>(pathOf(id, "/cancel"), context, std::move(done));
}

void DatasetStore::rows(const QString& id,
                        std::int64_t offset,
                        std::int64_t limit,
                        QObject* context,
                        Done<protocol::RowPage> done) {
  const QString query = QStringLiteral("?offset=%1&limit=%2").arg(offset).arg(limit);
  api_.get<protocol::RowPage>(pathOf(id, "/rows") + query, context, std::move(done));
}

void DatasetStore::previewDeidentification(const QString& id,
                                           const protocol::DeidRequest& request,
                                           QObject* context,
                                           Done<protocol::DeidReport> done) {
  api_.post<protocol::DeidReport>(pathOf(id, "/deidentification/preview"), request, context,
                                  std::move(done));
}

void DatasetStore::deidentify(const QString& id,
                              const protocol::DeidRequest& request,
                              QObject* context,
                              Done<protocol::Dataset> done) {
  api_.post<protocol::Dataset>(pathOf(id, "/deidentify"), request, context, std::move(done));
}

void DatasetStore::deidReport(const QString& id,
                              QObject* context,
                              Done<protocol::DeidReport> done) {
  api_.get<protocol::DeidReport>(pathOf(id, "/deidentification"), context, std::move(done));
}

void DatasetStore::check(const QString& id, QObject* context, Done<protocol::QualityReport> done) {
  api_.post<protocol::QualityReport>(pathOf(id, "/check"), context, std::move(done));
}

}  // namespace telesoft::ui
