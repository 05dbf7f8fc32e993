// Accounts and API tokens.
#pragma once

#include "telesoft/protocol/access.h"
#include "telesoft/ui/models/list_store.h"

namespace telesoft::ui {

class UserStore : public ListStore<protocol::User> {
  Q_OBJECT

 public:
  UserStore(ApiClient& api, WorkspaceEvents& events, QObject* parent = nullptr);
  void roles(QObject* context, Done<protocol::Items<protocol::Role>> done);
  void add(const protocol::UserRequest& request, QObject* context, Done<protocol::User> done);
  void change(const QString& id,
              const protocol::UserChange& change,
              QObject* context,
              Done<protocol::User> done);
};

class TokenStore : public ListStore<protocol::ApiToken> {
  Q_OBJECT

 public:
  TokenStore(ApiClient& api, WorkspaceEvents& events, QObject* parent = nullptr);
  void add(const protocol::TokenRequest& request, QObject* context, Done<protocol::ApiToken> done);
  void revoke(const QString& id, QObject* context, Done<protocol::ApiToken> done);
};

}  // namespace telesoft::ui
