#include "telesoft/ui/models/split_store.h"

namespace telesoft::ui {

SplitStore::SplitStore(ApiClient& api, WorkspaceEvents& events, QObject* parent)
    : ListStore(api, events, QStringLiteral("/v1/splits"), {QStringLiteral("split")}, parent) {}

void SplitStore::preview(const protocol::SplitRequest& request,
                         QObject* context,
                         Done<protocol::Split> done) {
  api_.post<protocol::Split>(QStringLiteral("/v1/splits/preview"), request, context,
                             std::move(done));
}

void SplitStore::create(const protocol::SplitRequest& request,
                        QObject* context,
                        Done<protocol::Split> done) {
  api_.post<protocol::Split>(QStringLiteral("/v1/splits"), request, context, std::move(done));
}

const protocol::Split* SplitStore::splitOfPart(const std::string& datasetId) const {
  for (const protocol::Split& split : items()) {
    for (const protocol::SplitPart& part : split.parts) {
      if (part.datasetId == datasetId) {
        return &split;
      }
    }
  }
  return nullptr;
}

const protocol::SplitPart* SplitStore::siblingPart(const std::string& datasetId,
                                                   const std::string& part) const {
  const protocol::Split* const split = splitOfPart(datasetId);
  if (split != nullptr) {
    for (const protocol::SplitPart& other : split->parts) {
      if (other.part == part) {
        return &other;
      }
    }
  }
  return nullptr;
}

}  // namespace telesoft::ui
