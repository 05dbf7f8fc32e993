#include "fake_review.h"

#include <algorithm>

#include <QUrlQuery>

#include "ui/sample_release.h"

namespace telesoft::tests {

FakeReview::FakeReview(FakeServer& server, std::int64_t cases, int delayMs)
    : cases_(cases), delayMs_(delayMs) {
  server.handle("GET /v1/reviews/rv_text/next",
                [this](const FakeRequest& request) { return next(request); });
  server.handle("POST /v1/reviews/rv_text/decisions",
                [this](const FakeRequest& request) { return decide(request); });
  server.handle("POST /v1/reviews/rv_text/undo", [this](const FakeRequest&) { return undo(); });
}

std::vector<std::string> FakeReview::keptCases() const {
  std::vector<std::string> out;
  for (const protocol::DecisionRequest& decision : kept_) {
    out.push_back(decision.caseId);
  }
  return out;
}

void FakeReview::refuseNext(const std::string& code, const std::string& message, int status) {
  refusal_ = {{{"error", {{"code", code}, {"message", message}}}}, status, delayMs_};
}

bool FakeReview::isKept(const std::string& caseId) const {
  return std::any_of(kept_.begin(), kept_.end(),
                     [&](const auto& decision) { return decision.caseId == caseId; });
}

FakeAnswer FakeReview::next(const FakeRequest& request) const {
  const int count =
      QUrlQuery(QString::fromLatin1(request.query)).queryItemValue(QStringLiteral("count")).toInt();
  protocol::NextCases out;
  for (std::int64_t number = 1; number <= cases_; ++number) {
    protocol::ReviewCase item = textCase(number);
    if (isKept(item.id)) {
      continue;
    }
    ++out.remaining;
    if (static_cast<int>(out.items.size()) < count) {
      out.items.push_back(std::move(item));
    }
  }
  out.decided = out.decidedToday = static_cast<std::int64_t>(kept_.size());
  return {base::toJson(out), 200, delayMs_};
}

FakeAnswer FakeReview::decide(const FakeRequest& request) {
  if (refusal_.status != 0) {
    return std::exchange(refusal_, FakeAnswer{{}, 0});
  }
  const auto decision = base::fromJson<protocol::DecisionRequest>(request.body);
  if (!decision || isKept(decision->caseId)) {
    return {{{"error", {{"code", "conflict"}, {"message", "the case is decided"}}}}, 409};
  }
  kept_.push_back(*decision);
  protocol::Decision out;
  out.seq = static_cast<std::int64_t>(kept_.size());
  out.reviewId = "rv_text";
  out.caseId = decision->caseId;
  out.by = "lee";
  out.kind = decision->kind;
  out.label = decision->label;
  return {base::toJson(out), 200, delayMs_};
}

FakeAnswer FakeReview::undo() {
  if (kept_.empty()) {
    return {{{"error", {{"code", "conflict"}, {"message", "you have decided nothing yet"}}}}, 409};
  }
  protocol::UndoAnswer out;
  out.undone.reviewId = "rv_text";
  out.undone.by = "lee";
  out.undone.caseId = kept_.back().caseId;
  kept_.pop_back();
  for (std::int64_t number = 1; number <= cases_; ++number) {
    if (protocol::ReviewCase item = textCase(number); item.id == out.undone.caseId) {
      out.shown = std::move(item);
    }
  }
  return {base::toJson(out), 200, delayMs_};
}

}  // namespace telesoft::tests
