#include "telesoft/access/guard.h"

#include "telesoft/access/token.h"
#include "telesoft/base/text.h"
#include "telesoft/store/tables/token_table.h"

namespace telesoft::access {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using store::TokenRecord;
using store::TokenTable;

namespace {

constexpr const char* kEmbedded = "embedded";
constexpr const char* kEverything = "*";

Principal principalOf(const TokenRecord& record) {
  if (record.name == kEmbedded) {
    return embeddedPrincipal();
  }
  std::set<Permission> given;
  for (const std::string& name : record.permissions) {
    if (name == kEverything) {
      return {record.name, allPermissions()};
    }
    if (const auto permission = permissionOf(name)) {  // one that is not known gives nothing
      given.insert(*permission);
    }
  }
  return {record.name, withImplied(given)};
}

/// Takes the embedded token's hash into the table where it is another one.
Status keepHash(store::Database& database, const std::string& hash) {
  TELESOFT_TRY(records, database.read([](const store::Snapshot& snapshot) {
    return TokenTable::list(snapshot);
  }));
  for (const TokenRecord& record : records) {
    if (record.name == kEmbedded && record.hash == hash) {
      return {};
    }
  }
  return database.write([&](store::Transaction& transaction) -> Status {
    TELESOFT_CHECK(TokenTable::put(transaction, {kEmbedded, hash, {kEverything}, ""}));
    return transaction.audit({embeddedPrincipal().name, "token.make", kEmbedded});
  });
}

base::Error notKnown() {
  return fail(ErrorCode::Unauthenticated, "the request carries no valid access token",
              "send \"Authorization: Bearer TOKEN\" with the token of server.json");
}

}  // namespace

Principal embeddedPrincipal() {
  return {"local user (all roles)", allPermissions()};
}

Result<Guard> Guard::openEmbedded(const store::Workspace& workspace) {
  TELESOFT_TRY(token, access::embeddedToken(workspace.folder()));
  TELESOFT_CHECK(keepHash(workspace.database(), hashOfToken(token)));
  TELESOFT_TRY(records, workspace.database().read([](const store::Snapshot& snapshot) {
    return TokenTable::list(snapshot);
  }));
  std::vector<Known> known;
  for (const TokenRecord& record : records) {
    known.push_back({record.hash, principalOf(record)});
  }
  return Guard(std::move(token), std::move(known));
}

Result<Principal> Guard::authenticate(std::string_view token) const {
  const std::string hash = hashOfToken(token);
  const Known* found = nullptr;
  for (const Known& known : known_) {  // all of them, so that the time tells nothing
    if (equalInConstantTime(known.hash, hash)) {
      found = &known;
    }
  }
  if (found == nullptr || !isToken(token)) {
    return notKnown();
  }
  return found->principal;
}

Status Guard::require(const Principal& who, Permission permission) const {
  if (who.may(permission)) {
    return {};
  }
  const PermissionInfo& info = permissionInfo(permission);
  return fail(
      ErrorCode::PermissionDenied,
      "the permission \"" + std::string(info.name) + "\" is needed to " + std::string(info.meaning),
      "ask an admin of this workspace for it");
}

Result<Principal> Guard::check(std::string_view authorizationHeader, Permission permission) const {
  constexpr std::string_view kScheme = "bearer ";
  if (base::lowerAscii(authorizationHeader.substr(0, kScheme.size())) != kScheme) {
    return notKnown();
  }
  TELESOFT_TRY(who, authenticate(base::trim(authorizationHeader.substr(kScheme.size()))));
  TELESOFT_CHECK(require(who, permission));
  return who;
}

}  // namespace telesoft::access
