// serve: the workspace server in this process, until it is asked to stop or has been idle.
#include <memory>

#include <sys/prctl.h>
#include <sys/resource.h>

#include "telesoft/api/server.h"

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
  session.out.line("Serving " + session.workspace().string() + " on " + server.url() +
                   " (the token is in server.json)");
  TELESOFT_CHECK(server.run());
  session.out.result({{"url", server.url()}, {"stopped", true}});
  return {};
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
  command->footer(
      "Example: telesoft serve --workspace ~/cardiology --port 8080 --idle-stop-seconds 0");
  command->callback([&chosen, options, idleSeconds] {
    options->idleStop = std::chrono::seconds(*idleSeconds);
    chosen = [options](Session& session) { return serve(session, *options); };
  });
}

}  // namespace telesoft::cli
