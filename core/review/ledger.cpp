#include "telesoft/review/ledger.h"

#include <cmath>
#include <set>

namespace telesoft::review {

using base::ErrorCode;
using base::fail;
using protocol::Decision;
using protocol::DecisionKind;

namespace {

constexpr size_t kMaxComment = 4000;  // bytes
constexpr double kMaxSeconds = 86'400;

base::Error taken(const std::string& what) {
  return fail(ErrorCode::Conflict, what, "ask for the next case");
}

std::optional<Reading>* slotOf(CaseState& state, const std::string& reading) {
  return reading == "first"          ? &state.first
         : reading == "second"       ? &state.second
         : reading == "adjudication" ? &state.adjudication
                                     : nullptr;
}

bool isBy(const std::optional<Reading>& reading, const Reader& reader) {
  return reading && reading->by == reader.name && !reader.alone;
}

base::Status mayAdjudicate(const CaseState& state, const Reader& reader) {
  if (state.state == "adjudicated") {
    return taken("somebody else has settled this conflict already");
  }
  if (state.state != "conflict") {
    return taken("there is no conflict to settle on this case");
  }
  if (isBy(state.first, reader) || isBy(state.second, reader)) {
    return fail(ErrorCode::Conflict, "who has read a case does not settle its conflict",
                "leave it to a person who has not read it, and ask for the next case");
  }
  return {};
}

base::Status checkLabel(const Decision& decision, const Answerable& about) {
  const auto isClass = [&](const protocol::ClassSpec& one) { return one.name == decision.label; };
  if (decision.kind == DecisionKind::Correct) {
    if (std::none_of(about.classes.begin(), about.classes.end(), isClass)) {
      return fail(ErrorCode::InvalidInput,
                  decision.label.empty() ? "a correction needs its label"
                                         : "the label is none of this review's classes",
                  "give one of the classes of the review");
    }
    return {};
  }
  if (decision.kind == DecisionKind::Confirm && about.blind) {
    return fail(ErrorCode::InvalidInput, "a blind review has no answer to confirm",
                "pick the label that is right");
  }
  if (decision.kind == DecisionKind::Confirm && about.modelLabel.empty()) {
    return fail(ErrorCode::InvalidInput, "the model has no answer to confirm",
                "pick the label that is right");
  }
  const std::string allowed = decision.kind == DecisionKind::Confirm ? about.modelLabel : "";
  if (!decision.label.empty() && decision.label != allowed) {
    return fail(ErrorCode::InvalidInput, "only a correction gives a label of its own",
                "leave the label out, or decide with \"correct\"");
  }
  return {};
}

}  // namespace

std::vector<Decision> countingOf(const std::vector<Decision>& decisions) {
  std::set<std::int64_t> undone;
  for (const Decision& decision : decisions) {
    if (decision.kind == DecisionKind::Undo) {
      undone.insert(decision.undoes);
    }
  }
  std::vector<Decision> out;
  for (const Decision& decision : decisions) {
    if (decision.kind != DecisionKind::Undo && !undone.contains(decision.seq)) {
      out.push_back(decision);
    }
  }
  return out;
}

CaseState fold(const std::vector<Decision>& decisions, bool readTwice) {
  CaseState out;
  for (const Decision& decision : countingOf(decisions)) {
    auto* slot = slotOf(out, decision.reading);
    if (slot != nullptr && decision.kind != DecisionKind::Skip) {
      *slot =
          Reading{decision.seq, decision.by, decision.kind == DecisionKind::Unsure, decision.label};
    }
  }
  if (out.adjudication) {
    out.state = "adjudicated";
    out.label = out.adjudication->label;
  } else if (out.first && readTwice && !out.second) {
    out.state = "second_reading";
  } else if (out.first && out.second && !out.first->agreesWith(*out.second)) {
    out.state = "conflict";
  } else if (out.first) {
    out.state = "decided";
    out.label = out.first->label;
  }
  return out;
}

base::Status mayRead(const CaseState& state, const std::string& reading, const Reader& reader) {
  if (reading == "adjudication") {
    return mayAdjudicate(state, reader);
  }
  if (state.settled() || state.state == "conflict") {
    return taken("somebody else has read this case already");
  }
  if (reading == "first") {
    if (state.first) {
      return taken("somebody else has read this case already");
    }
    return isBy(state.second, reader) ? taken("you have given this case its second reading")
                                      : base::Status();
  }
  if (state.state != "second_reading") {
    return taken("this case does not wait for a second reading");
  }
  return isBy(state.first, reader)
             ? fail(ErrorCode::Conflict, "the second reading is for a person who has not read it",
                    "ask for the next case")
             : base::Status();
}

base::Status mayUndo(const CaseState& state, const Decision& decision) {
  if (state.adjudication && state.adjudication->seq != decision.seq &&
      decision.kind != DecisionKind::Skip) {
    return fail(ErrorCode::Conflict, "the conflict of this case was settled since",
                "ask who has settled it to take that back first");
  }
  return {};
}

base::Result<std::string> readingOf(const CaseState& state, const std::string& asked) {
  if (asked.empty()) {
    return std::string(state.state == "second_reading" ? "second" : "first");
  }
  if (asked != "first" && asked != "second" && asked != "adjudication") {
    return fail(ErrorCode::InvalidInput, "\"reading\" is none that there is",
                "give first, second or adjudication");
  }
  return asked;
}

base::Result<Decision> decisionOf(const protocol::DecisionRequest& request,
                                  const Answerable& about) {
  if (request.kind == DecisionKind::Undo) {
    return fail(ErrorCode::InvalidInput, "an undo is not a decision on a case",
                "POST /v1/reviews/{id}/undo takes your last decision back");
  }
  if (request.comment.size() > kMaxComment) {
    return fail(ErrorCode::InvalidInput, "the comment is longer than 4,000 bytes", "shorten it");
  }
  if (std::isnan(request.seconds) || request.seconds < 0 || request.seconds > kMaxSeconds) {
    return fail(ErrorCode::InvalidInput, "\"seconds\" is out of its range",
                "give how long the case was on screen, from 0 to 86,400");
  }
  Decision out;
  out.caseId = request.caseId;
  out.kind = request.kind;
  out.label = request.label;
  out.comment = request.comment;
  out.seconds = request.seconds;
  TELESOFT_CHECK(checkLabel(out, about));
  if (out.kind == DecisionKind::Confirm) {
    out.label = about.modelLabel;
  }
  return out;
}

}  // namespace telesoft::review
