// What the API says of a split: the plan asked for, the parts, and the proof of zero overlap.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "telesoft/base/json.h"

namespace telesoft::protocol {

struct SplitRequest {
  std::string datasetId;
  std::string name;
  double trainFraction = 0.7;  // of the rows that are not in a fixed test part
  double validationFraction = 0.15;
  double testFraction = 0.15;  // ignored with a fixed test part
  std::string
      testColumn;  // a fixed test part: rows where testColumn equals testValue (a site, a period)
  std::string testValue;
  std::int64_t maxTrainRows = 0;  // 0: all; a learning-curve point keeps whole patients
  bool stratify = true;           // on the label
  std::int64_t seed = 42;
};

struct SplitPart {
  std::string part;  // "train" | "validation" | "test" | "pool" (what maxTrainRows left over)
  std::string datasetId;
  std::int64_t rows = 0;
  std::int64_t patients = 0;
  std::map<std::string, std::int64_t> labelCounts;
  std::string sha256;  // over the sorted row hashes
};

struct SplitProof {
  std::string statement;  // "0 of 1,204 patients and 0 of 3,512 texts stand in more than one part"
  std::int64_t sharedPatients = 0;
  std::int64_t sharedRows = 0;  // equal content in two parts
  std::int64_t patients = 0;
  std::int64_t rows = 0;
  std::string patientColumn;  // "" where every row was taken as a patient of its own
  std::string manifestSha256;
};

struct Split {
  std::string id;
  std::string name;
  std::string datasetId;
  std::string createdAt;
  SplitRequest plan;
  std::vector<SplitPart> parts;
  SplitProof proof;
  std::vector<std::string> warnings;
};

template <class V>
void describe(V& v, SplitRequest& s) {
  v.required("datasetId", s.datasetId);
  v.optional("name", s.name);
  v.optional("trainFraction", s.trainFraction);
  v.optional("validationFraction", s.validationFraction);
  v.optional("testFraction", s.testFraction);
  v.optional("testColumn", s.testColumn);
  v.optional("testValue", s.testValue);
  v.optional("maxTrainRows", s.maxTrainRows);
  v.optional("stratify", s.stratify);
  v.optional("seed", s.seed);
}
template <class V>
void describe(V& v, SplitPart& p) {
  v.required("part", p.part);
  v.optional("datasetId", p.datasetId);
  v.required("rows", p.rows);
  v.required("patients", p.patients);
  v.optional("labelCounts", p.labelCounts);
  v.optional("sha256", p.sha256);
}
template <class V>
void describe(V& v, SplitProof& p) {
  v.required("statement", p.statement);
  v.required("sharedPatients", p.sharedPatients);
  v.required("sharedRows", p.sharedRows);
  v.required("patients", p.patients);
  v.required("rows", p.rows);
  v.optional("patientColumn", p.patientColumn);
  v.optional("manifestSha256", p.manifestSha256);
}
template <class V>
void describe(V& v, Split& s) {
  v.required("id", s.id);
  v.optional("name", s.name);
  v.required("datasetId", s.datasetId);
  v.optional("createdAt", s.createdAt);
  v.required("plan", s.plan);
  v.required("parts", s.parts);
  v.required("proof", s.proof);
  v.optional("warnings", s.warnings);
}

}  // namespace telesoft::protocol
