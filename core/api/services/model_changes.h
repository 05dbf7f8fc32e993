// What readers' corrections have changed in a model: counted when its job is made, kept as
// changes.json in its folder, told as a page at GET /v1/models/{id}/changes. Counts only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "telesoft/api/services/services.h"
#include "telesoft/protocol/job.h"

namespace telesoft::api {

struct LabelChange {
  std::string from;  // what the model had said
  std::string to;    // what the readers hold for right
  std::int64_t cases = 0;
};

struct ModelChanges {
  std::string format = "telesoft.model-changes";
  std::int64_t version = 1;
  std::int64_t reviewed = 0;  // cases that were settled with a label
  std::int64_t readers = 0;
  std::int64_t corrected = 0;  // of the reviewed
  std::vector<LabelChange> corrections;
  std::int64_t added = 0;              // rows that training has not had before
  std::int64_t relabelled = 0;         // rows of training that got another label
  std::int64_t relabelledChecked = 0;  // rows of validation that got another label
  std::int64_t ofTest = 0;             // left out: they are of the test part
  std::int64_t ofSamePatient = 0;      // left out: their patient or an equal row is held back
  std::int64_t elsewhere = 0;          // left out: the data has no such row
  std::int64_t trainedOn = 0;          // rows of the new training part
  std::vector<std::string> testParts;  // datasets of the same untouched rows, the newest first
};

/// Errors: NotFound for a model that has learnt no corrections.
[[nodiscard]] base::Result<ModelChanges> changesOf(const store::Workspace& workspace,
                                                   const protocol::Model& model);

/// The page for the readers, with the figures of the evaluations that are there now.
[[nodiscard]] base::Result<std::string> changesPage(Services& services, const std::string& modelId);

template <class V>
void describe(V& v, LabelChange& c) {
  v.required("from", c.from);
  v.required("to", c.to);
  v.required("cases", c.cases);
}
template <class V>
void describe(V& v, ModelChanges& c) {
  v.required("format", c.format);
  v.required("version", c.version);
  v.required("reviewed", c.reviewed);
  v.required("readers", c.readers);
  v.required("corrected", c.corrected);
  v.required("corrections", c.corrections);
  v.required("added", c.added);
  v.required("relabelled", c.relabelled);
  v.optional("relabelledChecked", c.relabelledChecked);
  v.optional("ofTest", c.ofTest);
  v.optional("ofSamePatient", c.ofSamePatient);
  v.optional("elsewhere", c.elsewhere);
  v.required("trainedOn", c.trainedOn);
  v.required("testParts", c.testParts);
}

}  // namespace telesoft::api
