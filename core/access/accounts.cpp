#include "telesoft/access/accounts.h"

#include <algorithm>
#include <cctype>

#include "telesoft/access/password.h"
#include "telesoft/base/text.h"
#include "telesoft/store/tables/session_table.h"

namespace telesoft::access {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using protocol::User;
using protocol::UserChange;
using protocol::UserRequest;
using store::Snapshot;
using store::Transaction;
using store::UserRecord;
using store::UserTable;

namespace {

constexpr const char* kNobody = "not signed in";  // as the audit trail says it
constexpr size_t kLongestName = 64;
constexpr size_t kLongestDisplayName = 200;

Status checkName(const std::string& name) {
  const bool well = name.size() >= 2 && name.size() <= kLongestName &&
                    std::isalnum(static_cast<unsigned char>(name.front())) != 0 &&
                    std::all_of(name.begin(), name.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
                             c == '-' || c == '_' || c == '@';
                    });
  return well ? Status()
              : fail(ErrorCode::InvalidInput, "\"name\" cannot be an account's name",
                     "take 2 to 64 of a-z, 0-9, . - _ @, the first a letter or a digit");
}

Status checkDisplayName(const std::string& name) {
  const bool well =
      name.size() <= kLongestDisplayName && std::none_of(name.begin(), name.end(), [](char c) {
        return std::iscntrl(static_cast<unsigned char>(c)) != 0;
      });
  return well ? Status()
              : fail(ErrorCode::InvalidInput, "\"displayName\" is too long, or no line of text",
                     "take 200 bytes at most, without line breaks");
}

/// In the table's order, each once.
Result<std::vector<std::string>> rolesOf(const std::vector<std::string>& asked) {
  std::vector<std::string> known, out;
  for (const RoleInfo& role : roleTable()) {
    known.emplace_back(role.name);
    if (std::find(asked.begin(), asked.end(), role.name) != asked.end()) {
      out.emplace_back(role.name);
    }
  }
  const bool allKnown = std::all_of(asked.begin(), asked.end(), [&](const std::string& name) {
    return std::find(known.begin(), known.end(), name) != known.end();
  });
  if (!allKnown || out.empty()) {
    return fail(ErrorCode::InvalidInput, "\"roles\" names no role, or one that there is not",
                "take one or more of " + base::join(known, ", "));
  }
  return out;
}

/// For the audit trail: what has changed, never a password.
base::json toldOf(const User& before, const User& after, bool newPassword) {
  base::json out = base::json::object();
  if (before.roles != after.roles) {
    out["roles"] = after.roles;
  }
  if (before.disabled != after.disabled) {
    out["disabled"] = after.disabled;
  }
  if (before.displayName != after.displayName) {
    out["displayName"] = "changed";
  }
  if (newPassword) {
    out["password"] = "changed";
  }
  return out;
}

Status keepAnAdmin(const Snapshot& snapshot, const User& before, const User& after) {
  if (!isEnabledAdmin(before) || isEnabledAdmin(after)) {
    return {};
  }
  TELESOFT_TRY(all, UserTable::list(snapshot));
  return std::any_of(all.begin(), all.end(),
                     [&](const User& user) { return user.id != after.id && isEnabledAdmin(user); })
             ? Status()
             : fail(ErrorCode::Conflict, "this is the only account that can administer",
                    "give another account the role admin first");
}

}  // namespace

std::string accountName(std::string_view typed) {
  return base::lowerAscii(base::trim(typed));
}

Status refuseToken(const Principal& who) {
  return who.kind != Principal::Kind::Token
             ? Status()
             : fail(ErrorCode::PermissionDenied, "an API token cannot do what a person must do",
                    "sign in with name and password");
}

Result<std::vector<User>> Accounts::list() const {
  return workspace_.database().read(
      [](const Snapshot& snapshot) { return UserTable::list(snapshot); });
}

Result<User> Accounts::make(const Principal& who, const UserRequest& request) {
  UserRecord record;
  record.user.id = base::newIdText("us");
  record.user.name = accountName(request.name);
  record.user.displayName = std::string(base::trim(request.displayName));
  TELESOFT_CHECK(checkName(record.user.name));
  TELESOFT_CHECK(checkDisplayName(record.user.displayName));
  TELESOFT_TRY(roles, rolesOf(request.roles));
  record.user.roles = std::move(roles);
  TELESOFT_CHECK(checkNewPassword(request.password, record.user.name));
  TELESOFT_TRY(hash, hashPassword(request.password));
  record.passwordHash = std::move(hash);
  record.user.createdAt = base::toIso8601(workspace_.clock().now());
  const auto insert = [&](Transaction& transaction) -> Status {
    TELESOFT_CHECK(UserTable::insert(transaction, record));
    return transaction.audit(
        {who.name, "user.make", record.user.id, {{"roles", record.user.roles}}});
  };
  const std::lock_guard lock(guard_.roster().changing());
  TELESOFT_CHECK(workspace_.database().write(insert));
  guard_.roster().putUser(record.user);
  return record.user;
}

