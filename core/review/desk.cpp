#include "telesoft/review/desk.h"

#include "telesoft/store/seal.h"

namespace telesoft::review {

using base::ErrorCode;
using base::fail;
using protocol::Decision;
using protocol::DecisionKind;
using store::CaseRecord;
using store::ReviewTable;

namespace {

/// Appends, and writes what the case's decisions come to now.
base::Status enter(store::Transaction& transaction,
                   CaseRecord& record,
                   std::vector<Decision> ledger,
                   Decision& decision,
                   const std::string& key) {
  decision.time = transaction.now();
  Decision sealed = decision;
  if (!sealed.comment.empty()) {
    sealed.comment = store::sealText(key, sealed.caseId, sealed.comment);
  }
  TELESOFT_TRY(seq, ReviewTable::append(transaction, sealed));
  decision.seq = seq;
  ledger.push_back(decision);
  const CaseState now = fold(ledger, record.readTwice);
  record.state = now.state;
  record.label = now.label;
  record.corrected = !now.label.empty() && now.label != modelLabelOf(record);
  return ReviewTable::updateState(transaction, record);
}

base::Status note(store::Transaction& transaction, const Decision& decision) {
  base::json detail = {{"review", decision.reviewId},
                       {"kind", base::nameOf(decision.kind)},
                       {"reading", decision.reading},
                       {"seq", decision.seq}};
  if (decision.undoes > 0) {
    detail["undoes"] = decision.undoes;
  }
  return transaction.audit({decision.by,
                            decision.kind == DecisionKind::Undo ? "review.undo" : "review.decide",
                            decision.caseId, detail});
}

}  // namespace

base::Result<protocol::Review> requireOpen(const store::Snapshot& snapshot,
                                           const std::string& reviewId) {
  TELESOFT_TRY(review, ReviewTable::find(snapshot, reviewId));
  if (review.state != "open") {
    return fail(ErrorCode::Conflict,
                review.state == "preparing" ? "the review is still being prepared"
                : review.state == "closed"  ? "the review is closed"
                                            : "the review could not be prepared",
                review.state == "preparing" ? "wait until its state is \"open\""
                                            : "make a new review for more cases");
  }
  return review;
}

std::string modelLabelOf(const CaseRecord& record) {
  return record.findings.empty() ? "" : record.findings.front().label;
}

base::Result<Decided> decide(store::Transaction& transaction,
                             const std::string& reviewId,
                             const protocol::DecisionRequest& request,
                             const Reader& reader,
                             const std::string& key) {
  TELESOFT_TRY(review, requireOpen(transaction, reviewId));
  TELESOFT_TRY(record, ReviewTable::findCase(transaction, request.caseId));
  if (record.reviewId != reviewId) {
    return fail(ErrorCode::NotFound, "this review has no such case", "ask for the next case");
  }
  TELESOFT_TRY(ledger, ReviewTable::decisionsOf(transaction, record.id));
  const CaseState state = fold(ledger, record.readTwice);
  TELESOFT_TRY(reading, readingOf(state, request.reading));
  TELESOFT_CHECK(mayRead(state, reading, reader));
  TELESOFT_TRY(decision, decisionOf(request, {review.classes, modelLabelOf(record), review.blind}));
  decision.reviewId = reviewId;
  decision.by = reader.name;
  decision.reading = reading;
  TELESOFT_CHECK(enter(transaction, record, std::move(ledger), decision, key));
  TELESOFT_CHECK(note(transaction, decision));
  return Decided{std::move(decision), std::move(record)};
}

base::Result<Decided> undo(store::Transaction& transaction,
                           const std::string& reviewId,
                           const Reader& reader,
                           const std::string& key) {
  TELESOFT_TRY(review, requireOpen(transaction, reviewId));
  auto last = ReviewTable::lastCounting(transaction, reviewId, reader.name);
  if (!last) {
    return last.error().code == ErrorCode::NotFound
               ? fail(ErrorCode::NotFound, "no decision of yours is left to take back",
                      "ask for the next case")
               : last.error();
  }
  TELESOFT_TRY(record, ReviewTable::findCase(transaction, last->caseId));
  TELESOFT_TRY(ledger, ReviewTable::decisionsOf(transaction, record.id));
  TELESOFT_CHECK(mayUndo(fold(ledger, record.readTwice), *last));
  Decision taken;
  taken.reviewId = reviewId;
  taken.caseId = record.id;
  taken.by = reader.name;
  taken.reading = last->reading;
  taken.kind = DecisionKind::Undo;
  taken.undoes = last->seq;
  TELESOFT_CHECK(enter(transaction, record, std::move(ledger), taken, key));
  TELESOFT_CHECK(note(transaction, taken));
  std::vector<Decision> undone{*std::move(last)};
  TELESOFT_CHECK(openComments(undone, key));
  return Decided{std::move(undone.front()), std::move(record)};
}

base::Status openComments(std::vector<Decision>& decisions, const std::string& key) {
  for (Decision& decision : decisions) {
    if (!decision.comment.empty()) {
      TELESOFT_TRY(clear, store::unsealText(key, decision.caseId, decision.comment));
      decision.comment = std::move(clear);
    }
  }
  return {};
}

}  // namespace telesoft::review
