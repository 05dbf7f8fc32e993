// A check of de-identified notes by a person, and the certificate that follows from it.
#pragma once

#include "telesoft/protocol/deidentification.h"

namespace telesoft::protocol {

struct DeidCheckRequest {
  std::string datasetId;  // of the de-identified dataset
  std::int64_t sampleRows = 300;
  std::int64_t seed = 1;  // equal seeds draw equal notes
};

/// `datasetId`: the de-identified one. Its items were drawn by the program.
struct DeidCheck {
  std::string id;
  std::string datasetId;
  std::string state = "open";  // "open" | "done" | "certified"
  std::int64_t items = 0;
  std::int64_t done = 0;  // items that a person has read
  std::int64_t seed = 0;
  std::string createdBy;
  std::string createdAt;
};

/// Said of a span: "found" (rightly), "missed" (still there), "wrong" (no identifier).
struct CheckMark {
  std::int64_t begin = 0, end = 0;  // bytes, half-open, in the item's text
  std::string kind;                 // as in PhiSpan
  std::string verdict;
};

/// A note before it was de-identified, with what was found in it.
struct CheckItem {
  std::int64_t index = 0;  // in the check, from 0
  std::int64_t row = 0;    // in the dataset
  std::string column;
  std::string text;
  std::vector<PhiSpan> spans;
  std::vector<CheckMark> marks;
  bool done = false;
};

/// What a person says of one item. Spans that no mark covers count as rightly found.
struct CheckMarks {
  std::vector<CheckMark> marks;
  bool done = true;
};

/// Exact limits of a share, by Clopper and Pearson.
struct ExactInterval {
  double low = 0, high = 1;
  double confidence = 0.95;
};

/// Of one kind of identifier, or, with an empty kind, of all of them together.
struct KindRecall {
  std::string kind;
  std::int64_t marked = 0;  // identifiers that are there: found + missed
  std::int64_t found = 0;
  std::int64_t missed = 0;
  std::int64_t wrong = 0;
  double recall = 0;  // 0 where none is there: see `marked`
  ExactInterval recallInterval;
  double precision = 0;
  std::int64_t notesWithMiss = 0;
  double remainingPerThousand = 0;  // notes of 1,000 that still hold one, as measured
  double remainingUpper = 1000;     // and its exact one-sided upper bound
};

/// One row of the ledger of the 18 identifiers.
struct LedgerRow {
  std::int64_t number = 0;
  std::string identifier;
  std::string searched;     // how
  std::int64_t found = 0;   // in the whole dataset
  std::string transformed;  // how
  std::int64_t missed = 0;  // in the sample
  std::string acceptedBy;
};

/// Columns made coarser, and what that reaches.
struct Generalisation {
  std::map<std::string, std::string> columns;  // column -> "age bands" | "zip3" | "year" | "drop"
  std::int64_t k = 0;
  double highestRisk = 1;  // of the prosecutor
};

struct TableRisk {
  std::vector<std::string> quasiIdentifiers;
  std::int64_t rows = 0;
  std::int64_t k = 0;  // the smallest class
  std::int64_t classes = 0;
  std::int64_t wantedK = 5;
  double prosecutorHighest = 0, prosecutorAverage = 0;
  double journalistHighest = 0, journalistAverage = 0;
  double marketerAverage = 0;
  std::int64_t recordsAtRisk = 0;  // in classes smaller than wantedK
  std::string sensitive;           // column; "": none
  std::int64_t lDiversity = 0;     // fewest distinct sensitive values in a class
  std::vector<Generalisation> suggestions;
};

struct Certificate {
  std::string id;
  std::string checkId;
  std::string datasetId;
  std::string datasetSha256;
  std::int64_t notes = 0;      // in the dataset
  std::int64_t notesRead = 0;  // by a person
  KindRecall overall;
  std::vector<KindRecall> kinds;
  std::string residual;  // the statement that is signed
  std::vector<LedgerRow> ledger;
  TableRisk risk;
  std::string signer;
  std::string signedAt;
  std::string sha256;     // of the certificate without this and what follows
  std::string publicKey;  // Ed25519, hexadecimal
  std::string signature;  // Ed25519 of sha256, hexadecimal
};

/// What a person who signs says besides: the password once more.
struct CertificateRequest {
  std::string password;
  std::vector<std::string> quasiIdentifiers;  // empty: those the schema names
  std::string sensitive;
};

template <class V>
void describe(V& v, DeidCheckRequest& r) {
  v.optional("datasetId", r.datasetId);
  v.optional("sampleRows", r.sampleRows);
  v.optional("seed", r.seed);
}
template <class V>
void describe(V& v, DeidCheck& c) {
  v.required("id", c.id);
  v.required("datasetId", c.datasetId);
  v.required("state", c.state);
  v.required("items", c.items);
  v.required("done", c.done);
  v.optional("seed", c.seed);
  v.optional("createdBy", c.createdBy);
  v.optional("createdAt", c.createdAt);
}
template <class V>
void describe(V& v, CheckMark& m) {
  v.required("begin", m.begin);
  v.required("end", m.end);
  v.required("kind", m.kind);
  v.required("verdict", m.verdict);
}
template <class V>
void describe(V& v, CheckItem& i) {
  v.required("index", i.index);
  v.required("row", i.row);
  v.required("column", i.column);
  v.required("text", i.text);
  v.required("spans", i.spans);
  v.optional("marks", i.marks);
  v.optional("done", i.done);
}
template <class V>
void describe(V& v, CheckMarks& m) {
  v.optional("marks", m.marks);
  v.optional("done", m.done);
}
template <class V>
void describe(V& v, ExactInterval& i) {
  v.required("low", i.low);
  v.required("high", i.high);
  v.optional("confidence", i.confidence);
}
template <class V>
void describe(V& v, KindRecall& k) {
  v.required("kind", k.kind);
  v.required("marked", k.marked);
  v.required("found", k.found);
  v.required("missed", k.missed);
  v.required("wrong", k.wrong);
  v.required("recall", k.recall);
  v.required("recallInterval", k.recallInterval);
  v.required("precision", k.precision);
  v.required("notesWithMiss", k.notesWithMiss);
  v.required("remainingPerThousand", k.remainingPerThousand);
  v.required("remainingUpper", k.remainingUpper);
}
template <class V>
void describe(V& v, LedgerRow& r) {
  v.required("number", r.number);
  v.required("identifier", r.identifier);
  v.required("searched", r.searched);
  v.required("found", r.found);
  v.required("transformed", r.transformed);
  v.optional("missed", r.missed);
  v.optional("acceptedBy", r.acceptedBy);
}
template <class V>
void describe(V& v, Generalisation& g) {
  v.required("columns", g.columns);
  v.required("k", g.k);
  v.required("highestRisk", g.highestRisk);
}
template <class V>
void describe(V& v, TableRisk& r) {
  v.required("quasiIdentifiers", r.quasiIdentifiers);
  v.required("rows", r.rows);
  v.required("k", r.k);
  v.required("classes", r.classes);
  v.optional("wantedK", r.wantedK);
  v.optional("prosecutorHighest", r.prosecutorHighest);
  v.optional("prosecutorAverage", r.prosecutorAverage);
  v.optional("journalistHighest", r.journalistHighest);
  v.optional("journalistAverage", r.journalistAverage);
  v.optional("marketerAverage", r.marketerAverage);
  v.optional("recordsAtRisk", r.recordsAtRisk);
  v.optional("sensitive", r.sensitive);
  v.optional("lDiversity", r.lDiversity);
  v.optional("suggestions", r.suggestions);
}
template <class V>
void describe(V& v, Certificate& c) {
  v.required("id", c.id);
  v.required("checkId", c.checkId);
  v.required("datasetId", c.datasetId);
  v.optional("datasetSha256", c.datasetSha256);
  v.required("notes", c.notes);
  v.required("notesRead", c.notesRead);
  v.required("overall", c.overall);
  v.required("kinds", c.kinds);
  v.required("residual", c.residual);
  v.required("ledger", c.ledger);
  v.required("risk", c.risk);
  v.required("signer", c.signer);
  v.required("signedAt", c.signedAt);
  v.optional("sha256", c.sha256);
  v.optional("publicKey", c.publicKey);
  v.optional("signature", c.signature);
}
template <class V>
void describe(V& v, CertificateRequest& r) {
  v.required("password", r.password);
  v.optional("quasiIdentifiers", r.quasiIdentifiers);
  v.optional("sensitive", r.sensitive);
}
}  // namespace telesoft::protocol
