// Makes datasets in the background: imports and de-identifications, from "importing" to "ready" or
// "failed", whole or not at all.
#pragma once

#include <map>
#include <mutex>

#include "telesoft/api/events/event_feed.h"
#include "telesoft/api/services/background_tasks.h"
#include "telesoft/base/ids.h"
#include "telesoft/base/log.h"
#include "telesoft/base/stop.h"
#include "telesoft/data/table.h"
#include "telesoft/protocol/dataset.h"
#include "telesoft/store/workspace.h"

namespace telesoft::api {

/// What becomes a dataset's content.
struct MadeDataset {
  data::Table table;
  std::vector<protocol::ColumnSchema> columns;
  std::vector<std::string> warnings;
  std::string report;  // of a de-identification, as JSON; "" where there is none
};

/// A dataset is there from the start in state "importing". Its rows are sealed first, and then it
/// becomes "ready" together with its audit row in one transaction; a server killed before leaves
/// none of it. Thread: any.
class DatasetMaker {
 public:
  using Make = std::function<base::Result<MadeDataset>(const base::Stop&)>;

  DatasetMaker(store::Workspace& workspace, EventFeed& feed, BackgroundTasks& tasks, base::Log& log)
      : workspace_(workspace), feed_(feed), tasks_(tasks), log_(log) {}

  struct Order {
    std::string name;
    std::string kind;
    base::DatasetId parent = {};
    std::map<std::string, std::string> classDescriptions = {};
    std::string actor;
    std::string action;  // of the audit row: "dataset.import"
    base::json detail = base::json::object();
  };
  [[nodiscard]] base::Result<protocol::Dataset> start(const Order& order, Make make);
  /// It is "failed" when this returns; its work ends within 100 ms or is thrown away. Conflict
  /// where it is not being made.
  [[nodiscard]] base::Result<protocol::Dataset> cancel(const base::DatasetId& id,
                                                       const std::string& actor);
  /// At start-up: what an earlier server was making is failed, to be made again.
  [[nodiscard]] base::Status failInterrupted();
  /// Fills progress and stage of a dataset that is being made.
  void addProgress(protocol::Dataset& dataset) const;

 private:
  void run(const protocol::Dataset& fresh, const Make& make, const std::stop_token& token);
  [[nodiscard]] base::Status store(const protocol::Dataset& fresh, MadeDataset made);
  [[nodiscard]] base::Result<protocol::Dataset> setFailed(const base::DatasetId& id,
                                                          const base::Error& why,
                                                          const std::string& actor);
  void report(const protocol::Dataset& dataset, const base::Progress& progress);
  void forget(const std::string& id);
  void publish(const protocol::Dataset& dataset);

  struct Known {
    base::Progress progress;
    std::chrono::milliseconds told{0};  // when it was last published
  };
  store::Workspace& workspace_;
  EventFeed& feed_;
  BackgroundTasks& tasks_;
  base::Log& log_;
  mutable std::mutex mutex_;
  std::map<std::string, Known> progress_;
};

}  // namespace telesoft::api
