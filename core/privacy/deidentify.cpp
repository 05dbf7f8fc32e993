#include "telesoft/privacy/deidentify.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include <fmt/format.h>

#include "telesoft/base/os/paths.h"
#include "telesoft/base/text.h"
#include "telesoft/privacy/column_plan.h"
#include "telesoft/privacy/deid_tally.h"
#include "telesoft/privacy/detect/detector.h"
#include "telesoft/privacy/transform/cell_rewriter.h"
#include "telesoft/privacy/transform/date_shift.h"
#include "telesoft/privacy/transform/note_rewriter.h"

namespace telesoft::privacy {

namespace {

using protocol::ColumnRole;
using protocol::ColumnSchema;
using protocol::ColumnType;

constexpr size_t kPieceBytes = 64 << 10;  // of a long note, so that a stop is heard between
constexpr size_t kOrderRows = 10'000;
constexpr size_t kKeptValues = 200;  // of a kept column, looked at for a warning

bool isNumber(const ColumnSchema& column) {
  return column.type == ColumnType::Number || column.type == ColumnType::Integer;
}

/// Where a piece of a long note ends: behind a line, else a space.
size_t pieceEnd(std::string_view note, size_t from) {
  if (note.size() - from <= kPieceBytes) {
    return note.size();
  }
  for (const char mark : {'\n', ' '}) {
    const size_t at = note.rfind(mark, from + kPieceBytes);
    if (at != std::string_view::npos && at > from + kPieceBytes / 2) {
      return at + 1;
    }
  }
  size_t end = from + kPieceBytes;
  while (end > from && (note[end] & 0xC0) == 0x80) {
    --end;  // not inside a character
  }
  return end;
}

/// All that stays the same from row to row.
class Work {
 public:
  Work(const DeidInput& input,
       const std::vector<PlannedColumn>& plan,
       const Detector& detector,
       TextPolicy policy,
       const base::Stop& stop)
      : input_(input),
        plan_(plan),
        detector_(detector),
        stop_(stop),
        hash_(input.key),
        surrogates_(hash_, detector.lexicon()),
        tally_(input.request, input.columns, plan) {
    note_.policy = policy;
    note_.shiftDates = input.request.shiftDates;
    for (size_t c = 0; c < plan.size(); ++c) {
      if (input.columns[c].role == ColumnRole::Patient) {
        patient_ = c;
      }
    }
    note_.order = dayMonthOrder();
  }

  base::Status rows(data::Table& table) {
    unreadable_.assign(plan_.size(), 0);
    for (size_t row = 0; row < table.rows(); ++row) {
      TELESOFT_CHECK(stop_.check("de-identification"));
      TELESOFT_CHECK(oneRow(table, row));
      if (row % 256 == 0) {
        stop_.progress(static_cast<double>(row) / static_cast<double>(table.rows()),
                       "finding identifiers");
      }
    }
    warnOfColumns(table);
    return {};
  }
  [[nodiscard]] protocol::DeidReport report() const { return tally_.report(); }

 private:
  /// The order that unambiguous dates of the columns show.
  data::DayMonth dayMonthOrder() {
    std::int64_t dayFirst = 0, monthFirst = 0, unclear = 0;
    for (size_t c = 0; c < plan_.size(); ++c) {
      if (plan_[c].kind != "date" && plan_[c].kind != "birth_date") {
        continue;
      }
      for (size_t row = 0; row < std::min(input_.table.rows(), kOrderRows); ++row) {
        const auto date = data::parseDate(input_.table.cell(row, c));
        if (!date || date->pieces.empty()) {
          continue;
        }
        const auto part = date->pieces.front().part;
        unclear += date->ambiguous ? 1 : 0;
        dayFirst += !date->ambiguous && part == data::WrittenDate::Part::Day ? 1 : 0;
        monthFirst += !date->ambiguous && part == data::WrittenDate::Part::Month ? 1 : 0;
      }
    }
    if (unclear > 0 && dayFirst + monthFirst == 0) {
      tally_.warn(
          "The date columns do not show whether day or month stands first; the month was taken as "
          "first.");
    } else if (dayFirst > 0 && monthFirst > 0) {
      tally_.warn(
          "Some dates have the day first and some the month; the more frequent order was taken.");
    }
    return dayFirst > monthFirst ? data::DayMonth::DayFirst : data::DayMonth::MonthFirst;
  }

  [[nodiscard]] std::vector<Probe> probesOf(const data::Table& table, size_t row) const {
    std::vector<Probe> out;
    for (size_t c = 0; c < plan_.size(); ++c) {
      const std::string_view cell = base::trim(table.cell(row, c));
      // A short number, such as a patient's 12, stands in a note for other things.
      const bool code = plan_[c].kind != "name";
      const bool plain = cell.find_first_not_of("0123456789") == std::string_view::npos;
      if (plan_[c].probe && cell.size() >= (code ? (plain ? 5U : 4U) : 2U)) {
        out.push_back({std::string(cell), plan_[c].kind, input_.columns[c].name});
      }
    }
    return out;
  }

  base::Result<std::vector<PhiSpan>> spansOf(std::string_view note,
                                             const std::vector<Probe>& probes) const {
    std::vector<PhiSpan> out;
    for (size_t from = 0; from < note.size();) {
      TELESOFT_CHECK(stop_.check("de-identification"));
      const size_t end = pieceEnd(note, from);
      for (PhiSpan& span : detector_.detect(note.substr(from, end - from), probes)) {
        span.begin += static_cast<std::int64_t>(from);
        span.end += static_cast<std::int64_t>(from);
        out.push_back(std::move(span));
      }
      from = end;
    }
    return out;
  }

