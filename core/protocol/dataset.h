// What the API says of data: the schema proposed and confirmed, recipes, datasets.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "telesoft/base/json.h"
#include "telesoft/protocol/deidentification.h"
#include "telesoft/protocol/quality.h"
#include "telesoft/protocol/source.h"

namespace telesoft::protocol {

/// The cells of Image and Signal are ids of sealed media: images as PNG or as the DICOM object they
/// came in, signals as "telesoft.signal" (see data/media/signal.h).
enum class ColumnType { Text, Category, Number, Integer, Date, Boolean, Identifier, Image, Signal };
/// Direct identifiers are removed or replaced; Patient is the key that a split keeps together.
enum class ColumnRole {
  Feature,
  Note,
  Label,
  Patient,
  Identifier,
  Date,
  Subgroup,
  Time,
  Event,
  Ignore
};

/// One column: what it is, and why the program thinks so.
struct ColumnSchema {
  std::string name;
  ColumnType type = ColumnType::Text;
  ColumnRole role = ColumnRole::Feature;
  std::string unit;                       // "mg/dL"; "" where none
  std::vector<std::string> missingCodes;  // texts that mean "not known", such as "NA"
  std::vector<std::string>
      evidence;  // sentences without data values: "all 4,447 values are different"
  std::int64_t missing = 0;
  std::int64_t distinct = 0;
  double minimum = 0, maximum = 0;  // numbers only
};

/// A column made at import from others.
struct DerivedColumn {
  std::string name;
  std::string kind;  // "event_within": 1/0 within `horizon`, missing where censored before | "bins"
  std::string from;  // bins: the number column; event_within: the time column
  std::string event;               // event_within: the 0/1 column
  double horizon = 0;              // in the time column's unit
  std::vector<double> edges;       // bins: upper edges, inclusive
  std::vector<std::string> names;  // bins: edges + 1 names
  ColumnRole role = ColumnRole::Feature;
};

/// A re-usable import decision: what the wizard's choices are saved as, and `telesoft import
/// --recipe`.
struct Recipe {
  std::string format = "telesoft.import-recipe";
  std::int64_t version = 1;
  std::string name;
  std::vector<ColumnSchema> columns;  // those that differ from the proposal
  std::vector<DerivedColumn> derived;
  std::map<std::string, std::string>
      classDescriptions;  // label -> a sentence, for the zero-shot answer
};

struct PreviewRequest {
  std::string path;        // a file or a folder
  std::string table = {};  // "": the first
};
struct Preview {
  std::string fileFormat;  // "csv" | "jsonl" | "xlsx" | "fhir" | "dicom" | "wfdb" | "images" |
                           // "notes"
  std::string encoding;    // "UTF-8" | "Windows-1252" | "UTF-16LE" | ...
  std::string delimiter;   // csv only
  std::int64_t bytes = 0;
  std::int64_t rowsRead = 0;  // rows the proposal rests on
  std::vector<ColumnSchema> columns;
  std::vector<std::vector<std::string>> rows;  // the first 20
  std::vector<std::string> warnings;
  std::string table;                // the one shown
  std::vector<SourceTable> tables;  // all, where there are several
  std::vector<SourceFile> files;    // of a folder or archive: those refused or skipped
};

struct ImportRequest {
  std::string path;
  std::string name;
  std::string table = {};  // "": the first
  Recipe recipe;
};

enum class DatasetState { Importing, Ready, Failed };

struct Dataset {
  std::string id;
  std::string name;
  std::string kind;  // "imported" | "deidentified" | "corrected", or a split's part: "train" |
                     // "validation" | "test" | "pool"
  DatasetState state = DatasetState::Importing;
  std::string parentId;  // what it was made from
  std::int64_t rows = 0;
  std::int64_t patients = 0;
  double progress = 0;  // 0..1 while importing
  std::string stage;    // "reading rows"
  std::string message;  // of a failure
  std::string sha256;   // of its content
  std::string createdAt;
  std::vector<ColumnSchema> columns;
  std::map<std::string, std::int64_t> labelCounts;
  std::map<std::string, std::string> classDescriptions;
  std::vector<std::string> warnings;
  std::vector<SourceFile> files;  // of its import: those refused or skipped
};

/// One page of a dataset's rows, as text.
struct RowPage {
  std::int64_t offset = 0;
  std::int64_t total = 0;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

template <class V>
void describe(V& v, ColumnSchema& c) {
  v.required("name", c.name);
  v.optional("type", c.type);
  v.optional("role", c.role);
  v.optional("unit", c.unit);
  v.optional("missingCodes", c.missingCodes);
  v.optional("evidence", c.evidence);
  v.optional("missing", c.missing);
  v.optional("distinct", c.distinct);
  v.optional("minimum", c.minimum);
  v.optional("maximum", c.maximum);
}
template <class V>
void describe(V& v, DerivedColumn& d) {
  v.required("name", d.name);
  v.required("kind", d.kind);
  v.required("from", d.from);
  v.optional("event", d.event);
  v.optional("horizon", d.horizon);
  v.optional("edges", d.edges);
  v.optional("names", d.names);
  v.optional("role", d.role);
}
template <class V>
void describe(V& v, Recipe& r) {
  v.optional("format", r.format);
  v.optional("version", r.version);
  v.optional("name", r.name);
  v.optional("columns", r.columns);
  v.optional("derived", r.derived);
  v.optional("classDescriptions", r.classDescriptions);
}
template <class V>
void describe(V& v, PreviewRequest& p) {
  v.required("path", p.path);
  v.optional("table", p.table);
}
template <class V>
void describe(V& v, Preview& p) {
  v.required("fileFormat", p.fileFormat);
  v.required("encoding", p.encoding);
  v.optional("delimiter", p.delimiter);
  v.optional("bytes", p.bytes);
  v.optional("rowsRead", p.rowsRead);
  v.required("columns", p.columns);
  v.required("rows", p.rows);
  v.optional("warnings", p.warnings);
  v.optional("table", p.table);
  v.optional("tables", p.tables);
  v.optional("files", p.files);
}
template <class V>
void describe(V& v, ImportRequest& i) {
  v.required("path", i.path);
  v.optional("name", i.name);
  v.optional("table", i.table);
  v.optional("recipe", i.recipe);
}
template <class V>
void describe(V& v, Dataset& d) {
  v.required("id", d.id);
  v.optional("name", d.name);
  v.required("kind", d.kind);
  v.required("state", d.state);
  v.optional("parentId", d.parentId);
  v.optional("rows", d.rows);
  v.optional("patients", d.patients);
  v.optional("progress", d.progress);
  v.optional("stage", d.stage);
  v.optional("message", d.message);
  v.optional("sha256", d.sha256);
  v.optional("createdAt", d.createdAt);
  v.optional("columns", d.columns);
  v.optional("labelCounts", d.labelCounts);
  v.optional("classDescriptions", d.classDescriptions);
  v.optional("warnings", d.warnings);
  v.optional("files", d.files);
}
template <class V>
void describe(V& v, RowPage& p) {
  v.required("offset", p.offset);
  v.required("total", p.total);
  v.required("columns", p.columns);
  v.required("rows", p.rows);
}
}  // namespace telesoft::protocol

namespace telesoft::base {
template <>
struct EnumNames<protocol::ColumnType> {
  static constexpr std::pair<protocol::ColumnType, std::string_view> table[] = {
      {protocol::ColumnType::Text, "text"},
      {protocol::ColumnType::Category, "category"},
      {protocol::ColumnType::Number, "number"},
      {protocol::ColumnType::Integer, "integer"},
      {protocol::ColumnType::Date, "date"},
      {protocol::ColumnType::Boolean, "boolean"},
      {protocol::ColumnType::Identifier, "identifier"},
      {protocol::ColumnType::Image, "image"},
      {protocol::ColumnType::Signal, "signal"}};
};
template <>
struct EnumNames<protocol::ColumnRole> {
  static constexpr std::pair<protocol::ColumnRole, std::string_view> table[] = {
      {protocol::ColumnRole::Feature, "feature"},       {protocol::ColumnRole::Note, "note"},
      {protocol::ColumnRole::Label, "label"},           {protocol::ColumnRole::Patient, "patient"},
      {protocol::ColumnRole::Identifier, "identifier"}, {protocol::ColumnRole::Date, "date"},
      {protocol::ColumnRole::Subgroup, "subgroup"},     {protocol::ColumnRole::Time, "time"},
      {protocol::ColumnRole::Event, "event"},           {protocol::ColumnRole::Ignore, "ignore"}};
};
template <>
struct EnumNames<protocol::DatasetState> {
  static constexpr std::pair<protocol::DatasetState, std::string_view> table[] = {
      {protocol::DatasetState::Importing, "importing"},
      {protocol::DatasetState::Ready, "ready"},
      {protocol::DatasetState::Failed, "failed"}};
};
}  // namespace telesoft::base
