// What a reader says of a case: a row of the ledger, and the request that makes it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "telesoft/base/json.h"

namespace telesoft::protocol {

enum class DecisionKind { Confirm, Correct, Unsure, Skip, Undo };

struct Decision {
  std::int64_t seq = 0;
  std::string reviewId, caseId;
  std::string by;
  std::string reading = "first";  // "first" | "second" | "adjudication"
  DecisionKind kind = DecisionKind::Confirm;
  std::string label;  // what the reader holds for right; "" for unsure, skip and undo
  std::string comment;
  double seconds = 0;  // on screen
  std::string time;
  std::int64_t undoes = 0;  // Undo: the seq that no longer counts
};

struct DecisionRequest {
  std::string caseId;
  std::string reading;  // as the case was given; "": the first or second, whichever it waits for
  DecisionKind kind = DecisionKind::Confirm;
  std::string label;
  std::string comment;
  double seconds = 0;
};

template <class V>
void describe(V& v, Decision& d) {
  v.required("seq", d.seq);
  v.required("reviewId", d.reviewId);
  v.required("caseId", d.caseId);
  v.required("by", d.by);
  v.optional("reading", d.reading);
  v.required("kind", d.kind);
  v.optional("label", d.label);
  v.optional("comment", d.comment);
  v.optional("seconds", d.seconds);
  v.optional("time", d.time);
  v.optional("undoes", d.undoes);
}
template <class V>
void describe(V& v, DecisionRequest& d) {
  v.required("caseId", d.caseId);
  v.optional("reading", d.reading);
  v.required("kind", d.kind);
  v.optional("label", d.label);
  v.optional("comment", d.comment);
  v.optional("seconds", d.seconds);
}

}  // namespace telesoft::protocol

namespace telesoft::base {
template <>
struct EnumNames<protocol::DecisionKind> {
  static constexpr std::pair<protocol::DecisionKind, std::string_view> table[] = {
      {protocol::DecisionKind::Confirm, "confirm"},
      {protocol::DecisionKind::Correct, "correct"},
      {protocol::DecisionKind::Unsure, "unsure"},
      {protocol::DecisionKind::Skip, "skip"},
      {protocol::DecisionKind::Undo, "undo"}};
};
}  // namespace telesoft::base
