#include "telesoft/data/import.h"

#include <algorithm>
#include <fstream>
#include <unordered_set>

#include <fmt/format.h>

#include "telesoft/base/text.h"
#include "telesoft/data/column_profile.h"
#include "telesoft/data/derived_columns.h"
#include "telesoft/data/prepare.h"
#include "telesoft/data/reader.h"
#include "telesoft/data/schema_proposal.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;
using protocol::ColumnRole;
using protocol::ColumnSchema;
using protocol::ColumnType;

constexpr std::uint64_t kCellBytes = sizeof(std::string);
constexpr size_t kInlineBytes = 15;           // texts of that length need no memory beside the cell
constexpr std::uint64_t kBlockBytes = 16;     // what the allocator adds to a text
constexpr std::uint64_t kDistinctBytes = 48;  // of a different value in a column's profile

/// A quarter of what is free; no limit where that is not known.
std::uint64_t spareMemory() {
  std::ifstream in("/proc/meminfo");
  for (std::string key, unit; in >> key;) {
    std::uint64_t kib = 0;
    in >> kib >> unit;
    if (key == "MemAvailable:") {
      return kib * 1024 / 4;
    }
  }
  return ~0ULL;
}

/// Rows into a table, no further than the limits.
class Collector {
 public:
  explicit Collector(const ImportLimits& limits)
      : limits_(limits), memory_(std::min(limits.memoryBytes, spareMemory())) {}

  base::Status header(const std::vector<std::string>& names) {
    table = Table(names);
    profiles.resize(names.size());
    return {};
  }
  base::Status row(std::int64_t number, std::vector<std::string>&& cells) {
    cells_ += cells.size();
    used_ += sizeof(std::int64_t) + kCellBytes * cells.size();
    for (size_t i = 0; i < cells.size(); ++i) {
      used_ += cells[i].size() > kInlineBytes ? cells[i].capacity() + kBlockBytes : 0;
      const std::int64_t before = profiles[i].distinct();
      profiles[i].add(cells[i]);
      used_ += profiles[i].distinct() > before ? kDistinctBytes : 0;
    }
    if (cells_ > limits_.cells) {
      return tooLarge(
          number,
          fmt::format("{} cells", base::withThousands(static_cast<std::int64_t>(limits_.cells))));
    }
    if (used_ > memory_) {
      return tooLarge(number, fmt::format("{} MB of memory", memory_ >> 20U));
    }
    table.appendRow(std::move(cells), number);
    return {};
  }
  Table table;
  std::vector<ColumnProfile> profiles;

 private:
  static base::Error tooLarge(std::int64_t row, const std::string& limit) {
    return fail(
        ErrorCode::OutOfResources,
        fmt::format("at row {} the file needs more than {}", base::withThousands(row), limit),
        "Import a part of the rows, or leave out columns that are not needed.");
  }
  ImportLimits limits_;
  std::uint64_t memory_;
  std::uint64_t cells_ = 0, used_ = 0;
};

bool typeIsStated(const ColumnSchema& asked) {
  return asked.type != ColumnType::Text || asked.role == ColumnRole::Note ||
         asked.role == ColumnRole::Identifier || asked.role == ColumnRole::Ignore;
}

base::Status applyRecipe(const protocol::Recipe& recipe, std::vector<ColumnSchema>& columns) {
  std::vector<std::string> names;
  for (const ColumnSchema& column : columns) {
    names.push_back(column.name);
  }
  for (const ColumnSchema& asked : recipe.columns) {
    const auto at = std::find(names.begin(), names.end(), asked.name);
    if (at == names.end()) {
      const std::string near = base::nearest(asked.name, names);
      return fail(
          ErrorCode::InvalidInput,
          fmt::format("the recipe names column \"{}\", which is not in the file", asked.name),
          near.empty() ? fmt::format("The file has {} columns; check that it is the right one.",
                                     names.size())
                       : "Did you mean \"" + near + "\"?");
    }
    ColumnSchema& column = columns[static_cast<size_t>(at - names.begin())];
    if (asked.role == ColumnRole::Label && column.role != ColumnRole::Label) {
      for (ColumnSchema& other : columns) {
        other.role = other.role == ColumnRole::Label ? ColumnRole::Feature : other.role;
      }
    }
    column.role = asked.role;
    column.type = typeIsStated(asked) ? asked.type : column.type;
    column.unit = asked.unit.empty() ? column.unit : asked.unit;
    column.missingCodes = asked.missingCodes.empty() ? column.missingCodes : asked.missingCodes;
    column.evidence.emplace_back("set by the recipe");
  }
  return {};
}

