// What a careful person would ask of a table before training on it.
#pragma once

#include "telesoft/data/table.h"
#include "telesoft/protocol/dataset.h"

namespace telesoft::data {

/// Findings, errors first; rows are numbered as in the file; messages hold counts, never values.
[[nodiscard]] protocol::QualityReport checkQuality(
    const Table& table, const std::vector<protocol::ColumnSchema>& columns);

}  // namespace telesoft::data
