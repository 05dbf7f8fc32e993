#include "telesoft/ui/models/user_store.h"

namespace telesoft::ui {

UserStore::UserStore(ApiClient& api, WorkspaceEvents& events, QObject* parent)
    : ListStore(api, events, QStringLiteral("/v1/users"), {QStringLiteral("user")}, parent) {}

void UserStore::roles(QObject* context, Done<protocol::Items<protocol::Role>> done) {
  api_.get<protocol::Items<protocol::Role>>(QStringLiteral("/v1/roles"), context, std::move(done));
}

void UserStore::add(const protocol::UserRequest& request,
                    QObject* context,
                    Done<protocol::User> done) {
  api_.post<protocol::User>(QStringLiteral("/v1/users"), request, context, std::move(done));
}

void UserStore::change(const QString& id,
                       const protocol::UserChange& change,
                       QObject* context,
                       Done<protocol::User> done) {
  api_.post<protocol::User>(QStringLiteral("/v1/users/") + id, change, context, std::move(done));
}

TokenStore::TokenStore(ApiClient& api, WorkspaceEvents& events, QObject* parent)
    : ListStore(api, events, QStringLiteral("/v1/tokens"), {QStringLiteral("user")}, parent) {}

void TokenStore::add(const protocol::TokenRequest& request,
                     QObject* context,
                     Done<protocol::ApiToken> done) {
  api_.post<protocol::ApiToken>(QStringLiteral("/v1/tokens"), request, context, std::move(done));
}

void TokenStore::revoke(const QString& id, QObject* context, Done<protocol::ApiToken> done) {
  api_.post<protocol::ApiToken>(QStringLiteral("/v1/tokens/") + id + QStringLiteral("/revoke"),
                                context, std::move(done));
}

}  // namespace telesoft::ui
