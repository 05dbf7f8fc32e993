#include "telesoft/review/feedback.h"

#include "telesoft/base/ids.h"
#include "telesoft/review/showing.h"
#include "telesoft/store/seal.h"
#include "telesoft/store/tables/review_table.h"

namespace telesoft::review {

using store::ReviewTable;

namespace {

base::Result<std::string> reviewFor(store::Transaction& transaction, const FeedbackCase& feedback) {
  TELESOFT_TRY(open, ReviewTable::openFeedback(transaction, feedback.modelId));
  if (!open.empty()) {
    return open;
  }
  protocol::Review review;
  review.id = base::newIdText("rv");
  review.name =
      "Feedback on " + (feedback.modelName.empty() ? feedback.modelId : feedback.modelName);
  review.modelId = feedback.modelId;
  review.kind = "feedback";
  review.state = "open";
  review.progress = 1;
  review.task = feedback.task;
  review.classes = feedback.classes;
  review.createdBy = feedback.by;
  TELESOFT_CHECK(ReviewTable::insert(transaction, review));
  TELESOFT_CHECK(transaction.audit({feedback.by,
                                    "review.create",
                                    review.id,
                                    {{"model", review.modelId}, {"kind", review.kind}}}));
  return review.id;
}

}  // namespace

base::Result<std::string> addFeedbackCase(store::Transaction& transaction,
                                          const FeedbackCase& feedback,
                                          const std::string& key) {
  TELESOFT_TRY(reviewId, reviewFor(transaction, feedback));
  TELESOFT_TRY(there, ReviewTable::caseOfReceipt(transaction, reviewId, feedback.receipt));
  if (!there.empty()) {
    return there;
  }
  TELESOFT_TRY(review, ReviewTable::find(transaction, reviewId));
  store::CaseRecord record;
  record.id = base::newIdText("cs");
  record.reviewId = reviewId;
  record.number = review.cases + 1;
  record.receipt = feedback.receipt;
  record.pseudonym = pseudonymOf(record.id, 0);
  record.reason = "feedback";
  record.uncertainty = uncertaintyOf(feedback.findings);
  record.findings = feedback.findings;
  record.contributions = withoutWords(feedback.contributions, feedback.task);
  if (!feedback.comment.empty()) {
    record.sealedComment = store::sealText(key, record.id, feedback.comment);
  }
  TELESOFT_CHECK(ReviewTable::insertCase(transaction, record));
  TELESOFT_CHECK(transaction.audit({feedback.by,
                                    "review.add",
                                    record.id,
                                    {{"review", reviewId}, {"receipt", feedback.receipt}}}));
  return record.id;
}

}  // namespace telesoft::review
