// serve: the workspace server in this process, until it is asked to stop or has been idle.
#include <memory>

#include <sys/prctl.h>
#include <sys/resource.h>

#include "telesoft/api/server.h"
#include "telesoft/base/text.h"

#include "command.h"

namespace telesoft::cli {

namespace {

/// What the server holds in memory must not land in a core dump, nor be read by a debugger.
void forbidDumps() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

base::Status serve(Session& session, const api::ServerOptions& options) {
  forbidDumps();
  TELESOFT_TRY(server, api::Server::open(session.workspace(), options));
  session.out.line(
      "Serving " + session.workspace().string() + " on " + server.url() +
      (options.certificate.empty() ? " (the token is in server.json)" : " for people who sign in"));
  TELESOFT_CHECK(server.run());
  session.out.result({{"url", server.url()}, {"stopped", true}});
  return {};
}

struct Team {
  std::string listen;
  std::string certificate, privateKey;
};

/// "0.0.0.0:8443" and two files: a server for a team.
base::Status listenFor(const Team& team, api::ServerOptions& options) {
  const size_t colon = team.listen.rfind(':');
  const auto port = base::toInt(colon == std::string::npos ? "" : team.listen.substr(colon + 1));
  if (!port || *port < 0 || *port > 65535 || colon == 0) {
    return base::fail(base::ErrorCode::InvalidInput, "--listen is not ADDRESS:PORT",
                      "such as 0.0.0.0:8443");
  }
  options.address = team.listen.substr(0, colon);
  options.port = static_cast<int>(*port);
  options.certificate = team.certificate;
  options.privateKey = team.privateKey;
  return {};
}

base::Status serveTeam(Session& session, const Team& team, api::ServerOptions options) {
  if (team.listen.empty() || team.certificate.empty() || team.privateKey.empty()) {
    return base::fail(base::ErrorCode::InvalidInput,
                      "a server for a team needs --listen, --tls-cert and --tls-key together",
                      "without them the server is for this user of this machine only");
  }
  TELESOFT_CHECK(listenFor(team, options));
  return serve(session, options);
}

}  // namespace

void addServe(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand(
      "serve",
      "run the workspace server in the foreground; the other verbs start one by themselves");
  const auto options = std::make_shared<api::ServerOptions>();  // lives as long as the callback
  options->watchSignals = true;
  options->version = TELESOFT_VERSION;
  const auto idleSeconds = std::make_shared<int>(600);
  command->add_option("--port", options->port, "the port on 127.0.0.1; 0: a free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command
      ->add_option("--idle-stop-seconds", *idleSeconds,
                   "stop after so long without a request and without a job; 0: never")
      ->check(CLI::Range(0, 31536000))
      ->capture_default_str();
  const auto team = std::make_shared<Team>();
  command->add_option("--listen", team->listen, "for a team: the address and port, with TLS");
  command->add_option("--tls-cert", team->certificate, "the server's certificate, as PEM");
  command->add_option("--tls-key", team->privateKey, "its private key, as PEM");
  command->footer(
      "Example: telesoft serve --workspace ~/cardiology --port 8080 --idle-stop-seconds 0\n"
      "For a team, whose first account is made before (telesoft users add NAME --role admin):\n"
      "  telesoft serve --listen 0.0.0.0:8443 --tls-cert server.pem --tls-key server.key");
  command->callback([&chosen, options, idleSeconds, team] {
    options->idleStop = std::chrono::seconds(*idleSeconds);
    chosen = [options, team](Session& session) {
      return team->listen.empty() && team->certificate.empty() && team->privateKey.empty()
                 ? serve(session, *options)
                 : serveTeam(session, *team, *options);
    };
  });
}

}  // namespace telesoft::cli
