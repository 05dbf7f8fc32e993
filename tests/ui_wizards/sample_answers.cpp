#include "ui_wizards/sample_answers.h"

#include <algorithm>
#include <array>

namespace telesoft::tests {

using protocol::ColumnRole;
using protocol::ColumnSchema;
using protocol::ColumnType;

namespace {

constexpr std::array<const char*, 4> kClasses = {"Arrhythmia", "Infection", "Neoplasm", "Other"};

ColumnSchema column(const char* name,
                    ColumnType type,
                    ColumnRole role,
                    std::vector<std::string> evidence,
                    std::int64_t distinct,
                    std::int64_t missing = 0) {
  ColumnSchema out;
  out.name = name;
  out.type = type;
  out.role = role;
  out.evidence = std::move(evidence);
  out.distinct = distinct;
  out.missing = missing;
  return out;
}

std::vector<ColumnSchema> noteColumns() {
  return {column("patient_id", ColumnType::Identifier, ColumnRole::Patient,
                 {"the name says so", "1,204 different values in 3,512 rows"}, 1204),
          column("name", ColumnType::Text, ColumnRole::Identifier,
                 {"the name says so", "two capitalised words in nearly all rows"}, 1204, 3),
          column("admitted", ColumnType::Date, ColumnRole::Date,
                 {"3,512 of 3,512 values are dates"}, 611),
          column("ward", ColumnType::Category, ColumnRole::Subgroup, {"4 different values"}, 4, 12),
          column("note", ColumnType::Text, ColumnRole::Note, {"412 characters on average"}, 3498),
          column("diagnosis", ColumnType::Category, ColumnRole::Label,
                 {"4 different values", "the last column"}, 4)};
}

protocol::Estimate estimate(double value, double half, std::int64_t n, const char* method) {
  protocol::Estimate out;
  out.value = value;
  out.low = value - half;
  out.high = value + half;
  out.n = n;
  out.method = method;
  return out;
}

protocol::ArmMetrics arm(const char* name, const char* title, double level) {
  protocol::ArmMetrics out;
  out.arm = name;
  out.title = title;
  out.accuracy = estimate(level, 0.03, 526, "Wilson");
  out.macroF1 = estimate(level - 0.04, 0.034, 526, "bootstrap by patient, 2,000");
  out.macroAuroc = estimate(std::min(0.99, level + 0.06), 0.012, 526, "DeLong");
  out.brier = estimate(1 - level, 0.02, 526, "bootstrap by patient, 2,000");
  out.calibrationError = estimate(0.08 * (1.2 - level), 0.01, 526, "bootstrap by patient, 2,000");
  for (size_t i = 0; i < kClasses.size(); ++i) {
    const double own = level - 0.03 * static_cast<double>(i);
    out.classes.push_back({kClasses[i], 190 - static_cast<std::int64_t>(i) * 40,
                           estimate(own, 0.05, 526, "Wilson"),
                           estimate(own - 0.02, 0.05, 526, "Wilson"),
                           estimate(own - 0.01, 0.05, 526, "bootstrap by patient, 2,000"),
                           estimate(own + 0.05, 0.02, 526, "DeLong")});
    std::vector<std::int64_t> row(kClasses.size(), static_cast<std::int64_t>((1 - own) * 40));
    row[i] = static_cast<std::int64_t>(own * 160);
    out.confusion.push_back(std::move(row));
  }
  for (int bin = 1; bin < 10; ++bin) {
    const double said = bin / 10.0;
    out.calibration.push_back({said, said - 0.05 + 0.01 * (bin % 3), 40});
  }
  return out;
}

}  // namespace

protocol::Preview samplePreview() {
  protocol::Preview out;
  out.fileFormat = "csv";
  out.encoding = "UTF-8";
  out.delimiter = ";";
  out.bytes = 1843211;
  out.rowsRead = 3512;
  out.columns = noteColumns();
  for (int i = 0; i < 20; ++i) {
    out.rows.push_back(
        {"P" + std::to_string(1000 + i / 3), "Ada Example", "2025-03-1" + std::to_string(i % 9),
         i % 2 == 0 ? "Cardiology" : "Oncology",
         "Ada Example, admitted with palpitations. Pulse irregularly irregular at 118/min.",
         kClasses[static_cast<size_t>(i) % 3]});
  }
  out.warnings = {"3 rows have a name column without text."};
  return out;
}

protocol::Preview sampleSurvivalPreview() {
  protocol::Preview out;
  out.fileFormat = "csv";
  out.encoding = "UTF-8";
  out.delimiter = ",";
  out.rowsRead = 686;
  out.columns = {
      column("age", ColumnType::Integer, ColumnRole::Feature, {"whole numbers"}, 57),
      column("rfstime", ColumnType::Integer, ColumnRole::Time, {"days, beside an event"}, 574),
      column("status", ColumnType::Boolean, ColumnRole::Event, {"0 or 1"}, 2)};
  out.columns[1].unit = "days";
  out.rows = {{"49", "1838", "0"}, {"55", "403", "1"}};
  return out;
}

protocol::Dataset sampleDataset(const std::string& id,
                                const std::string& kind,
                                protocol::DatasetState state) {
  protocol::Dataset out;
  out.id = id;
  out.name =
      kind == "deidentified" ? "Discharge notes 2025, de-identified" : "Discharge notes 2025";
  out.kind = kind;
  out.state = state;
  out.rows = 3512;
  out.patients = 1204;
  out.progress = state == protocol::DatasetState::Importing ? 0.43 : 1;
  out.stage = state == protocol::DatasetState::Importing ? "reading rows" : "";
  out.sha256 = "9f2c4a7be01d55aa9f2c4a7be01d55aa9f2c4a7be01d55aa9f2c4a7be01d55aa";
  out.createdAt = "2026-11-24T09:30:00.000Z";
  out.columns = noteColumns();
  out.labelCounts = {{"Arrhythmia", 1405}, {"Infection", 1054}, {"Neoplasm", 702}, {"Other", 351}};
  return out;
}

protocol::DeidReport sampleDeidReport() {
  protocol::DeidReport out;
  out.parentId = "ds_raw";
  out.rows = 50;
  out.rowsChanged = 48;
  out.spans = 96;
  out.spansByKind = {{"name", 52}, {"date", 31}, {"phone", 9}, {"mrn", 4}};
  out.columnActions = {{"patient_id", "hash"}, {"name", "surrogate"}, {"admitted", "shift"},
                       {"ward", "keep"},       {"note", "text"},      {"diagnosis", "keep"}};
  const std::string before =
      "Frau Müller, 72 years, seen by Dr. Lee on 12 March 2025 for palpitations. Call 030 555 0199 "
      "with "
      "the result.";
  const auto span = [&](const char* text, const char* kind, const char* reason, double confidence) {
    const auto begin = static_cast<std::int64_t>(before.find(text));
    return protocol::PhiSpan{begin, begin + static_cast<std::int64_t>(std::string(text).size()),
                             kind, reason, confidence};
  };
  const protocol::DeidSample sample{
      2,
      "note",
      before,
      "Frau Schneider, 72 years, seen by Dr. Roth on 3 May 2025 for palpitations. Call 030 555 "
      "0142 with the "
      "result.",
      {span("Müller", "name", "after \"Frau\"", 0.98), span("Lee", "name", "after \"Dr.\"", 0.99),
       span("12 March 2025", "date", "date pattern", 1),
       span("030 555 0199", "phone", "phone pattern", 0.9)}};
  for (int i = 0; i < 12; ++i) {
    out.samples.push_back(sample);
    out.samples.back().row = 2 + i * 3;
  }
  const std::array<const char*, 18> names = {"Names",
                                             "Geographic units smaller than a state",
                                             "Dates but the year",
                                             "Telephone numbers",
                                             "Fax numbers",
                                             "E-mail addresses",
                                             "Social security numbers",
                                             "Medical record numbers",
                                             "Health plan numbers",
                                             "Account numbers",
                                             "Certificate and licence numbers",
                                             "Vehicle identifiers",
                                             "Device identifiers",
                                             "URLs",
                                             "IP addresses",
                                             "Biometric identifiers",
                                             "Full-face photographs",
                                             "Any other unique number"};
  for (size_t i = 0; i < names.size(); ++i) {
    out.identifiers.push_back({static_cast<std::int64_t>(i + 1), names[i],
                               i == 0 ? "dictionary and context" : "patterns",
                               i == 0   ? 52
                               : i == 2 ? 31
                                        : 0,
                               i < 4 ? "invented ones" : "nothing found"});
  }
  return out;
}

protocol::Split sampleSplit(const protocol::SplitRequest& plan) {
  protocol::Split out;
  out.id = "sp_1";
  out.name = plan.name.empty() ? "Discharge notes 2025" : plan.name;
  out.datasetId = plan.datasetId;
  out.createdAt = "2026-11-24T09:40:00.000Z";
  out.plan = plan;
  const std::array<std::pair<const char*, double>, 3> parts = {
      {{"train", plan.trainFraction},
       {"validation", plan.validationFraction},
       {"test", plan.testColumn.empty() ? plan.testFraction : 0.2}}};
  for (const auto& [name, share] : parts) {
    const auto rows = [share](double all) { return static_cast<std::int64_t>(all * share); };
    out.parts.push_back({name,
                         std::string("ds_") + name,
                         rows(3512),
                         rows(1204),
                         {{"Arrhythmia", rows(1405)},
                          {"Infection", rows(1054)},
                          {"Neoplasm", rows(702)},
                          {"Other", rows(351)}},
                         "ab"});
  }
  out.proof.statement = "0 of 1,204 patients and 0 of 3,512 texts stand in more than one part";
  out.proof.patients = 1204;
  out.proof.rows = 3512;
  out.proof.patientColumn = "patient_id";
  return out;
}

std::vector<protocol::BaseModel> sampleBaseModels() {
  protocol::BaseModel text;
  text.id = "telesoft-diagnostic-v2";
  text.title = "Diagnostic text (MiniLM-L6 encoder)";
  text.architecture = "bert";
  text.parameters = 22713216;
  text.licence = "Apache-2.0";
  text.source = "sentence-transformers/all-MiniLM-L6-v2";
  text.available = true;
  protocol::BaseModel risk = text;
  risk.id = "telesoft-risk-v1";
  risk.title = "Breast-cancer recurrence within three years";
  risk.task = protocol::Task::TabularRisk;
  risk.architecture = "tabular";
  risk.parameters = 0;
  risk.available = false;
  return {risk, text};
}

protocol::Advice sampleAdvice() {
  using protocol::Approach;
  protocol::Advice out;
  out.summary = "2,458 labelled examples of 842 patients: parameter-efficient tuning fits.";
  out.approaches = {
      {Approach::Peft,
       "recommended",
       {"2,458 examples lie between 1,000 and 5,000", "few weights move, so little is forgotten"},
       6,
       560,
       147456},
      {Approach::Full,
       "not_advised",
       {"full fine-tuning wants 10,000 examples; there are 2,458"},
       19,
       1430,
       22713216},
      {Approach::HeadOnly,
       "possible",
       {"always a look: what the frozen base gives with a trained head"},
       1,
       340,
       2695},
      {Approach::ExpertFeedback,
       "not_available",
       {"needs the review pane, which is not built yet"},
       0,
       0,
       0}};
  out.baseModels = {"telesoft-diagnostic-v2"};
  return out;
}

protocol::Model sampleModel() {
  protocol::Model out;
  out.id = "mo_1";
  out.name = "Discharge notes, LoRA r8";
  out.baseModel = "telesoft-diagnostic-v2";
  out.jobId = "jb_1";
  out.sha256 = "77aa77aa77aa77aa77aa77aa77aa77aa";
  out.createdAt = "2026-11-24T10:05:00.000Z";
  out.classes = {{"Arrhythmia", ""}, {"Infection", ""}, {"Neoplasm", ""}, {"Other", ""}};
  out.validation = {{"f1_score", 0.897}, {"accuracy", 0.931}};
  out.trainingData = "ds_train";
  out.validationData = "ds_validation";
  return out;
}

protocol::Evaluation sampleEvaluation(protocol::Verdict verdict) {
  protocol::Evaluation out;
  out.id = "ev_1";
  out.modelId = "mo_1";
  out.testData = "ds_test";
  out.primary = "f1_score";
  out.rows = 526;
  out.patients = 181;
  out.testOpenings = 1;
  out.verdict = verdict;
  out.reportUrl = "/v1/evaluations/ev_1/report";
  out.createdAt = "2026-11-24T10:20:00.000Z";
  out.improvementSummary =
      "The tuned model is better than the base: macro-F1 .891 against .612 on the same 526 rows, a "
      "difference "
      "of +.279 (95 % CI +.231 to +.327). Of this, +.062 comes from adapting the weights.";
  out.arms = {arm("base", "MiniLM, zero-shot", 0.65),
              arm("head_only", "MiniLM frozen, trained head", 0.86),
              arm("tuned", "MiniLM, LoRA r8", 0.93)};
  const auto compare = [&](const char* against, const char* metric, double value, double half,
                           double p, const char* test) {
    out.comparisons.push_back({against, metric, estimate(value, half, 526, ""), p, test});
  };
  compare("base", "macro_f1", 0.279, 0.048, 0.0001, "bootstrap by patient");
  compare("base", "accuracy", 0.28, 0.04, 0.0001, "McNemar, exact");
  compare("head_only", "macro_f1", 0.062, 0.03, 0.004, "bootstrap by patient");
  compare("head_only", "accuracy", 0.07, 0.026, 0.0002, "McNemar, exact");
  for (const char* const ward : {"Cardiology", "Oncology"}) {
    out.subgroupPerformance.push_back({"ward", ward, "base", estimate(0.61, 0.06, 260, "")});
    out.subgroupPerformance.push_back({"ward", ward, "tuned", estimate(0.89, 0.05, 260, "")});
  }
  return out;
}

}  // namespace telesoft::tests