/// Missing codes become empty, numbers get a point, cells that are no notes lose outer spaces.
/// Gives how many cells held a number that is a missing code.
std::int64_t cleanColumn(Table& table, size_t c, ColumnSchema& column, const ColumnProfile& seen) {
  const bool note = column.role == ColumnRole::Note;
  const bool number = column.type == ColumnType::Number;
  std::unordered_set<std::string> codes(column.missingCodes.begin(), column.missingCodes.end());
  std::int64_t numericCodes = 0;
  bool changed = false;  // what `seen` took for known is missing now
  for (size_t row = 0; row < table.rows(); ++row) {
    const std::string& cell = table.cell(row, c);
    const std::string_view text = base::trim(cell);
    if (!codes.empty() && codes.count(std::string(text)) > 0) {
      changed = changed || !isMissingCode(text);
      numericCodes += base::toDouble(text).has_value() ? 1 : 0;
      table.setCell(row, c, "");
    } else if (number && text.find(',') != std::string_view::npos) {
      table.setCell(row, c, withDecimalPoint(text));
    } else if (!note && text.size() != cell.size()) {
      table.setCell(row, c, std::string(text));
    }
  }
  ColumnProfile counted;
  for (size_t row = 0; changed && row < table.rows(); ++row) {
    counted.add(table.cell(row, c));
  }
  const ColumnProfile& profile = changed ? counted : seen;
  column.missing = profile.missing();
  column.distinct = profile.distinct();
  if (profile.numbers() > 0) {
    column.minimum = profile.minimum();
    column.maximum = profile.maximum();
  }
  return numericCodes;
}

base::Status cleanTable(Imported& out,
                        const std::vector<ColumnProfile>& seen,
                        const base::Stop& stop) {
  for (size_t c = 0; c < out.columns.size(); ++c) {
    TELESOFT_CHECK(stop.check("import"));
    stop.progress(static_cast<double>(c) / static_cast<double>(out.columns.size()),
                  "checking columns");
    if (const std::int64_t codes = cleanColumn(out.table, c, out.columns[c], seen[c]); codes > 0) {
      out.warnings.push_back(
          fmt::format("{}: {} cells hold a number that stands for \"not known\"; they are taken as "
                      "missing.",
                      out.columns[c].name, base::withThousands(codes)));
    }
  }
  return {};
}

std::optional<size_t> columnWith(const std::vector<ColumnSchema>& columns, ColumnRole role) {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const ColumnSchema& c) { return c.role == role; });
  return found == columns.end() ? std::nullopt
                                : std::optional(static_cast<size_t>(found - columns.begin()));
}

/// One label column: the recipe's derived one before a proposed one.
base::Status settleLabel(const protocol::Recipe& recipe, Imported& out) {
  std::string derivedLabel;
  for (const auto& derived : recipe.derived) {
    derivedLabel = derived.role == ColumnRole::Label ? derived.name : derivedLabel;
  }
  std::vector<std::string> labels;
  for (ColumnSchema& column : out.columns) {
    if (column.role != ColumnRole::Label) {
      continue;
    }
    if (!derivedLabel.empty() && column.name != derivedLabel) {
      column.role = ColumnRole::Ignore;
      out.warnings.push_back(
          fmt::format("{} looked like a label; {} is used instead, and {} is left out.",
                      column.name, derivedLabel, column.name));
    } else {
      labels.push_back(column.name);
    }
  }
  if (labels.empty()) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("none of the {} columns is the label", out.columns.size()),
        "Say which column is to be predicted: role \"label\" in the recipe, or --label NAME.");
  }
  if (labels.size() > 1) {
    return fail(ErrorCode::InvalidInput,
                "the recipe makes " + std::to_string(labels.size()) +
                    " columns the label: " + base::join(labels, ", "),
                "Give one column the role \"label\".");
  }
  return {};
}

