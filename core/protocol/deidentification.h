// De-identification as the API says it: what is asked for, what was found, what was done.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "telesoft/base/json.h"

namespace telesoft::protocol {

/// What happens to what is found: "surrogate" | "label" ("[NAME]") | "redact" | "keep".
struct DeidRequest {
  std::string name;                      // of the new dataset
  std::string textPolicy = "surrogate";  // for identifiers inside notes
  std::map<std::string, std::string>
      columns;  // column -> "surrogate" | "hash" | "shift" | "generalise" | "drop" | "keep"
  bool shiftDates = true;        // per patient, intervals kept
  std::int64_t sampleRows = 50;  // shown with their spans for the check
};

struct PhiSpan {
  std::int64_t begin = 0, end = 0;  // bytes, half-open, in the original text
  std::string kind;    // "name" | "date" | "phone" | "email" | "mrn" | "ssn" | "address" | "url" |
                       // "age" | ...
  std::string reason;  // "after \"Dr.\"", "date pattern"
  double confidence = 0;
};
struct DeidSample {
  std::int64_t row = 0;
  std::string column;
  std::string before;
  std::string after;
  std::vector<PhiSpan> spans;
};
struct IdentifierRow {  // one of the 18 Safe Harbor identifiers
  std::int64_t number = 0;
  std::string identifier;
  std::string searched;  // how
  std::int64_t found = 0;
  std::string transformed;  // how
};
struct DeidReport {
  std::string datasetId;  // the de-identified one
  std::string parentId;
  std::int64_t rows = 0;
  std::int64_t rowsChanged = 0;
  std::int64_t spans = 0;
  std::map<std::string, std::int64_t> spansByKind;
  std::map<std::string, std::string> columnActions;  // column -> what was done
  std::vector<IdentifierRow> identifiers;
  std::vector<DeidSample> samples;
  std::vector<std::string> warnings;
};

template <class V>
void describe(V& v, DeidRequest& d) {
  v.optional("name", d.name);
  v.optional("textPolicy", d.textPolicy);
  v.optional("columns", d.columns);
  v.optional("shiftDates", d.shiftDates);
  v.optional("sampleRows", d.sampleRows);
}
template <class V>
void describe(V& v, PhiSpan& s) {
  v.required("begin", s.begin);
  v.required("end", s.end);
  v.required("kind", s.kind);
  v.optional("reason", s.reason);
  v.optional("confidence", s.confidence);
}
template <class V>
void describe(V& v, DeidSample& s) {
  v.required("row", s.row);
  v.required("column", s.column);
  v.required("before", s.before);
  v.required("after", s.after);
  v.required("spans", s.spans);
}
template <class V>
void describe(V& v, IdentifierRow& i) {
  v.required("number", i.number);
  v.required("identifier", i.identifier);
  v.required("searched", i.searched);
  v.required("found", i.found);
  v.required("transformed", i.transformed);
}
template <class V>
void describe(V& v, DeidReport& r) {
  v.required("datasetId", r.datasetId);
  v.required("parentId", r.parentId);
  v.required("rows", r.rows);
  v.required("rowsChanged", r.rowsChanged);
  v.required("spans", r.spans);
  v.optional("spansByKind", r.spansByKind);
  v.optional("columnActions", r.columnActions);
  v.optional("identifiers", r.identifiers);
  v.optional("samples", r.samples);
  v.optional("warnings", r.warnings);
}
}  // namespace telesoft::protocol
