#include <algorithm>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/data/check/quality_checks.h"
#include "telesoft/data/import.h"
#include "telesoft/data/split/row_groups.h"

namespace telesoft::data {

namespace {

using protocol::QualityFinding;

constexpr std::int64_t kAdvisedPerClass = 300;  // labelled examples a condition
constexpr std::int64_t kRarePerClass = 10;
constexpr double kLopsidedShare = 0.9;

std::map<std::string_view, std::int64_t> classCounts(const CheckInput& input) {
  std::map<std::string_view, std::int64_t> out;
  for (size_t row = 0; input.label && row < input.table.rows(); ++row) {
    if (const std::string& label = input.table.cell(row, *input.label); !label.empty()) {
      ++out[label];
    }
  }
  return out;
}

QualityFinding labelFinding(const CheckInput& input, std::string check, std::string severity) {
  QualityFinding out;
  out.check = std::move(check);
  out.severity = std::move(severity);
  out.column = input.label ? input.table.columnName(*input.label) : "";
  return out;
}

std::string percent(std::int64_t part, std::int64_t all) {
  return fmt::format("{:.0f} %", 100.0 * static_cast<double>(part) /
                                     static_cast<double>(std::max<std::int64_t>(1, all)));
}

}  // namespace

void checkMissingLabels(const CheckInput& input, Findings& out) {
  QualityFinding finding = labelFinding(input, "missing_labels", "error");
  if (!input.label) {
    finding.message = "No column is the label.";
    finding.hint = "Give one column the role \"label\" at import.";
    out.push_back(std::move(finding));
    return;
  }
  addRows(input, finding, [&](size_t row) { return input.table.cell(row, *input.label).empty(); });
  if (finding.count > 0) {
    finding.message =
        fmt::format("{} of {} rows have no label.", base::withThousands(finding.count),
                    base::withThousands(static_cast<std::int64_t>(input.table.rows())));
    finding.hint = "Label them, or leave them out at import.";
    out.push_back(std::move(finding));
  }
}

void checkClassCounts(const CheckInput& input, Findings& out) {
  const auto counts = classCounts(input);
  if (!input.label) {
    return;
  }
  std::int64_t labelled = 0, smallest = counts.empty() ? 0 : counts.begin()->second;
  std::int64_t below = 0;
  for (const auto& [unused, count] : counts) {
    labelled += count;
    smallest = std::min(smallest, count);
    below += count < kAdvisedPerClass ? 1 : 0;
  }
  if (counts.size() < 2 || labelled < kMinLabelledRows) {
    QualityFinding finding = labelFinding(input, "too_little_data", "error");
    finding.count = labelled;
    finding.message =
        fmt::format("{} labelled rows of {} classes: training needs at least {} rows of two.",
                    labelled, counts.size(), kMinLabelledRows);
    finding.hint = "Add labelled rows, of other classes where there is one.";
    out.push_back(std::move(finding));
  } else if (below > 0) {
    const bool rare = smallest < kRarePerClass;
    QualityFinding finding = labelFinding(input, "class_counts", rare ? "warning" : "note");
    finding.count = below;
    finding.message = fmt::format("{} of {} classes have fewer than {} rows; the smallest has {}.",
                                  below, counts.size(), kAdvisedPerClass, smallest);
    finding.hint =
        rare ? "Join rare classes or leave them out: with so few rows they are neither "
               "learnt nor judged."
             : "At least 300 labelled rows a condition are advised; expect wide intervals.";
    out.push_back(std::move(finding));
  }
}

void checkClassBalance(const CheckInput& input, Findings& out) {
  const auto counts = classCounts(input);
  std::int64_t all = 0, largest = 0;
  for (const auto& [unused, count] : counts) {
    all += count;
    largest = std::max(largest, count);
  }
  if (counts.size() > 1 &&
      static_cast<double>(largest) > kLopsidedShare * static_cast<double>(all)) {
    QualityFinding finding = labelFinding(input, "class_balance", "warning");
    finding.count = largest;
    finding.message = fmt::format("{} of the rows are of one class.", percent(largest, all));
    finding.hint = "Accuracy says little here: judge by AUROC or macro-F1, and use class weights.";
    out.push_back(std::move(finding));
  }
}

void checkContradictingLabels(const CheckInput& input, Findings& out) {
  if (!input.label) {
    return;
  }
  const Table& table = input.table;
  std::vector<std::string> contents(table.rows());
  std::unordered_map<std::string_view, std::pair<std::string_view, bool>> labelOf;  // contradicted
  for (size_t row = 0; row < table.rows(); ++row) {
    contents[row] = rowContent(table, input.compared, row);
    const std::string& label = table.cell(row, *input.label);
    if (!contents[row].empty() && !label.empty()) {
      auto& known = labelOf.try_emplace(contents[row], label, false).first->second;
      known.second = known.second || known.first != label;
    }
  }
  QualityFinding finding = labelFinding(input, "contradicting_labels", "warning");
  addRows(input, finding, [&](size_t row) {
    const auto known = labelOf.find(contents[row]);
    return known != labelOf.end() && known->second.second;
  });
  if (finding.count > 0) {
    finding.message = fmt::format("{} rows have an equal row with another label.",
                                  base::withThousands(finding.count));
    finding.hint = "Have an expert decide which label is right: no model can learn both.";
    out.push_back(std::move(finding));
  }
}

void checkLabelInText(const CheckInput& input, Findings& out) {
  constexpr size_t kShortest = 4;  // shorter class names stand in texts by chance
  std::int64_t own = 0, named = 0;
  QualityFinding finding = labelFinding(input, "label_in_text", "warning");
  for (size_t row = 0; input.text && input.label && row < input.table.rows(); ++row) {
    const std::string label = base::lowerAscii(input.table.cell(row, *input.label));
    if (label.size() >= kShortest) {
      ++named;
      own += rowContent(input.table, input.compared, row).find(label) != std::string::npos ? 1 : 0;
    }
  }
  if (named > 0 && own * 2 > named) {
    finding.count = own;
    finding.message = fmt::format("{} of the texts name their own label.", percent(own, named));
    finding.hint =
        "The model would read the answer off the text. Is that there in practice, before "
        "the decision? Else remove it.";
    out.push_back(std::move(finding));
  }
}

}  // namespace telesoft::data