  base::Status oneRow(data::Table& table, size_t row) {
    const std::string patient = patient_ ? table.cell(row, *patient_) : "";
    note_.days =
        shiftDays(hash_, patient.empty() ? fmt::format("row {}", table.fileRow(row)) : patient);
    const std::vector<Probe> probes = probesOf(table, row);
    bool changed = false;
    for (size_t c = 0; c < plan_.size(); ++c) {
      const std::string before = table.cell(row, c);
      if (before.empty() || plan_[c].action == ColumnAction::Keep) {
        continue;
      }
      std::string after;
      if (plan_[c].action == ColumnAction::Text) {
        TELESOFT_TRY(spans, spansOf(before, probes));
        after = rewritten(before, spans, surrogates_, note_);
        tally_.note(table.fileRow(row), c, before, after, spans);
      } else if (plan_[c].action == ColumnAction::Drop) {
        tally_.cell(c);
      } else {
        after = rewrittenCell(
            before,
            {plan_[c].action, plan_[c].kind, isNumber(input_.columns[c]), note_.days, note_.order},
            surrogates_, hash_);
        const bool treated = plan_[c].kind != "age" || after != before;
        if (treated) {
          tally_.cell(c);
        }
        unreadable_[c] += after.empty() ? 1 : 0;
      }
      changed = changed || after != before;
      table.setCell(row, c, std::move(after));
    }
    tally_.row(changed);
    return {};
  }

  void warnOfColumns(const data::Table& table) {
    bool shifts = note_.shiftDates && note_.policy == TextPolicy::Surrogate;
    for (size_t c = 0; c < plan_.size(); ++c) {
      shifts = shifts || plan_[c].action == ColumnAction::Shift;
      if (unreadable_[c] > 0) {
        tally_.warn(fmt::format("{}: {} values could not be read and were emptied.",
                                input_.columns[c].name, base::withThousands(unreadable_[c])));
      }
      const bool words = input_.columns[c].type == ColumnType::Text ||
                         input_.columns[c].type == ColumnType::Category;
      if (plan_[c].action == ColumnAction::Keep && words) {
        warnOfKept(table, c);
      }
    }
    if (shifts && !patient_) {
      tally_.warn(
          "No column names the patient: dates are shifted row by row, and a patient's rows do not "
          "keep "
          "their distance.");
    }
  }

  /// A kept column whose values look like identifiers.
  void warnOfKept(const data::Table& table, size_t c) {
    std::unordered_set<std::string> seen;
    std::int64_t suspect = 0;
    for (size_t row = 0; row < table.rows() && seen.size() < kKeptValues; ++row) {
      if (!seen.insert(table.cell(row, c)).second) {
        continue;
      }
      const auto spans = detector_.detect(table.cell(row, c));
      suspect += std::any_of(spans.begin(), spans.end(),
                             [](const PhiSpan& s) { return s.confidence >= .8; })
                     ? 1
                     : 0;
    }
    if (suspect > 0) {
      tally_.warn(
          fmt::format("{} is kept, and {} of its first {} different values look like identifiers.",
                      input_.columns[c].name, suspect, seen.size()));
    }
  }

  const DeidInput& input_;
  const std::vector<PlannedColumn>& plan_;
  const Detector& detector_;
  const base::Stop& stop_;
  KeyedHash hash_;
  Surrogates surrogates_;
  DeidTally tally_;
  NoteContext note_;
  std::optional<size_t> patient_;
  std::vector<std::int64_t> unreadable_;
};

/// The schema of what a treated column holds now. Its range told the originals, so it goes.
ColumnSchema schemaAfter(ColumnSchema column, const PlannedColumn& planned) {
  if (planned.action == ColumnAction::Keep || planned.action == ColumnAction::Text) {
    return column;
  }
  const bool age = planned.kind == "age" && planned.action == ColumnAction::Generalise;
  column.maximum = age ? std::min(column.maximum, 90.0) : 0;
  column.minimum = age ? std::min(column.minimum, 90.0) : 0;
  if (planned.action == ColumnAction::Generalise && planned.kind == "zip") {
    column.type = ColumnType::Category;
  } else if (planned.action == ColumnAction::Generalise && !age) {
    column.type = ColumnType::Integer;
  } else if (planned.action == ColumnAction::Hash) {
    column.type = ColumnType::Identifier;
  }
  column.evidence.push_back("de-identified: " + nameOfAction(planned.action));
  return column;
}

data::Table firstRows(const data::Table& table, std::int64_t count) {
  if (count <= 0 || static_cast<size_t>(count) >= table.rows()) {
    return table;
  }
  std::vector<std::int64_t> rows;
  for (std::int64_t row = 0; row < count; ++row) {
    rows.push_back(row);
  }
  return table.subset(rows);
}

}  // namespace

base::Result<DeidOutput> deidentify(const DeidInput& input, const base::Stop& stop) {
  TELESOFT_TRY(policy, textPolicyOf(input.request.textPolicy));
  TELESOFT_TRY(plan, planColumns(input.columns, input.request));
  base::Path resources = input.resources;
  if (resources.empty()) {
    TELESOFT_TRY(found, base::resourcesFolder());
    resources = found;
  }
  TELESOFT_TRY(detector, Detector::open(resources));
  DeidOutput out;
  out.table = firstRows(input.table, input.maxRows);
  Work work(input, plan, detector, policy, stop);
  TELESOFT_CHECK(work.rows(out.table));
  out.report = work.report();
  std::vector<size_t> kept;
  for (size_t c = 0; c < plan.size(); ++c) {
    if (plan[c].action != ColumnAction::Drop) {
      kept.push_back(c);
      out.columns.push_back(schemaAfter(input.columns[c], plan[c]));
    }
  }
  if (kept.size() < plan.size()) {
    out.table = out.table.withColumns(kept);
  }
  return out;
}

}  // namespace telesoft::privacy
