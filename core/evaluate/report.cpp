#include "telesoft/evaluate/report.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/evaluate/report/figures.h"
#include "telesoft/evaluate/report/html.h"
#include "telesoft/evaluate/verdict.h"
#include "telesoft/evaluate/wording.h"

namespace telesoft::evaluate {

namespace {

using protocol::ArmMetrics;
using protocol::Estimate;
using protocol::Evaluation;
using protocol::Verdict;

constexpr size_t kLargestMatrix = 16;

struct Banner {
  const char* title;
  const char* style;
  const char* icon;  // path of a 24 x 24 icon
};

Banner bannerOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::TunedIsBetter:
      return {"The tuned model is better", "better", "M8 12.5l3 3 5.5-6.5"};
    case Verdict::KeepBase:
      return {"Keep the base", "keep", "M12 8v8M8.5 11.5L12 8l3.5 3.5"};
    case Verdict::NoDifference:
      return {"No difference shown", "none", "M8 10h8M8 14h8"};
    case Verdict::TooLittleData:
      break;
  }
  return {"Too little data for a verdict", "little", "M12 7.5v5.5M12 16.2v.3"};
}

std::string fact(const std::string& name, const std::string& value) {
  return value.empty()
             ? ""
             : "<div><dt>" + escapeHtml(name) + "</dt><dd>" + escapeHtml(value) + "</dd></div>\n";
}

std::string header(const Evaluation& e) {
  const Banner banner = bannerOf(e.verdict);
  const std::string openings =
      e.testOpenings > 0
          ? (e.testOpenings == 1 ? "once, now" : base::withThousands(e.testOpenings) + " times")
          : "";
  return fmt::format(
             "<header>\n<p class=\"eyebrow\">Evaluation on the untouched test part</p>\n"
             "<h1 class=\"{}\"><svg viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" "
             "stroke-width=\"1.8\" stroke-linecap=\"round\" stroke-linejoin=\"round\" "
             "aria-hidden=\"true\"><circle cx=\"12\" cy=\"12\" r=\"9.5\"/><path "
             "d=\"{}\"/></svg>{}</h1>\n"
             "<p class=\"summary\">{}</p>\n<dl>\n",
             banner.style, banner.icon, banner.title, escapeHtml(e.improvementSummary)) +
         fact("Rows", base::withThousands(e.rows)) +
         fact("Patients", base::withThousands(e.patients)) +
         fact("Primary figure", metricName(e.primary)) + fact("Test part opened", openings) +
         fact("Model", e.modelId) + fact("Test data", e.testData) + fact("Evaluation", e.id) +
         fact("Made", e.createdAt) + "</dl>\n</header>\n";
}

/// Value and, softer, its interval.
std::string figureCell(const Estimate& estimate) {
  std::string out = base::proportion(estimate.value);
  if (std::isfinite(estimate.low) && std::isfinite(estimate.high)) {
    out += "<span class=\"range\">" + base::proportion(estimate.low) + "-" +
           base::proportion(estimate.high) + "</span>";
  }
  return out;
}

std::string figuresSection(const Evaluation& e) {
  struct Line {
    const char* metric;
    Estimate ArmMetrics::*estimate;
  };
  constexpr Line kLines[] = {{"accuracy", &ArmMetrics::accuracy},
                             {"f1_score", &ArmMetrics::macroF1},
                             {"auroc", &ArmMetrics::macroAuroc},
                             {"brier", &ArmMetrics::brier},
                             {"calibration_error", &ArmMetrics::calibrationError}};
  HtmlTable table;
  table.head.emplace_back("");
  for (const ArmMetrics& arm : e.arms) {
    table.head.push_back(escapeHtml(armName(arm.arm)) + "<span class=\"title\">" +
                         escapeHtml(arm.title) + "</span>");
  }
  for (const auto& [metric, estimate] : kLines) {
    std::vector<std::string>& row = table.rows.emplace_back();
    row.push_back(metricName(metric) +
                  (e.primary == metric ? "<span class=\"tag\">primary</span>" : ""));
    for (const ArmMetrics& arm : e.arms) {
      row.push_back(figureCell(arm.*estimate));
    }
  }
  return section("Figures",
                 "With 95 % intervals. Brier score and calibration error: lower is better.",
                 renderTable(table));
}

