// What a quality check found in a dataset.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "telesoft/base/json.h"

namespace telesoft::protocol {

struct QualityFinding {
  std::string check;     // "duplicate_rows"
  std::string severity;  // "error" | "warning" | "note"
  std::string message;
  std::string hint;
  std::string column;
  std::vector<std::int64_t> rows;  // up to 20, 1-based as in the file
  std::int64_t count = 0;
};
struct QualityReport {
  std::string datasetId;
  std::int64_t rows = 0;
  std::vector<QualityFinding> findings;
};

template <class V>
void describe(V& v, QualityFinding& f) {
  v.required("check", f.check);
  v.required("severity", f.severity);
  v.required("message", f.message);
  v.optional("hint", f.hint);
  v.optional("column", f.column);
  v.optional("rows", f.rows);
  v.optional("count", f.count);
}
template <class V>
void describe(V& v, QualityReport& r) {
  v.required("datasetId", r.datasetId);
  v.required("rows", r.rows);
  v.required("findings", r.findings);
}

}  // namespace telesoft::protocol
