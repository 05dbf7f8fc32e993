// users and tokens: who may come in, and the programs that come in on somebody's behalf.
#include <algorithm>
#include <memory>

#include "telesoft/base/text.h"
#include "telesoft/protocol/access.h"
#include "telesoft/protocol/server.h"

#include "command.h"
#include "secret.h"

namespace telesoft::cli {

using protocol::ApiToken;
using protocol::User;

namespace {

struct UserOptions {
  std::string name;
  std::string displayName;
  std::vector<std::string> roles;
  bool enable = false;
  bool fromStdin = false;
};

struct TokenOptions {
  protocol::TokenRequest request;
  std::string id;
};

template <class Options>
using Verb = base::Status (*)(Session&, const Options&);

base::Status listUsers(Session& session, const UserOptions&) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(users, api.get<protocol::Items<User>>("/v1/users"));
  std::vector<std::vector<std::string>> rows;
  for (const User& user : users.items) {
    rows.push_back({user.name, user.displayName, base::join(user.roles, ", "),
                    user.disabled ? "disabled" : "", user.lastLoginAt});
  }
  session.out.table({"name", "called", "roles", "", "last signed in"}, rows);
  session.out.result(base::toJson(users));
  return {};
}

base::Result<User> findUser(const client::Client& api, const std::string& name) {
  TELESOFT_TRY(users, api.get<protocol::Items<User>>("/v1/users"));
  for (const User& user : users.items) {
    if (user.name == base::lowerAscii(name) || user.id == name) {
      return user;
    }
  }
  return base::fail(base::ErrorCode::NotFound, "there is no account of this name",
                    "telesoft users list shows all");
}

/// Typed twice at a terminal, since nothing is seen.
base::Result<std::string> newPassword(bool fromStdin) {
  TELESOFT_TRY(first, readSecret("New password (12 characters or more)", fromStdin));
  if (!fromStdin) {
    TELESOFT_TRY(again, readSecret("The same again", false));
    if (first != again) {
      return base::fail(base::ErrorCode::InvalidInput, "the two passwords differ");
    }
  }
  return first;
}

base::Status tell(Session& session, const std::string& what, const User& user) {
  session.out.line(what + " " + user.name + " (" + base::join(user.roles, ", ") + ")");
  session.out.result(base::toJson(user));
  return {};
}

base::Status addUser(Session& session, const UserOptions& options) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(password, newPassword(options.fromStdin));
  const protocol::UserRequest request{options.name, options.displayName, options.roles, password};
  TELESOFT_TRY(user, api.post<User>("/v1/users", request));
  return tell(session, "Made the account", user);
}

base::Status change(Session& session,
                    const std::string& name,
                    const protocol::UserChange& change,
                    const std::string& told) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(user, findUser(api, name));
  TELESOFT_TRY(changed, api.post<User>("/v1/users/" + user.id, change));
  return tell(session, told, changed);
}

base::Status changeUser(Session& session, const UserOptions& options) {
  protocol::UserChange wish;
  if (!options.displayName.empty()) {
    wish.displayName = options.displayName;
  }
  if (!options.roles.empty()) {
    wish.roles = options.roles;
  }
  if (options.enable) {
    wish.disabled = false;
  }
  return change(session, options.name, wish, "Changed the account");
}

base::Status disableUser(Session& session, const UserOptions& options) {
  protocol::UserChange wish;
  wish.disabled = true;
  return change(session, options.name, wish, "Disabled the account");
}

/// Somebody else's as an admin, or one's own where no name is given.
base::Status setPassword(Session& session, const UserOptions& options) {
  if (!options.name.empty()) {
    TELESOFT_TRY(password, newPassword(options.fromStdin));
    protocol::UserChange wish;
    wish.password = password;
    return change(session, options.name, wish, "Set the password of");
  }
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(before, readSecret("Old password", options.fromStdin));
  TELESOFT_TRY(after, newPassword(options.fromStdin));
  TELESOFT_CHECK(api.post<base::json>("/v1/me/password", protocol::PasswordChange{before, after}));
  session.out.line("Changed your password; your other sessions have ended");
  return {};
}

