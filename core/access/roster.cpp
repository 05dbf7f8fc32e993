#include "telesoft/access/roster.h"

#include <algorithm>
#include <iterator>

#include "telesoft/store/tables/user_table.h"

namespace telesoft::access {

using base::Result;
using base::Status;
using base::TimePoint;

namespace {

/// The beginning of time for a text that is none: over, never still good.
TimePoint timeOf(const std::string& text) {
  const auto time = base::fromIso8601(text);
  return time ? *time : TimePoint();
}

std::set<Permission> permissionsNamed(const std::vector<std::string>& names) {
  std::set<Permission> out;
  for (const std::string& name : names) {
    if (const auto permission = permissionOf(name)) {  // one that is not known gives nothing
      out.insert(*permission);
    }
  }
  return withImplied(out);
}

}  // namespace

Principal embeddedPrincipal() {
  Principal out{"local user (all roles)", allPermissions()};
  out.displayName = "Local user";
  for (const RoleInfo& role : roleTable()) {
    out.roles.emplace_back(role.name);
  }
  out.kind = Principal::Kind::Embedded;
  return out;
}

bool isEnabledAdmin(const protocol::User& user) {
  return !user.disabled &&
         std::find(user.roles.begin(), user.roles.end(), "admin") != user.roles.end();
}

Status Roster::load(const store::Database& database) {
  return database.read([&](const store::Snapshot& snapshot) -> Status {
    TELESOFT_TRY(users, store::UserTable::list(snapshot));
    TELESOFT_TRY(sessions, store::SessionTable::list(snapshot));
    TELESOFT_TRY(tokens, store::ApiTokenTable::list(snapshot));
    std::for_each(users.begin(), users.end(), [this](const auto& user) { putUser(user); });
    std::for_each(sessions.begin(), sessions.end(), [this](const auto& s) { putSession(s); });
    std::for_each(tokens.begin(), tokens.end(), [this](const auto& token) { putToken(token); });
    return {};
  });
}

bool Roster::isOver(const Session& session, TimePoint now) const {
  return now >= session.expires || now - session.use->at.load() >= kSessionIdle;
}

std::optional<Principal> Roster::ofUser(const std::string& userId) const {
  const auto found = users_.find(userId);
  if (found == users_.end() || found->second.user.disabled) {
    return std::nullopt;
  }
  const protocol::User& user = found->second.user;
  Principal out{user.name, found->second.permissions};
  out.displayName = user.displayName;
  out.userId = user.id;
  out.roles = user.roles;
  return out;
}

std::optional<Principal> Roster::ofToken(const Token& token, TimePoint now) const {
  if (token.record.token.revoked || now >= token.expires) {
    return std::nullopt;
  }
  auto out = token.record.ownerId.empty() ? embeddedPrincipal() : ofUser(token.record.ownerId);
  if (out) {
    std::set<Permission> both;
    std::set_intersection(out->permissions.begin(), out->permissions.end(),
                          token.permissions.begin(), token.permissions.end(),
                          std::inserter(both, both.end()));
    out->permissions = std::move(both);
    out->kind = Principal::Kind::Token;
  }
  return out;
}

std::optional<Principal> Roster::find(const std::string& hash) const {
  const std::shared_lock lock(mutex_);
  const TimePoint now = clock_.now();
  std::optional<Principal> out;
  TimePoint expires;
  LastUse* use = nullptr;
  if (const auto session = sessions_.find(hash); session != sessions_.end()) {
    out = isOver(session->second, now) ? std::nullopt : ofUser(session->second.userId);
    expires = session->second.expires;
    use = session->second.use.get();
  } else if (const auto token = tokens_.find(hash); token != tokens_.end()) {
    out = ofToken(token->second, now);
    expires = token->second.expires;
    use = token->second.use.get();
  }
  if (out) {
    use->note(now);
    out->expiresAt = base::toIso8601(expires);
    out->credentialHash = hash;
  }
  return out;
}

void Roster::putUser(const protocol::User& user) {
  const std::lock_guard lock(mutex_);
  users_[user.id] = {user, permissionsOf(user.roles)};
}

void Roster::putSession(const store::SessionRecord& record) {
  const std::lock_guard lock(mutex_);
  sessions_[record.hash] = {record.userId, timeOf(record.expiresAt),
                            std::make_unique<LastUse>(timeOf(record.lastUsedAt))};
}

void Roster::removeSession(const std::string& hash) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(hash);
}

void Roster::removeSessionsOf(const std::string& userId, const std::string& except) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& entry) {
    return entry.second.userId == userId && entry.first != except;
  });
}

void Roster::putToken(const store::ApiTokenRecord& record) {
  const std::lock_guard lock(mutex_);
  tokens_[record.hash] = {record, permissionsNamed(record.token.permissions),
                          timeOf(record.token.expiresAt),
                          std::make_unique<LastUse>(timeOf(record.token.lastUsedAt))};
}

std::vector<std::string> Roster::expiredSessions() const {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> out;
  for (const auto& [hash, session] : sessions_) {
    if (isOver(session, clock_.now())) {
      out.push_back(hash);
    }
  }
  return out;
}

std::vector<store::ApiTokenRecord> Roster::tokens() const {
  const std::shared_lock lock(mutex_);
  std::vector<store::ApiTokenRecord> out;
  for (const auto& [unused, token] : tokens_) {
    out.push_back(token.record);
    if (token.use->at.load() != TimePoint()) {
      out.back().token.lastUsedAt = base::toIso8601(token.use->at);
    }
  }
  std::sort(out.begin(), out.end(), [](const auto& left, const auto& right) {
    return left.token.createdAt > right.token.createdAt;
  });
  return out;
}

Roster::Use Roster::takeUse() {
  const std::shared_lock lock(mutex_);
  Use out;
  for (const auto& [hash, session] : sessions_) {
    if (session.use->isNew.exchange(false)) {
      out.sessions.emplace_back(hash, base::toIso8601(session.use->at));
    }
  }
  for (const auto& [unused, token] : tokens_) {
    if (token.use->isNew.exchange(false)) {
      out.tokens.push_back(token.record.token);
      out.tokens.back().lastUsedAt = base::toIso8601(token.use->at);
    }
  }
  return out;
}

}  // namespace telesoft::access
