#include "telesoft/api/services/review_service.h"

#include <algorithm>
#include <ctime>

#include "telesoft/review/desk.h"
#include "telesoft/review/showing.h"
#include "telesoft/review/summary.h"
#include "telesoft/store/seal.h"
#include "telesoft/store/tables/model_table.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;
using protocol::Decision;
using protocol::DecisionKind;
using protocol::Review;
using review::Reader;
using store::CaseRecord;
using store::ReviewTable;

namespace {

constexpr std::chrono::minutes kKept(10);

base::Result<std::string> stateFor(const std::string& reading) {
  if (reading == "first") {
    return std::string("open");
  }
  if (reading == "second") {
    return std::string("second_reading");
  }
  if (reading == "adjudication") {
    return std::string("conflict");
  }
  return fail(ErrorCode::InvalidInput, "\"reading\" is none that there is",
              "give first, second or adjudication");
}

/// What the database knows of a reader's next case.
struct Waiting {
  Review review;
  std::string state;               // of the cases
  std::vector<std::string> cases;  // that this reader may read, in the queue's order
  std::int64_t decided = 0, decidedToday = 0;
};

/// Cases that the reader has skipped in this reading, or has read in another.
std::set<std::string> closedTo(const std::vector<store::OwnDecision>& own,
                               const std::string& reading,
                               const Reader& reader) {
  std::set<std::string> out;
  for (const store::OwnDecision& decision : own) {
    if (decision.kind == DecisionKind::Skip ? decision.reading == reading : !reader.alone) {
      out.insert(decision.caseId);
    }
  }
  return out;
}

base::Result<Waiting> waitingFor(const store::Snapshot& snapshot,
                                 const std::string& id,
                                 const std::string& reading,
                                 const Reader& reader,
                                 const std::string& startOfToday) {
  TELESOFT_TRY(state, stateFor(reading));
  TELESOFT_TRY(review, review::requireOpen(snapshot, id));
  TELESOFT_TRY(own, ReviewTable::counting(snapshot, id, reader.name));
  TELESOFT_TRY(cases, ReviewTable::casesInState(snapshot, id, state));
  const std::set<std::string> closed = closedTo(own, reading, reader);
  std::erase_if(cases, [&](const std::string& one) { return closed.contains(one); });
  Waiting out{std::move(review), std::move(state), std::move(cases)};
  for (const store::OwnDecision& decision : own) {
    if (decision.kind != DecisionKind::Skip) {
      ++out.decided;
      out.decidedToday += decision.time >= startOfToday ? 1 : 0;
    }
  }
  return out;
}

base::Result<std::vector<Decision>> ledgerOf(const store::Snapshot& snapshot,
                                             const std::string& id) {
  TELESOFT_CHECK(ReviewTable::find(snapshot, id));
  return ReviewTable::decisions(snapshot, id);
}

base::Result<review::Findings> findingsOf(const store::Snapshot& snapshot, const std::string& id) {
  TELESOFT_TRY(review, ReviewTable::find(snapshot, id));
  TELESOFT_TRY(cases, ReviewTable::cases(snapshot, id));
  TELESOFT_TRY(ledger, ReviewTable::decisions(snapshot, id));
  TELESOFT_TRY(models, store::ModelTable::list(snapshot));
  review::Findings out{std::move(review), std::move(cases), std::move(ledger), {}};
  for (const protocol::Model& model : models) {
    if (std::find(model.reviews.begin(), model.reviews.end(), id) != model.reviews.end()) {
      out.learntBy.push_back(model.id);
    }
  }
  return out;
}

base::Result<Review> closeIn(store::Transaction& transaction,
                             const std::string& id,
                             const std::string& actor) {
  TELESOFT_TRY(review, ReviewTable::find(transaction, id));
  if (review.state != "open" && review.state != "preparing") {
    return fail(ErrorCode::Conflict,
                review.state == "closed" ? "the review is closed already"
                                         : "the review could not be prepared",
                "there is nothing to close");
  }
  const std::string was = review.state;
  review.state = "closed";
  TELESOFT_CHECK(ReviewTable::update(transaction, review));
  TELESOFT_CHECK(transaction.audit({actor, "review.close", id, {{"was", was}}}));
  return review;
}

}  // namespace

