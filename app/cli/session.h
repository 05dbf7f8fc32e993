// What every verb gets: the workspace, the output, and a client once the server is there.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "telesoft/client/client.h"
#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/job.h"

#include "output.h"

namespace telesoft::cli {

/// Another server than the workspace's own.
struct ServerChoice {
  std::string url;     // "https://models.hospital.example:8443"; "": the workspace's own
  std::string caFile;  // PEM; "": as at the login, or what this machine trusts
  std::string token;   // "": that of the session on this server
  bool tokenFromStdin = false;
};

class Session {
 public:
  Session(std::filesystem::path workspace, bool asJson, ServerChoice server = {})
      : out(asJson), workspace_(std::move(workspace)), server_(std::move(server)) {}
  [[nodiscard]] const std::filesystem::path& workspace() const { return workspace_; }
  [[nodiscard]] const ServerChoice& server() const { return server_; }
  /// The chosen server, with the token or the session for it; else finds or starts the workspace's.
  [[nodiscard]] base::Result<client::Client> connect();
  /// Of the chosen server. InvalidInput where a password or a token would travel in clear.
  [[nodiscard]] base::Result<client::ServerAddress> serverAddress(const std::string& token) const;

  /// Waits until a dataset is ready, with its progress; Ctrl+C cancels it on the server.
  [[nodiscard]] base::Result<protocol::Dataset> waitForDataset(const client::Client& api,
                                                               const std::string& id);
  /// Waits until a job ended, with its progress; Ctrl+C leaves it running and says how to come back
  /// (Cancelled).
  [[nodiscard]] base::Result<protocol::Job> waitForJob(const client::Client& api,
                                                       const std::string& id);
  [[nodiscard]] base::Result<protocol::Evaluation> waitForEvaluation(const client::Client& api,
                                                                     const std::string& id);

  Output out;

 private:
  [[nodiscard]] base::Result<std::string> token();
  std::filesystem::path workspace_;
  ServerChoice server_;
};

/// What a chosen verb does.
using Action = std::function<base::Status(Session&)>;

/// True once Ctrl+C was pressed.
[[nodiscard]] bool interrupted();
void watchInterrupts();

}  // namespace telesoft::cli
