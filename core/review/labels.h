// What readers have settled on, as labels of dataset rows: what an expert-feedback job learns.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/store/transaction.h"

namespace telesoft::review {

struct ReviewedLabel {
  std::string datasetId;
  std::int64_t row = 0;  // as data::PreparedRow has it: the row's number in the imported file
  std::string label;     // one of the review's classes
  double weight = 1;
  bool corrected = false;  // it is not what the model had said first
};

/// The cases of a review of a dataset that are settled with a label, in the queue's order: read
/// once where one reading is asked for, read twice with one answer, or adjudicated. Left out:
/// unsure, conflicts, and cases that wait. Feedback cases have no row, and are left out as well.
/// Errors: NotFound for the review.
[[nodiscard]] base::Result<std::vector<ReviewedLabel>> labelsOf(const store::Snapshot& snapshot,
                                                                const std::string& reviewId);

}  // namespace telesoft::review
