// The prediction side of a running server, put together: workers, gateway, log and figures; and
// what other services ask of models through the same workers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "telesoft/api/services/base_model_catalogue.h"
#include "telesoft/api/services/served_models.h"
#include "telesoft/deploy/gateway/gateway.h"
#include "telesoft/review/feedback.h"
#include "telesoft/review/reviewed_rows.h"
#include "telesoft/store/workspace.h"

namespace telesoft::api {

struct GatewayGround {
  store::Workspace& workspace;
  base::Log& log;
  const BaseModelCatalogue& baseModels;
  base::Path engine;  // empty: as base::engineProgram()
  deploy::WorkerSettings settings;
};

/// Figures of the server beside the gateway's own.
struct ServerFigures {
  std::int64_t jobsRunning = 0;
  bool auditVerified = false;
};

/// Thread: any.
class GatewayService {
 public:
  explicit GatewayService(GatewayGround ground);

  /// Makes the folder of the workers.
  [[nodiscard]] base::Status start();
  [[nodiscard]] deploy::Gateway& gateway() { return gateway_; }
  [[nodiscard]] deploy::WorkerPool& pool() { return pool_; }
  [[nodiscard]] deploy::LiveStatistics& live() { return live_; }

  /// With `valid` as it is now. NotFound.
  [[nodiscard]] base::Result<protocol::Receipt> receipt(const std::string& id) const;
  /// Inside a transaction; gives the id of the review's case.
  using AddCase = std::function<base::Result<std::string>(store::Transaction& transaction,
                                                          const review::FeedbackCase& feedback)>;
  /// Kept with its audit row, and, where the user disagrees, with a case of the model's feedback
  /// review. Errors: NotFound; Conflict for a prediction that failed; InvalidInput for a label that
  /// is none of the model's classes.
  [[nodiscard]] base::Result<protocol::Feedback> addFeedback(
      const std::string& receiptId,
      const protocol::FeedbackRequest& request,
      const std::string& by,
      const AddCase& addCase);

  /// As ReviewModels asks.
  [[nodiscard]] base::Result<std::vector<protocol::WorkerAnswer>> predict(
      const review::ReviewedModel& model,
      const std::vector<protocol::WorkerRow>& rows,
      bool explain,
      const base::Stop& stop);
  [[nodiscard]] base::Result<review::Content> content(const std::string& receiptId);
  /// As KnowledgeService asks.
  [[nodiscard]] base::Result<std::vector<float>> embed(const std::string& baseModel,
                                                       const std::string& text);

  [[nodiscard]] std::string metricsText(const ServerFigures& figures) const;

 private:
  using Served = ServedModels::Served;
  [[nodiscard]] base::Result<store::PredictionRecord> record(const std::string& id) const;
  [[nodiscard]] base::Result<review::FeedbackCase> caseOf(const protocol::Feedback& feedback,
                                                          const store::PredictionRecord& record);
  /// A base model without a deployment: of its own classes, or of none, to embed texts.
  [[nodiscard]] base::Result<Served> plainBase(const std::string& baseModel,
                                               const std::vector<protocol::ClassSpec>& classes);

  GatewayGround ground_;
  deploy::ModelBytes bytes_;
  ServedModels models_;
  deploy::RequestMetrics metrics_;
  deploy::LiveStatistics live_;
  deploy::PredictionLog log_;
  deploy::Gateway gateway_;  // before the pool, whose last answers go through it
  deploy::WorkerPool pool_;
};

}  // namespace telesoft::api
