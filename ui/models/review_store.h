// Reviews, and the calls of the review pane.
#pragma once

#include "telesoft/protocol/review.h"
#include "telesoft/ui/models/list_store.h"

namespace telesoft::ui {

class ReviewStore : public ListStore<protocol::Review> {
  Q_OBJECT

 public:
  ReviewStore(ApiClient& api, WorkspaceEvents& events, QObject* parent = nullptr);
  void create(const protocol::ReviewRequest& request,
              QObject* context,
              Done<protocol::Review> done);
  /// `reading`: "first", "second" or "adjudication".
  void next(const QString& id,
            const QString& reading,
            int count,
            QObject* context,
            Done<protocol::NextCases> done);
  void decide(const QString& id,
              const protocol::DecisionRequest& decision,
              QObject* context,
              Done<protocol::Decision> done);
  void undo(const QString& id, QObject* context, Done<protocol::UndoAnswer> done);
  void summary(const QString& id, QObject* context, Done<protocol::ReviewSummary> done);
  void close(const QString& id, QObject* context, Done<protocol::Review> done);
  /// Cases that wait for a reader or an adjudicator, over all open reviews.
  [[nodiscard]] std::int64_t waiting() const;
};

}  // namespace telesoft::ui
