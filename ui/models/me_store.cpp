#include "telesoft/ui/models/me_store.h"

#include <algorithm>

#include "telesoft/ui/client/server_connection.h"

namespace telesoft::ui {

MeStore::MeStore(ApiClient& api, WorkspaceEvents& events, QObject* parent)
    : QObject(parent), api_(api) {
  connect(&api.connection(), &ServerConnection::stateChanged, this, [this](ConnectionState state) {
    if (state == ConnectionState::Connected) {
      read();
    }
  });
  connect(&events, &WorkspaceEvents::eventReceived, this,
          [this](const protocol::WorkspaceEvent& event) {
            if (event.kind == "user") {
              read();
            }
          });
}

void MeStore::read() {
  api_.get<protocol::Me>(QStringLiteral("/v1/me"), this, [this](base::Result<protocol::Me> answer) {
    if (answer) {
      me_ = *std::move(answer);
      known_ = true;
      Q_EMIT changed();
    }
  });
}

bool MeStore::may(const char* permission) const {
  if (!known_) {
    return api_.connection().health().embedded;
  }
  return std::find(me_.permissions.begin(), me_.permissions.end(), permission) !=
         me_.permissions.end();
}

QString MeStore::whyNot(const char* permission) const {
  // Before the answer nothing is said: the page is there before the person is known.
  return !known_ || may(permission) ? QString()
                                    : tr("Your account may not do this: it takes the permission %1")
                                          .arg(QLatin1String(permission));
}

bool MeStore::is(const char* role) const {
  return std::find(me_.roles.begin(), me_.roles.end(), role) != me_.roles.end();
}

}  // namespace telesoft::ui
