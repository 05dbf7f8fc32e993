// Predictions on disk before they are answered: many in one transaction, however many come.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "telesoft/protocol/prediction.h"
#include "telesoft/store/tables/prediction_table.h"
#include "telesoft/store/workspace.h"

namespace telesoft::deploy {

/// What of a prediction is kept sealed.
struct PredictionContent {
  base::json patientData;
  protocol::Analysis analysis;
};
/// `key`: Workspace::KeyPurpose::Predictions. Errors: Corrupt; NotFound where it has failed, and so
/// left nothing.
[[nodiscard]] base::Result<PredictionContent> contentOf(const store::PredictionRecord& record,
                                                        const std::string& key);

/// While a transaction is being written, what comes waits for the next: one for each that waits,
/// and one audit row for each person in it, with a hash over its receipts' signatures. Thread: any.
class PredictionLog {
 public:
  explicit PredictionLog(const store::Workspace& workspace);
  /// Writes what is waiting.
  ~PredictionLog();
  PredictionLog(const PredictionLog&) = delete;
  PredictionLog& operator=(const PredictionLog&) = delete;

  struct Entry {
    protocol::Receipt receipt;  // unsigned
    std::string content;        // JSON of a PredictionContent; "": none
    std::string actor;
    std::function<void(const base::Status&)> done;  // on the log's thread, once
  };
  void add(Entry entry);

 private:
  void serve();
  void write(std::vector<Entry>& entries);
  [[nodiscard]] store::PredictionRow rowOf(Entry& entry) const;

  const store::Workspace& workspace_;
  const std::string sealKey_, signKey_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Entry> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

template <class V>
void describe(V& v, PredictionContent& c) {
  v.required("patientData", c.patientData);
  v.required("analysis", c.analysis);
}

}  // namespace telesoft::deploy
