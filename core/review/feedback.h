// What users say of predictions, as cases of a review of their own: one open review for each model,
// made when the first comes.
#pragma once

#include <string>
#include <vector>

#include "telesoft/protocol/review.h"
#include "telesoft/store/transaction.h"

namespace telesoft::review {

/// A prediction that a user holds for wrong.
struct FeedbackCase {
  std::string modelId;    // whose prediction; a base model's id where that has answered
  std::string modelName;  // for the review's name
  std::string receipt;    // its content is read from the sealed prediction when shown
  std::string by;         // who said so
  std::string comment;    // in clear; kept sealed
  protocol::Task task = protocol::Task::TextClassification;
  std::vector<protocol::ClassSpec> classes;
  std::vector<protocol::Finding> findings;            // as answered
  std::vector<protocol::Contribution> contributions;  // words are not kept, only their places
};

/// Gives the case's id; the same for a prediction that waits there already. `key`: of
/// Workspace::KeyPurpose::Reviews.
[[nodiscard]] base::Result<std::string> addFeedbackCase(store::Transaction& transaction,
                                                        const FeedbackCase& feedback,
                                                        const std::string& key);

}  // namespace telesoft::review