base::Status listTokens(Session& session, const TokenOptions&) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(tokens, api.get<protocol::Items<ApiToken>>("/v1/tokens"));
  std::vector<std::vector<std::string>> rows;
  for (const ApiToken& token : tokens.items) {
    rows.push_back({token.id, token.name, token.owner, base::join(token.permissions, ", "),
                    token.revoked ? "revoked" : "until " + token.expiresAt,
                    token.lastUsedAt.empty() ? "never used" : "used " + token.lastUsedAt});
  }
  session.out.table({"token", "for", "owner", "may", "", ""}, rows);
  session.out.result(base::toJson(tokens));
  return {};
}

base::Status addToken(Session& session, const TokenOptions& options) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(token, api.post<ApiToken>("/v1/tokens", options.request));
  session.out.line("Made " + token.id + ", good until " + token.expiresAt + ":");
  session.out.line(token.token);
  session.out.line("This is shown once; send it as \"Authorization: Bearer TOKEN\"");
  session.out.result(base::toJson(token));
  return {};
}

base::Status revokeToken(Session& session, const TokenOptions& options) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(token, api.post<ApiToken>("/v1/tokens/" + options.id + "/revoke"));
  session.out.line("Revoked " + token.id);
  session.out.result(base::toJson(token));
  return {};
}

/// A verb below a verb: `telesoft users add`.
template <class Options>
CLI::App* addBelow(CLI::App& parent,
                   Action& chosen,
                   const std::shared_ptr<Options>& options,
                   const std::string& name,
                   const std::string& what,
                   Verb<Options> run) {
  CLI::App* command = parent.add_subcommand(name, what);
  command->callback([options, run, &chosen] {
    chosen = [options, run](Session& session) { return run(session, *options); };
  });
  return command;
}

}  // namespace

void addUsers(CLI::App& app, Action& chosen) {
  CLI::App* users = app.add_subcommand("users", "the accounts of a workspace");
  users->require_subcommand(1);
  users->footer(
      "Example: telesoft users add lee --role clinician --display-name \"Dr Lee\"\n"
      "Roles: clinician, ml_staff, admin, auditor");
  const auto options = std::make_shared<UserOptions>();
  const auto withName = [&](CLI::App* command) {
    command->add_option("name", options->name, "what the person signs in with");
    return command;
  };
  const auto withPassword = [&](CLI::App* command) {
    command->add_flag("--password-stdin", options->fromStdin,
                      "read the password from standard input");
    return command;
  };
  const auto withRoles = [&](CLI::App* command) {
    command->add_option("--role", options->roles, "a role; may stand several times");
    command->add_option("--display-name", options->displayName, "what the person is called");
    return command;
  };
  addBelow(*users, chosen, options, "list", "all accounts", listUsers);
  withRoles(
      withPassword(withName(addBelow(*users, chosen, options, "add", "make an account", addUser))));
  withRoles(withName(addBelow(*users, chosen, options, "change", "change an account", changeUser)))
      ->add_flag("--enable", options->enable, "let a disabled account in again");
  withName(addBelow(*users, chosen, options, "disable", "let an account in no more", disableUser));
  withPassword(withName(addBelow(*users, chosen, options, "password",
                                 "set somebody's password, or change your own", setPassword)));
}

void addTokens(CLI::App& app, Action& chosen) {
  CLI::App* tokens = app.add_subcommand("tokens", "tokens with which programs come in");
  tokens->require_subcommand(1);
  tokens->footer("Example: telesoft tokens add \"ward 7\" --permission prediction.make --days 90");
  const auto options = std::make_shared<TokenOptions>();
  addBelow(*tokens, chosen, options, "list", "your tokens; all of them as an admin", listTokens);
  CLI::App* adding =
      addBelow(*tokens, chosen, options, "add", "make a token and show it once", addToken);
  adding->add_option("name", options->request.name, "what uses it")->required();
  adding
      ->add_option("--permission", options->request.permissions,
                   "what it may do; may stand several times")
      ->required();
  adding->add_option("--days", options->request.days, "how long it is good")->capture_default_str();
  addBelow(*tokens, chosen, options, "revoke", "end a token", revokeToken)
      ->add_option("token", options->id, "its id")
      ->required();
}

}  // namespace telesoft::cli
