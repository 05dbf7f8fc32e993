#include "telesoft/deploy/release/gates.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/evaluate/verdict.h"
#include "telesoft/evaluate/wording.h"

namespace telesoft::deploy {

using base::proportion;
using base::withThousands;
using protocol::Approach;
using protocol::Estimate;
using protocol::Evaluation;
using protocol::Gate;
using protocol::Verdict;

namespace {

bool hasInterval(const Estimate& e) {
  return std::isfinite(e.low) && std::isfinite(e.high);
}

Gate says(Gate gate, const std::string& state, std::string statement) {
  gate.state = state;
  gate.statement = std::move(statement);
  return gate;
}

Gate splitProof(const GateInput& in) {
  Gate gate{"split_proof", "Trained on rows that the test part does not hold", "", "", "split", ""};
  if (in.model.approach == Approach::KnowledgeBase && in.model.trainingData.empty()) {
    return says(std::move(gate), "holds", "no weights were trained: there is nothing to leak");
  }
  if (!in.split) {
    return says(std::move(gate), "missing",
                "its training data is no part of a split: that no patient stands on both sides is "
                "not proven");
  }
  const protocol::SplitProof& proof = in.split->proof;
  gate.evidenceId = in.split->id;
  if (in.validationSplit != in.split->id) {
    return says(std::move(gate), "fails", "its training and validation data are of two splits");
  }
  if (proof.sharedPatients > 0 || proof.sharedRows > 0) {
    return says(std::move(gate), "fails",
                fmt::format("{} patients and {} rows stand in more than one part",
                            withThousands(proof.sharedPatients), withThousands(proof.sharedRows)));
  }
  if (in.manifestNow.empty() || in.manifestNow != proof.manifestSha256) {
    return says(std::move(gate), in.manifestNow.empty() ? "missing" : "fails",
                in.manifestNow.empty() ? "the split's manifest is not there any more"
                                       : "the split's manifest is not the one that was proven");
  }
  return says(std::move(gate), "holds", proof.statement);
}

/// "AUROC .912 (95 % CI .897-.926, n = 1,204)".
std::string figureText(const std::string& metric, const Estimate& e) {
  std::string inside =
      hasInterval(e) ? fmt::format("95 % CI {}-{}, ", proportion(e.low), proportion(e.high)) : "";
  return fmt::format("{} {} ({}n = {})", evaluate::metricName(metric), proportion(e.value), inside,
                     withThousands(e.n));
}

std::string wantedMetric(const GateInput& in, const Evaluation& evaluation) {
  const std::string asked = in.job ? in.job->request.targetMetrics.primary : "";
  return asked == "f1_score" || asked == "accuracy" || asked == "auroc" ? asked
                                                                        : evaluation.primary;
}

std::string versusBase(const Evaluation& evaluation) {
  const protocol::Comparison* c = evaluate::primaryComparison(evaluation, "base");
  const std::string difference = c == nullptr
                                     ? ""
                                     : " " + evaluate::differenceText(c->difference) + " in " +
                                           evaluate::metricName(evaluation.primary);
  switch (evaluation.verdict) {
    case Verdict::TunedIsBetter:
      return "better than the base:" + difference;
    case Verdict::NoDifference:
      return "no difference from the base is shown:" + difference;
    case Verdict::KeepBase:
      return "not shown to be better than the base, which is to be kept:" + difference;
    case Verdict::TooLittleData:
      break;
  }
  return "too little data for a verdict against the base";
}

Gate evaluationGate(const GateInput& in) {
  Gate gate{"evaluation", "Good enough on untouched rows, and no worse than the base",
            "",           "",
            "evaluation", ""};
  const double minimum = in.job ? in.job->request.targetMetrics.minimum : 0;
  const bool findingsOfBase = in.model.approach == Approach::KnowledgeBase;
  const Evaluation* e = newestEvaluation(in.evaluations);
  if (e == nullptr && findingsOfBase && minimum <= 0) {
    return says(std::move(gate), "holds",
                "its findings are the base's own; the knowledge base adds citations, and no "
                "minimum was asked for");
  }
  if (e == nullptr) {
    return says(std::move(gate), "missing", "it was not evaluated on a test part");
  }
  gate.evidenceId = e->id;
  const protocol::ArmMetrics* tuned = evaluate::findArm(*e, "tuned");
  if (tuned == nullptr) {
    return says(std::move(gate), "missing", "the evaluation has no figures of this model");
  }
  const std::string metric = wantedMetric(in, *e);
  const Estimate& figure = evaluate::primaryOf(*tuned, metric);
  const bool reached = std::isfinite(figure.value) && figure.value >= minimum;
  std::string text = figureText(metric, figure);
  text += minimum > 0 ? fmt::format(" {} {}", reached ? ">=" : "<", proportion(minimum))
                      : ", no minimum was asked for";
  if (e->testOpenings > 1) {
    text += fmt::format("; the test part has been opened {} times", e->testOpenings);
  }
  if (findingsOfBase) {
    return says(std::move(gate), reached ? "holds" : "fails", text + "; the findings of the base");
  }
  const bool noWorse = e->verdict == Verdict::TunedIsBetter || e->verdict == Verdict::NoDifference;
  return says(std::move(gate), reached && noWorse ? "holds" : "fails",
              text + "; " + versusBase(*e));
}

/// The difference between two groups of one column.
struct Gap {
  std::string column, best, worst;
  double value = -1;
  double low = 0;  // of its 95 % interval: MOVER, Zou & Donner, Stat. Med. 2008;27:1693
  std::int64_t n = 0;
};

Gap gapOf(const std::string& column, const std::vector<const protocol::SubgroupMetrics*>& groups) {
  const auto less = [](const auto* a, const auto* b) {
    return a->primary.value < b->primary.value;
  };
  const auto* worst = *std::min_element(groups.begin(), groups.end(), less);
  const auto* best = *std::max_element(groups.begin(), groups.end(), less);
  Gap out{column,
          best->value,
          worst->value,
          best->primary.value - worst->primary.value,
          0,
          std::min(best->primary.n, worst->primary.n)};
  out.low = out.value - std::hypot(best->primary.value - best->primary.low,
                                   worst->primary.high - worst->primary.value);
  if (!std::isfinite(out.low)) {
    out.low = out.value;
  }
  return out;
}

/// The column by which the test part was set aside has one value there: it makes no groups.
std::string setAsideBy(const GateInput& in) {
  return in.split ? in.split->plan.testColumn : "";
}

std::vector<std::string> subgroupColumns(const GateInput& in) {
  std::vector<std::string> out;
  for (const protocol::ColumnSchema& column : in.columns) {
    if (column.role == protocol::ColumnRole::Subgroup && column.distinct > 1 &&
        column.name != setAsideBy(in)) {
      out.push_back(column.name);
    }
  }
  return out;
}

/// The largest gap of all columns; value -1 where no column has two groups that are large enough.
Gap largestGap(const Evaluation& evaluation) {
  std::map<std::string, std::vector<const protocol::SubgroupMetrics*>> groups;
  for (const protocol::SubgroupMetrics& group : evaluation.subgroupPerformance) {
    if (group.arm == "tuned" && group.primary.n >= kGroupRows &&
        std::isfinite(group.primary.value)) {
      groups[group.column].push_back(&group);
    }
  }
  Gap out;
  for (const auto& [column, list] : groups) {
    if (list.size() > 1) {
      const Gap gap = gapOf(column, list);
      out = gap.value > out.value ? gap : out;
    }
  }
  return out;
}

Gate subgroupGap(const GateInput& in) {
  Gate gate{"subgroup_gap", "Much the same for every group of patients", "", "", "evaluation", ""};
  const std::vector<std::string> declared = subgroupColumns(in);
  if (declared.empty()) {
    gate.evidenceKind = "dataset";
    gate.evidenceId = in.model.trainingData;
    const std::string aside = setAsideBy(in);
    return says(std::move(gate), "holds",
                aside.empty()
                    ? "the data declares no subgroup column with two values: there are no "
                      "groups to compare"
                    : "the data declares no subgroup column but " + aside +
                          ", by which the test rows were set aside: there are no groups "
                          "to compare");
  }
  const auto analysed =
      std::find_if(in.evaluations.begin(), in.evaluations.end(), [](const Evaluation& e) {
        return e.status == "succeeded" && !e.subgroupPerformance.empty();
      });
  if (analysed == in.evaluations.end()) {
    return says(std::move(gate), "missing",
                "it was not evaluated by subgroup (" + base::join(declared, ", ") +
                    "): evaluate it with subgroup analysis");
  }
  gate.evidenceId = analysed->id;
  const Gap gap = largestGap(*analysed);
  if (gap.value < 0) {
    return says(std::move(gate), "missing",
                fmt::format("no subgroup column has two groups of {} test rows or more: a gap "
                            "cannot be told from chance",
                            kGroupRows));
  }
  const std::string text = fmt::format(
      "largest gap of {}: {} ({}: {} against {}, n >= {})", evaluate::metricName(analysed->primary),
      proportion(gap.value), gap.column, gap.best, gap.worst, withThousands(gap.n));
  const std::string limit = proportion(kLargestGap, 2);
  if (gap.value <= kLargestGap) {
    return says(std::move(gate), "holds", text + " <= " + limit);
  }
  if (gap.low <= kLargestGap) {
    return says(std::move(gate), "holds",
                text + " > " + limit + ", but its 95 % interval begins at " + proportion(gap.low) +
                    ": a gap beyond the limit is not shown");
  }
  return says(
      std::move(gate), "fails",
      text + " > " + limit + ", and its whole 95 % interval is (from " + proportion(gap.low) + ")");
}

std::string capabilityText(const protocol::CapabilityMetrics& c) {
  return fmt::format("{} {} ({})", c.name, c.state, evaluate::differenceText(c.difference));
}

Gate capabilities(const GateInput& in) {
  Gate gate{"capabilities", "Keeps what the base could", "", "", "evaluation", ""};
  const std::vector<std::string> asked =
      in.job ? in.job->request.preserveCapabilities : std::vector<std::string>();
  if (asked.empty()) {
    gate.evidenceKind = "job";
    gate.evidenceId = in.model.jobId;
    return says(std::move(gate), "holds", "the job asked to preserve no capability");
  }
  if (in.model.approach == Approach::KnowledgeBase) {
    return says(std::move(gate), "holds", "the base's weights are unchanged");
  }
  const auto measured = std::find_if(
      in.evaluations.begin(), in.evaluations.end(),
      [](const Evaluation& e) { return e.status == "succeeded" && !e.capabilities.empty(); });
  if (measured == in.evaluations.end()) {
    return says(std::move(gate), "missing",
                "not measured: " + base::join(asked, ", ") + "; evaluate the model");
  }
  gate.evidenceId = measured->id;
  std::vector<std::string> texts, absent;
  bool lost = false;
  for (const std::string& name : asked) {
    const auto found = std::find_if(measured->capabilities.begin(), measured->capabilities.end(),
                                    [&](const auto& c) { return c.name == name; });
    if (found == measured->capabilities.end()) {
      absent.push_back(name);
      continue;
    }
    texts.push_back(capabilityText(*found));
    lost = lost || found->state == "lost";
  }
  if (!absent.empty()) {
    texts.push_back("not measured: " + base::join(absent, ", "));
  }
  return says(std::move(gate),
              lost             ? "fails"
              : absent.empty() ? "holds"
                               : "missing",
              base::join(texts, "; "));
}

Gate integrity(const GateInput& in) {
  Gate gate{"integrity", "The files are those that were registered", "", "", "model", in.model.id};
  const std::string& registered = in.model.bytesSha256;
  if (registered.empty()) {
    return says(std::move(gate), "missing",
                "no hash was kept when it was registered: train it anew");
  }
  if (in.bytesNow.empty()) {
    return says(std::move(gate), "fails", "its files cannot be read");
  }
  return in.bytesNow == registered
             ? says(std::move(gate), "holds",
                    "SHA-256 over every file: " + registered.substr(0, 12) + "...")
             : says(std::move(gate), "fails",
                    fmt::format("its files have changed since it was registered: {}... is now "
                                "{}...",
                                registered.substr(0, 12), in.bytesNow.substr(0, 12)));
}

}  // namespace

std::vector<Gate> gatesOf(const GateInput& input) {
  return {splitProof(input), evaluationGate(input), subgroupGap(input), capabilities(input),
          integrity(input)};
}

bool allHold(const std::vector<Gate>& gates) {
  return !gates.empty() && std::all_of(gates.begin(), gates.end(),
                                       [](const Gate& gate) { return gate.state == "holds"; });
}

const Evaluation* newestEvaluation(const std::vector<Evaluation>& evaluations) {
  const auto found = std::find_if(evaluations.begin(), evaluations.end(),
                                  [](const Evaluation& e) { return e.status == "succeeded"; });
  return found == evaluations.end() ? nullptr : &*found;
}

}  // namespace telesoft::deploy
