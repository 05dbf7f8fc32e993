// Makes reviews in the background: every row predicted, the queue drawn, its cases explained.
#pragma once

#include <map>
#include <mutex>

#include "telesoft/api/events/event_feed.h"
#include "telesoft/api/services/background_tasks.h"
#include "telesoft/api/services/review_models.h"
#include "telesoft/base/log.h"
#include "telesoft/review/queue.h"
#include "telesoft/store/tables/review_table.h"

namespace telesoft::api {

/// What of a workspace reviews work with.
struct ReviewGround {
  store::Workspace& workspace;
  EventFeed& feed;
  BackgroundTasks& tasks;
  ContentCache& contents;
  base::Log& log;
};

/// A review is there from the start in state "preparing"; it opens together with all of its cases
/// in one transaction, or fails with none. Thread: any.
class ReviewMaker {
 public:
  ReviewMaker(const ReviewGround& ground, const ReviewModels& models)
      : workspace_(ground.workspace),
        feed_(ground.feed),
        tasks_(ground.tasks),
        contents_(ground.contents),
        log_(ground.log),
        models_(models) {}

  /// What cannot go well is refused before anything is stored. Errors: InvalidInput for values out
  /// of range, a test part, a dataset that does not fit the model; NotFound.
  [[nodiscard]] base::Result<protocol::Review> start(const protocol::ReviewRequest& request,
                                                     const std::string& actor);
  /// Its work ends within 100 ms of the next answer, or is thrown away.
  void cancel(const std::string& id) { tasks_.cancel(id); }
  /// At start-up: what an earlier server was preparing is failed, to be made again.
  [[nodiscard]] base::Status failInterrupted();
  void addProgress(protocol::Review& review) const;

 private:
  struct Order {
    protocol::Review review;
    review::QueuePlan plan;
    review::ReviewedModel model;
    review::ModelRows rows;
    std::string actor;
  };
  void run(const Order& order, const std::stop_token& token);
  [[nodiscard]] base::Result<std::vector<store::CaseRecord>> prepare(const Order& order,
                                                                     const base::Stop& stop);
  [[nodiscard]] base::Result<std::vector<protocol::WorkerAnswer>> predictAll(
      const Order& order, const std::vector<size_t>& which, bool explain, const base::Stop& stop);
  [[nodiscard]] base::Status open(const Order& order, const std::vector<store::CaseRecord>& cases);
  [[nodiscard]] base::Status setFailed(const protocol::Review& review,
                                       const base::Error& why,
                                       const std::string& actor);
  void report(const protocol::Review& review, double fraction);
  void publish(const std::string& id);

  store::Workspace& workspace_;
  EventFeed& feed_;
  BackgroundTasks& tasks_;
  ContentCache& contents_;
  base::Log& log_;
  const ReviewModels& models_;
  mutable std::mutex mutex_;
  std::map<std::string, double> progress_;
};

}  // namespace telesoft::api
