// What the decisions on a case come to. The ledger is append-only: the state of a case is a pure
// function of its decisions, and an undo is one of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/protocol/review.h"

namespace telesoft::review {

/// What one reader holds of a case; unsure is an answer of its own.
struct Reading {
  std::int64_t seq = 0;
  std::string by;
  bool unsure = false;
  std::string label;  // "" where unsure
  [[nodiscard]] bool agreesWith(const Reading& other) const {
    return unsure == other.unsure && label == other.label;
  }
};

struct CaseState {
  std::string state = "open";  // as protocol::ReviewCase has it
  std::optional<Reading> first, second, adjudication;
  std::string label;  // settled; "" where it is not, or readers are unsure
  [[nodiscard]] bool settled() const { return state == "decided" || state == "adjudicated"; }
};

/// `decisions` of one case, oldest first. What an undo names does not count; a skip changes
/// nothing.
[[nodiscard]] CaseState fold(const std::vector<protocol::Decision>& decisions, bool readTwice);

/// Those that no undo names, without the undos themselves.
[[nodiscard]] std::vector<protocol::Decision> countingOf(
    const std::vector<protocol::Decision>& decisions);

/// Who asks.
struct Reader {
  std::string name;
  bool alone = false;  // the one person of a workspace without accounts, who may do every reading
};

/// Conflict that says what to do: the reading is taken already, is not asked for, or is not this
/// reader's to make.
[[nodiscard]] base::Status mayRead(const CaseState& state,
                                   const std::string& reading,
                                   const Reader& reader);
/// Conflict where an adjudication stands on the decision.
[[nodiscard]] base::Status mayUndo(const CaseState& state, const protocol::Decision& decision);

/// "" becomes the first or second reading, whichever the case waits for; never an adjudication,
/// which its reader has to know of. Errors: InvalidInput.
[[nodiscard]] base::Result<std::string> readingOf(const CaseState& state, const std::string& asked);

/// What there is to decide on.
struct Answerable {
  const std::vector<protocol::ClassSpec>& classes;
  std::string modelLabel;
  bool blind = false;
};
/// The request as a decision with its label: a confirmation takes the model's. Errors: InvalidInput
/// for a label that is none of the classes, a confirmation in a blind review, an undo.
[[nodiscard]] base::Result<protocol::Decision> decisionOf(const protocol::DecisionRequest& request,
                                                          const Answerable& about);

}  // namespace telesoft::review
