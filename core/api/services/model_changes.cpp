#include "telesoft/api/services/model_changes.h"

#include <algorithm>

#include "telesoft/base/os/files.h"
#include "telesoft/base/text.h"
#include "telesoft/evaluate/report/html.h"
#include "telesoft/evaluate/wording.h"
#include "telesoft/store/tables/evaluation_table.h"
#include "telesoft/store/tables/model_table.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;
using evaluate::escapeHtml;
using evaluate::section;
using protocol::Evaluation;
using protocol::Model;

namespace {

constexpr std::uint64_t kMaxChanges = 16U << 20U;

/// "1 case", "1,204 cases".
std::string counted(std::int64_t count, const std::string& one, const std::string& many) {
  return base::withThousands(count) + " " + (count == 1 ? one : many);
}

std::string paragraph(const std::string& text) {
  return text.empty() ? "" : "<p>" + escapeHtml(text) + "</p>\n";
}

/// What the page is made of.
struct Story {
  Model model, before;  // before: without id where training began from the base
  ModelChanges changes;
  std::optional<Evaluation> now, then;
};

/// The newest evaluation of a model on one of the parts.
std::optional<Evaluation> newestOn(const std::vector<Evaluation>& all,
                                   const std::string& model,
                                   const std::vector<std::string>& parts) {
  for (const Evaluation& e : all) {
    if (!model.empty() && e.modelId == model && e.status == "succeeded" &&
        std::find(parts.begin(), parts.end(), e.testData) != parts.end()) {
      return e;
    }
  }
  return std::nullopt;
}

base::Result<Story> storyOf(Services& services, const std::string& modelId) {
  Story out;
  std::vector<Evaluation> all;
  TELESOFT_CHECK(
      services.workspace.database().read([&](const store::Snapshot& snapshot) -> base::Status {
        TELESOFT_TRY(model, store::ModelTable::find(snapshot, base::ModelId(modelId)));
        if (!model.warmStart.empty()) {
          TELESOFT_TRY(before, store::ModelTable::find(snapshot, base::ModelId(model.warmStart)));
          out.before = std::move(before);
        }
        TELESOFT_TRY(evaluations, store::EvaluationTable::list(snapshot));
        all = std::move(evaluations);
        out.model = std::move(model);
        return {};
      }));
  TELESOFT_TRY(changes, changesOf(services.workspace, out.model));
  out.changes = std::move(changes);
  out.now = newestOn(all, out.model.id, out.changes.testParts);
  out.then = newestOn(all, out.before.id, out.changes.testParts);
  return out;
}

std::string header(const Story& s) {
  const ModelChanges& c = s.changes;
  std::string summary = counted(c.readers, "reader has", "readers have") + " settled " +
                        counted(c.reviewed, "case", "cases") + ", and corrected the model in " +
                        base::withThousands(c.corrected) + " of them. ";
  summary += "From this, " + counted(c.added, "new case", "new cases") +
             " went into training and " + counted(c.relabelled, "old one got", "old ones got") +
             " another label: " + counted(c.trainedOn, "case in all.", "cases in all.");
  return "<header>\n<p class=\"eyebrow\">What the readers' work has changed</p>\n<h1>" +
         escapeHtml(s.model.name) + "</h1>\n<p class=\"summary\">" + escapeHtml(summary) +
         "</p>\n" +
         paragraph(s.before.id.empty()
                       ? "Training began from the base model " + s.model.baseModel + "."
                       : "Training went on from the model \"" + s.before.name + "\".") +
         "</header>\n";
}

std::string correctionsSection(const ModelChanges& c) {
  if (c.corrections.empty()) {
    return section("Corrections", "",
                   paragraph("The readers agreed with the model in every case that they settled."));
  }
  evaluate::HtmlTable table{{"the model had said", "the readers say", "cases"}, {}};
  for (const LabelChange& one : c.corrections) {
    table.rows.push_back({escapeHtml(one.from.empty() ? "nothing" : one.from), escapeHtml(one.to),
                          base::withThousands(one.cases)});
  }
  return section("Corrections", "The most frequent first.", renderTable(table));
}

std::string leftOutSection(const ModelChanges& c) {
  std::string body;
  if (c.relabelledChecked > 0) {
    body += paragraph(counted(c.relabelledChecked, "case", "cases") +
                      " by which training is steered got another label; they are not trained on.");
  }
  if (c.ofTest > 0) {
    body += paragraph(counted(c.ofTest, "settled case is", "settled cases are") +
                      " of the untouched test part, and stayed out of training.");
  }
  if (c.ofSamePatient > 0) {
    body += paragraph(counted(c.ofSamePatient, "settled case", "settled cases") +
                      " stayed out of training: the same patient, or an equal case, is held back "
                      "to test the model.");
  }
  if (c.elsewhere > 0) {
    body += paragraph(counted(c.elsewhere, "settled case is", "settled cases are") +
                      " not in the data that the model is trained on.");
  }
  return body.empty() ? "" : section("What was not trained on", "", body);
}

std::string figure(const std::optional<Evaluation>& e, const char* metric) {
  if (!e) {
    return "-";
  }
  for (const protocol::ArmMetrics& arm : e->arms) {
    if (arm.arm == "tuned") {
      const std::string name = metric;
      return escapeHtml(evaluate::estimateText(name == "accuracy"   ? arm.accuracy
                                               : name == "f1_score" ? arm.macroF1
                                                                    : arm.macroAuroc));
    }
  }
  const auto known = e->metrics.find(metric);
  return known == e->metrics.end() ? "-" : base::proportion(known->second);
}

std::string figuresSection(const Story& s) {
  const std::string title = "On the untouched test part";
  if (!s.now) {
    return section(title, "",
                   paragraph("The new model has not been evaluated yet. Evaluate it on the test "
                             "part of its split to see whether it has become better."));
  }
  evaluate::HtmlTable table{{"", "before", "now"}, {}};
  for (const char* metric : {"accuracy", "f1_score", "auroc"}) {
    table.rows.push_back(
        {escapeHtml(evaluate::metricName(metric)), figure(s.then, metric), figure(s.now, metric)});
  }
  const std::string note =
      s.before.id.empty() ? "There is no model before it: training began from the base."
      : s.then            ? "Both models on the same " + base::withThousands(s.now->rows) +
                     " cases, which neither has been trained on; 95 % intervals. Where they "
                     "overlap much, no difference is shown."
               : "The model before has not been evaluated on these cases.";
  return section(title, note, renderTable(table));
}

}  // namespace

base::Result<ModelChanges> changesOf(const store::Workspace& workspace, const Model& model) {
  const base::Path file = workspace.folder() / model.path / "changes.json";
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    return fail(ErrorCode::NotFound, "the model has learnt no corrections of readers",
                "ask for a model whose approach is expert_feedback");
  }
  TELESOFT_TRY(text, base::readFile(file, kMaxChanges).in("reading what has changed"));
  TELESOFT_TRY(parsed, base::parseJson(text).in("reading what has changed"));
  return base::fromJson<ModelChanges>(parsed).in("reading what has changed");
}

base::Result<std::string> changesPage(Services& services, const std::string& modelId) {
  TELESOFT_TRY(story, storyOf(services, modelId));
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
         "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>What has "
         "changed</title>\n<style>" +
         std::string(evaluate::styleSheet()) + "</style>\n</head>\n<body>\n<main>\n" +
         header(story) + figuresSection(story) + correctionsSection(story.changes) +
         leftOutSection(story.changes) + "</main>\n</body>\n</html>\n";
}

}  // namespace telesoft::api
