// A prediction from end to end: who answers, whether the input fits, the answer, its receipt on
// disk, and what is counted of it.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "telesoft/base/clock.h"
#include "telesoft/deploy/gateway/live_statistics.h"
#include "telesoft/deploy/gateway/metrics.h"
#include "telesoft/deploy/gateway/prediction_log.h"
#include "telesoft/deploy/gateway/routes.h"
#include "telesoft/deploy/gateway/serial_queue.h"
#include "telesoft/deploy/workers/worker_pool.h"
#include "telesoft/protocol/prediction.h"

namespace telesoft::deploy {

struct GatewayParts {
  WorkerPool& pool;
  PredictionLog& log;
  LiveStatistics& live;
  RequestMetrics& metrics;
  const base::Clock& clock;
  std::string assignmentKey;  // Workspace::KeyPurpose::Assignment
};

/// Thread: any.
class Gateway {
 public:
  /// What a knowledge base's index says of a text. May wait; called on a thread of its own.
  using Cite = std::function<base::Result<std::vector<protocol::Citation>>(
      const ServedModel& model, const std::string& text)>;
  /// The Analysis as JSON text; beside an InvalidInput of patientData what is wrong with which
  /// field.
  using Answered =
      std::function<void(base::Result<std::string>, const std::vector<protocol::FieldProblem>&)>;

  explicit Gateway(GatewayParts parts) : parts_(std::move(parts)) {}

  /// Requests that have chosen already go on with the picture before.
  void setRoutes(std::shared_ptr<const Routes> routes);
  [[nodiscard]] std::shared_ptr<const Routes> routes() const;
  void setCitations(Cite cite);

  /// Answers once, from any thread, and waits for nothing. What was answered is on disk. Errors: as
  /// choose(), checkInput(), WorkerPool::predict() and Database::write().
  void analyze(const protocol::AnalyzeRequest& request, std::string actor, Answered answered);

 private:
  struct Pending;
  void finish(const std::shared_ptr<Pending>& pending, base::Result<protocol::WorkerAnswer> answer);
  void cite(const std::shared_ptr<Pending>& pending);
  void keep(const std::shared_ptr<Pending>& pending);
  void fail(const std::shared_ptr<Pending>& pending, const base::Error& error);
  void give(Pending& pending, base::Result<std::string> answer);

  GatewayParts parts_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Routes> routes_ = std::make_shared<Routes>();  // shared with requests
  Cite cite_;
  SerialQueue citations_;
};

}  // namespace telesoft::deploy
