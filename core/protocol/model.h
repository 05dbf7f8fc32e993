// What the API says of a tuned model: what it is, what it takes, and what it comes from.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "telesoft/protocol/prediction.h"
#include "telesoft/protocol/run_spec.h"

namespace telesoft::protocol {

struct Model {
  std::string id;
  std::string name;
  std::string baseModel;
  Task task = Task::TextClassification;
  Approach approach = Approach::Peft;
  std::string jobId;
  std::string sha256;
  std::string path;  // relative to the workspace
  std::string createdAt;
  std::vector<ClassSpec> classes;
  std::map<std::string, double> validation;
  std::string trainingData, validationData;
  std::string createdBy;           // who has trained it, and so may not approve it
  std::string bytesSha256;         // over every file of its folder, when it was registered
  std::vector<InputField> inputs;  // what patientData must hold
  double temperature = 1;          // of its calibration
  std::int64_t calibrationRows = 0;
  std::string warmStart;               // the model that it goes on from
  std::vector<std::string> reviews;    // whose corrections it has learnt
  std::vector<std::string> documents;  // of its knowledge base
};

template <class V>
void describe(V& v, Model& m) {
  v.required("id", m.id);
  v.optional("name", m.name);
  v.required("baseModel", m.baseModel);
  v.required("task", m.task);
  v.required("approach", m.approach);
  v.optional("jobId", m.jobId);
  v.optional("sha256", m.sha256);
  v.optional("path", m.path);
  v.optional("createdAt", m.createdAt);
  v.optional("classes", m.classes);
  v.optional("validation", m.validation);
  v.optional("trainingData", m.trainingData);
  v.optional("validationData", m.validationData);
  v.optional("createdBy", m.createdBy);
  v.optional("bytesSha256", m.bytesSha256);
  v.optional("inputs", m.inputs);
  v.optional("temperature", m.temperature);
  v.optional("calibrationRows", m.calibrationRows);
  v.optional("warmStart", m.warmStart);
  v.optional("reviews", m.reviews);
  v.optional("documents", m.documents);
}

}  // namespace telesoft::protocol
