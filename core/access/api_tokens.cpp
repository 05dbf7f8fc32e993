#include "telesoft/access/api_tokens.h"

#include <algorithm>
#include <cctype>

#include "telesoft/access/accounts.h"
#include "telesoft/access/token.h"
#include "telesoft/base/text.h"

namespace telesoft::access {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using protocol::ApiToken;
using protocol::TokenRequest;
using store::ApiTokenRecord;
using store::ApiTokenTable;
using store::Transaction;

namespace {

constexpr size_t kLongestName = 100;
constexpr std::int64_t kMostDays = 366;

Status checkRequest(const TokenRequest& request) {
  const bool named = !base::trim(request.name).empty() && request.name.size() <= kLongestName &&
                     std::none_of(request.name.begin(), request.name.end(), [](char c) {
                       return std::iscntrl(static_cast<unsigned char>(c)) != 0;
                     });
  if (!named) {
    return fail(ErrorCode::InvalidInput, "\"name\" does not name the token",
                "say in 100 bytes at most what uses it");
  }
  if (request.days < 1 || request.days > kMostDays) {
    return fail(ErrorCode::InvalidInput, "\"days\" is out of range", "take 1 to 366 days");
  }
  if (request.permissions.empty()) {
    return fail(ErrorCode::InvalidInput, "\"permissions\" is empty",
                "name what it is to be used for");
  }
  return {};
}

Status checkPermissions(const Principal& who, const Guard& guard, const TokenRequest& request) {
  for (const std::string& name : request.permissions) {
    const auto permission = permissionOf(name);
    if (!permission) {
      return fail(ErrorCode::InvalidInput, "\"permissions\" names one that there is not",
                  "GET /v1/me lists what you may do");
    }
    TELESOFT_CHECK(guard.require(who, *permission));
  }
  return {};
}

bool isOwn(const Principal& who, const ApiTokenRecord& record) {
  return who.may(Permission::UsersManage) || record.ownerId == who.userId;
}

}  // namespace

std::vector<ApiToken> ApiTokens::list(const Principal& who) const {
  std::vector<ApiToken> out;
  for (const ApiTokenRecord& record : guard_.roster().tokens()) {
    if (isOwn(who, record)) {
      out.push_back(record.token);
    }
  }
  return out;
}

Result<ApiToken> ApiTokens::make(const Principal& who, const TokenRequest& request) {
  TELESOFT_CHECK(refuseToken(who));
  TELESOFT_CHECK(checkRequest(request));
  TELESOFT_CHECK(checkPermissions(who, guard_, request));
  const std::string text = newToken();
  const base::TimePoint now = workspace_.clock().now();
  ApiTokenRecord record{hashOfToken(text), who.userId, {}};
  ApiToken& token = record.token;
  token.id = base::newIdText("tk");
  token.name = std::string(base::trim(request.name));
  token.owner = who.name;
  token.permissions = request.permissions;
  token.createdAt = base::toIso8601(now);
  token.expiresAt = base::toIso8601(now + std::chrono::days(request.days));
  const auto insert = [&](Transaction& transaction) -> Status {
    TELESOFT_CHECK(ApiTokenTable::insert(transaction, record));
    return transaction.audit({who.name,
                              "api_token.make",
                              token.id,
                              {{"permissions", token.permissions}, {"days", request.days}}});
  };
  const std::lock_guard lock(guard_.roster().changing());
  TELESOFT_CHECK(workspace_.database().write(insert));
  guard_.roster().putToken(record);
  token.token = text;
  return token;
}

Result<ApiToken> ApiTokens::revoke(const Principal& who, const std::string& id) {
  TELESOFT_CHECK(refuseToken(who));
  const std::lock_guard lock(guard_.roster().changing());
  std::vector<ApiTokenRecord> all = guard_.roster().tokens();
  const auto found = std::find_if(all.begin(), all.end(), [&](const ApiTokenRecord& record) {
    return record.token.id == id && isOwn(who, record);
  });
  if (found == all.end()) {
    return fail(ErrorCode::NotFound, "there is no such token", "GET /v1/tokens lists yours");
  }
  if (found->token.revoked) {
    return found->token;
  }
  found->token.revoked = true;
  const auto update = [&](Transaction& transaction) -> Status {
    TELESOFT_CHECK(ApiTokenTable::update(transaction, found->token));
    return transaction.audit({who.name, "api_token.revoke", id});
  };
  TELESOFT_CHECK(workspace_.database().write(update));
  guard_.roster().putToken(*found);
  return found->token;
}

}  // namespace telesoft::access
