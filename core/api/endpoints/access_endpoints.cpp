#include "telesoft/api/endpoints/access_endpoints.h"

#include "telesoft/api/services/services.h"
#include "telesoft/protocol/access.h"
#include "telesoft/protocol/server.h"

namespace telesoft::api {

using access::Permission;
using access::Principal;
using base::ErrorCode;
using base::fail;
using base::json;
using base::Result;
using protocol::ApiToken;
using protocol::Items;
using protocol::LoginAnswer;
using protocol::LoginRequest;
using protocol::Me;
using protocol::PasswordChange;
using protocol::Role;
using protocol::TokenRequest;
using protocol::User;
using protocol::UserChange;
using protocol::UserRequest;

namespace {

constexpr size_t kMostWaiting = 32;

std::vector<std::string> namesOf(const std::set<Permission>& permissions) {
  std::vector<std::string> out;
  for (const Permission permission : permissions) {
    out.emplace_back(access::permissionInfo(permission).name);
  }
  return out;
}

Me meOf(const Principal& who) {
  Me out;
  out.name = who.name;
  out.displayName = who.displayName;
  out.roles = who.roles;
  out.permissions = namesOf(who.permissions);
  out.embedded = who.kind == Principal::Kind::Embedded;
  out.expiresAt = who.expiresAt;
  return out;
}

HttpResponse refuseFor(const base::Error& error,
                       std::chrono::milliseconds wait,
                       const std::string& requestId) {
  HttpResponse out = errorResponse(error, requestId);
  if (error.code == ErrorCode::Unavailable) {
    out.headers.emplace_back(
        "Retry-After", std::to_string(std::max<std::int64_t>(1, (wait.count() + 999) / 1000)));
  }
  return out;
}

HttpResponse beginSession(Services& services,
                          const LoginRequest& login,
                          const std::string& requestId) {
  auto begun = services.sessions.begin(login);
  if (!begun) {
    return refuseFor(begun.error(), services.accounts.waitOf(login.name), requestId);
  }
  return jsonResponse(base::toJson(LoginAnswer{begun->token, meOf(begun->who)}), 201);
}

/// Hashing takes its time: one at a time, and on none of the threads that answer predictions.
void signIn(Services& services,
            const std::shared_ptr<const HttpRequest>& request,
            const Call& call,
            const Answered& answered) {
  const auto body = bodyOf(call.request);
  const auto login = body ? base::fromJson<LoginRequest>(*body, base::Keys::Strict) : body.error();
  if (!login) {
    answered(login.error());
    return;
  }
  const base::Error busy = fail(ErrorCode::Unavailable, "too many people sign in at this moment",
                                "try again in a second");
  if (services.signIns.running() >= kMostWaiting) {
    answered(refuseFor(busy, std::chrono::seconds(1), request->id));
    return;
  }
  services.signIns.start("sign-in", [&services, answered, login = *login, busy,
                                     id = request->id](const std::stop_token& stop) {
    answered(stop.stop_requested() ? refuseFor(busy, std::chrono::seconds(1), id)
                                   : beginSession(services, login, id));
  });
}

Result<json> signOut(Services& services, const Call& call) {
  TELESOFT_CHECK(services.sessions.end(call.who));
  return json::object();
}

Result<Me> me(Services&, const Call& call) {
  return meOf(call.who);
}

Result<json> changePassword(Services& services, const Call& call, const PasswordChange& change) {
  TELESOFT_CHECK(services.accounts.changeOwnPassword(call.who, change));
  return json::object();
}

Result<Items<Role>> roles(Services&, const Call&) {
  Items<Role> out;
  for (const access::RoleInfo& role : access::roleTable()) {
    const std::string name(role.name);
    out.items.push_back({name, std::string(role.title), namesOf(access::permissionsOf({name}))});
  }
  return out;
}

Result<Items<User>> users(Services& services, const Call&) {
  TELESOFT_TRY(all, services.accounts.list());
  return Items<User>{std::move(all)};
}

/// Without who it is: everybody reads the events.
Result<User> told(Services& services, Result<User> changed) {
  if (changed) {
    services.feed.publish("user", changed->id, json::object());
  }
  return changed;
}

Result<User> makeUser(Services& services, const Call& call, const UserRequest& request) {
  return told(services, services.accounts.make(call.who, request));
}

Result<User> changeUser(Services& services, const Call& call, const UserChange& change) {
  return told(services, services.accounts.change(call.who, call.id(), change));
}

Result<Items<ApiToken>> tokens(Services& services, const Call& call) {
  return Items<ApiToken>{services.apiTokens.list(call.who)};
}

Result<ApiToken> makeToken(Services& services, const Call& call, const TokenRequest& request) {
  return services.apiTokens.make(call.who, request);
}

Result<ApiToken> revokeToken(Services& services, const Call& call) {
  return services.apiTokens.revoke(call.who, call.id());
}

std::vector<Endpoint> ownEndpoints() {
  return {
      {.method = "POST",
       .path = "/v1/sessions",
       .open = true,
       .mutates = true,
       .summary = "Sign in with name and password",
       .request = typeReference<LoginRequest>(),
       .response = typeReference<LoginAnswer>(),
       .status = 201,
       .later = signIn},
      answering<json>({.method = "POST",
                       .path = "/v1/sessions/end",
                       .anyone = true,
                       .mutates = true,
                       .summary = "Sign out: the session that asks ends"},
                      signOut),
      answering<Me>({.method = "GET",
                     .path = "/v1/me",
                     .anyone = true,
                     .quick = true,
                     .summary = "Who asks, and what they may do"},
                    me),
      answering<PasswordChange, json>({.method = "POST",
                                       .path = "/v1/me/password",
                                       .anyone = true,
                                       .mutates = true,
                                       .summary = "Change one's own password"},
                                      changePassword),
      answering<Items<ApiToken>>({.method = "GET",
                                  .path = "/v1/tokens",
                                  .anyone = true,
                                  .summary = "One's own API tokens; all for who manages users"},
                                 tokens),
      answering<TokenRequest, ApiToken>({.method = "POST",
                                         .path = "/v1/tokens",
                                         .anyone = true,
                                         .mutates = true,
                                         .summary = "Make an API token; its text is told this once",
                                         .status = 201},
                                        makeToken),
      answering<ApiToken>({.method = "POST",
                           .path = "/v1/tokens/{id}/revoke",
                           .anyone = true,
                           .mutates = true,
                           .summary = "Revoke an API token"},
                          revokeToken),
  };
}

}  // namespace

std::vector<Endpoint> accessEndpoints() {
  std::vector<Endpoint> out = ownEndpoints();
  out.push_back(answering<Items<Role>>({.method = "GET",
                                        .path = "/v1/roles",
                                        .permission = Permission::WorkspaceRead,
                                        .quick = true,
                                        .summary = "The roles, and what each may do"},
                                       roles));
  out.push_back(answering<Items<User>>({.method = "GET",
                                        .path = "/v1/users",
                                        .permission = Permission::UsersManage,
                                        .summary = "All accounts, by name"},
                                       users));
  out.push_back(answering<UserRequest, User>({.method = "POST",
                                              .path = "/v1/users",
                                              .permission = Permission::UsersManage,
                                              .mutates = true,
                                              .summary = "Make an account",
                                              .status = 201},
                                             makeUser));
  out.push_back(
      answering<UserChange, User>({.method = "POST",
                                   .path = "/v1/users/{id}",
                                   .permission = Permission::UsersManage,
                                   .mutates = true,
                                   .summary = "Change an account: its roles, password, end"},
                                  changeUser));
  return out;
}

}  // namespace telesoft::api