/// Against one arm: scales of their own, since the gain over the base can dwarf that over a trained
/// head.
std::string differencesFrom(const Evaluation& e, const std::string& against) {
  std::vector<ForestRow> rows;
  for (const protocol::Comparison& c : e.comparisons) {
    if (c.against == against) {
      rows.push_back({metricName(c.metric),
                      {{"tuned", c.difference}},
                      differenceText(c.difference) + ", " + pText(c.pValue)});
    }
  }
  return rows.empty() ? ""
                      : "<h3>Against the " + escapeHtml(armName(against)) + "</h3>\n" +
                            forestPlot(rows, 0.0);
}

std::string differencesSection(const Evaluation& e) {
  const std::string plots = differencesFrom(e, "base") + differencesFrom(e, "head_only");
  return plots.empty()
             ? ""
             : section("What tuning changed",
                       "Tuned model minus the other, on the same rows. An interval that "
                       "includes 0 shows no difference. For the Brier score, less is better.",
                       plots);
}

std::string calibrationSection(const Evaluation& e) {
  const bool twoClasses = !e.arms.empty() && e.arms[0].classes.size() == 2;
  const std::string what = twoClasses ? "the probability of \"" + e.arms[0].classes[1].name + "\""
                                      : "the probability of the class that was predicted";
  return section("Calibration",
                 "Do probabilities mean what they say? Each point is " + what +
                     " in a tenth of its range; larger points hold more rows. On the dotted "
                     "diagonal, what was stated is what happened.",
                 reliabilityDiagram(e.arms));
}

std::string classesSection(const ArmMetrics& tuned) {
  HtmlTable table{{"", "rows", "precision", "recall", "F1", "AUROC"}, {}};
  for (const protocol::ClassMetrics& c : tuned.classes) {
    table.rows.push_back({escapeHtml(c.name), base::withThousands(c.support),
                          figureCell(c.precision), figureCell(c.recall), figureCell(c.f1),
                          figureCell(c.auroc)});
  }
  std::string matrix;
  if (tuned.confusion.size() <= kLargestMatrix) {
    matrix =
        "<h2>Which class is taken for which</h2>\n<p class=\"note\">True classes down, predicted "
        "ones across; shaded by the share of the true class.</p>\n" +
        confusionMatrix(tuned);
  }
  return section("Every class", "Of the tuned model.", renderTable(table)) +
         (matrix.empty() ? "" : "<section>" + matrix + "</section>\n");
}

std::string subgroupsSection(const Evaluation& e) {
  std::vector<ForestRow> rows;
  for (const protocol::SubgroupMetrics& s : e.subgroupPerformance) {
    const std::string name =
        fmt::format("{}: {} (n = {})", s.column, s.value, base::withThousands(s.primary.n));
    if (rows.empty() || rows.back().label != name) {
      rows.push_back({name, {}, ""});
    }
    if (!std::isfinite(s.primary.value)) {
      rows.back().text = s.primary.method.empty() ? "not defined" : s.primary.method;
      continue;
    }
    rows.back().marks.push_back({s.arm, s.primary});
    if (s.arm == "tuned") {
      rows.back().text = "tuned " + estimateText(s.primary);
    }
  }
  return rows.empty()
             ? ""
             : section("Groups of patients",
                       "The primary figure (" + metricName(e.primary) +
                           ") in each group: the base grey and dashed, the trained head blue, "
                           "the tuned model green. Small groups have wide intervals; "
                           "overlapping ones show no difference between groups.",
                       forestPlot(rows, std::nullopt));
}

