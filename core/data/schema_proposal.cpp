#include "telesoft/data/schema_proposal.h"

#include <algorithm>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/data/column_names.h"
#include "telesoft/data/column_profile.h"
#include "telesoft/data/reader.h"

namespace telesoft::data {

namespace {

using protocol::ColumnRole;
using protocol::ColumnSchema;
using protocol::ColumnType;

constexpr size_t kShownRows = 20;

std::string count(std::int64_t value) {
  return base::withThousands(value);
}

bool allTruth(const ColumnProfile& p) {
  return p.distinct() <= 2 && !p.values().empty() &&
         std::all_of(p.values().begin(), p.values().end(),
                     [](const auto& value) { return truthOf(value.first) != Truth::Neither; });
}

bool fewValues(const ColumnProfile& p) {
  return p.distinct() <= static_cast<std::int64_t>(ColumnProfile::kMaxListed) &&
         (p.distinct() * 3 <= p.present() || p.distinct() <= 10) && p.meanLength() <= 60;
}

bool isNote(const ColumnProfile& p) {
  return p.numbers() == 0 && p.meanLength() >= 25 && p.meanWords() >= 4 &&
         p.distinct() * 2 > p.present();
}

void proposeType(ColumnSchema& c, const ColumnProfile& p) {
  const std::int64_t present = p.present();
  if (present == 0) {
    c.type = ColumnType::Text;
    c.evidence.push_back(fmt::format("all {} rows are empty", count(p.rows())));
  } else if (allTruth(p)) {
    c.type = ColumnType::Boolean;
    c.evidence.push_back(fmt::format("{} different values that say yes or no", p.distinct()));
  } else if (p.numbers() == present && p.leadingZeros() == 0) {
    c.type = p.integers() == present ? ColumnType::Integer : ColumnType::Number;
    c.evidence.push_back(fmt::format("all {} known values are {}", count(present),
                                     p.integers() == present ? "whole numbers" : "numbers"));
    if (p.commaNumbers() > 0) {
      c.evidence.push_back(fmt::format("{} are written with a decimal comma; it becomes a point",
                                       count(p.commaNumbers())));
    }
  } else if (p.dates() * 20 >= present * 19) {
    c.type = ColumnType::Date;
    c.evidence.push_back(
        fmt::format("{} of {} known values are dates", count(p.dates()), count(present)));
  } else if (fewValues(p)) {
    c.type = ColumnType::Category;
    c.evidence.push_back(
        fmt::format("{} different values in {} rows", p.distinct(), count(present)));
  } else if (p.codes() * 20 >= present * 19 && p.distinct() * 10 > present * 9) {
    c.type = ColumnType::Identifier;
    c.evidence.push_back(
        fmt::format("{} of {} values are different codes", count(p.distinct()), count(present)));
  } else {
    c.type = ColumnType::Text;
    c.evidence.push_back(fmt::format("text of {:.0f} letters on average, {} different ones",
                                     p.meanLength(), count(p.distinct())));
  }
  if (p.numbers() * 20 >= present * 19 && p.numbers() < present && c.type == ColumnType::Text) {
    c.evidence.push_back(fmt::format("{} values are no numbers though the rest are: check them",
                                     count(present - p.numbers())));
  }
}

bool isNumeric(ColumnType type) {
  return type == ColumnType::Number || type == ColumnType::Integer;
}

/// The usual unit depends on the size for quantities that two systems of units share.
void proposeLabUnit(ColumnSchema& c, const ColumnProfile& p) {
  const auto words = wordsOfName(c.name);
  const auto has = [&](std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  const double top = p.maximum();
  if (has("creatinine") || has("bilirubin") || has("bili")) {
    c.unit = top > 60 ? "umol/L" : "mg/dL";
  } else if (has("glucose") || has("glu") || has("cholesterol") || has("chol")) {
    c.unit = top > 60 ? "mg/dL" : "mmol/L";
  } else if (has("albumin")) {
    c.unit = top > 10 ? "g/L" : "g/dL";
  } else if (has("hemoglobin") || has("haemoglobin")) {
    c.unit = top > 30 ? "g/L" : "g/dL";
  } else {
    return;
  }
  c.evidence.push_back(fmt::format("unit {} judged by the size of the values: check it", c.unit));
}

void proposeUnit(ColumnSchema& c, const ColumnProfile& p) {
  if (!isNumeric(c.type)) {
    return;
  }
  if (const auto unit = unitOfName(c.name)) {
    c.unit = unit->unit;
    c.evidence.push_back(unit->written ? fmt::format("unit {} from the name", unit->unit)
                                       : fmt::format("{} is the usual unit", unit->unit));
    return;
  }
  proposeLabUnit(c, p);
}

/// Identifiers, patient, dates, notes and groups, which one column alone decides.
void proposeRole(ColumnSchema& c, const ColumnProfile& p) {
  const std::string kind = identifierKindOfName(c.name);
  const bool repeats = p.distinct() < p.present();
  if (isPatientKeyName(c.name) && p.distinct() > 1) {
    c.role = ColumnRole::Patient;
    c.type = ColumnType::Identifier;
    c.evidence.push_back(fmt::format("named as a patient key; {} keys in {} rows{}",
                                     count(p.distinct()), count(p.present()),
                                     repeats ? "" : ", one row a patient"));
  } else if (!kind.empty()) {
    c.role = ColumnRole::Identifier;
    c.evidence.push_back("the name says that it identifies people (" + kind + ")");
  } else if (c.type == ColumnType::Date || (isDateName(c.name) && p.dates() > 0)) {
    c.role = ColumnRole::Date;
  } else if (isNote(p)) {
    c.role = ColumnRole::Note;
    c.type = ColumnType::Text;
    c.evidence.push_back(fmt::format("{:.0f} words a row on average: free text", p.meanWords()));
  } else if (isSubgroupName(c.name) && p.distinct() <= 30) {
    c.role = ColumnRole::Subgroup;
    c.evidence.push_back(fmt::format("{} groups, by the name", p.distinct()));
  } else if (c.type == ColumnType::Identifier) {
    c.role = ColumnRole::Ignore;
    c.evidence.emplace_back("a code a row teaches nothing: left out");
  } else {
    const auto words = wordsOfName(c.name);
    const bool id = !words.empty() &&
                    (words.back() == "id" || words.back() == "no" || words.front() == "rownames");
    if (id && p.distinct() == p.present() && p.present() > 20) {
      c.role = ColumnRole::Ignore;
      c.type = ColumnType::Identifier;
      c.evidence.push_back(
          fmt::format("all {} values are different: a row number, left out", count(p.distinct())));
    }
  }
}

bool isEvent(const ColumnSchema& c) {
  return c.role == ColumnRole::Feature && c.type == ColumnType::Boolean && isEventName(c.name);
}

/// A time beside a yes-or-no event is survival data: both out of the features.
void proposeSurvival(std::vector<ColumnSchema>& columns) {
  const bool anyTime = std::any_of(columns.begin(), columns.end(), [](const ColumnSchema& c) {
    return isNumeric(c.type) && c.role == ColumnRole::Feature && isTimeName(c.name);
  });
  const bool anyEvent = std::any_of(columns.begin(), columns.end(), isEvent);
  if (!anyTime || !anyEvent) {
    return;
  }
  for (ColumnSchema& c : columns) {
    if (isEvent(c)) {
      c.role = ColumnRole::Event;
      c.evidence.emplace_back(
          "beside a time: what happened. \"event_within\" makes a label of the two");
    } else if (isNumeric(c.type) && c.role == ColumnRole::Feature && isTimeName(c.name)) {
      c.role = ColumnRole::Time;
      c.evidence.emplace_back("beside a yes-or-no event: time under observation");
    }
  }
}

void proposeLabel(std::vector<ColumnSchema>& columns) {
  ColumnSchema* best = nullptr;
  int bestRank = 0;
  for (ColumnSchema& c : columns) {
    const int rank = labelRank(c.name);
    const bool fit = c.role == ColumnRole::Feature && c.distinct >= 2 && c.distinct <= 50 &&
                     c.type != ColumnType::Number && c.type != ColumnType::Date;
    if (fit && rank > bestRank) {
      best = &c;
      bestRank = rank;
    }
  }
  if (best != nullptr) {
    best->role = ColumnRole::Label;
    best->evidence.push_back(fmt::format("named as an outcome, {} classes", best->distinct));
  }
}

}  // namespace

std::vector<ColumnSchema> proposeSchema(const std::vector<std::string>& names,
                                        const std::vector<ColumnProfile>& profiles) {
  std::vector<ColumnSchema> out;
  for (size_t i = 0; i < names.size(); ++i) {
    const ColumnProfile& p = profiles[i];
    ColumnSchema c;
    c.name = names[i];
    c.missing = p.missing();
    c.distinct = p.distinct();
    c.missingCodes = p.missingCodes();
    proposeType(c, p);
    if (isNumeric(c.type) || (c.type == ColumnType::Boolean && p.numbers() > 0)) {
      c.minimum = p.minimum();
      c.maximum = p.maximum();
    }
    proposeUnit(c, p);
    proposeRole(c, p);
    if (p.missing() > 0) {
      c.evidence.push_back(
          fmt::format("{} of {} rows are missing", count(p.missing()), count(p.rows())));
    }
    for (const auto& [code, times] : p.numericCodes()) {
      c.evidence.push_back(fmt::format("{} stands {} times far off all others: taken as missing",
                                       code, count(times)));
    }
    out.push_back(std::move(c));
  }
  proposeSurvival(out);
  proposeLabel(out);
  return out;
}

base::Result<protocol::Preview> previewFile(const base::Path& file, const base::Stop& stop) {
  protocol::Preview preview;
  std::vector<ColumnProfile> profiles;
  ReadOptions options;
  options.maxRows = kPreviewRows;
  TELESOFT_TRY(report, readFileRows(
                           file, options,
                           [&](const std::vector<std::string>& names) {
                             profiles.resize(names.size());
                             return base::Status();
                           },
                           [&](std::int64_t, std::vector<std::string>&& cells) {
                             for (size_t i = 0; i < cells.size(); ++i) {
                               profiles[i].add(cells[i]);
                             }
                             if (preview.rows.size() < kShownRows) {
                               preview.rows.push_back(std::move(cells));
                             }
                             return base::Status();
                           },
                           stop));
  preview.fileFormat = report.fileFormat;
  preview.encoding = report.encoding;
  preview.delimiter = report.delimiter;
  preview.bytes = report.bytes;
  preview.rowsRead = report.rows;
  preview.warnings = report.warnings;
  preview.columns = proposeSchema(report.columns, profiles);
  if (report.rows == 0) {
    preview.warnings.emplace_back("The file has column names but no rows.");
  }
  const bool labelled =
      std::any_of(preview.columns.begin(), preview.columns.end(),
                  [](const ColumnSchema& c) { return c.role == ColumnRole::Label; });
  if (!labelled && report.rows > 0) {
    preview.warnings.emplace_back(
        "No column looks like the label: choose the one to be predicted.");
  }
  return preview;
}

}  // namespace telesoft::data
