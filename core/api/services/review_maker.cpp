#include "telesoft/api/services/review_maker.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "telesoft/review/showing.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;
using protocol::Review;
using protocol::WorkerAnswer;
using store::CaseRecord;
using store::ReviewTable;

namespace {

constexpr std::int64_t kMaxCases = 10'000;
constexpr size_t kChunk = 256;            // rows between two looks at the stop and the progress
constexpr size_t kExplainedChunk = 16;    // each is many predictions
constexpr double kPredictedShare = 0.75;  // of the progress; the rest is explaining
constexpr const char* kServerActor = "server";

base::Status checkShare(const char* name, double share) {
  return share >= 0 && share <= 1
             ? base::Status()
             : fail(ErrorCode::InvalidInput, std::string("\"") + name + "\" is out of its range",
                    "give a share from 0 to 1");
}

base::Status check(const protocol::ReviewRequest& request) {
  if (request.cases < 1 || request.cases > kMaxCases) {
    return fail(ErrorCode::InvalidInput, "\"cases\" is out of its range",
                "give a number from 1 to 10,000");
  }
  TELESOFT_CHECK(checkShare("auditShare", request.auditShare));
  return checkShare("secondReaderShare", request.secondReaderShare);
}

Review reviewOf(const protocol::ReviewRequest& request,
                const review::ReviewedModel& model,
                const DatasetContent& content) {
  Review out;
  out.id = base::newIdText("rv");
  out.name =
      request.name.empty() ? content.dataset.name + ", read against " + model.name : request.name;
  out.modelId = request.modelId;
  out.datasetId = request.datasetId;
  out.state = "preparing";
  out.task = model.task;
  out.classes = model.classes;
  out.auditShare = request.auditShare;
  out.secondReaderShare = request.secondReaderShare;
  out.blind = request.blind;
  return out;
}

/// A row's place in the queue, with what the model says of it.
CaseRecord caseOf(const review::QueuedRow& queued,
                  std::int64_t row,
                  const WorkerAnswer& answer,
                  const Review& review) {
  CaseRecord out;
  out.id = base::newIdText("cs");
  out.reviewId = review.id;
  out.row = row;
  out.reason = queued.audit ? "audit" : "uncertain";
  out.readTwice = queued.readTwice;
  out.findings = review::findingsOf(answer.probabilities, review.classes);
  out.uncertainty = review::uncertaintyOf(out.findings);
  out.contributions = review::withoutWords(answer.contributions, review.task);
  return out;
}

/// Four characters while they last, then more.
std::string freePseudonym(const std::string& id, std::set<std::string>& taken) {
  for (int attempt = 0; attempt < 100; ++attempt) {
    std::string name = review::pseudonymOf(id, attempt);
    if (taken.insert(name).second) {
      return name;
    }
  }
  return id.substr(id.size() - std::min<size_t>(id.size(), 8));
}

bool isSound(const WorkerAnswer& answer, size_t classes) {
  return answer.probabilities.size() == classes &&
         std::all_of(answer.probabilities.begin(), answer.probabilities.end(),
                     [](double value) { return std::isfinite(value); });
}

}  // namespace

base::Result<Review> ReviewMaker::start(const protocol::ReviewRequest& request,
                                        const std::string& actor) {
  TELESOFT_CHECK(check(request));
  TELESOFT_TRY(content, contents_.content(base::DatasetId(request.datasetId)));
  if (content.dataset.kind == "test") {
    return fail(ErrorCode::InvalidInput, "a test part is not reviewed",
                "what readers say is learnt from, and the test part must stay unseen: review a "
                "pool or validation part");
  }
  TELESOFT_TRY(model, models_.find(request.modelId, content));
  TELESOFT_TRY(rows, review::modelRows(*content.table, content.dataset.columns, model));
  if (rows.rows.empty()) {
    return fail(ErrorCode::InvalidInput, "no row of this dataset has anything in it to read",
                "choose another dataset");
  }
  Order order{reviewOf(request, model, content),
              {request.cases, request.auditShare, request.secondReaderShare,
               static_cast<std::uint64_t>(request.seed)},
              std::move(model),
              std::move(rows),
              actor};
  order.review.createdBy = actor;
  order.review.createdAt = base::toIso8601(workspace_.clock().now());
  Review fresh = order.review;
  const base::Status kept =
      workspace_.database().write([&](store::Transaction& transaction) -> base::Status {
        TELESOFT_CHECK(ReviewTable::insert(transaction, fresh));
        return transaction.audit({actor,
                                  "review.create",
                                  fresh.id,
                                  {{"model", fresh.modelId},
                                   {"dataset", fresh.datasetId},
                                   {"cases", request.cases},
                                   {"auditShare", request.auditShare},
                                   {"secondReaderShare", request.secondReaderShare},
                                   {"blind", request.blind},
                                   {"seed", request.seed}}});
      });
  if (!kept) {
    return kept.error();
  }
  feed_.publish("review", fresh.id, base::toJson(fresh));
  tasks_.start(fresh.id, [this, order = std::move(order)](const std::stop_token& token) {
    run(order, token);
  });
  return fresh;
}

void ReviewMaker::run(const Order& order, const std::stop_token& token) {
  const base::Stop stop(token);
  const auto cases = prepare(order, stop);
  const base::Status done = cases ? open(order, *cases) : base::Status(cases.error());
  if (!done) {
    log_.warning("review " + order.review.id + ": " + done.error().text());
    if (const auto kept = setFailed(order.review, done.error(), order.actor); !kept) {
      log_.error("review " + order.review.id + ": " + kept.error().text());
    }
  }
  {
    const std::lock_guard lock(mutex_);
    progress_.erase(order.review.id);
  }
  publish(order.review.id);
}

