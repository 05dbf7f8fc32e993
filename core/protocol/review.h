// What the API says of expert review: a review's queue of cases, decisions in an append-only
// ledger, agreement.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/protocol/decision.h"
#include "telesoft/protocol/evaluation.h"
#include "telesoft/protocol/prediction.h"
#include "telesoft/protocol/run_spec.h"

namespace telesoft::protocol {

struct ReviewRequest {
  std::string name;
  std::string modelId;           // whose predictions are reviewed; or a base model's id
  std::string datasetId;         // whose rows: a pool or validation part, or unlabelled rows
  std::int64_t cases = 60;       // the most uncertain, and the audit share of random ones
  double auditShare = 0.1;       // drawn at random, whatever the model says
  double secondReaderShare = 0;  // of the cases: read by two, neither seeing the other
  bool blind = false;            // readers do not see the model's opinion
  std::int64_t seed = 42;
};

struct Review {
  std::string id;  // "rv_..."
  std::string name, modelId, datasetId;
  std::string kind = "dataset";  // or "feedback": what users say of predictions lands there
  std::string state;             // "preparing" | "open" | "closed" | "failed"
  double progress = 0;           // 0..1 while preparing
  std::string message;
  Task task = Task::TextClassification;
  std::vector<ClassSpec> classes;
  std::int64_t cases = 0, decided = 0, waiting = 0, conflicts = 0, corrected = 0;
  double auditShare = 0, secondReaderShare = 0;
  bool blind = false;
  std::string createdAt, createdBy;
};

/// A measurement as the reader sees it.
struct ReviewField {
  std::string name, value, unit;                              // value "": missing
  double minimum = std::numeric_limits<double>::quiet_NaN();  // of the training rows
  double maximum = std::numeric_limits<double>::quiet_NaN();
  double contribution = std::numeric_limits<double>::quiet_NaN();  // log-odds of the first finding
};

struct ReviewCase {
  std::string id;  // "rc..." is a receipt, a case is "cs_..."
  std::string reviewId;
  std::int64_t number = 0;  // in the queue's order, from 1
  std::string pseudonym;    // four characters that a person can say: "8f3a"
  std::string reason;       // "feedback"; "" for a case of the queue: whether it is there for its
                            // uncertainty or by chance is kept from who reads it
  double uncertainty = 0;   // 1 - the largest probability; 0 where blind
  std::string reading = "first";
  std::string text;                    // text tasks
  std::vector<Contribution> evidence;  // text tasks: the words; empty where blind
  std::vector<ReviewField> fields;     // tabular tasks
  std::vector<Finding> findings;       // empty where blind
  std::string state;    // "open" | "decided" | "second_reading" | "conflict" | "adjudicated"
  std::string comment;  // feedback: what the user wrote
  std::vector<Decision>
      decisions;  // that count; adjudication: what the two readers said; else this reader's own
};

/// GET /v1/reviews/{id}/next?count=3&reading=...: the first is to be shown, the others prefetched.
struct NextCases {
  std::vector<ReviewCase> items;
  std::int64_t remaining = 0;  // for this reader
  std::int64_t decided = 0;    // by this reader in this review
  std::int64_t decidedToday = 0;
};

/// POST /v1/reviews/{id}/undo takes the reader's last decision back that still counts.
struct UndoAnswer {
  Decision undone;
  ReviewCase shown;  // the case is open again
};

struct Agreement {
  std::int64_t n = 0;  // cases that two have read
  Estimate observed;
  Estimate kappa;  // Cohen
  std::vector<std::string> classes;
  std::vector<std::vector<std::int64_t>> counts;  // [first reader][second reader]
};
/// GET /v1/reviews/{id}/summary.
struct ReviewSummary {
  Review review;
  std::int64_t confirmed = 0, corrected = 0, unsure = 0, skipped = 0, undone = 0;
  Agreement agreement;
  Estimate modelAccuracy;  // on the audit share, which is a fair sample
  double medianSeconds = std::numeric_limits<double>::quiet_NaN();
  std::string statement;  // what the work has shown and changed, in sentences
};

template <class V>
void describe(V& v, ReviewRequest& r) {
  v.optional("name", r.name);
  v.required("modelId", r.modelId);
  v.required("datasetId", r.datasetId);
  v.optional("cases", r.cases);
  v.optional("auditShare", r.auditShare);
  v.optional("secondReaderShare", r.secondReaderShare);
  v.optional("blind", r.blind);
  v.optional("seed", r.seed);
}
template <class V>
void describe(V& v, Review& r) {
  v.required("id", r.id);
  v.optional("name", r.name);
  v.optional("modelId", r.modelId);
  v.optional("datasetId", r.datasetId);
  v.optional("kind", r.kind);
  v.required("state", r.state);
  v.optional("progress", r.progress);
  v.optional("message", r.message);
  v.optional("task", r.task);
  v.optional("classes", r.classes);
  v.optional("cases", r.cases);
  v.optional("decided", r.decided);
  v.optional("waiting", r.waiting);
  v.optional("conflicts", r.conflicts);
  v.optional("corrected", r.corrected);
  v.optional("auditShare", r.auditShare);
  v.optional("secondReaderShare", r.secondReaderShare);
  v.optional("blind", r.blind);
  v.optional("createdAt", r.createdAt);
  v.optional("createdBy", r.createdBy);
}
template <class V>
void describe(V& v, ReviewField& f) {
  v.required("name", f.name);
  v.optional("value", f.value);
  v.optional("unit", f.unit);
  v.optional("minimum", f.minimum);
  v.optional("maximum", f.maximum);
  v.optional("contribution", f.contribution);
}
template <class V>
void describe(V& v, ReviewCase& c) {
  v.required("id", c.id);
  v.required("reviewId", c.reviewId);
  v.optional("number", c.number);
  v.optional("pseudonym", c.pseudonym);
  v.optional("reason", c.reason);
  v.optional("uncertainty", c.uncertainty);
  v.optional("reading", c.reading);
  v.optional("text", c.text);
  v.optional("evidence", c.evidence);
  v.optional("fields", c.fields);
  v.optional("findings", c.findings);
  v.optional("state", c.state);
  v.optional("comment", c.comment);
  v.optional("decisions", c.decisions);
}
template <class V>
void describe(V& v, NextCases& n) {
  v.required("items", n.items);
  v.optional("remaining", n.remaining);
  v.optional("decided", n.decided);
  v.optional("decidedToday", n.decidedToday);
}
template <class V>
void describe(V& v, UndoAnswer& u) {
  v.required("undone", u.undone);
  v.required("shown", u.shown);
}
template <class V>
void describe(V& v, Agreement& a) {
  v.optional("n", a.n);
  v.optional("observed", a.observed);
  v.optional("kappa", a.kappa);
  v.optional("classes", a.classes);
  v.optional("counts", a.counts);
}
template <class V>
void describe(V& v, ReviewSummary& s) {
  v.required("review", s.review);
  v.optional("confirmed", s.confirmed);
  v.optional("corrected", s.corrected);
  v.optional("unsure", s.unsure);
  v.optional("skipped", s.skipped);
  v.optional("undone", s.undone);
  v.optional("agreement", s.agreement);
  v.optional("modelAccuracy", s.modelAccuracy);
  v.optional("medianSeconds", s.medianSeconds);
  v.optional("statement", s.statement);
}

}  // namespace telesoft::protocol