Result<User> Accounts::save(const Principal& who, const std::string& id, const Wish& wish) {
  const bool newPassword = !wish.passwordHash.empty();
  bool endsSessions = false;
  const auto update = [&](Transaction& transaction) -> Result<User> {
    TELESOFT_TRY(record, UserTable::find(transaction, id));
    const User before = record.user;
    User& user = record.user;
    user.displayName = wish.change.displayName.value_or(user.displayName);
    user.roles = wish.change.roles.value_or(user.roles);
    user.disabled = wish.change.disabled.value_or(user.disabled);
    record.passwordHash = newPassword ? wish.passwordHash : record.passwordHash;
    TELESOFT_CHECK(keepAnAdmin(transaction, before, user));
    TELESOFT_CHECK(UserTable::update(transaction, record));
    endsSessions = newPassword || user.disabled || user.roles != before.roles;
    if (endsSessions) {
      TELESOFT_CHECK(store::SessionTable::removeOf(transaction, id, wish.keptSession));
    }
    TELESOFT_CHECK(
        transaction.audit({who.name, "user.change", id, toldOf(before, user, newPassword)}));
    return user;
  };
  Roster& roster = guard_.roster();
  const std::lock_guard lock(roster.changing());
  TELESOFT_TRY(after, workspace_.database().write(update));
  roster.putUser(after);
  if (endsSessions) {
    roster.removeSessionsOf(id, wish.keptSession);
  }
  return after;
}

Result<User> Accounts::change(const Principal& who,
                              const std::string& id,
                              const UserChange& change) {
  TELESOFT_TRY(record, workspace_.database().read([&](const Snapshot& snapshot) {
    return UserTable::find(snapshot, id);
  }));
  UserChange checked = change;
  if (checked.displayName) {
    checked.displayName = std::string(base::trim(*checked.displayName));
    TELESOFT_CHECK(checkDisplayName(*checked.displayName));
  }
  if (checked.roles) {
    TELESOFT_TRY(roles, rolesOf(*checked.roles));
    checked.roles = std::move(roles);
  }
  Wish wish{checked, "", ""};
  if (checked.password) {
    TELESOFT_CHECK(checkNewPassword(*checked.password, record.user.name));
    TELESOFT_TRY(hash, hashPassword(*checked.password));
    wish.passwordHash = std::move(hash);
  }
  return save(who, id, wish);
}

Status Accounts::changeOwnPassword(const Principal& who, const protocol::PasswordChange& change) {
  if (who.kind == Principal::Kind::Embedded) {
    return fail(ErrorCode::Conflict, "the local user of this workspace has no password",
                "make an account: telesoft users add NAME --role ROLE");
  }
  TELESOFT_CHECK(refuseToken(who));
  TELESOFT_CHECK(checkNewPassword(change.newPassword, who.name));
  TELESOFT_TRY(fits, verifyPassword(who, change.oldPassword));
  if (!fits) {
    return fail(ErrorCode::InvalidInput, "the old password is another one");
  }
  TELESOFT_TRY(hash, hashPassword(change.newPassword));
  TELESOFT_CHECK(save(who, who.userId, Wish{UserChange{}, std::move(hash), who.credentialHash}));
  return {};
}

std::chrono::milliseconds Accounts::waitOf(const std::string& name) const {
  return throttle_.wait(accountName(name));
}

/// Nothing for a wrong password, which is counted and audited by the caller's action.
Result<std::optional<UserRecord>> Accounts::owner(const std::string& name,
                                                  std::string_view password) {
  if (throttle_.wait(name).count() > 0) {
    return fail(ErrorCode::Unavailable, "too many wrong passwords have been tried",
                "wait for the time in Retry-After, five minutes at most, and try again");
  }
  auto record = workspace_.database().read(
      [&](const Snapshot& snapshot) { return UserTable::findByName(snapshot, name); });
  if (!record && record.error().code != ErrorCode::NotFound) {
    return std::move(record).error();
  }
  const bool fits = passwordFits(record ? record->passwordHash : nobodysHash(), password);
  if (fits && record && !record->user.disabled) {
    throttle_.succeeded(name);
    return std::optional(*std::move(record));
  }
  throttle_.failed(name);
  TELESOFT_CHECK(workspace_.database().write([&](Transaction& transaction) {
    return transaction.audit({kNobody, "login.failed", record ? record->user.id : ""});
  }));
  return std::optional<UserRecord>();
}

Result<UserRecord> Accounts::signIn(const std::string& typedName, std::string_view password) {
  TELESOFT_TRY(found, owner(accountName(typedName), password));
  if (!found) {
    return fail(ErrorCode::Unauthenticated, "the name or the password is wrong",
                "try again; an admin can set a new password");
  }
  return *std::move(found);
}

Result<bool> Accounts::verifyPassword(const Principal& who, std::string_view password) {
  if (who.kind == Principal::Kind::Embedded) {
    return true;
  }
  TELESOFT_CHECK(refuseToken(who));
  TELESOFT_TRY(found, owner(who.name, password));
  return found.has_value();
}

}  // namespace telesoft::access
