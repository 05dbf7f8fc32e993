// Records of a model that may be released, for the tests of what may not.
#pragma once

#include <string>

#include "telesoft/deploy/release/gates.h"

namespace telesoft::tests {

inline protocol::Estimate estimate(double value, double low, double high, std::int64_t n) {
  return {value, low, high, n, "bootstrap by patient, 2,000"};
}

/// An evaluation that shows the tuned model to be better; AUROC .912 (.897-.926), n = 1,204.
inline protocol::Evaluation goodEvaluation() {
  protocol::Evaluation out;
  out.id = "ev_1";
  out.modelId = "md_1";
  out.primary = "auroc";
  out.rows = 1204;
  out.patients = 600;
  out.verdict = protocol::Verdict::TunedIsBetter;
  out.testOpenings = 1;
  protocol::ArmMetrics tuned;
  tuned.arm = "tuned";
  tuned.macroAuroc = estimate(0.912, 0.897, 0.926, 1204);
  tuned.accuracy = estimate(0.85, 0.83, 0.87, 1204);
  tuned.macroF1 = estimate(0.8, 0.77, 0.83, 1204);
  out.arms = {tuned};
  out.comparisons = {
      {"base", "auroc", estimate(0.31, 0.28, 0.34, 1204), 0.0001, "bootstrap by patient"}};
  out.subgroupPerformance = {{"site", "North", "tuned", estimate(0.92, 0.9, 0.94, 400)},
                             {"site", "South", "tuned", estimate(0.88, 0.86, 0.9, 800)},
                             {"site", "East", "tuned", estimate(0.5, 0.2, 0.8, 12)},
                             {"site", "North", "base", estimate(0.2, 0.1, 0.3, 400)}};
  out.capabilities = {
      {"general_medical_knowledge", "", {}, {}, estimate(-0.01, -0.03, 0.01, 300), "kept"}};
  return out;
}

/// Every gate holds.
inline deploy::GateInput goodInput() {
  deploy::GateInput out;
  out.model.id = "md_1";
  out.model.name = "Recurrence";
  out.model.baseModel = "telesoft-risk-v1";
  out.model.trainingData = "ds_train";
  out.model.validationData = "ds_validation";
  out.model.jobId = "job_1";
  out.model.createdBy = "trainer";
  out.model.bytesSha256 = std::string(64, 'a');
  out.bytesNow = out.model.bytesSha256;
  out.job.emplace();
  out.job->request.targetMetrics = {"auroc", 0.85};
  out.job->request.preserveCapabilities = {"general_medical_knowledge"};
  out.split.emplace();
  out.split->id = "sp_1";
  out.split->proof.statement = "0 of 1,204 patients stand in more than one part";
  out.split->proof.manifestSha256 = std::string(64, 'b');
  out.validationSplit = "sp_1";
  out.manifestNow = out.split->proof.manifestSha256;
  protocol::ColumnSchema site;
  site.name = "site";
  site.role = protocol::ColumnRole::Subgroup;
  site.distinct = 3;
  out.columns = {site};
  out.evaluations = {goodEvaluation()};
  return out;
}

inline const protocol::Gate& gateOf(const std::vector<protocol::Gate>& gates,
                                    const std::string& id) {
  static const protocol::Gate none;
  for (const protocol::Gate& gate : gates) {
    if (gate.id == id) {
      return gate;
    }
  }
  return none;
}

}  // namespace telesoft::tests
