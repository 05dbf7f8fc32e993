// A whole workspace server in this process, on a temporary workspace and with a stand-in engine.
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "telesoft/api/server.h"
#include "telesoft/client/client.h"
#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/job.h"
#include "telesoft/protocol/split.h"

#include "support/temp_folder.h"

namespace telesoft::tests {

/// Of everybody whom LiveServer::as() makes.
inline const std::string kPassword = "quiet river amber 71";

class LiveServer {
 public:
  /// `reviewModels`: where reviews get the model's opinion from, instead of the workers.
  explicit LiveServer(api::ReviewModels reviewModels = {}, deploy::WorkerSettings workers = {});
  ~LiveServer();
  LiveServer(const LiveServer&) = delete;
  LiveServer& operator=(const LiveServer&) = delete;

  [[nodiscard]] client::Client api() const { return client::Client(address_); }
  /// Somebody of these roles, signed in; the account is made where it is not there yet.
  [[nodiscard]] client::Client as(const std::string& name,
                                  const std::vector<std::string>& roles) const;
  [[nodiscard]] const client::ServerAddress& address() const { return address_; }
  [[nodiscard]] base::Path workspace() const { return folder_ / "workspace"; }
  [[nodiscard]] base::Path folder() const { return folder_.path(); }
  /// Ends the server in order and opens a new one on the same workspace.
  void restart();
  void stop();

  /// Writes a file beside the workspace.
  [[nodiscard]] base::Path write(const std::string& name, const std::string& content) const;
  /// Polls until `done`; the last answer in any case.
  [[nodiscard]] protocol::Dataset waitForDataset(const std::string& id) const;
  [[nodiscard]] protocol::Job waitForJob(
      const std::string& id, const std::function<bool(const protocol::Job&)>& done) const;

  /// 240 rows of 80 patients with a note, two classes and a site.
  [[nodiscard]] static std::string notesCsv();
  /// Imports notesCsv(), ready.
  [[nodiscard]] protocol::Dataset importNotes() const;
  [[nodiscard]] protocol::Split splitNotes() const;

 private:
  void start();
  TempFolder folder_;
  api::ReviewModels reviewModels_;
  deploy::WorkerSettings workers_;
  std::unique_ptr<api::Server> server_;
  std::thread thread_;
  client::ServerAddress address_;
};

[[nodiscard]] inline bool hasEnded(const protocol::Job& job) {
  return job.status == protocol::JobState::Succeeded || job.status == protocol::JobState::Failed ||
         job.status == protocol::JobState::Cancelled;
}

}  // namespace telesoft::tests