base::Result<std::vector<WorkerAnswer>> ReviewMaker::predictAll(const Order& order,
                                                                const std::vector<size_t>& which,
                                                                bool explain,
                                                                const base::Stop& stop) {
  std::vector<WorkerAnswer> out;
  const size_t chunk = explain ? kExplainedChunk : kChunk;
  for (size_t begin = 0; begin < which.size(); begin += chunk) {
    TELESOFT_CHECK(stop.check("the review's preparation"));
    std::vector<protocol::WorkerRow> rows;
    for (size_t i = begin; i < std::min(begin + chunk, which.size()); ++i) {
      rows.push_back(order.rows.inputs[which[i]]);
    }
    TELESOFT_TRY(answers, models_.predict(order.model, rows, explain, stop).in("asking the model"));
    const bool sound = std::all_of(answers.begin(), answers.end(), [&](const auto& answer) {
      return isSound(answer, order.model.classes.size());
    });
    if (answers.size() != rows.size() || !sound) {
      return fail(ErrorCode::Corrupt, "the model's answers do not fit its classes",
                  "evaluate the model; train it again where that fails too");
    }
    out.insert(out.end(), std::make_move_iterator(answers.begin()),
               std::make_move_iterator(answers.end()));
    const double done = static_cast<double>(out.size()) / static_cast<double>(which.size());
    report(order.review,
           explain ? kPredictedShare + (1 - kPredictedShare) * done : kPredictedShare * done);
  }
  return out;
}

base::Result<std::vector<CaseRecord>> ReviewMaker::prepare(const Order& order,
                                                           const base::Stop& stop) {
  std::vector<size_t> all(order.rows.rows.size());
  std::iota(all.begin(), all.end(), size_t{0});
  TELESOFT_TRY(answers, predictAll(order, all, false, stop));
  std::vector<double> uncertainty;
  for (const WorkerAnswer& answer : answers) {
    uncertainty.push_back(
        1 - *std::max_element(answer.probabilities.begin(), answer.probabilities.end()));
  }
  const std::vector<review::QueuedRow> queue = review::makeQueue(uncertainty, order.plan);
  std::vector<size_t> chosen;
  for (const review::QueuedRow& one : queue) {
    chosen.push_back(one.row);
  }
  TELESOFT_TRY(explained, predictAll(order, chosen, true, stop));
  std::vector<CaseRecord> out;
  std::set<std::string> pseudonyms;
  for (size_t i = 0; i < queue.size(); ++i) {
    out.push_back(caseOf(queue[i], order.rows.rows[queue[i].row], explained[i], order.review));
    out.back().number = static_cast<std::int64_t>(i) + 1;
    out.back().pseudonym = freePseudonym(out.back().id, pseudonyms);
  }
  return out;
}

base::Status ReviewMaker::open(const Order& order, const std::vector<CaseRecord>& cases) {
  return workspace_.database().write([&](store::Transaction& transaction) -> base::Status {
    TELESOFT_TRY(review, ReviewTable::find(transaction, order.review.id));
    if (review.state != "preparing") {
      return fail(ErrorCode::Cancelled, "the review was closed while it was prepared");
    }
    for (const CaseRecord& record : cases) {
      TELESOFT_CHECK(ReviewTable::insertCase(transaction, record));
    }
    review.state = "open";
    review.progress = 1;
    TELESOFT_CHECK(ReviewTable::update(transaction, review));
    return transaction.audit({order.actor,
                              "review.open",
                              review.id,
                              {{"cases", cases.size()}, {"rows", order.rows.rows.size()}}});
  });
}

base::Status ReviewMaker::setFailed(const Review& review,
                                    const base::Error& why,
                                    const std::string& actor) {
  return workspace_.database().write([&](store::Transaction& transaction) -> base::Status {
    TELESOFT_TRY(now, ReviewTable::find(transaction, review.id));
    if (now.state != "preparing") {
      return {};  // closed while it was prepared
    }
    now.state = "failed";
    now.message = why.text() + (why.hint.empty() ? "" : ". " + why.hint);
    TELESOFT_CHECK(ReviewTable::update(transaction, now));
    return transaction.audit(
        {actor, "review.fail", review.id, {{"code", base::errorInfo(why.code).name}}});
  });
}

base::Status ReviewMaker::failInterrupted() {
  TELESOFT_TRY(interrupted, workspace_.database().read([](const store::Snapshot& snapshot) {
    return ReviewTable::preparing(snapshot);
  }));
  for (const Review& review : interrupted) {
    TELESOFT_CHECK(setFailed(
        review,
        fail(ErrorCode::Unavailable, "interrupted when the server ended; nothing of it is kept",
             "make the review again"),
        kServerActor));
    log_.warning("review " + review.id + " was interrupted");
  }
  return {};
}

void ReviewMaker::addProgress(Review& review) const {
  const std::lock_guard lock(mutex_);
  const auto known = progress_.find(review.id);
  if (known != progress_.end() && review.state == "preparing") {
    review.progress = known->second;
  }
}

void ReviewMaker::report(const Review& review, double fraction) {
  {
    const std::lock_guard lock(mutex_);
    progress_[review.id] = fraction;
  }
  Review told = review;
  told.progress = fraction;
  feed_.publish("review", told.id, base::toJson(told));
}

void ReviewMaker::publish(const std::string& id) {
  const auto review = workspace_.database().read(
      [&](const store::Snapshot& snapshot) { return ReviewTable::find(snapshot, id); });
  if (review) {
    feed_.publish("review", id, base::toJson(*review));
  }
}

}  // namespace telesoft::api
