// From a file and a recipe to a checked table: all or nothing.
#pragma once

#include <map>

#include "telesoft/base/os/files.h"
#include "telesoft/base/stop.h"
#include "telesoft/data/table.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::data {

/// What a table may hold; larger files are OutOfResources before memory runs out.
struct ImportLimits {
  std::uint64_t cells = 50'000'000;
  /// Or a quarter of what the machine has free, if less: on its way into the store a table stands
  /// in memory more than once.
  std::uint64_t memoryBytes = 4ULL << 30U;
};

struct Imported {
  Table table;                                  // missing codes are empty cells
  std::vector<protocol::ColumnSchema> columns;  // one a table column, in its order
  std::map<std::string, std::int64_t> labelCounts;
  std::int64_t patients = 0;  // rows, where no column is the patient
  std::vector<std::string> warnings;
};

/// A recipe's column replaces the proposal's role, and its type, unit and missing codes where it
/// states them (type "text" counts as stated for notes, identifiers and ignored columns).
/// Errors: InvalidInput for an unknown recipe column, no label column, one class, fewer than 30
/// labelled rows, and all that readFileRows names; OutOfResources over the limits; Cancelled.
[[nodiscard]] base::Result<Imported> importFile(const base::Path& file,
                                                const protocol::Recipe& recipe,
                                                const base::Stop& stop = {},
                                                const ImportLimits& limits = {});

constexpr std::int64_t kMinLabelledRows = 30;

}  // namespace telesoft::data