base::Status dropUnlabelled(Imported& out) {
  const size_t label = *columnWith(out.columns, ColumnRole::Label);
  const size_t before = out.table.rows();
  std::vector<bool> keep(before);
  for (size_t row = 0; row < before; ++row) {
    keep[row] = !out.table.cell(row, label).empty();
    if (keep[row]) {
      ++out.labelCounts[out.table.cell(row, label)];
    }
  }
  out.table.keepRows(keep);
  const auto rows = static_cast<std::int64_t>(out.table.rows());
  const std::int64_t dropped = static_cast<std::int64_t>(before) - rows;
  if (dropped > 0) {
    out.warnings.push_back(fmt::format("{} of {} rows have no label and were left out.",
                                       base::withThousands(dropped),
                                       base::withThousands(static_cast<std::int64_t>(before))));
  }
  if (rows < kMinLabelledRows) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} of {} rows have a label; at least {} are needed", rows, before,
                            kMinLabelledRows),
                "Add labelled rows, or choose another label column.");
  }
  if (out.labelCounts.size() < 2) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("all {} labelled rows are of one class", base::withThousands(rows)),
        "A model learns to tell classes apart: add rows of another class, or choose another "
        "label column.");
  }
  if (out.labelCounts.size() > 200) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("the label column has {} classes in {} rows; up to 200 are possible",
                            out.labelCounts.size(), base::withThousands(rows)),
                "Choose a column with few different values, or group them.");
  }
  return {};
}

std::int64_t countPatients(const Imported& out) {
  const auto patient = columnWith(out.columns, ColumnRole::Patient);
  if (!patient) {
    return static_cast<std::int64_t>(out.table.rows());
  }
  std::unordered_set<std::string> keys;
  std::int64_t unnamed = 0;
  for (size_t row = 0; row < out.table.rows(); ++row) {
    const std::string& key = out.table.cell(row, *patient);
    unnamed += key.empty() ? 1 : 0;
    if (!key.empty()) {
      keys.insert(key);
    }
  }
  return static_cast<std::int64_t>(keys.size()) + unnamed;
}

}  // namespace

base::Result<Imported> importFile(const base::Path& file,
                                  const protocol::Recipe& recipe,
                                  const base::Stop& stop,
                                  const ImportLimits& limits) {
  Collector collector(limits);
  TELESOFT_TRY(
      report,
      readFileRows(
          file, {}, [&](const std::vector<std::string>& names) { return collector.header(names); },
          [&](std::int64_t number, std::vector<std::string>&& cells) {
            return collector.row(number, std::move(cells));
          },
          stop));
  if (report.rows == 0) {
    return fail(ErrorCode::InvalidInput, "the file has column names but no rows",
                "Export it again, or choose another file.");
  }
  Imported out;
  out.warnings = report.warnings;
  out.table = std::move(collector.table);
  out.columns = proposeSchema(report.columns, collector.profiles);
  TELESOFT_CHECK(applyRecipe(recipe, out.columns));
  TELESOFT_CHECK(cleanTable(out, collector.profiles, stop));
  for (const protocol::DerivedColumn& derived : recipe.derived) {
    TELESOFT_CHECK(addDerivedColumn(out.table, out.columns, derived, out.warnings));
  }
  TELESOFT_CHECK(settleLabel(recipe, out));
  TELESOFT_CHECK(dropUnlabelled(out));
  out.patients = countPatients(out);
  return out;
}

}  // namespace telesoft::data
