// A case as its reader sees it: content and the model's opinion put together, or the opinion held
// back.
#pragma once

#include <string>
#include <vector>

#include "telesoft/review/reviewed_rows.h"
#include "telesoft/store/tables/review_table.h"

namespace telesoft::review {

/// Four characters that a person can say, from a random id; another for each `attempt`.
[[nodiscard]] std::string pseudonymOf(const std::string& caseId, int attempt);

/// 1 - the largest probability; 0 without findings.
[[nodiscard]] double uncertaintyOf(const std::vector<protocol::Finding>& findings);

/// What may be kept in clear: of a text's words their places and weights only. The 40 strongest.
[[nodiscard]] std::vector<protocol::Contribution> withoutWords(
    const std::vector<protocol::Contribution>& contributions, protocol::Task task);

/// The probabilities with their classes, the most likely first; the first class of equal ones.
[[nodiscard]] std::vector<protocol::Finding> findingsOf(
    const std::vector<double>& probabilities, const std::vector<protocol::ClassSpec>& classes);

struct Sight {
  std::string reading;  // for which it is shown
  bool blind = false;   // findings, evidence and uncertainty are held back
};
/// Words of the evidence are cut from the text; places outside of it are left out.
[[nodiscard]] protocol::ReviewCase shownCase(const store::CaseRecord& record,
                                             Content content,
                                             const Sight& sight);

}  // namespace telesoft::review
