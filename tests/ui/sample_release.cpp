#include "sample_release.h"

#include <cmath>

#include "telesoft/access/permission.h"

#include "sample_workspace.h"

namespace telesoft::tests {

namespace {

const char* const kNote =
    "[PERSON-1], 72-year-old man admitted on [DATE+0] with palpitations and shortness of breath on "
    "exertion for three days. No chest pain. History of hypertension and Parkinson's disease.\n\n"
    "On examination the pulse was irregularly irregular at 118/min, blood pressure 142/88 mmHg. "
    "The ECG showed no discernible P waves with narrow QRS complexes; QTc 431 ms.\n\n"
    "Metoprolol 50 mg was started, and anticoagulation with apixaban 5 mg twice daily.";

std::vector<std::string> namesOf(const std::set<access::Permission>& permissions) {
  std::vector<std::string> out;
  for (const access::Permission permission : permissions) {
    out.emplace_back(access::permissionInfo(permission).name);
  }
  return out;
}

protocol::Contribution evidence(const std::string& text, const std::string& words, double weight) {
  const auto start = static_cast<std::int64_t>(text.find(words));
  return {words, weight, start, start + static_cast<std::int64_t>(words.size())};
}

protocol::ReviewField field(const char* name,
                            const char* value,
                            const char* unit,
                            double minimum,
                            double maximum,
                            double contribution) {
  return {name, value, unit, minimum, maximum, contribution};
}

protocol::Estimate estimate(double value, double low, double high, std::int64_t n) {
  return {value, low, high, n, "Wilson"};
}

protocol::Decision decision(std::int64_t seq, const char* reading, const char* label) {
  protocol::Decision out;
  out.seq = seq;
  out.reviewId = "rv_text";
  out.caseId = "cs_conflict";
  out.by = reading == std::string("first") ? "lee" : "novak";
  out.reading = reading;
  out.kind = protocol::DecisionKind::Correct;
  out.label = label;
  return out;
}

protocol::ReviewSummary summary(const protocol::Review& review) {
  protocol::ReviewSummary out;
  out.review = review;
  out.confirmed = 14;
  out.corrected = 4;
  out.agreement.n = 12;
  out.agreement.kappa = estimate(0.81, 0.58, 1.0, 12);
  out.modelAccuracy = estimate(0.83, 0.55, 0.95, 12);
  out.medianSeconds = 21;
  out.statement = "4 of 18 predictions were corrected, most of them from sinus rhythm.";
  return out;
}

protocol::DeploymentLive live() {
  protocol::DeploymentLive out;
  out.deploymentId = "dp_1";
  out.updatedAt = momentAt(-1);
  protocol::ArmStatistics stable;
  stable.arm = "stable";
  stable.requests = 4120;
  stable.errors = 8;
  stable.errorRate = estimate(0.0019, 0.001, 0.0038, 4120);
  stable.p50Ms = 41;
  stable.p95Ms = 88;
  stable.p99Ms = 140;
  stable.agreement = estimate(0.91, 0.87, 0.94, 260);
  protocol::ArmStatistics candidate = stable;
  candidate.arm = "candidate";
  candidate.modelId = "md_jb_done";
  candidate.requests = 1034;
  candidate.errors = 2;
  candidate.p99Ms = 152;
  candidate.agreement = estimate(0.94, 0.86, 0.98, 71);
  out.total = {stable, candidate};
  out.window = out.total;
  out.drift = {{"age", 1034, 0.03, 0.04, 0.31, "steady"},
               {"words unknown to the model", 1034, 0.14, 0.11, 0.01, "watch"}};
  for (int minute = 0; minute < 60; ++minute) {
    protocol::VolumePoint point;
    point.time = momentAt(-3600 + 60 * minute);
    point.stable = 64 + 10 * (minute % 3);
    point.candidate = 14 + 4 * (minute % 4);
    out.minutes.push_back(point);
  }
  out.verdict = "No limit is crossed; the two versions' error rates do not differ.";
  return out;
}

protocol::SearchAnswer searchAnswer() {
  protocol::SearchAnswer out;
  out.mode = "words and meaning";
  for (int i = 1; i <= 3; ++i) {
    protocol::SearchHit hit;
    hit.passage.id = "kd_1-" + std::to_string(i);
    hit.passage.documentId = "kd_1";
    hit.passage.number = i;
    hit.passage.text =
        i == 1 ? "Apixaban is paused 48 hours before a procedure of high bleeding risk, and 72 "
                 "hours where the creatinine clearance is below 50 ml/min."
               : "Bridging with heparin is not needed for direct oral anticoagulants. Apixaban is "
                 "resumed 24 to 72 hours after the procedure.";
    hit.matches = {evidence(hit.passage.text, "Apixaban", 1)};
    hit.citation = {"kd_1",         "Perioperative anticoagulation",
                    "3.1",          "Cardiology",
                    hit.passage.id, "Before a procedure",
                    4 + i,          "",
                    i == 3};
    hit.textRank = i;
    hit.vectorRank = i == 2 ? 0 : i;
    out.hits.push_back(hit);
  }
  return out;
}

protocol::FormularyAnswer formularyAnswer() {
  protocol::FormularyAnswer out;
  out.drug = "Clarithromycin";
  out.code = "J01FA09";
  out.status = "restricted";
  out.statement = "Clarithromycin is on the formulary with a restriction.";
  out.restrictions = {"Only after consultation with infectious diseases."};
  out.alternatives = {{"Doxycycline", "J01AA02", "same indication, no interaction with apixaban"}};
  const protocol::Citation source = {
      "kd_2", "Formulary 2026", "2026-1", "Pharmacy", "kd_2-7", "", 0, "", false};
  out.interactions = {{"Apixaban", "major",
                       "Raises the level of apixaban (CYP3A4 and P-gp): more bleeding.", source}};
  out.citations = {source};
  return out;
}

std::vector<protocol::LineageStep> lineage() {
  return {{"import", "ds_raw", "ECG reports", "3,512 rows from ecg.csv", "local user (all roles)",
           momentAt(-90000), ""},
          {"split", "sp_1", "ECG by patient", "0 of 1,170 patients in more than one part",
           "local user (all roles)", momentAt(-80000), ""},
          {"job", "jb_done", "Arrhythmia LoRA r8", "low-rank adaptation, 1,000 steps",
           "local user (all roles)", momentAt(-8900), ""}};
}

protocol::Alert alert() {
  protocol::Alert out;
  out.id = "al_1";
  out.deploymentId = "dp_1";
  out.modelId = "md_jb_done";
  out.time = momentAt(-300);
  out.kind = "drift";
  out.severity = "watch";
  out.message = "Words unknown to the model are more frequent than in training (PSI .14)";
  return out;
}

}  // namespace

protocol::Me embeddedPerson() {
  protocol::Me me;
  me.name = "local user (all roles)";
  me.displayName = "Local user";
  me.permissions = namesOf(access::allPermissions());
  me.embedded = true;
  return me;
}

protocol::Me person(const std::vector<std::string>& roles) {
  protocol::Me me;
  me.name = "lee";
  me.displayName = "Dr Lee";
  me.roles = roles;
  me.permissions = namesOf(access::permissionsOf(roles));
  return me;
}

protocol::Review textReview() {
  protocol::Review out;
  out.id = "rv_text";
  out.name = "Discharge notes, arrhythmia";
  out.modelId = "md_jb_done";
  out.datasetId = "ds_validation";
  out.state = "open";
  out.classes = {{"Atrial fibrillation", ""}, {"Sinus rhythm", ""}, {"Other", ""}};
  out.cases = 60;
  out.decided = 18;
  out.waiting = 42;
  out.conflicts = 1;
  out.corrected = 4;
  out.auditShare = 0.1;
  out.secondReaderShare = 0.2;
  out.createdAt = momentAt(-7000);
  out.createdBy = "local user (all roles)";
  return out;
}

protocol::Review riskReview() {
  protocol::Review out = textReview();
  out.id = "rv_risk";
  out.name = "Transfer to intensive care";
  out.task = protocol::Task::TabularRisk;
  out.classes = {{"Transfer within 24 h", ""}, {"No transfer", ""}};
  out.cases = 30;
  out.decided = out.corrected = out.conflicts = 0;
  out.waiting = 30;
  out.secondReaderShare = 0;
  return out;
}

protocol::ReviewCase textCase(std::int64_t number) {
  protocol::ReviewCase out;
  out.id = "cs_" + std::to_string(number);
  out.reviewId = "rv_text";
  out.number = number;
  out.pseudonym = "8f" + std::to_string(10 + number);
  out.uncertainty = 0.48;
  out.text = "Note " + std::to_string(number) + ". " + kNote;
  out.evidence = {
      evidence(out.text, "palpitations", 0.11), evidence(out.text, "irregularly irregular", 0.3),
      evidence(out.text, "no discernible P waves", 0.34), evidence(out.text, "Metoprolol", -0.12)};
  out.findings = {{"Atrial fibrillation", 0.52}, {"Sinus rhythm", 0.41}, {"Other", 0.07}};
  out.state = "open";
  return out;
}

protocol::ReviewCase riskCase(std::int64_t number) {
  protocol::ReviewCase out;
  out.id = "cr_" + std::to_string(number);
  out.reviewId = "rv_risk";
  out.number = number;
  out.pseudonym = "4c" + std::to_string(10 + number);
  out.uncertainty = 0.42;
  out.fields = {field("age", "78", "years", 18, 97, 0.31),
                field("heart rate", "131", "/min", 38, 180, 0.84),
                field("systolic pressure", "88", "mmHg", 70, 220, 0.62),
                field("respiratory rate", "29", "/min", 8, 40, 0.55),
                field("oxygen saturation", "96", "%", 70, 100, -0.28),
                field("temperature", "42.4", "°C", 33.5, 41.8, 0.12),
                field("lactate", "", "mmol/l", 0.4, 14, 0.02),
                field("creatinine", "104", "µmol/l", 30, 900, -0.09)};
  out.findings = {{"Transfer within 24 h", 0.58}, {"No transfer", 0.42}};
  out.state = "open";
  return out;
}

protocol::ReviewCase conflictCase() {
  protocol::ReviewCase out = textCase(7);
  out.id = "cs_conflict";
  out.pseudonym = "77b2";
  out.reading = "adjudication";
  out.state = "conflict";
  out.decisions = {decision(3, "first", "Atrial fibrillation"),
                   decision(9, "second", "Sinus rhythm")};
  return out;
}

protocol::Deployment production() {
  protocol::Deployment out;
  out.id = "dp_1";
  out.modelId = "md_jb_done";
  out.service = "telesoft-diagnostic-v2";
  out.environment = "production";
  out.status = "active";
  out.rolloutPercentage = 20;
  out.createdAt = momentAt(-5000);
  out.createdBy = "local user (all roles)";
  out.history = {
      {momentAt(-5000), "local user (all roles)", "", 0, 1, "active"},
      {momentAt(-2000), "local user (all roles)", "no difference at 1 %", 1, 20, "active"}};
  return out;
}

protocol::Deployment staging() {
  protocol::Deployment out = production();
  out.id = "dp_2";
  out.modelId = "md_new";
  out.environment = "staging";
  out.rolloutPercentage = 100;
  out.history = {{momentAt(-900), "local user (all roles)", "", 0, 100, "active"}};
  return out;
}

protocol::ReleaseReport releaseReport(const std::string& modelId) {
  protocol::ReleaseReport out;
  out.modelId = modelId;
  out.bytesSha256 = "a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90";
  out.intact = true;
  out.gates = {
      {"split_proof", "No patient in two parts", "holds",
       "0 of 1,170 patients stand in more than one part", "split", "sp_1"},
      {"evaluation", "Better than the base on untouched rows", "holds",
       "macro-F1 .874 (95 % CI .841-.903, n = 527) >= .850; the base has .612", "evaluation",
       "ev_1"},
      {"subgroup_gap", "No subgroup is left behind", "holds",
       "largest gap .041 between women and men, at most .100", "evaluation", "ev_1"},
      {"integrity", "The bytes are those that were registered", "holds", "12 files", "", ""}};
  out.statement =
      "Arrhythmia LoRA r8, trained on ECG reports, training (2,458 rows) and tested on 527 "
      "untouched rows, is approved for production.";
  out.waitingFor = {"a signature of a person who may approve"};
  return out;
}

protocol::KnowledgeDocument guideline() {
  protocol::KnowledgeDocument out;
  out.id = "kd_1";
  out.title = "Perioperative anticoagulation";
  out.kind = "guideline";
  out.format = "markdown";
  out.owner = "Cardiology";
  out.version = "3.1";
  out.validFrom = "2026-01-01";
  out.validUntil = "2099-12-31";
  out.state = "ready";
  out.passages = 34;
  out.createdAt = momentAt(-90000);
  out.createdBy = "local user (all roles)";
  return out;
}

protocol::User clinician() {
  protocol::User out;
  out.id = "us_1";
  out.name = "lee";
  out.displayName = "Dr Lee";
  out.roles = {"clinician"};
  out.createdAt = momentAt(-90000);
  out.lastLoginAt = momentAt(-4000);
  return out;
}

void fillRelease(FakeServer& server) {
  server.answer("GET /v1/me", base::toJson(embeddedPerson()));
  server.list<protocol::Review>("/v1/reviews", {textReview(), riskReview()});
  server.handle("GET /v1/reviews/rv_text/next", [](const FakeRequest& request) {
    protocol::NextCases next;
    next.remaining = 42;
    next.decided = next.decidedToday = 12;
    next.items = {textCase(1), textCase(2), textCase(3), textCase(4)};
    if (request.query.contains("adjudication")) {
      next.items = {conflictCase()};
      next.remaining = 1;
    }
    return FakeAnswer{base::toJson(next)};
  });
  protocol::NextCases risk;
  risk.remaining = 30;
  risk.items = {riskCase(1), riskCase(2), riskCase(3)};
  server.answer("GET /v1/reviews/rv_risk/next", base::toJson(risk));
  server.answer("GET /v1/reviews/rv_text/summary", base::toJson(summary(textReview())));
  server.answer("GET /v1/reviews/rv_risk/summary", base::toJson(summary(riskReview())));
  server.list<protocol::Deployment>("/v1/deployments", {production(), staging()});
  server.list<protocol::Alert>("/v1/alerts", {alert()});
  for (const char* id : {"dp_1", "dp_2"}) {
    server.answer(std::string("GET /v1/deployments/") + id + "/live", base::toJson(live()));
  }
  for (const std::string id : {"md_jb_done", "md_new"}) {
    server.answer("GET /v1/models/" + id + "/release", base::toJson(releaseReport(id)));
    server.list("/v1/models/" + id + "/lineage", lineage());
  }
  protocol::KnowledgeDocument old = guideline();
  old.id = "kd_0";
  old.title = "Sepsis bundle";
  old.version = "2.0";
  old.validUntil = "2024-12-31";
  protocol::KnowledgeDocument drugs = guideline();
  drugs.id = "kd_2";
  drugs.title = "Formulary 2026";
  drugs.kind = "formulary";
  drugs.format = "csv";
  drugs.owner = "Pharmacy";
  drugs.version = "2026-1";
  drugs.passages = 812;
  server.list<protocol::KnowledgeDocument>("/v1/knowledge/documents", {guideline(), drugs, old});
  server.answer("POST /v1/knowledge/search", base::toJson(searchAnswer()));
  server.answer("POST /v1/knowledge/formulary/check", base::toJson(formularyAnswer()));
  protocol::User administrator = clinician();
  administrator.id = "us_2";
  administrator.name = "novak";
  administrator.displayName = "Eva Novak";
  administrator.roles = {"admin", "ml_staff"};
  server.list<protocol::User>("/v1/users", {clinician(), administrator});
  protocol::ApiToken token;
  token.id = "tk_1";
  token.name = "ward system";
  token.owner = "novak";
  token.permissions = {"prediction.make", "prediction.feedback"};
  token.expiresAt = momentAt(86400 * 90);
  server.list<protocol::ApiToken>("/v1/tokens", {token});
}

}  // namespace telesoft::tests
