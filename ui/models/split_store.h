// The workspace's splits, and the planning of new ones.
#pragma once

#include "telesoft/protocol/split.h"
#include "telesoft/ui/models/list_store.h"

namespace telesoft::ui {

class SplitStore : public ListStore<protocol::Split> {
  Q_OBJECT

 public:
  SplitStore(ApiClient& api, WorkspaceEvents& events, QObject* parent = nullptr);
  /// Nothing is stored.
  void preview(const protocol::SplitRequest& request, QObject* context, Done<protocol::Split> done);
  void create(const protocol::SplitRequest& request, QObject* context, Done<protocol::Split> done);
  /// The split that a part belongs to, or null.
  [[nodiscard]] const protocol::Split* splitOfPart(const std::string& datasetId) const;
  /// The part of this kind ("test") of the same split as `datasetId`, or null.
  [[nodiscard]] const protocol::SplitPart* siblingPart(const std::string& datasetId,
                                                       const std::string& part) const;
};

}  // namespace telesoft::ui
