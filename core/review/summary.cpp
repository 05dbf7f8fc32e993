#include "telesoft/review/summary.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/evaluate/agreement.h"
#include "telesoft/evaluate/intervals.h"
#include "telesoft/evaluate/wording.h"
#include "telesoft/review/desk.h"

namespace telesoft::review {

using protocol::Decision;
using protocol::DecisionKind;
using protocol::ReviewSummary;

namespace {

constexpr const char* kUnsure = "unsure";

/// The decisions of each case, and what was taken back.
struct Ledger {
  std::map<std::string, std::vector<Decision>> ofCase;
  std::set<std::int64_t> undone;
};

Ledger ledgerOf(const std::vector<Decision>& decisions) {
  Ledger out;
  for (const Decision& decision : decisions) {
    out.ofCase[decision.caseId].push_back(decision);
    if (decision.kind == DecisionKind::Undo) {
      out.undone.insert(decision.undoes);
    }
  }
  return out;
}

double median(std::vector<double> values) {
  if (values.empty()) {
    return std::nan("");
  }
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

void countDecisions(ReviewSummary& out,
                    const std::vector<Decision>& decisions,
                    const Ledger& ledger) {
  std::vector<double> seconds;
  for (const Decision& decision : decisions) {
    if (decision.kind == DecisionKind::Undo) {
      ++out.undone;
    } else if (!ledger.undone.contains(decision.seq)) {
      out.unsure += decision.kind == DecisionKind::Unsure ? 1 : 0;
      out.skipped += decision.kind == DecisionKind::Skip ? 1 : 0;
      if (decision.kind != DecisionKind::Skip && decision.seconds > 0) {
        seconds.push_back(decision.seconds);
      }
    }
  }
  out.medianSeconds = median(std::move(seconds));
}

size_t placeOf(const std::vector<std::string>& classes, const Reading& reading) {
  const std::string& name = reading.unsure ? kUnsure : reading.label;
  return static_cast<size_t>(std::find(classes.begin(), classes.end(), name) - classes.begin());
}

protocol::Agreement agreementIn(const Findings& findings, const Ledger& ledger) {
  std::vector<std::pair<Reading, Reading>> pairs;
  bool unsure = false;
  for (const store::CaseRecord& record : findings.cases) {
    const auto told = ledger.ofCase.find(record.id);
    if (told == ledger.ofCase.end()) {
      continue;
    }
    const CaseState state = fold(told->second, record.readTwice);
    if (state.first && state.second) {
      unsure = unsure || state.first->unsure || state.second->unsure;
      pairs.emplace_back(*state.first, *state.second);
    }
  }
  std::vector<std::string> classes;
  for (const protocol::ClassSpec& one : findings.review.classes) {
    classes.push_back(one.name);
  }
  if (unsure && std::find(classes.begin(), classes.end(), kUnsure) == classes.end()) {
    classes.emplace_back(kUnsure);
  }
  std::vector<std::vector<std::int64_t>> counts(classes.size(),
                                                std::vector<std::int64_t>(classes.size(), 0));
  for (const auto& [first, second] : pairs) {
    ++counts.at(placeOf(classes, first)).at(placeOf(classes, second));
  }
  return evaluate::agreement(std::move(classes), std::move(counts));
}

protocol::Estimate accuracyOnAudit(const std::vector<store::CaseRecord>& cases) {
  std::int64_t n = 0, right = 0;
  for (const store::CaseRecord& record : cases) {
    if (record.reason == "audit" && !record.label.empty()) {
      ++n;
      right += record.corrected ? 0 : 1;
    }
  }
  const evaluate::Interval interval = evaluate::wilson(right, n);
  return {n > 0 ? static_cast<double>(right) / static_cast<double>(n) : std::nan(""), interval.low,
          interval.high, n, "Wilson"};
}

std::string casesText(std::int64_t count) {
  return base::withThousands(count) + (count == 1 ? " case" : " cases");
}

std::string statementOf(const ReviewSummary& summary, const std::vector<std::string>& learntBy) {
  const protocol::Review& review = summary.review;
  if (review.cases == 0) {
    return "There is no case in this review yet.";
  }
  const std::int64_t labelled = summary.confirmed + summary.corrected;
  std::string out =
      fmt::format("{} of {} are settled: {} as the model said, {} corrected.",
                  base::withThousands(review.decided), casesText(review.cases),
                  base::withThousands(summary.confirmed), base::withThousands(summary.corrected));
  if (summary.modelAccuracy.n > 0) {
    out += fmt::format(
        " On the audit share, a fair sample of all rows, the model was right in {} (n = {}).",
        evaluate::estimateText(summary.modelAccuracy), summary.modelAccuracy.n);
  }
  if (summary.agreement.n > 0) {
    out += fmt::format(" Two readers agree in {} of {}, kappa {}.",
                       evaluate::estimateText(summary.agreement.observed),
                       casesText(summary.agreement.n),
                       evaluate::estimateText(summary.agreement.kappa));
  }
  if (review.conflicts > 0) {
    out +=
        fmt::format(" {} for a third person to settle the conflict.",
                    review.conflicts == 1 ? "1 case waits"
                                          : base::withThousands(review.conflicts) + " cases wait");
  }
  if (!learntBy.empty()) {
    out += " Its labels were learnt by " + base::join(learntBy, ", ") + ".";
  } else if (labelled > 0 && review.kind == "dataset") {
    out += fmt::format(" An expert feedback job would learn {} {}, {} of them corrections.",
                       base::withThousands(labelled), labelled == 1 ? "label" : "labels",
                       base::withThousands(summary.corrected));
  }
  return out;
}

}  // namespace

ReviewSummary summarize(Findings findings) {
  const Ledger ledger = ledgerOf(findings.decisions);
  ReviewSummary out;
  for (const store::CaseRecord& record : findings.cases) {
    out.corrected += record.corrected ? 1 : 0;
    out.confirmed += !record.label.empty() && !record.corrected ? 1 : 0;
  }
  countDecisions(out, findings.decisions, ledger);
  out.agreement = agreementIn(findings, ledger);
  out.modelAccuracy = accuracyOnAudit(findings.cases);
  out.review = std::move(findings.review);
  out.statement = statementOf(out, findings.learntBy);
  return out;
}

}  // namespace telesoft::review
