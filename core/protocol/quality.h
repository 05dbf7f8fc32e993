// What a quality check found in a dataset, and how it can be mended.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "telesoft/base/json.h"

namespace telesoft::protocol {

/// A change that the program can make by itself; an empty id: there is none.
struct QualityRepair {
  std::string id = {};     // "convert_unit:bili:0", the same at each check of the same rows
  std::string label = {};  // what a button says
  std::string action =
      {};  // "set_missing" | "convert_unit" | "remove_rows" | "ignore_column" | ...
  std::map<std::string, std::string> parameters = {};
};
struct QualityFinding {
  std::string check;     // "duplicate_rows"
  std::string severity;  // "error" | "warning" | "note"
  std::string message;
  std::string hint;
  std::string column;
  std::vector<std::int64_t> rows;  // up to 20, 1-based as in the file
  std::int64_t count = 0;
  std::string evidence = {};  // why it is thought so: counts and limits, never a patient's value
  QualityRepair repair = {};
};
struct QualityReport {
  std::string datasetId;
  std::int64_t rows = 0;
  std::vector<QualityFinding> findings;
};
struct QualityRepairRequest {
  std::string name = {};             // of the new dataset; "": made from the old one's
  std::vector<std::string> repairs;  // ids of QualityRepair, done in this order
};

template <class V>
void describe(V& v, QualityRepair& r) {
  v.optional("id", r.id);
  v.optional("label", r.label);
  v.optional("action", r.action);
  v.optional("parameters", r.parameters);
}
template <class V>
void describe(V& v, QualityFinding& f) {
  v.required("check", f.check);
  v.required("severity", f.severity);
  v.required("message", f.message);
  v.optional("hint", f.hint);
  v.optional("column", f.column);
  v.optional("rows", f.rows);
  v.optional("count", f.count);
  v.optional("evidence", f.evidence);
  v.optional("repair", f.repair);
}
template <class V>
void describe(V& v, QualityReport& r) {
  v.required("datasetId", r.datasetId);
  v.required("rows", r.rows);
  v.required("findings", r.findings);
}
template <class V>
void describe(V& v, QualityRepairRequest& r) {
  v.optional("name", r.name);
  v.required("repairs", r.repairs);
}

}  // namespace telesoft::protocol