ReviewService::ReviewService(const ReviewGround& ground, ReviewModels models)
    : ground_(ground),
      models_(std::move(models)),
      maker_(ground, models_),
      leases_(ground.workspace.clock()) {}

base::Result<std::vector<Review>> ReviewService::list() const {
  TELESOFT_TRY(all, ground_.workspace.database().read(
                        [](const store::Snapshot& s) { return ReviewTable::list(s); }));
  for (Review& review : all) {
    maker_.addProgress(review);
  }
  return all;
}

base::Result<Review> ReviewService::find(const std::string& id) const {
  TELESOFT_TRY(review, ground_.workspace.database().read(
                           [&](const store::Snapshot& s) { return ReviewTable::find(s, id); }));
  maker_.addProgress(review);
  return review;
}

base::Result<protocol::NextCases> ReviewService::next(const std::string& id,
                                                      const NextAsked& asked,
                                                      const Reader& reader) {
  store::Database& database = ground_.workspace.database();
  const std::string today = startOfToday();
  TELESOFT_TRY(waiting, database.read([&](const store::Snapshot& snapshot) {
    return waitingFor(snapshot, id, asked.reading, reader, today);
  }));
  const review::Leases::Taken taken =
      leases_.take(waiting.cases, asked.reading, reader.name, static_cast<size_t>(asked.count));
  protocol::NextCases out;
  out.remaining = taken.free;
  out.decided = waiting.decided;
  out.decidedToday = waiting.decidedToday;
  for (const std::string& caseId : taken.cases) {
    TELESOFT_TRY(record, database.read([&](const store::Snapshot& snapshot) {
      return ReviewTable::findCase(snapshot, caseId);
    }));
    if (record.state != waiting.state) {  // decided by somebody between the look and the lease
      leases_.giveBack(caseId, asked.reading, reader.name);
      --out.remaining;
      continue;
    }
    TELESOFT_TRY(shown, show(waiting.review, record, asked.reading, reader));
    out.items.push_back(std::move(shown));
  }
  return out;
}

base::Result<protocol::ReviewCase> ReviewService::show(const Review& review,
                                                       const CaseRecord& record,
                                                       const std::string& reading,
                                                       const Reader& reader) {
  review::Content content;
  if (!record.receipt.empty()) {
    TELESOFT_TRY(sealed, models_.prediction(record.receipt).in("reading the prediction"));
    content = std::move(sealed);
  } else {
    TELESOFT_TRY(rows, rowsOf(review));
    TELESOFT_TRY(ofRow, rows->of(record.row));
    content = std::move(ofRow);
  }
  protocol::ReviewCase out = review::shownCase(record, std::move(content), {reading, review.blind});
  if (!record.sealedComment.empty()) {
    TELESOFT_TRY(comment, store::unsealText(key(), record.id, record.sealedComment));
    out.comment = std::move(comment);
  }
  TELESOFT_TRY(told, ground_.workspace.database().read([&](const store::Snapshot& snapshot) {
    return ReviewTable::decisionsOf(snapshot, record.id);
  }));
  told = review::countingOf(told);
  std::erase_if(told, [&](const Decision& decision) {
    return reading == "adjudication" ? decision.kind == DecisionKind::Skip
                                     : decision.by != reader.name || decision.reading != reading;
  });
  TELESOFT_CHECK(review::openComments(told, key()));
  out.decisions = std::move(told);
  return out;
}

base::Result<std::shared_ptr<const review::RowContents>> ReviewService::rowsOf(
    const Review& review) {
  const std::lock_guard lock(mutex_);  // held while decoding: two readers of one review decode once
  const std::chrono::milliseconds now = ground_.workspace.clock().steady();
  if (const auto known = opened_.find(review.id); known != opened_.end()) {
    known->second.lastUse = now;
    return known->second.rows;
  }
  std::erase_if(opened_, [&](const auto& entry) { return now - entry.second.lastUse >= kKept; });
  TELESOFT_TRY(content, ground_.contents.content(base::DatasetId(review.datasetId)));
  TELESOFT_TRY(cases, ground_.workspace.database().read([&](const store::Snapshot& snapshot) {
    return ReviewTable::cases(snapshot, review.id);
  }));
  std::set<std::int64_t> rows;
  for (const CaseRecord& record : cases) {
    rows.insert(record.row);
  }
  const auto model = models_.find(review.modelId, content);  // without it: no training ranges
  auto made = std::make_shared<const review::RowContents>(
      *content.table, content.dataset.columns,
      model ? model->inputs : std::vector<protocol::InputField>(), rows);
  opened_[review.id] = {made, now};
  return made;
}

