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
  std::vector<std::string> stratifyBy = {};  // further columns, such as sex and age band
  /// Nearly equal notes of different patients stay in one part. Found by MinHash, an estimate: many
  /// notes from one template may hang together.
  bool keepNearDuplicates = false;
  std::vector<std::string> keepTogether = {};  // columns whose equal values stay in one part: a
                                               // family, a site
  std::string timeColumn = {};
  std::string testFrom = {};  // with timeColumn: rows of that day and later are the test part; a
                              // day as 2014-01-31, or a number where the column has numbers
  std::int64_t folds = 0;     // 2 or more: parts fold-1 ... fold-k in place of train and validation
  bool stable =
      false;  // a patient's part follows from seed and patient alone: new rows move nobody
  std::string previousSplitId = {};  // its patients keep their parts
};

struct SplitPart {
  std::string part;  // "train" | "validation" | "test" | "fold-1" ... | "pool" (what maxTrainRows
                     // left over)
  std::string datasetId;
  std::int64_t rows = 0;
  std::int64_t patients = 0;
  std::map<std::string, std::int64_t> labelCounts;
  std::string sha256;  // over the sorted row hashes
  // Of each subgroup and stratifyBy column: how often each value stands in the part.
  std::map<std::string, std::map<std::string, std::int64_t>> subgroupCounts = {};
};

struct SplitProof {
  std::string statement;  // "0 of 1,204 patients and 0 of 3,512 texts stand in more than one part"
  std::int64_t sharedPatients = 0;
  std::int64_t sharedRows = 0;  // equal content in two parts
  std::int64_t patients = 0;
  std::int64_t rows = 0;
  std::string patientColumn;  // "" where every row was taken as a patient of its own
  std::string manifestSha256;
  std::int64_t units = 0;           // what was dealt whole: patients and what joins them
  std::int64_t clusters = 0;        // of near-duplicates, with two rows or more
  std::int64_t sharedClusters = 0;  // in two parts
  std::int64_t sharedTogether = 0;  // values of the keepTogether columns in two parts
  std::string timeColumn = {};
  std::int64_t sharedTimes = 0;  // rows of other parts that are not earlier than every test row
};

/// One look at a test part.
struct SplitOpening {
  std::int64_t number = 0;
  std::string at;
  std::string actor;
  std::string purpose;       // "evaluation" | "rows" | "export" | what the caller named
  std::string subject = {};  // the evaluation, where there is one
};

/// Whether a split is still what was proven, and who looked at its test part.
struct SplitStanding {
  std::string splitId;
  bool intact = false;
  std::string statement;  // why not, where it is not
  std::string manifestSha256;
  std::string algorithm;  // "Ed25519"; "" where the manifest is older than signatures
  std::string publicKey;  // hexadecimal
  std::string signature;  // hexadecimal
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
  v.optional("stratifyBy", s.stratifyBy);
  v.optional("keepNearDuplicates", s.keepNearDuplicates);
  v.optional("keepTogether", s.keepTogether);
  v.optional("timeColumn", s.timeColumn);
  v.optional("testFrom", s.testFrom);
  v.optional("folds", s.folds);
  v.optional("stable", s.stable);
  v.optional("previousSplitId", s.previousSplitId);
}
template <class V>
void describe(V& v, SplitPart& p) {
  v.required("part", p.part);
  v.optional("datasetId", p.datasetId);
  v.required("rows", p.rows);
  v.required("patients", p.patients);
  v.optional("labelCounts", p.labelCounts);
  v.optional("sha256", p.sha256);
  v.optional("subgroupCounts", p.subgroupCounts);
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
  v.optional("units", p.units);
  v.optional("clusters", p.clusters);
  v.optional("sharedClusters", p.sharedClusters);
  v.optional("sharedTogether", p.sharedTogether);
  v.optional("timeColumn", p.timeColumn);
  v.optional("sharedTimes", p.sharedTimes);
}
template <class V>
void describe(V& v, SplitOpening& o) {
  v.required("number", o.number);
  v.required("at", o.at);
  v.required("actor", o.actor);
  v.required("purpose", o.purpose);
  v.optional("subject", o.subject);
}
template <class V>
void describe(V& v, SplitStanding& s) {
  v.required("splitId", s.splitId);
  v.required("intact", s.intact);
  v.required("statement", s.statement);
  v.required("manifestSha256", s.manifestSha256);
  v.optional("algorithm", s.algorithm);
  v.optional("publicKey", s.publicKey);
  v.optional("signature", s.signature);
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
