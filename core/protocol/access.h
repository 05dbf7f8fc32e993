// What the API says of people: roles, accounts, sessions and API tokens.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "telesoft/base/json.h"

namespace telesoft::protocol {

/// "clinician", "ml_staff", "admin", "auditor": a name and the permissions that it gives.
struct Role {
  std::string name;
  std::string title;  // "Clinician"
  std::vector<std::string> permissions;
};

struct User {
  std::string id;           // "us_..."
  std::string name;         // what one signs in with; unique, lower case
  std::string displayName;  // "Dr Lee"
  std::vector<std::string> roles;
  bool disabled = false;
  std::string createdAt, lastLoginAt;
};

struct UserRequest {
  std::string name, displayName;
  std::vector<std::string> roles;
  std::string password;
};
/// Only what is given changes.
struct UserChange {
  std::optional<std::string> displayName;
  std::optional<std::vector<std::string>> roles;
  std::optional<bool> disabled;
  std::optional<std::string> password;
};

struct LoginRequest {
  std::string name, password;
};
/// Who asks, and what they may do. GET /v1/me.
struct Me {
  std::string name;  // as the audit trail names them
  std::string displayName;
  std::vector<std::string> roles;
  std::vector<std::string> permissions;
  bool embedded = false;  // the single-person mode: all roles, no password
  std::string expiresAt;  // of the session or token; "" for none
};
struct LoginAnswer {
  std::string token;  // "Authorization: Bearer ..."
  Me me;
};
struct PasswordChange {
  std::string oldPassword, newPassword;
};

struct TokenRequest {
  std::string name;                      // "ward 7 integration"
  std::vector<std::string> permissions;  // at most the owner's
  std::int64_t days = 90;
};
struct ApiToken {
  std::string id;  // "tk_..."
  std::string name, owner;
  std::vector<std::string> permissions;
  std::string createdAt, expiresAt, lastUsedAt;
  bool revoked = false;
  std::string token;  // in the answer that makes it, never again
};

template <class V>
void describe(V& v, Role& r) {
  v.required("name", r.name);
  v.required("title", r.title);
  v.required("permissions", r.permissions);
}
template <class V>
void describe(V& v, User& u) {
  v.required("id", u.id);
  v.required("name", u.name);
  v.optional("displayName", u.displayName);
  v.required("roles", u.roles);
  v.optional("disabled", u.disabled);
  v.optional("createdAt", u.createdAt);
  v.optional("lastLoginAt", u.lastLoginAt);
}
template <class V>
void describe(V& v, UserRequest& u) {
  v.required("name", u.name);
  v.optional("displayName", u.displayName);
  v.required("roles", u.roles);
  v.required("password", u.password);
}
template <class V>
void describe(V& v, UserChange& u) {
  v.optional("displayName", u.displayName);
  v.optional("roles", u.roles);
  v.optional("disabled", u.disabled);
  v.optional("password", u.password);
}
template <class V>
void describe(V& v, LoginRequest& l) {
  v.required("name", l.name);
  v.required("password", l.password);
}
template <class V>
void describe(V& v, Me& m) {
  v.required("name", m.name);
  v.optional("displayName", m.displayName);
  v.optional("roles", m.roles);
  v.optional("permissions", m.permissions);
  v.optional("embedded", m.embedded);
  v.optional("expiresAt", m.expiresAt);
}
template <class V>
void describe(V& v, LoginAnswer& l) {
  v.required("token", l.token);
  v.required("me", l.me);
}
template <class V>
void describe(V& v, PasswordChange& p) {
  v.required("oldPassword", p.oldPassword);
  v.required("newPassword", p.newPassword);
}
template <class V>
void describe(V& v, TokenRequest& t) {
  v.required("name", t.name);
  v.required("permissions", t.permissions);
  v.optional("days", t.days);
}
template <class V>
void describe(V& v, ApiToken& t) {
  v.required("id", t.id);
  v.required("name", t.name);
  v.optional("owner", t.owner);
  v.optional("permissions", t.permissions);
  v.optional("createdAt", t.createdAt);
  v.optional("expiresAt", t.expiresAt);
  v.optional("lastUsedAt", t.lastUsedAt);
  v.optional("revoked", t.revoked);
  v.optional("token", t.token);
}

}  // namespace telesoft::protocol