base::Result<Decision> ReviewService::decide(const std::string& id,
                                             const protocol::DecisionRequest& request,
                                             const Reader& reader) {
  TELESOFT_TRY(decided, ground_.workspace.database().write([&](store::Transaction& transaction) {
    return review::decide(transaction, id, request, reader, key());
  }));
  leases_.giveBack(decided.record.id, decided.decision.reading, reader.name);
  publish(id);
  return std::move(decided.decision);
}

base::Result<protocol::UndoAnswer> ReviewService::undo(const std::string& id,
                                                       const Reader& reader) {
  TELESOFT_TRY(undone, ground_.workspace.database().write([&](store::Transaction& transaction) {
    return review::undo(transaction, id, reader, key());
  }));
  const std::string& reading = undone.decision.reading;
  // Held for who takes it back, where nobody else has it in hand.
  static_cast<void>(leases_.take({undone.record.id}, reading, reader.name, 1));
  publish(id);
  TELESOFT_TRY(review, find(id));
  TELESOFT_TRY(shown, show(review, undone.record, reading, reader));
  return protocol::UndoAnswer{std::move(undone.decision), std::move(shown)};
}

base::Result<std::vector<Decision>> ReviewService::decisions(const std::string& id) const {
  TELESOFT_TRY(all, ground_.workspace.database().read(
                        [&](const store::Snapshot& snapshot) { return ledgerOf(snapshot, id); }));
  TELESOFT_CHECK(review::openComments(all, key()));
  return all;
}

base::Result<protocol::ReviewSummary> ReviewService::summary(const std::string& id) const {
  TELESOFT_TRY(findings, ground_.workspace.database().read([&](const store::Snapshot& snapshot) {
    return findingsOf(snapshot, id);
  }));
  maker_.addProgress(findings.review);
  return review::summarize(std::move(findings));
}

base::Result<Review> ReviewService::close(const std::string& id, const std::string& actor) {
  TELESOFT_TRY(closed, ground_.workspace.database().write([&](store::Transaction& transaction) {
    return closeIn(transaction, id, actor);
  }));
  maker_.cancel(id);
  {
    const std::lock_guard lock(mutex_);
    opened_.erase(id);
  }
  ground_.feed.publish("review", id, base::toJson(closed));
  return closed;
}

base::Result<std::string> ReviewService::addFeedback(store::Transaction& transaction,
                                                     const review::FeedbackCase& feedback) const {
  return review::addFeedbackCase(transaction, feedback, key());
}

void ReviewService::tellOf(const std::string& caseId) {
  const auto record = ground_.workspace.database().read(
      [&](const store::Snapshot& s) { return ReviewTable::findCase(s, caseId); });
  if (record) {
    publish(record->reviewId);
  }
}

void ReviewService::tidy() {
  const std::lock_guard lock(mutex_);
  const std::chrono::milliseconds now = ground_.workspace.clock().steady();
  std::erase_if(opened_, [&](const auto& entry) { return now - entry.second.lastUse >= kKept; });
}

/// ISO 8601 in UTC of the last midnight where the server stands.
std::string ReviewService::startOfToday() const {
  const std::time_t now = std::chrono::system_clock::to_time_t(ground_.workspace.clock().now());
  std::tm local{};
  ::localtime_r(&now, &local);
  local.tm_hour = local.tm_min = local.tm_sec = 0;
  local.tm_isdst = -1;
  return base::toIso8601(std::chrono::time_point_cast<std::chrono::milliseconds>(
      std::chrono::system_clock::from_time_t(std::mktime(&local))));
}

std::string ReviewService::key() const {
  return ground_.workspace.key(store::Workspace::KeyPurpose::Reviews);
}

void ReviewService::publish(const std::string& id) {
  if (const auto review = find(id)) {
    ground_.feed.publish("review", id, base::toJson(*review));
  }
}

}  // namespace telesoft::api
