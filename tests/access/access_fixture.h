// A workspace with everything of access on it, at a time that the test sets.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "telesoft/access/api_tokens.h"
#include "telesoft/access/sessions.h"
#include "telesoft/store/audit_log.h"

#include "support/fake_clock.h"
#include "support/must.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::tests {

inline const std::string kPassword = "quiet river amber 71";

class AccessFixture {
 public:
  AccessFixture() : workspace(must(store::Workspace::create(folder_ / "w", clock))) { open(); }
  /// As a new server finds it.
  void reopen() {
    close();
    workspace.reset();
    workspace = must(store::Workspace::open(folder_ / "w", clock));
    open();
  }
  void close() {
    tokens.reset();
    sessions.reset();
    accounts.reset();
    guard.reset();
  }

  protocol::User addUser(const std::string& name, const std::vector<std::string>& roles) {
    return must(
        accounts->make(access::embeddedPrincipal(), {name, "Dr " + name, roles, kPassword}));
  }
  access::Sessions::Begun signIn(const std::string& name) {
    return must(sessions->begin({name, kPassword}));
  }
  /// "" for whoever is let in.
  [[nodiscard]] std::string refusal(const std::string& token) const {
    const auto who = guard->authenticate(token);
    return who ? "" : std::string(base::errorInfo(who.error().code).name);
  }
  [[nodiscard]] std::vector<protocol::AuditEntry> audited(const std::string& action) const {
    auto page = must(workspace->database().read(
        [](const store::Snapshot& snapshot) { return store::AuditLog::page(snapshot, 0, 1000); }));
    std::erase_if(page.entries, [&](const auto& entry) { return entry.action != action; });
    return page.entries;
  }

 private:
  TempFolder folder_;

 public:
  FakeClock clock;
  std::unique_ptr<store::Workspace> workspace;
  std::unique_ptr<access::Guard> guard;
  std::unique_ptr<access::Accounts> accounts;
  std::unique_ptr<access::Sessions> sessions;
  std::unique_ptr<access::ApiTokens> tokens;

 private:
  void open() {
    guard = std::make_unique<access::Guard>(must(access::Guard::openEmbedded(*workspace)));
    accounts = std::make_unique<access::Accounts>(*workspace, *guard);
    sessions = std::make_unique<access::Sessions>(*workspace, *guard, *accounts);
    tokens = std::make_unique<access::ApiTokens>(*workspace, *guard);
  }
};

}  // namespace telesoft::tests
