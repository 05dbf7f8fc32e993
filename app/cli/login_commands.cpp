// login and logout: a session on a team's server, remembered for the verbs that follow.
#include <memory>

#include "telesoft/base/text.h"
#include "telesoft/client/session_file.h"
#include "telesoft/protocol/access.h"

#include "command.h"
#include "secret.h"

namespace telesoft::cli {

namespace {

struct LoginOptions {
  std::string name;
  bool fromStdin = false;
};

base::Status needServer(const Session& session) {
  return session.server().url.empty()
             ? base::fail(base::ErrorCode::InvalidInput, "no server is named",
                          "say --server https://HOST:PORT")
             : base::Status();
}

base::Status login(Session& session, const LoginOptions& options) {
  TELESOFT_CHECK(needServer(session));
  TELESOFT_TRY(address, session.serverAddress(""));
  TELESOFT_TRY(password, readSecret("Password of " + options.name, options.fromStdin));
  const protocol::LoginRequest request{options.name, password};
  TELESOFT_TRY(answer,
               client::Client(address).post<protocol::LoginAnswer>("/v1/sessions", request));
  TELESOFT_CHECK(client::SessionFile::ofUser().put(
      session.server().url, {answer.me.name, answer.token, address.caFile, answer.me.expiresAt}));
  session.out.line("Signed in as " + answer.me.name + " (" + base::join(answer.me.roles, ", ") +
                   ") until " + answer.me.expiresAt + ", or 30 minutes without a request");
  session.out.result(base::toJson(answer.me));
  return {};
}

/// Forgets the session also where the server has ended it already, or is gone.
base::Status logout(Session& session) {
  TELESOFT_CHECK(needServer(session));
  auto api = session.connect();
  if (api) {
    static_cast<void>(api->post<base::json>("/v1/sessions/end"));
  }
  TELESOFT_CHECK(client::SessionFile::ofUser().remove(session.server().url));
  session.out.line("Signed out");
  return {};
}

}  // namespace

void addLogin(CLI::App& app, Action& chosen) {
  const auto options = std::make_shared<LoginOptions>();
  CLI::App* command = app.add_subcommand("login", "sign in to a team's server");
  command->add_option("--name", options->name, "the account's name")->required();
  command->add_flag("--password-stdin", options->fromStdin,
                    "read the password from standard input");
  command->footer(
      "Example: telesoft login --server https://models.hospital.example:8443 --name lee\n"
      "The verbs that follow take the session with the same --server (or TELESOFT_SERVER).");
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return login(session, *options); };
  });
}

void addLogout(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("logout", "end the session on a team's server");
  command->footer("Example: telesoft logout --server https://models.hospital.example:8443");
  command->callback([&chosen] { chosen = logout; });
}

}  // namespace telesoft::cli
