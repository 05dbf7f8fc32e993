// A table as bytes for the blob store, and back.
#pragma once

#include <string>
#include <string_view>

#include "telesoft/base/result.h"
#include "telesoft/data/table.h"

namespace telesoft::data {

/// Equal tables give equal bytes. "TSTB", version, columns, rows, file rows, cells by column
/// (lengths as LEB128), SHA-256 of all that.
[[nodiscard]] std::string encodeTable(const Table& table);
/// Corrupt for anything that encodeTable did not write; Unsupported for a newer version.
[[nodiscard]] base::Result<Table> decodeTable(std::string_view bytes);

}  // namespace telesoft::data
