// The prepared set: what a run directory's data/ holds, the one form of data that the engine reads.
//
//   manifest.json      PreparedManifest
//   train.jsonl, ...   one PreparedRow a line:
//     text     {"row": 17, "patient": "k3..", "text": "...", "label": 2, "subgroups": {"sex": "F"}}
//     tabular  {"row": 17, "patient": "k3..", "values": [61.0, null, "20-50"], "label": 1}
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/stop.h"
#include "telesoft/protocol/run_spec.h"

namespace telesoft::data {

struct PreparedFeature {
  std::string name;
  std::string kind;  // "number" | "category"
  std::string unit;
};

struct PreparedPart {
  std::string file;  // relative to the folder of the manifest
  std::int64_t rows = 0;
  std::int64_t patients = 0;
  std::string sha256;  // of the file
};

struct PreparedManifest {
  std::string format = "telesoft.prepared-set";
  std::int64_t version = 1;
  protocol::Task task = protocol::Task::TextClassification;
  std::vector<PreparedFeature> features;      // tabular only, in the order of `values`
  std::vector<std::string> classes;           // in the order of label indices
  std::map<std::string, PreparedPart> parts;  // "train" | "validation" | "test"
  std::string splitId;                        // whose proof covers the parts
};

/// Missing, a number, or a category's text.
using PreparedValue = std::variant<std::monostate, double, std::string>;

struct PreparedRow {
  std::int64_t row = 0;  // number in the imported file, 1-based
  std::string patient;
  std::string text;
  std::vector<PreparedValue> values;
  std::int64_t label = 0;
  std::map<std::string, std::string> subgroups;
};

[[nodiscard]] base::Result<PreparedManifest> readPreparedManifest(const base::Path& file);
/// The rows of a part, its hash checked against the manifest. Corrupt names file and line; NotFound
/// names the part.
[[nodiscard]] base::Result<std::vector<PreparedRow>> readPreparedPart(
    const base::Path& folder,
    const PreparedManifest& manifest,
    const std::string& part,
    const base::Stop& stop = {});
/// Writes <folder>/<part>.jsonl whole or not at all and enters it into the manifest (which the
/// caller then writes).
[[nodiscard]] base::Status writePreparedPart(const base::Path& folder,
                                             PreparedManifest& manifest,
                                             const std::string& part,
                                             const std::vector<PreparedRow>& rows);
[[nodiscard]] base::Status writePreparedManifest(const base::Path& file,
                                                 const PreparedManifest& manifest);

template <class V>
void describe(V& v, PreparedFeature& f) {
  v.required("name", f.name);
  v.required("kind", f.kind);
  v.optional("unit", f.unit);
}
template <class V>
void describe(V& v, PreparedPart& p) {
  v.required("file", p.file);
  v.required("rows", p.rows);
  v.optional("patients", p.patients);
  v.required("sha256", p.sha256);
}
template <class V>
void describe(V& v, PreparedManifest& m) {
  v.required("format", m.format);
  v.required("version", m.version);
  v.required("task", m.task);
  v.optional("features", m.features);
  v.required("classes", m.classes);
  v.required("parts", m.parts);
  v.optional("splitId", m.splitId);
}

}  // namespace telesoft::data
