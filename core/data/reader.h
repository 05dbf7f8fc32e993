// Rows out of a file, whatever its format, encoding and size: CSV and JSON Lines, told apart by
// content, streamed in constant memory.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/stop.h"

namespace telesoft::data {

struct ReadOptions {
  std::int64_t maxRows = 0;  // 0: all
};

struct ReadReport {
  std::string fileFormat;  // "csv" | "jsonl"
  std::string encoding;    // "UTF-8" | "Windows-1252" | "UTF-16LE" | "UTF-16BE"
  std::string delimiter;   // csv only: "," ";" tab "|"
  bool header = true;      // false: the columns were named column_1, column_2, ...
  std::vector<std::string> columns;
  std::int64_t rows = 0;
  std::int64_t bytes = 0;  // of the file
  std::vector<std::string> warnings;
};

using HeaderSink = std::function<base::Status(const std::vector<std::string>& columns)>;
/// `rowNumber` counts from 1, the header not counted. `cells` has one text a column.
using RowSink =
    std::function<base::Status(std::int64_t rowNumber, std::vector<std::string>&& cells)>;

/// Calls `onHeader` once, then `onRow` for every row; an error of theirs ends the reading and is
/// given back. Memory: constant; a field may have up to 16 MiB, a row up to 100,000 fields.
/// Errors: InvalidInput names the line (a broken quote: the line where it opened; a ragged row: the
/// fields expected and found; an empty file); Unsupported says what the file looks like; NotFound,
/// PermissionDenied.
/// Source: RFC 4180; deviations: a quote inside an unquoted field is a letter, empty lines are
/// skipped, the delimiter is found among , ; tab |.
[[nodiscard]] base::Result<ReadReport> readFileRows(const base::Path& file,
                                                    const ReadOptions& options,
                                                    const HeaderSink& onHeader,
                                                    const RowSink& onRow,
                                                    const base::Stop& stop = {});

}  // namespace telesoft::data
