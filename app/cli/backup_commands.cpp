// backup and restore: the workspace copied whole, and made anew with everything verified.
#include <memory>

#include "telesoft/base/clock.h"
#include "telesoft/base/text.h"
#include "telesoft/store/backup.h"

#include "command.h"
#include "secret.h"

namespace telesoft::cli {

namespace {

constexpr const char* kPassphrase = "Passphrase of the backup";

struct Options {
  std::string folder;
  bool fromStdin = false;
};

base::Status backup(Session& session, const Options& options) {
  TELESOFT_TRY(passphrase, readSecret(kPassphrase, options.fromStdin));
  TELESOFT_TRY(api, session.connect());
  protocol::BackupRequest request;
  request.path = std::filesystem::absolute(options.folder).lexically_normal().string();
  request.passphrase = passphrase;
  TELESOFT_TRY(made, api.post<protocol::Backup>("/v1/backups", request));
  session.out.line("Backed up " + base::withThousands(made.files) + " files, " +
                   base::withThousands(made.bytes / 1000000) + " MB, with " +
                   base::withThousands(made.auditEntries) + " audit entries, to " + request.path);
  session.out.line("Restore it with: telesoft restore " + request.path + " --workspace NEW_FOLDER");
  session.out.result(base::toJson(made));
  return {};
}

base::Status restore(Session& session, const Options& options) {
  TELESOFT_TRY(passphrase, readSecret(kPassphrase, options.fromStdin));
  const base::SystemClock clock;
  const base::Stop stop({}, [&](const base::Progress& progress) {
    session.out.progress(progress.fraction, progress.stage);
  });
  const auto report = store::restore(
      {std::filesystem::absolute(options.folder), session.workspace(), passphrase}, clock, stop);
  session.out.progressDone();
  if (!report) {
    return report.error();
  }
  session.out.line("Restored to " + report->workspace + ": " +
                   base::withThousands(report->backup.files) + " files, the database and " +
                   base::withThousands(report->auditEntries) + " audit entries verified");
  session.out.result(base::toJson(*report));
  return {};
}

void add(CLI::App& app,
         Action& chosen,
         const std::string& verb,
         const std::string& what,
         base::Status (*run)(Session&, const Options&)) {
  CLI::App* command = app.add_subcommand(verb, what);
  const auto options = std::make_shared<Options>();  // lives as long as the callback
  command->add_option("folder", options->folder, "the backup's folder")->required();
  command->add_flag("--passphrase-stdin", options->fromStdin,
                    "read the passphrase from standard input");
  command->footer("Example: telesoft " + verb +
                  " /mnt/backup/cardiology-2026-11 --workspace ~/cardiology");
  command->callback([&chosen, options, run] {
    chosen = [options, run](Session& session) { return run(session, *options); };
  });
}

}  // namespace

void addBackup(CLI::App& app, Action& chosen) {
  add(app, chosen, "backup", "copy the workspace whole, its key sealed under a passphrase", backup);
}

void addRestore(CLI::App& app, Action& chosen) {
  add(app, chosen, "restore", "make a new workspace from a backup, with everything verified",
      restore);
}

}  // namespace telesoft::cli
