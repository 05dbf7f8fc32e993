// A review as the server keeps it: a queue, decisions that can be taken back, answers that take
// their time.
#pragma once

#include <vector>

#include "telesoft/protocol/review.h"

#include "support/fake_server.h"

namespace telesoft::tests {

class FakeReview {
 public:
  /// Serves the cases 1 to `cases` of textReview(), each answer after `delayMs`.
  FakeReview(FakeServer& server, std::int64_t cases, int delayMs = 0);
  /// Decisions that count, in their order.
  [[nodiscard]] const std::vector<protocol::DecisionRequest>& kept() const { return kept_; }
  [[nodiscard]] std::vector<std::string> keptCases() const;
  /// The next decision is refused.
  void refuseNext(const std::string& code, const std::string& message, int status);

 private:
  [[nodiscard]] bool isKept(const std::string& caseId) const;
  [[nodiscard]] FakeAnswer next(const FakeRequest& request) const;
  FakeAnswer decide(const FakeRequest& request);
  FakeAnswer undo();
  std::int64_t cases_;
  int delayMs_;
  std::vector<protocol::DecisionRequest> kept_;
  FakeAnswer refusal_{{}, 0};
};

}  // namespace telesoft::tests
