// Where the servers that somebody has signed in to are remembered, until they sign out.
#pragma once

#include <optional>
#include <string>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

namespace telesoft::client {

struct SavedSession {
  std::string name;
  std::string token;
  std::string caFile;     // PEM; "" for the authorities that this machine trusts
  std::string expiresAt;  // ISO 8601
};

/// <config folder>/session.json, mode 0600: one session a server, by the server's URL without a
/// slash at its end.
class SessionFile {
 public:
  /// The user's own: $XDG_CONFIG_HOME/telesoft or ~/.config/telesoft.
  [[nodiscard]] static SessionFile ofUser();
  explicit SessionFile(base::Path file) : file_(std::move(file)) {}

  /// Nothing where there is none, or where the file is no such file.
  [[nodiscard]] std::optional<SavedSession> find(const std::string& url) const;
  [[nodiscard]] base::Status put(const std::string& url, const SavedSession& session) const;
  [[nodiscard]] base::Status remove(const std::string& url) const;

 private:
  base::Path file_;
};

}  // namespace telesoft::client
