#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/data/check/quality_checks.h"
#include "telesoft/data/column_names.h"
#include "telesoft/data/column_profile.h"

namespace telesoft::data {

namespace {

using protocol::ColumnSchema;
using protocol::ColumnType;
using protocol::QualityFinding;

constexpr std::int64_t kEnoughRows = 20;  // fewer say nothing of a column
constexpr double kFarOff = 10;            // quartile distances
constexpr double kTellingAuroc = 0.995;

bool isNumeric(const ColumnSchema& column) {
  return column.type == ColumnType::Number || column.type == ColumnType::Integer;
}

QualityFinding columnFinding(const ColumnSchema& column, std::string check, std::string severity) {
  QualityFinding out;
  out.check = std::move(check);
  out.severity = std::move(severity);
  out.column = column.name;
  return out;
}

std::int64_t rowsOf(const CheckInput& input) {
  return static_cast<std::int64_t>(input.table.rows());
}

ColumnProfile profileOf(const CheckInput& input, size_t column) {
  ColumnProfile out;
  for (size_t row = 0; row < input.table.rows(); ++row) {
    out.add(input.table.cell(row, column));
  }
  return out;
}

std::vector<double> sortedNumbers(const CheckInput& input, size_t column) {
  std::vector<double> out;
  for (size_t row = 0; row < input.table.rows(); ++row) {
    if (const auto value = base::toDouble(input.table.cell(row, column));
        value && std::isfinite(*value)) {
      out.push_back(*value);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// How well the column's size tells one of two classes from the other: max(AUROC, 1 - AUROC) by
/// ranks, ties in the middle (Mann-Whitney). 0 where that cannot be said.
double aurocOf(const CheckInput& input, size_t column) {
  std::vector<std::pair<double, std::string_view>> values;
  std::map<std::string_view, double> counts;
  for (size_t row = 0; row < input.table.rows(); ++row) {
    const auto value = base::toDouble(input.table.cell(row, column));
    if (value && std::isfinite(*value)) {
      values.emplace_back(*value, input.table.cell(row, *input.label));
      ++counts[values.back().second];
    }
  }
  if (counts.size() != 2) {
    return 0;
  }
  std::sort(values.begin(), values.end());
  const auto& [name, n] = *counts.begin();
  double rankSum = 0;
  for (size_t from = 0; from < values.size();) {
    size_t to = from;
    double mine = 0;
    for (; to < values.size() && values[to].first == values[from].first; ++to) {
      mine += values[to].second == name ? 1 : 0;
    }
    rankSum += mine * (static_cast<double>(from + to + 1) / 2);
    from = to;
  }
  const double others = static_cast<double>(values.size()) - n;
  const double auroc = (rankSum - n * (n + 1) / 2) / (n * others);
  return std::max(auroc, 1 - auroc);
}

/// Every value stands with one label only, and values are few.
bool valuesTellLabel(const CheckInput& input, size_t column) {
  std::unordered_map<std::string_view, std::string_view> labelOf;
  std::int64_t present = 0;
  for (size_t row = 0; row < input.table.rows(); ++row) {
    const std::string& value = input.table.cell(row, column);
    if (value.empty()) {
      continue;
    }
    ++present;
    const std::string& label = input.table.cell(row, *input.label);
    if (labelOf.try_emplace(value, label).first->second != label) {
      return false;
    }
  }
  std::unordered_set<std::string_view> labels;
  for (const auto& [unused, label] : labelOf) {
    labels.insert(label);
  }
  return labels.size() > 1 && present >= kEnoughRows &&
         static_cast<std::int64_t>(labelOf.size()) * 5 <= present;
}

}  // namespace

void checkConstantColumns(const CheckInput& input, Findings& out) {
  forEachFeature(input, [&](size_t at, const ColumnSchema& column) {
    if (profileOf(input, at).distinct() > 1) {
      return;
    }
    QualityFinding finding = columnFinding(column, "constant_column", "warning");
    finding.count = rowsOf(input);
    finding.message = "The column has the same value, or none, in every row.";
    finding.hint = "It teaches nothing: give it the role \"ignore\".";
    out.push_back(std::move(finding));
  });
}

void checkMissingValues(const CheckInput& input, Findings& out) {
  forEachFeature(input, [&](size_t at, const ColumnSchema& column) {
    const std::int64_t missing = profileOf(input, at).missing();
    if (missing * 5 < rowsOf(input)) {
      return;
    }
    const bool most = missing * 2 > rowsOf(input);
    QualityFinding finding = columnFinding(column, "missing_values", most ? "warning" : "note");
    finding.count = missing;
    finding.message = fmt::format("{} of {} rows are missing.", base::withThousands(missing),
                                  base::withThousands(rowsOf(input)));
    finding.hint = most ? "Leave the column out, unless it is known why it is missing."
                        : "Missing values are filled in for training; ask why they are missing.";
    out.push_back(std::move(finding));
  });
}

void checkDisguisedMissing(const CheckInput& input, Findings& out) {
  forEachFeature(input, [&](size_t at, const ColumnSchema& column) {
    if (!isNumeric(column)) {
      return;
    }
    const auto codes = profileOf(input, at).numericCodes();
    const bool zeroIsNone = cannotBeZero(column.name);
    QualityFinding finding = columnFinding(column, "disguised_missing", "warning");
    addRows(input, finding, [&](size_t row) {
      const std::string& cell = input.table.cell(row, at);
      return codes.count(cell) > 0 || (zeroIsNone && base::toDouble(cell) == 0.0);
    });
    if (finding.count > 0) {
      finding.message = fmt::format(
          "{} rows hold a number that likely means \"not known\": {}.",
          base::withThousands(finding.count),
          codes.empty() ? "0 where nobody living has 0" : "a code far off all other values");
      finding.hint = "Name it among the column's missing codes at import.";
      out.push_back(std::move(finding));
    }
  });
}

void checkUnreadNumbers(const CheckInput& input, Findings& out) {
  forEachFeature(input, [&](size_t at, const ColumnSchema& column) {
    if (!isNumeric(column)) {
      return;
    }
    QualityFinding finding = columnFinding(column, "unread_numbers", "warning");
    addRows(input, finding, [&](size_t row) {
      const std::string& cell = input.table.cell(row, at);
      return !cell.empty() && !base::toDouble(base::trim(cell));
    });
    if (finding.count > 0) {
      finding.message = fmt::format(
          "{} rows hold no number in a column of numbers; they are taken as "
          "missing.",
          base::withThousands(finding.count));
      finding.hint = "Mend them, or name them among the column's missing codes.";
      out.push_back(std::move(finding));
    }
  });
}

/// A unit mixed up is off by a factor of 10 or more in most laboratory values.
void checkOutliers(const CheckInput& input, Findings& out) {
  forEachFeature(input, [&](size_t at, const ColumnSchema& column) {
    const std::vector<double> numbers =
        isNumeric(column) ? sortedNumbers(input, at) : std::vector<double>();
    if (static_cast<std::int64_t>(numbers.size()) < kEnoughRows) {
      return;
    }
    const double low = numbers[numbers.size() / 4], high = numbers[numbers.size() * 3 / 4];
    const double reach = kFarOff * (high - low);
    QualityFinding finding = columnFinding(column, "outliers", "note");
    if (reach > 0) {
      addRows(input, finding, [&](size_t row) {
        const auto value = base::toDouble(input.table.cell(row, at));
        return value && (*value < low - reach || *value > high + reach);
      });
    }
    if (finding.count > 0) {
      finding.message = fmt::format(
          "{} values stand more than {:.0f} quartile distances off the middle "
          "half.",
          base::withThousands(finding.count), kFarOff);
      finding.hint = "Check them for another unit or a slip of the decimal point.";
      out.push_back(std::move(finding));
    }
  });
}

void checkIdLikeColumns(const CheckInput& input, Findings& out) {
  forEachFeature(input, [&](size_t at, const ColumnSchema& column) {
    const ColumnProfile profile = profileOf(input, at);
    const bool everyOther =
        profile.distinct() == profile.present() && profile.present() >= kEnoughRows;
    // Measurements differ too; a row number also goes up by one each time.
    const bool counter =
        profile.integers() == profile.present() &&
        profile.maximum() - profile.minimum() + 1 == static_cast<double>(profile.present());
    const bool words = column.type == ColumnType::Identifier ||
                       column.type == ColumnType::Category || column.type == ColumnType::Text;
    if (!everyOther || !(counter || words)) {
      return;
    }
    QualityFinding finding = columnFinding(column, "id_like_column", "warning");
    finding.count = profile.distinct();
    finding.message =
        "Every row has another value: it looks like a number of the row or the patient.";
    finding.hint =
        "A model learns it by heart: give it the role \"ignore\", or \"patient\" where it is "
        "the patient.";
    out.push_back(std::move(finding));
  });
}

void checkLeakingColumns(const CheckInput& input, Findings& out) {
  if (!input.label) {
    return;
  }
  forEachFeature(input, [&](size_t at, const ColumnSchema& column) {
    const bool telling =
        valuesTellLabel(input, at) ||
        (isNumeric(column) && rowsOf(input) >= kEnoughRows && aurocOf(input, at) >= kTellingAuroc);
    if (!telling) {
      return;
    }
    QualityFinding finding = columnFinding(column, "leaking_column", "warning");
    finding.count = rowsOf(input);
    finding.message = "This column alone tells the label almost without error.";
    finding.hint =
        "It may have been written down after the outcome was known. If it is not there when "
        "the model is asked, give it the role \"ignore\".";
    out.push_back(std::move(finding));
  });
}

}  // namespace telesoft::data
