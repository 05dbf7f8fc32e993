// The workspace's datasets, and what can be done with them.
#pragma once

#include "telesoft/protocol/dataset.h"
#include "telesoft/ui/models/list_store.h"

namespace telesoft::ui {

class DatasetStore : public ListStore<protocol::Dataset> {
  Q_OBJECT

 public:
  DatasetStore(ApiClient& api, WorkspaceEvents& events, QObject* parent = nullptr);

  void preview(const QString& file, QObject* context, Done<protocol::Preview> done);
  void import(const protocol::ImportRequest& request,
              QObject* context,
              Done<protocol::Dataset> done);
  void cancel(const QString& id, QObject* context, Done<protocol::Dataset> done);
  void rows(const QString& id,
            std::int64_t offset,
            std::int64_t limit,
            QObject* context,
            Done<protocol::RowPage> done);
  void previewDeidentification(const QString& id,
                               const protocol::DeidRequest& request,
                               QObject* context,
                               Done<protocol::DeidReport> done);
  void deidentify(const QString& id,
                  const protocol::DeidRequest& request,
                  QObject* context,
                  Done<protocol::Dataset> done);
  void deidReport(const QString& id, QObject* context, Done<protocol::DeidReport> done);
  void check(const QString& id, QObject* context, Done<protocol::QualityReport> done);
};

}  // namespace telesoft::ui
