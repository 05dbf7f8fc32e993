// What the API says of the knowledge base: documents with owner, version and validity, their
// passages, search, and checks of a drug against the formulary.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/protocol/prediction.h"

namespace telesoft::protocol {

struct KnowledgeRequest {
  std::string path;
  std::string title;
  std::string kind = "guideline";  // "guideline" | "formulary" | "interactions"
  std::string owner, version;
  std::string validFrom, validUntil;  // ISO dates; "" for open
  std::string replaces;               // a document's id: it is retired with this one's arrival
};

struct KnowledgeDocument {
  std::string id;  // "kd_..."
  std::string title, kind;
  std::string format;  // "markdown" | "html" | "pdf" | "csv" | "text"
  std::string owner, version, validFrom, validUntil;
  std::string state;  // "importing" | "ready" | "failed" | "retired"
  std::string message;
  std::int64_t passages = 0, bytes = 0;
  std::string sha256;
  std::string replaces, replacedBy;
  std::vector<std::string> warnings;
  std::string createdAt, createdBy;
};

struct Passage {
  std::string id;  // "<document id>-<number>"
  std::string documentId;
  std::int64_t number = 0;  // from 1
  std::string heading;
  std::int64_t page = 0;  // 0: none
  std::string text;
};

struct SearchRequest {
  std::string query;
  std::int64_t limit = 8;
  std::string modelId;  // a knowledge-base model: its passages and its index; "": what is valid now
  bool includeExpired = false;
};
struct SearchHit {
  Passage passage;
  Citation citation;
  double score = 0;                   // reciprocal rank fusion, k = 60
  std::int64_t textRank = 0;          // by BM25; 0: not found by words
  std::int64_t vectorRank = 0;        // by meaning; 0: not found so
  std::vector<Contribution> matches;  // the words that were found, as bytes of passage.text
};
struct SearchAnswer {
  std::vector<SearchHit> hits;
  std::string mode;  // "words and meaning" | "words"
  std::string note;  // such as how many passages the index does not know yet
  double seconds = 0;
};

struct FormularyCheckRequest {
  std::string drug;  // a name as it is written in a recommendation, or an ATC code
  std::string indication;
  std::vector<std::string> taking;  // what the patient takes already
};
struct FormularyAlternative {
  std::string name, code, why;
};
struct DrugInteraction {
  std::string with, severity, effect;
  Citation citation;
};
struct FormularyAnswer {
  std::string drug, code;  // as matched; "" where unknown
  std::string status;      // "on_formulary" | "restricted" | "not_on_formulary" | "unknown"
  std::string statement;
  std::vector<std::string> restrictions;
  std::vector<FormularyAlternative> alternatives;
  std::vector<DrugInteraction> interactions;
  std::vector<Citation> citations;
};

template <class V>
void describe(V& v, KnowledgeRequest& k) {
  v.required("path", k.path);
  v.optional("title", k.title);
  v.optional("kind", k.kind);
  v.optional("owner", k.owner);
  v.optional("version", k.version);
  v.optional("validFrom", k.validFrom);
  v.optional("validUntil", k.validUntil);
  v.optional("replaces", k.replaces);
}
template <class V>
void describe(V& v, KnowledgeDocument& k) {
  v.required("id", k.id);
  v.optional("title", k.title);
  v.optional("kind", k.kind);
  v.optional("format", k.format);
  v.optional("owner", k.owner);
  v.optional("version", k.version);
  v.optional("validFrom", k.validFrom);
  v.optional("validUntil", k.validUntil);
  v.required("state", k.state);
  v.optional("message", k.message);
  v.optional("passages", k.passages);
  v.optional("bytes", k.bytes);
  v.optional("sha256", k.sha256);
  v.optional("replaces", k.replaces);
  v.optional("replacedBy", k.replacedBy);
  v.optional("warnings", k.warnings);
  v.optional("createdAt", k.createdAt);
  v.optional("createdBy", k.createdBy);
}
template <class V>
void describe(V& v, Passage& p) {
  v.required("id", p.id);
  v.required("documentId", p.documentId);
  v.optional("number", p.number);
  v.optional("heading", p.heading);
  v.optional("page", p.page);
  v.required("text", p.text);
}
template <class V>
void describe(V& v, SearchRequest& s) {
  v.required("query", s.query);
  v.optional("limit", s.limit);
  v.optional("modelId", s.modelId);
  v.optional("includeExpired", s.includeExpired);
}
template <class V>
void describe(V& v, SearchHit& h) {
  v.required("passage", h.passage);
  v.required("citation", h.citation);
  v.optional("score", h.score);
  v.optional("textRank", h.textRank);
  v.optional("vectorRank", h.vectorRank);
  v.optional("matches", h.matches);
}
template <class V>
void describe(V& v, SearchAnswer& s) {
  v.required("hits", s.hits);
  v.optional("mode", s.mode);
  v.optional("note", s.note);
  v.optional("seconds", s.seconds);
}
template <class V>
void describe(V& v, FormularyCheckRequest& f) {
  v.required("drug", f.drug);
  v.optional("indication", f.indication);
  v.optional("taking", f.taking);
}
template <class V>
void describe(V& v, FormularyAlternative& f) {
  v.required("name", f.name);
  v.optional("code", f.code);
  v.optional("why", f.why);
}
template <class V>
void describe(V& v, DrugInteraction& d) {
  v.required("with", d.with);
  v.optional("severity", d.severity);
  v.optional("effect", d.effect);
  v.optional("citation", d.citation);
}
template <class V>
void describe(V& v, FormularyAnswer& f) {
  v.optional("drug", f.drug);
  v.optional("code", f.code);
  v.required("status", f.status);
  v.optional("statement", f.statement);
  v.optional("restrictions", f.restrictions);
  v.optional("alternatives", f.alternatives);
  v.optional("interactions", f.interactions);
  v.optional("citations", f.citations);
}

}  // namespace telesoft::protocol
