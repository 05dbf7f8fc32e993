// The workspace server: everything behind `telesoft serve`, put together.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "telesoft/api/services/review_models.h"
#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"
#include "telesoft/deploy/workers/worker_pool.h"

namespace telesoft::api {

struct ServerOptions {
  std::string address = "127.0.0.1";  // another than loopback only with TLS
  int port = 0;                       // 0: a free one
  base::Path certificate = {};        // PEM files: both, for a team, or none
  base::Path privateKey = {};
  std::chrono::seconds idleStop{600};  // without a request, a live reader and a job; 0: never
  bool watchSignals = false;           // SIGINT and SIGTERM end run() in order
  base::Path engine = {};              // empty: the telesoft-engine beside this program
  deploy::WorkerSettings workers = {};
  ReviewModels reviewModels = {};  // what is not set: the workspace's models in their workers
  std::string version = "0";
};

/// The only writer of its workspace: holds <workspace>/server.lock while it lives, and tells where
/// it listens in <workspace>/server.json (mode 0600) until it ends in order. Runs outlive it.
class Server {
 public:
  /// Makes the workspace where there is none, takes up what an earlier server left, and listens.
  /// Errors: Conflict where another server has the workspace or the port; those of
  /// store::Workspace::openOrCreate().
  [[nodiscard]] static base::Result<Server> open(const base::Path& workspace,
                                                 const ServerOptions& options);
  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  /// Stops where run() has not.
  ~Server();

  [[nodiscard]] std::string url() const;
  /// Returns when the server was asked to stop, by a request, a signal or stop(), or was idle for
  /// long enough; by then it has stopped in order.
  [[nodiscard]] base::Status run();
  /// Thread: any.
  void stop();

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace telesoft::api
