// What an import reads: the tables inside a source, its files and their fate, and what the format
// itself says of a column.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "telesoft/base/json.h"

namespace telesoft::protocol {

/// A sheet, a kind of FHIR resource, the images or the reports of a DICOM folder.
struct SourceTable {
  std::string name;  // "notes"
  std::string description;
  std::int64_t rows = 0;  // -1: not counted
};

/// One file of a folder or archive. `name` is relative to the source.
struct SourceFile {
  std::string name;
  std::string state;  // "read" | "refused" | "skipped"
  std::string reason;
  std::string remedy;
};

/// What a format states of a column: a FHIR element, a DICOM attribute, a signal. Texts are those
/// of ColumnType and ColumnRole; empty where the format is silent.
struct SourceColumn {
  std::string name;
  std::string type;
  std::string role;
  std::string unit;
  std::string evidence;  // "Patient.id"
};

template <class V>
void describe(V& v, SourceTable& t) {
  v.required("name", t.name);
  v.optional("description", t.description);
  v.optional("rows", t.rows);
}
template <class V>
void describe(V& v, SourceFile& f) {
  v.required("name", f.name);
  v.required("state", f.state);
  v.optional("reason", f.reason);
  v.optional("remedy", f.remedy);
}
template <class V>
void describe(V& v, SourceColumn& c) {
  v.required("name", c.name);
  v.optional("type", c.type);
  v.optional("role", c.role);
  v.optional("unit", c.unit);
  v.optional("evidence", c.evidence);
}

}  // namespace telesoft::protocol