std::string capabilitiesSection(const Evaluation& e) {
  HtmlTable table{{"", "base", "tuned model", "difference", "state"}, {}};
  for (const protocol::CapabilityMetrics& c : e.capabilities) {
    const bool asked = c.state != "not_applicable";
    table.rows.push_back(
        {escapeHtml(c.name) + "<span class=\"title\">" + escapeHtml(c.title) + "</span>",
         asked ? figureCell(c.base) : "-", asked ? figureCell(c.tuned) : "-",
         asked ? escapeHtml(differenceText(c.difference)) : "-",
         asked ? escapeHtml(c.state) : "not applicable"});
  }
  return table.rows.empty()
             ? ""
             : section("What the base could, and the tuned model still can",
                       "The same items for both. \"lost\": the whole interval of the difference "
                       "lies below -.05; \"kept\": none of it does.",
                       renderTable(table));
}

std::string errorsSection(const Evaluation& e) {
  HtmlTable table{{"row of the file", "true class", "predicted", "probability"}, {}};
  for (const protocol::ErrorExample& error : e.errorAnalysis) {
    table.rows.push_back({base::withThousands(error.row), escapeHtml(error.label),
                          escapeHtml(error.predicted), base::proportion(error.probability)});
  }
  return table.rows.empty()
             ? ""
             : section(
                   "Most confident errors",
                   "The rows that the tuned model got wrong with the highest probability: look at "
                   "these first. Some may be wrong labels.",
                   renderTable(table));
}

/// Each way in which a figure of this evaluation was computed, once.
std::string methodsSection(const Evaluation& e) {
  std::set<std::string> methods;
  for (const ArmMetrics& arm : e.arms) {
    for (const Estimate* estimate : {&arm.accuracy, &arm.macroF1, &arm.macroAuroc, &arm.brier}) {
      methods.insert(estimate->method);
    }
  }
  for (const protocol::Comparison& c : e.comparisons) {
    methods.insert(c.difference.method);
  }
  methods.erase("");
  std::string list;
  const auto item = [&](const std::string& text) { list += "<li>" + escapeHtml(text) + "</li>\n"; };
  item("Intervals (95 %): " + base::join({methods.begin(), methods.end()}, "; ") + ".");
  item(
      "Bootstrap by patient: whole patients are drawn with replacement, the same ones for every "
      "model, so that differences are paired. Percentile intervals.");
  item(
      "Wilson's score interval for shares, DeLong's for the AUROC, and McNemar's exact test hold "
      "where every patient has one row; they are used there only.");
  item(
      "Macro-F1: the mean over classes. AUROC of more than two classes: the mean of each class "
      "against the rest. Calibration error: ten bins of equal width; resampling adds noise to "
      "it, so that its interval leans upwards.");
  item(fmt::format(
      "Verdict: by the interval of the primary figure's difference alone. No verdict below "
      "{} rows, {} patients, or two classes of {} rows. No correction for several "
      "figures: only the primary one decides.",
      kFewestRows, kFewestPatients, kFewestOfClass));
  return section("How this was computed", "", "<ul>" + list + "</ul>\n");
}

}  // namespace

std::string renderHtmlReport(const Evaluation& evaluation) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<title>Evaluation " +
      escapeHtml(evaluation.id) + "</title>\n<style>" + std::string(styleSheet()) +
      "</style>\n</head>\n<body>\n<main>\n" + header(evaluation);
  if (!evaluation.arms.empty()) {
    out += figuresSection(evaluation) + differencesSection(evaluation) +
           calibrationSection(evaluation);
  }
  if (const ArmMetrics* tuned = findArm(evaluation, "tuned")) {
    out += classesSection(*tuned);
  }
  out += subgroupsSection(evaluation) + capabilitiesSection(evaluation) +
         errorsSection(evaluation) + methodsSection(evaluation);
  return out +
         "<footer>Telesoft Workbench. For the people who judge this model; it makes no decision "
         "about "
         "a patient.</footer>\n</main>\n</body>\n</html>\n";
}

}  // namespace telesoft::evaluate
