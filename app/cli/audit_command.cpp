// audit: who did what and when, and whether the trail is whole.
#include <memory>

#include "telesoft/base/text.h"
#include "telesoft/protocol/server.h"

#include "command.h"

namespace telesoft::cli {

namespace {

struct Options {
  std::int64_t after = 0;
  std::int64_t limit = 100;
  bool verify = false;
};

base::Status verify(Session& session) {
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(found, api.post<protocol::AuditVerification>("/v1/audit/verify"));
  session.out.result(base::toJson(found));
  if (!found.intact) {
    return base::fail(base::ErrorCode::Corrupt,
                      "the audit trail is broken at entry " + std::to_string(found.firstBroken),
                      "keep the workspace as it is and compare it with the last backup");
  }
  session.out.line("Intact: " + base::withThousands(found.entries) +
                   " entries, the last with hash " + found.headHash);
  return {};
}

base::Status audit(Session& session, const Options& options) {
  if (options.verify) {
    return verify(session);
  }
  TELESOFT_TRY(api, session.connect());
  TELESOFT_TRY(page,
               api.get<protocol::AuditPage>("/v1/audit?after=" + std::to_string(options.after) +
                                            "&limit=" + std::to_string(options.limit)));
  std::vector<std::vector<std::string>> rows;
  for (const protocol::AuditEntry& entry : page.entries) {
    rows.push_back({std::to_string(entry.seq), entry.time, entry.actor, entry.action, entry.subject,
                    entry.detail});
  }
  session.out.table({"entry", "time", "who", "what", "of", "detail"}, rows);
  if (!page.entries.empty() && page.entries.back().seq < page.total) {
    session.out.line("  " + base::withThousands(page.total) + " in all; go on with --after " +
                     std::to_string(page.entries.back().seq));
  }
  session.out.result(base::toJson(page));
  return {};
}

}  // namespace

void addAudit(CLI::App& app, Action& chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("audit", "read the audit trail, or verify it");
  command->add_flag("--verify", options->verify, "calculate the whole chain anew");
  command->add_option("--after", options->after, "go on after this entry")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--limit", options->limit, "entries at most")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->footer("Example: telesoft audit --verify");
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return audit(session, *options); };
  });
}

}  // namespace telesoft::cli
