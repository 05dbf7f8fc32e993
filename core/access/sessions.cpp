#include "telesoft/access/sessions.h"

#include "telesoft/access/token.h"
#include "telesoft/store/tables/session_table.h"

namespace telesoft::access {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using store::SessionRecord;
using store::SessionTable;
using store::Transaction;
using store::UserTable;

namespace {

/// The session, in place of those that are over; Conflict where the account has changed since its
/// password was checked.
Result<protocol::User> enter(Transaction& transaction,
                             const store::UserRecord& checked,
                             const SessionRecord& session,
                             const std::vector<std::string>& expired) {
  TELESOFT_TRY(now, UserTable::find(transaction, checked.user.id));
  if (now.user.disabled || now.passwordHash != checked.passwordHash) {
    return fail(ErrorCode::Conflict, "the account has just been changed", "sign in again");
  }
  now.user.lastLoginAt = session.createdAt;
  TELESOFT_CHECK(UserTable::update(transaction, now));
  for (const std::string& hash : expired) {
    TELESOFT_CHECK(SessionTable::remove(transaction, hash));
  }
  TELESOFT_CHECK(SessionTable::insert(transaction, session));
  TELESOFT_CHECK(transaction.audit({now.user.name, "session.begin", now.user.id}));
  return now.user;
}

}  // namespace

Result<Sessions::Begun> Sessions::begin(const protocol::LoginRequest& request) {
  TELESOFT_TRY(account, accounts_.signIn(request.name, request.password));
  const std::string token = newToken();
  const base::TimePoint now = workspace_.clock().now();
  const std::string nowText = base::toIso8601(now);
  const SessionRecord session{hashOfToken(token), account.user.id, nowText, nowText,
                              base::toIso8601(now + kSessionLife)};
  Roster& roster = guard_.roster();
  const std::lock_guard lock(roster.changing());
  const std::vector<std::string> expired = roster.expiredSessions();
  TELESOFT_TRY(user, workspace_.database().write([&](Transaction& transaction) {
    return enter(transaction, account, session, expired);
  }));
  for (const std::string& hash : expired) {
    roster.removeSession(hash);
  }
  roster.putUser(user);
  roster.putSession(session);
  TELESOFT_TRY(who, guard_.authenticate(token));
  return Begun{token, std::move(who)};
}

Status Sessions::end(const Principal& who) {
  if (who.kind != Principal::Kind::Session) {
    return fail(ErrorCode::InvalidInput, "there is no session to end",
                "an API token is ended by revoking it");
  }
  const auto remove = [&](Transaction& transaction) -> Status {
    TELESOFT_CHECK(SessionTable::remove(transaction, who.credentialHash));
    return transaction.audit({who.name, "session.end", who.userId});
  };
  const std::lock_guard lock(guard_.roster().changing());
  TELESOFT_CHECK(workspace_.database().write(remove));
  guard_.roster().removeSession(who.credentialHash);
  return {};
}

Status Sessions::keepUse() {
  const std::lock_guard lock(guard_.roster().changing());
  const Roster::Use use = guard_.roster().takeUse();
  if (use.sessions.empty() && use.tokens.empty()) {
    return {};
  }
  return workspace_.database().write([&](Transaction& transaction) -> Status {
    for (const auto& [hash, time] : use.sessions) {
      TELESOFT_CHECK(SessionTable::touch(transaction, hash, time));
    }
    for (const protocol::ApiToken& token : use.tokens) {
      TELESOFT_CHECK(store::ApiTokenTable::update(transaction, token));
    }
    return {};
  });
}

}  // namespace telesoft::access
