// Where a dataset came from and what was done to it: the card that travels with it.
#pragma once

#include <string>
#include <vector>

#include "telesoft/base/json.h"

namespace telesoft::protocol {

struct CardStep {  // written by the program
  std::string who;
  std::string when;
  std::string what;    // "imported" | "de-identified" | "repaired" | "certified" | ...
  std::string sha256;  // of the dataset after it
};

/// Everything but `steps` and `expertValidationAsked` is written by a person.
struct DataCard {
  std::string datasetId;
  std::string source;       // hospital, department, system
  std::string annotatedBy;  // roles, how many, their qualification
  std::string annotatedHow;
  std::string guideline;
  std::string expertValidation;  // who validated the labels, when and how
  bool expertValidationAsked = true;
  std::vector<CardStep> steps;  // oldest first
};

template <class V>
void describe(V& v, CardStep& s) {
  v.required("who", s.who);
  v.required("when", s.when);
  v.required("what", s.what);
  v.optional("sha256", s.sha256);
}
template <class V>
void describe(V& v, DataCard& c) {
  v.optional("datasetId", c.datasetId);
  v.optional("source", c.source);
  v.optional("annotatedBy", c.annotatedBy);
  v.optional("annotatedHow", c.annotatedHow);
  v.optional("guideline", c.guideline);
  v.optional("expertValidation", c.expertValidation);
  v.optional("expertValidationAsked", c.expertValidationAsked);
  v.optional("steps", c.steps);
}
}  // namespace telesoft::protocol
