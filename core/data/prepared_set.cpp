#include "telesoft/data/prepared_set.h"

#include <cmath>
#include <unordered_set>

#include <fmt/format.h>

#include "telesoft/base/hash.h"
#include "telesoft/base/text.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;
using base::json;

constexpr std::string_view kFormat = "telesoft.prepared-set";
constexpr std::int64_t kVersion = 1;
constexpr size_t kStopEvery = 1000;

bool isText(const PreparedManifest& manifest) {
  return manifest.task == protocol::Task::TextClassification;
}

json jsonOf(const PreparedValue& value) {
  if (const auto* number = std::get_if<double>(&value)) {
    return std::isfinite(*number) ? json(*number) : json(nullptr);
  }
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? json(nullptr) : json(*text);
}

std::string lineOf(const PreparedManifest& manifest, const PreparedRow& row) {
  json out = {{"row", row.row}, {"patient", row.patient}, {"label", row.label}};
  if (isText(manifest)) {
    out["text"] = row.text;
  } else {
    json& values = out["values"] = json::array();
    for (const PreparedValue& value : row.values) {
      values.push_back(jsonOf(value));
    }
  }
  if (!row.subgroups.empty()) {
    out["subgroups"] = row.subgroups;
  }
  return out.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

/// What is wrong with a row, in words that follow "train.jsonl line 3 ".
base::Error bad(const std::string& what) {
  return fail(ErrorCode::Corrupt, what, "Start the run again: its data is written anew.");
}

base::Result<PreparedValue> valueOf(const json& from, const PreparedFeature& feature) {
  if (from.is_null()) {
    return PreparedValue();
  }
  if (feature.kind == "number" && from.is_number()) {
    return PreparedValue(from.get<double>());
  }
  if (feature.kind != "number" && from.is_string()) {
    return PreparedValue(from.get<std::string>());
  }
  return bad("holds no " + feature.kind + " for feature \"" + feature.name + "\"");
}

base::Status readValues(const json& from, const PreparedManifest& manifest, PreparedRow& row) {
  const auto values = from.find("values");
  if (values == from.end() || !values->is_array() || values->size() != manifest.features.size()) {
    return bad(fmt::format("does not hold {} values", manifest.features.size()));
  }
  for (size_t i = 0; i < values->size(); ++i) {
    TELESOFT_TRY(value, valueOf((*values)[i], manifest.features[i]));
    row.values.push_back(std::move(value));
  }
  return {};
}

base::Result<PreparedRow> rowOf(std::string_view line, const PreparedManifest& manifest) {
  TELESOFT_TRY(from, base::parseJson(line));
  if (!from.is_object()) {
    return bad("is no object");
  }
  PreparedRow row;
  base::JsonReader reader(from, base::Keys::Lenient, "");
  reader.required("row", row.row);
  reader.required("patient", row.patient);
  reader.required("label", row.label);
  reader.optional("subgroups", row.subgroups);
  if (isText(manifest)) {
    reader.required("text", row.text);
  }
  if (reader.error) {
    return bad("is not a row: " + reader.error->message);
  }
  if (row.label < 0 || row.label >= static_cast<std::int64_t>(manifest.classes.size())) {
    return bad(fmt::format("has a label outside the {} classes", manifest.classes.size()));
  }
  if (!isText(manifest)) {
    TELESOFT_CHECK(readValues(from, manifest, row));
  }
  return row;
}

base::Result<std::vector<PreparedRow>> rowsOf(std::string_view bytes,
                                              const PreparedManifest& manifest,
                                              const std::string& file,
                                              const base::Stop& stop) {
  std::vector<PreparedRow> out;
  while (!bytes.empty()) {
    if (out.size() % kStopEvery == 0) {
      TELESOFT_CHECK(stop.check("reading the data"));
    }
    const size_t end = bytes.find('\n');
    auto row = rowOf(bytes.substr(0, end), manifest);
    if (!row) {
      return bad(fmt::format("{} line {} {}", file, out.size() + 1, row.error().message));
    }
    out.push_back(*std::move(row));
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  }
  return out;
}

std::int64_t countPatients(const std::vector<PreparedRow>& rows) {
  std::unordered_set<std::string_view> seen;
  for (const PreparedRow& row : rows) {
    seen.insert(row.patient);
  }
  return static_cast<std::int64_t>(seen.size());
}

}  // namespace

base::Result<PreparedManifest> readPreparedManifest(const base::Path& file) {
  TELESOFT_TRY(bytes, base::readFile(file).in("reading the data's manifest"));
  TELESOFT_TRY(document, base::parseJson(bytes).in("reading the data's manifest"));
  auto manifest = base::fromJson<PreparedManifest>(document);
  if (!manifest) {
    return bad("the data's manifest is damaged: " + manifest.error().message);
  }
  if (manifest->format != kFormat) {
    return bad("the data's manifest is of another format");
  }
  if (manifest->version > kVersion) {
    return fail(ErrorCode::Unsupported, "the data is of a newer format",
                "Use a newer version of the program.");
  }
  return manifest;
}

base::Result<std::vector<PreparedRow>> readPreparedPart(const base::Path& folder,
                                                        const PreparedManifest& manifest,
                                                        const std::string& part,
                                                        const base::Stop& stop) {
  const auto known = manifest.parts.find(part);
  if (known == manifest.parts.end()) {
    return fail(ErrorCode::NotFound, "the data has no " + part + " part",
                "Prepare the run again with that part.");
  }
  const PreparedPart& entry = known->second;
  if (base::Path(entry.file).has_parent_path()) {
    return bad("the data's manifest names a file outside its folder");
  }
  TELESOFT_TRY(bytes, base::readFile(folder / entry.file).in("reading the " + part + " part"));
  if (base::sha256Hex(bytes) != entry.sha256) {
    // The row that does not parse, where there is one, tells more than the hash.
    TELESOFT_TRY(parsed, rowsOf(bytes, manifest, entry.file, stop));
    return bad(fmt::format("{} was changed after it was written: {} lines, {} expected", entry.file,
                           parsed.size(), entry.rows));
  }
  return rowsOf(bytes, manifest, entry.file, stop);
}

base::Status writePreparedPart(const base::Path& folder,
                               PreparedManifest& manifest,
                               const std::string& part,
                               const std::vector<PreparedRow>& rows) {
  PreparedPart entry;
  entry.file = part + ".jsonl";
  entry.rows = static_cast<std::int64_t>(rows.size());
  entry.patients = countPatients(rows);
  base::Sha256Stream hash;
  const auto produce = [&](const base::Sink& sink) -> base::Status {
    for (const PreparedRow& row : rows) {
      const std::string line = lineOf(manifest, row);
      hash.add(line);
      TELESOFT_CHECK(sink(line));
    }
    return {};
  };
  TELESOFT_CHECK(base::writeFileWhole(folder / entry.file, produce));
  entry.sha256 = base::toHex(hash.finish());
  manifest.parts[part] = std::move(entry);
  return {};
}

base::Status writePreparedManifest(const base::Path& file, const PreparedManifest& manifest) {
  return base::writeFileWhole(file, base::toJson(manifest).dump(2) + "\n");
}

}  // namespace telesoft::data
