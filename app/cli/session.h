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

class Session {
 public:
  Session(std::filesystem::path workspace, bool asJson)
      : out(asJson), workspace_(std::move(workspace)) {}
  [[nodiscard]] const std::filesystem::path& workspace() const { return workspace_; }
  /// Finds or starts the workspace's server.
  [[nodiscard]] base::Result<client::Client> connect();

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
  std::filesystem::path workspace_;
};

/// What a chosen verb does.
using Action = std::function<base::Status(Session&)>;

/// True once Ctrl+C was pressed.
[[nodiscard]] bool interrupted();
void watchInterrupts();

}  // namespace telesoft::cli
