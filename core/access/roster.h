// Who may come in at this moment, in memory: what the guard looks at for every request.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include "telesoft/access/permission.h"
#include "telesoft/base/clock.h"
#include "telesoft/protocol/access.h"
#include "telesoft/store/database.h"
#include "telesoft/store/tables/api_token_table.h"
#include "telesoft/store/tables/session_table.h"

namespace telesoft::access {

constexpr std::chrono::minutes kSessionIdle(30);
constexpr std::chrono::hours kSessionLife(12);

/// Who asks.
struct Principal {
  enum class Kind { Embedded, Session, Token };
  std::string name;                  // as the audit trail names them: the account's
  std::set<Permission> permissions;  // with all that is implied
  std::string displayName = {};
  std::string userId = {};  // "" for the embedded mode's local user
  std::vector<std::string> roles = {};
  Kind kind = Kind::Session;
  std::string expiresAt = {};       // of the session or token; "" for none
  std::string credentialHash = {};  // of the session or token that was shown
  [[nodiscard]] bool may(Permission permission) const { return permissions.contains(permission); }
};

/// "local user (all roles)": the one principal of the embedded mode.
[[nodiscard]] Principal embeddedPrincipal();
[[nodiscard]] bool isEnabledAdmin(const protocol::User& user);

/// Mirrors the tables of accounts, sessions and tokens; whoever changes those holds changing() over
/// the transaction and the change here, so that both keep the same order. Thread: any; find() waits
/// for no disk.
class Roster {
 public:
  explicit Roster(const base::Clock& clock) : clock_(clock) {}
  [[nodiscard]] base::Status load(const store::Database& database);
  [[nodiscard]] std::mutex& changing() const { return changing_; }

  /// Whom the hash stands for: nobody for a disabled account, an expired or idle session, and an
  /// expired or revoked token. A token has the permissions that it was given and its owner still
  /// has.
  [[nodiscard]] std::optional<Principal> find(const std::string& hash) const;

  void putUser(const protocol::User& user);
  void putSession(const store::SessionRecord& record);
  void removeSession(const std::string& hash);
  /// All of the account's but the one of hash `except`.
  void removeSessionsOf(const std::string& userId, const std::string& except = "");
  void putToken(const store::ApiTokenRecord& record);

  [[nodiscard]] std::vector<std::string> expiredSessions() const;
  /// Newest first, with their last use.
  [[nodiscard]] std::vector<store::ApiTokenRecord> tokens() const;
  /// Hashes of sessions, and tokens, used since the last call; to be written down now and then.
  struct Use {
    std::vector<std::pair<std::string, std::string>> sessions;  // hash, time
    std::vector<protocol::ApiToken> tokens;
  };
  [[nodiscard]] Use takeUse();

 private:
  struct LastUse {
    std::atomic<base::TimePoint> at;
    std::atomic<bool> isNew = false;
    explicit LastUse(base::TimePoint time) : at(time) {}
    void note(base::TimePoint time) {
      at = time;
      isNew = true;
    }
  };
  struct Account {
    protocol::User user;
    std::set<Permission> permissions;
  };
  struct Session {
    std::string userId;
    base::TimePoint expires;
    std::unique_ptr<LastUse> use;
  };
  struct Token {
    store::ApiTokenRecord record;
    std::set<Permission> permissions;
    base::TimePoint expires;
    std::unique_ptr<LastUse> use;
  };
  [[nodiscard]] bool isOver(const Session& session, base::TimePoint now) const;
  [[nodiscard]] std::optional<Principal> ofUser(const std::string& userId) const;
  [[nodiscard]] std::optional<Principal> ofToken(const Token& token, base::TimePoint now) const;

  const base::Clock& clock_;
  mutable std::mutex changing_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, Account> users_;     // by id
  std::map<std::string, Session> sessions_;  // by hash
  std::map<std::string, Token> tokens_;      // by hash
};

}  // namespace telesoft::access
