#include "telesoft/ui/models/workspace.h"

namespace telesoft::ui {

Workspace::Workspace(const QString& folder, QObject* parent)
    : QObject(parent),
      connection_(folder),
      api_(connection_),
      events_(connection_),
      datasets_(api_, events_),
      splits_(api_, events_),
      jobs_(api_, events_),
      models_(api_, events_),
      baseModels_(api_, events_),
      evaluations_(api_, events_),
      me_(api_, events_),
      reviews_(api_, events_),
      knowledge_(api_, events_),
      deployments_(api_, events_),
      alerts_(api_, events_),
      users_(api_, events_),
      tokens_(api_, events_) {
  users_.readOnlyIf([this] { return me_.isKnown() && me_.may("users.manage"); });
  connect(&me_, &MeStore::changed, &users_, &ListStoreBase::refresh);
  events_.start();
}

}  // namespace telesoft::ui
