#include "telesoft/access/guard.h"

#include <algorithm>

#include "telesoft/access/token.h"
#include "telesoft/base/text.h"
#include "telesoft/store/tables/token_table.h"
#include "telesoft/store/tables/user_table.h"

namespace telesoft::access {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using store::TokenRecord;
using store::TokenTable;

namespace {

constexpr const char* kEmbedded = "embedded";

/// Takes the embedded token's hash into the table where it is another one, so that the trail tells
/// of each.
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
    TELESOFT_CHECK(TokenTable::put(transaction, {kEmbedded, hash, {"*"}, ""}));
    return transaction.audit({embeddedPrincipal().name, "token.make", kEmbedded});
  });
}

Result<std::unique_ptr<Roster>> loadRoster(const store::Workspace& workspace) {
  auto roster = std::make_unique<Roster>(workspace.clock());
  TELESOFT_CHECK(roster->load(workspace.database()).in("reading the accounts"));
  return roster;
}

base::Error notKnown() {
  return fail(ErrorCode::Unauthenticated, "the request carries no valid access token",
              "send \"Authorization: Bearer TOKEN\" with the token of server.json or of a session "
              "(POST /v1/sessions, or telesoft login)");
}

}  // namespace

Result<Guard> Guard::openEmbedded(const store::Workspace& workspace) {
  TELESOFT_TRY(token, access::embeddedToken(workspace.folder()));
  TELESOFT_CHECK(keepHash(workspace.database(), hashOfToken(token)));
  TELESOFT_TRY(roster, loadRoster(workspace));
  return Guard(std::move(token), std::move(roster));
}

Result<Guard> Guard::openTeam(const store::Workspace& workspace) {
  TELESOFT_TRY(users, workspace.database().read([](const store::Snapshot& snapshot) {
    return store::UserTable::list(snapshot);
  }));
  if (std::none_of(users.begin(), users.end(), isEnabledAdmin)) {
    return fail(ErrorCode::Conflict, "no account could administer this workspace",
                "make one first: telesoft users add NAME --role admin");
  }
  TELESOFT_TRY(roster, loadRoster(workspace));
  return Guard("", std::move(roster));
}

Result<Principal> Guard::authenticate(std::string_view token) const {
  if (!isToken(token)) {
    return notKnown();
  }
  if (!isTeam() && equalInConstantTime(embeddedToken_, token)) {
    return embeddedPrincipal();
  }
  auto found = roster_->find(hashOfToken(token));
  const bool isOfAbsentUser = found && isTeam() && found->userId.empty();
  if (!found || isOfAbsentUser) {
    return notKnown();
  }
  return *std::move(found);
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
