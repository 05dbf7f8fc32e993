// WFDB records (.hea, .dat, .atr) as tables: a row a record with its signal, a row an annotation.
#pragma once

#include "telesoft/data/reader.h"

namespace telesoft::data {

/// Told by its first line; `head`: the first bytes of a file.
[[nodiscard]] bool looksLikeWfdbHeader(std::string_view head);

/// `source`: a header or a folder, read with those below it; links are not followed. Tables
/// "records" (the signal is a cell of media, as telesoft.signal) and "annotations". Of a folder, a
/// record that is refused is named in the report and the others go on; only a folder without a
/// single good record fails. Memory: one record.
/// Errors: those of the header and the annotations; InvalidInput for a table that is not there and
/// for fewer samples than the header states; Corrupt for samples against their checksum; Cancelled.
[[nodiscard]] base::Result<ReadReport> readWfdbRows(const base::Path& source,
                                                    const ReadOptions& options,
                                                    const HeaderSink& onHeader,
                                                    const RowSink& onRow,
                                                    const base::Stop& stop = {});

}  // namespace telesoft::data
