#include "telesoft/ui/models/list_store.h"

namespace telesoft::ui {

namespace {

constexpr int kLeastMs = 200;  // between two reads

}  // namespace

ListStoreBase::ListStoreBase(ApiClient& api,
                             WorkspaceEvents& events,
                             QStringList kinds,
                             QObject* parent)
    : QObject(parent), api_(api) {
  kinds << QStringLiteral("reset");  // events were missed: nothing known is sure
  soon_.setSingleShot(true);
  soon_.setInterval(kLeastMs);
  connect(&soon_, &QTimer::timeout, this, [this] {
    if (again_) {
      refresh();
    }
  });
  connect(&events, &WorkspaceEvents::eventReceived, this,
          [this, kinds](const protocol::WorkspaceEvent& event) {
            if (kinds.contains(QString::fromStdString(event.kind))) {
              refresh();
            }
          });
  connect(&events, &WorkspaceEvents::opened, this, &ListStoreBase::refresh);
  connect(&api.connection(), &ServerConnection::stateChanged, this, [this](ConnectionState state) {
    if (state == ConnectionState::Connected) {
      refresh();
    }
  });
}

void ListStoreBase::refresh() {
  if (reading_ || soon_.isActive()) {
    again_ = true;
    return;
  }
  again_ = false;
  if (api_.connection().state() != ConnectionState::Connected) {
    return;  // read when it is
  }
  if (allowed_ && !allowed_()) {
    return;
  }
  reading_ = true;
  soon_.start();
  if (state_ != LoadState::Ready) {
    state_ = LoadState::Loading;
    Q_EMIT stateChanged();
  }
  read();
}

void ListStoreBase::readDone() {
  reading_ = false;
  readAt_ = QDateTime::currentDateTimeUtc();
  const bool wasReady = state_ == LoadState::Ready;
  state_ = LoadState::Ready;
  if (!wasReady) {
    Q_EMIT stateChanged();
  }
  Q_EMIT changed();
  if (again_ && !soon_.isActive()) {
    refresh();
  }
}

void ListStoreBase::readFailed(base::Error error) {
  reading_ = false;
  again_ = false;
  error_ = std::move(error);
  if (readAt_.isValid()) {
    return;  // the last content stays; its age is told
  }
  state_ = LoadState::Failed;
  Q_EMIT stateChanged();
}

}  // namespace telesoft::ui
