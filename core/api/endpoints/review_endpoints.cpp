#include "telesoft/api/endpoints/review_endpoints.h"

#include "telesoft/api/services/review_service.h"
#include "telesoft/api/services/services.h"

namespace telesoft::api {

using access::Permission;
using base::Result;
using protocol::Decision;
using protocol::DecisionRequest;
using protocol::Items;
using protocol::NextCases;
using protocol::Review;
using protocol::ReviewRequest;
using protocol::ReviewSummary;
using protocol::UndoAnswer;

namespace {

constexpr std::int64_t kMaxPrefetch = 10;

review::Reader readerOf(const Call& call) {
  return {call.who.name, call.who.kind == access::Principal::Kind::Embedded};
}

Result<Review> create(Services& services, const Call& call, const ReviewRequest& request) {
  return services.reviews.maker().start(request, call.who.name);
}
Result<Items<Review>> list(Services& services, const Call&) {
  TELESOFT_TRY(all, services.reviews.list());
  return Items<Review>{std::move(all)};
}
Result<Review> find(Services& services, const Call& call) {
  return services.reviews.find(call.id());
}
Result<NextCases> next(Services& services, const Call& call) {
  TELESOFT_TRY(count, call.number("count", 1, 1, kMaxPrefetch));
  const auto reading = call.request.query.find("reading");
  return services.reviews.next(
      call.id(), {reading == call.request.query.end() ? "first" : reading->second, count},
      readerOf(call));
}
Result<Decision> decide(Services& services, const Call& call, const DecisionRequest& request) {
  return services.reviews.decide(call.id(), request, readerOf(call));
}
Result<UndoAnswer> undo(Services& services, const Call& call) {
  return services.reviews.undo(call.id(), readerOf(call));
}
Result<Items<Decision>> decisions(Services& services, const Call& call) {
  TELESOFT_TRY(all, services.reviews.decisions(call.id()));
  return Items<Decision>{std::move(all)};
}
Result<ReviewSummary> summary(Services& services, const Call& call) {
  return services.reviews.summary(call.id());
}
Result<Review> close(Services& services, const Call& call) {
  return services.reviews.close(call.id(), call.who.name);
}

std::vector<Endpoint> readerEndpoints() {
  return {
      answering<NextCases>(
          {.method = "GET",
           .path = "/v1/reviews/{id}/next",
           .permission = Permission::ReviewDecide,
           .summary = "The next cases for this reader, who holds them for ten minutes",
           .parameters = {{"count", "query", "how many, up to 10", "integer"},
                          {"reading", "query", "first, second or adjudication"}}},
          next),
      answering<DecisionRequest, Decision>({.method = "POST",
                                            .path = "/v1/reviews/{id}/decisions",
                                            .permission = Permission::ReviewDecide,
                                            .mutates = true,
                                            .summary = "Decide on a case"},
                                           decide),
      answering<UndoAnswer>(
          {.method = "POST",
           .path = "/v1/reviews/{id}/undo",
           .permission = Permission::ReviewDecide,
           .mutates = true,
           .summary = "Take one's last decision back; as often as there are any left"},
          undo),
  };
}

}  // namespace

std::vector<Endpoint> reviewEndpoints() {
  std::vector<Endpoint> out = {
      answering<ReviewRequest, Review>(
          {.method = "POST",
           .path = "/v1/reviews",
           .permission = Permission::ReviewManage,
           .mutates = true,
           .summary = "Make a review: the cases that a model is least sure of, and some by chance",
           .status = 202},
          create),
      answering<Items<Review>>({.method = "GET",
                                .path = "/v1/reviews",
                                .permission = Permission::WorkspaceRead,
                                .summary = "All reviews, the newest first"},
                               list),
      answering<Review>({.method = "GET",
                         .path = "/v1/reviews/{id}",
                         .permission = Permission::WorkspaceRead,
                         .summary = "A review with its counts"},
                        find),
      answering<Items<Decision>>({.method = "GET",
                                  .path = "/v1/reviews/{id}/decisions",
                                  .permission = Permission::ReviewManage,
                                  .summary = "The ledger of decisions, the oldest first"},
                                 decisions),
      answering<ReviewSummary>({.method = "GET",
                                .path = "/v1/reviews/{id}/summary",
                                .permission = Permission::WorkspaceRead,
                                .summary = "What the review has shown and changed"},
                               summary),
      answering<Review>({.method = "POST",
                         .path = "/v1/reviews/{id}/close",
                         .permission = Permission::ReviewManage,
                         .mutates = true,
                         .summary = "Close a review; its decisions stay"},
                        close),
  };
  const std::vector<Endpoint> more = readerEndpoints();
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace telesoft::api
