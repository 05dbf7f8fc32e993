// Expert review as the API gives it: the next cases, decisions, undo, what it has shown.
#pragma once

#include <memory>

#include "telesoft/api/services/review_maker.h"
#include "telesoft/protocol/server.h"
#include "telesoft/review/feedback.h"
#include "telesoft/review/leases.h"
#include "telesoft/review/ledger.h"

namespace telesoft::api {

struct NextAsked {
  std::string reading = "first";
  std::int64_t count = 1;
};

/// Keeps the content of the reviews that are read in memory for ten minutes after their last case,
/// so that the next one is there at once. Thread: any.
class ReviewService {
 public:
  ReviewService(const ReviewGround& ground, ReviewModels models);

  [[nodiscard]] ReviewMaker& maker() { return maker_; }
  [[nodiscard]] base::Result<std::vector<protocol::Review>> list() const;
  [[nodiscard]] base::Result<protocol::Review> find(const std::string& id) const;

  /// Cases that wait for that reading by this reader, who holds them for ten minutes. Errors:
  /// NotFound; Conflict for a review that is not open; InvalidInput for no such reading.
  [[nodiscard]] base::Result<protocol::NextCases> next(const std::string& id,
                                                       const NextAsked& asked,
                                                       const review::Reader& reader);
  /// As review::decide() and review::undo().
  [[nodiscard]] base::Result<protocol::Decision> decide(const std::string& id,
                                                        const protocol::DecisionRequest& request,
                                                        const review::Reader& reader);
  [[nodiscard]] base::Result<protocol::UndoAnswer> undo(const std::string& id,
                                                        const review::Reader& reader);
  [[nodiscard]] base::Result<std::vector<protocol::Decision>> decisions(
      const std::string& id) const;
  [[nodiscard]] base::Result<protocol::ReviewSummary> summary(const std::string& id) const;
  /// Conflict where it is closed or failed already.
  [[nodiscard]] base::Result<protocol::Review> close(const std::string& id,
                                                     const std::string& actor);

  /// Inside the transaction that keeps the feedback; gives the case's id.
  [[nodiscard]] base::Result<std::string> addFeedback(store::Transaction& transaction,
                                                      const review::FeedbackCase& feedback) const;
  /// After that transaction: tells the feed of the case's review.
  void tellOf(const std::string& caseId);
  /// Gives the memory of reviews back that nobody reads.
  void tidy();

 private:
  struct Opened {
    std::shared_ptr<const review::RowContents> rows;  // shared with requests under way
    std::chrono::milliseconds lastUse{0};
  };
  [[nodiscard]] base::Result<std::shared_ptr<const review::RowContents>> rowsOf(
      const protocol::Review& review);
  [[nodiscard]] base::Result<protocol::ReviewCase> show(const protocol::Review& review,
                                                        const store::CaseRecord& record,
                                                        const std::string& reading,
                                                        const review::Reader& reader);
  [[nodiscard]] std::string startOfToday() const;
  [[nodiscard]] std::string key() const;
  void publish(const std::string& id);

  const ReviewGround ground_;
  const ReviewModels models_;
  ReviewMaker maker_;
  review::Leases leases_;
  std::mutex mutex_;
  std::map<std::string, Opened> opened_;  // by review
};

}  // namespace telesoft::api
