// What a review has shown so far, in counts, in figures with their intervals, and in words.
#pragma once

#include <string>
#include <vector>

#include "telesoft/store/tables/review_table.h"

namespace telesoft::review {

/// A review with all that stands in the workspace about it.
struct Findings {
  protocol::Review review;  // with its counts
  std::vector<store::CaseRecord> cases;
  std::vector<protocol::Decision> decisions;  // oldest first
  std::vector<std::string> learntBy;          // models that have learnt from it
};

/// The model's accuracy is that on settled cases of the audit share only, which is a fair sample of
/// the rows; agreement is over the cases that two have read, before any adjudication, with "unsure"
/// as an answer of its own.
[[nodiscard]] protocol::ReviewSummary summarize(Findings findings);

}  // namespace telesoft::review
