// Rows out of JSON Lines: one object a line, its values texts, numbers, true, false or null.
#pragma once

#include "telesoft/data/read/text_source.h"
#include "telesoft/data/reader.h"

namespace telesoft::data {

/// Reads the file twice: the keys of all objects are the columns, in the order in which they first
/// stand. Errors: InvalidInput naming the line of what is no object, nested, twice or no JSON.
[[nodiscard]] base::Status readJsonLines(const TextFile& file,
                                         const ReadOptions& options,
                                         const HeaderSink& onHeader,
                                         const RowSink& onRow,
                                         ReadReport& report,
                                         const base::Stop& stop);

}  // namespace telesoft::data
