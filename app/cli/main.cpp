// telesoft: the command line, and the workspace server.
#include <cstdlib>
#include <exception>
#include <iostream>

#include "telesoft/base/os/paths.h"

#include "command.h"

namespace telesoft::cli {

namespace {

struct Chosen {
  std::string workspace;
  bool asJson = false;
  ServerChoice server;
  Action action;
};

void describeApp(CLI::App& app, Chosen& chosen) {
  app.description(
      "Adapts medical models to your own patients, on your own machine, and proves that the result "
      "is better.");
  app.set_version_flag("--version", std::string("telesoft ") + TELESOFT_VERSION);
  app.add_option("--workspace", chosen.workspace, "the workspace folder")
      ->envname("TELESOFT_WORKSPACE")
      ->default_str("~/Telesoft");
  app.add_option("--server", chosen.server.url, "another server than the workspace's own")
      ->envname("TELESOFT_SERVER");
  app.add_option("--ca", chosen.server.caFile, "the authority that signed its certificate, as PEM")
      ->envname("TELESOFT_CA");
  app.add_flag("--token-stdin", chosen.server.tokenFromStdin,
               "read the token for it from standard input; or set TELESOFT_TOKEN");
  app.add_flag("--json", chosen.asJson, "print one JSON document and nothing else");
  app.fallthrough();  // the options above may stand after the verb
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  telesoft demo                                        the whole journey on real data\n"
      "  telesoft import notes.csv --label diagnosis --patient mrn\n"
      "  telesoft deid ds_... --text-policy redact\n"
      "  telesoft split ds_...\n"
      "  telesoft train --split sp_... --base-model telesoft-diagnostic-v2\n"
      "  telesoft evaluate md_... --test ds_...\n\n"
      "Exit status: 0 done, 2 wrong input, 5 not found, 8 cancelled, 9 unavailable, 10 corrupt, 12 "
      "no room; all: README.");
  for (const AddCommand add : commands()) {
    add(app, chosen.action);
  }
}

int run(int argc, char** argv) {
  CLI::App app;
  Chosen chosen;
  describeApp(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? 0 : base::errorInfo(base::ErrorCode::InvalidInput).exitStatus;
  }
  watchInterrupts();
  const std::filesystem::path workspace = chosen.workspace.empty()
                                              ? base::defaultWorkspace()
                                              : std::filesystem::absolute(chosen.workspace);
  if (const char* token = std::getenv("TELESOFT_TOKEN")) {  // an option would show it to others
    chosen.server.token = token;
  }
  while (chosen.server.url.ends_with('/')) {
    chosen.server.url.pop_back();
  }
  Session session(workspace, chosen.asJson, chosen.server);
  const base::Status status = chosen.action(session);
  if (!status) {
    session.out.error(status.error());
    return base::errorInfo(status.error().code).exitStatus;
  }
  session.out.finish();
  return 0;
}

}  // namespace

}  // namespace telesoft::cli

int main(int argc, char** argv) {
  try {
    return telesoft::cli::run(argc, argv);
  } catch (const std::exception& error) {  // our own bug, or no memory
    std::cerr << "error: telesoft ended unexpectedly: " << error.what() << "\n";
    return 1;
  }
}
