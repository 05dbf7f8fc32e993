// Rows out of a file or folder, whatever its format, encoding and size: told apart by content,
// streamed in constant memory.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/stop.h"
#include "telesoft/protocol/source.h"

namespace telesoft::data {

/// Takes an image, a signal or another object that is no text, as bytes of `mediaType`; gives the
/// text of the cell that stands for it.
using MediaSink =
    std::function<base::Result<std::string>(std::string_view bytes, std::string_view mediaType)>;

struct ReadOptions {
  std::int64_t maxRows = 0;  // 0: all
  std::string table;         // of ReadReport::tables; "": the first
  MediaSink media;           // none: media become empty cells, as in a preview
};

struct ReadReport {
  std::string fileFormat;  // protocol::Preview::fileFormat
  std::string encoding;    // "UTF-8" | "Windows-1252" | "UTF-16LE" | "UTF-16BE"
  std::string delimiter;   // csv only: "," ";" tab "|"
  bool header = true;      // false: the columns were named column_1, column_2, ...
  std::vector<std::string> columns;
  std::int64_t rows = 0;
  std::int64_t bytes = 0;  // of the file
  std::vector<std::string> warnings;
  std::string table;                          // the one that was read; "" where there is one only
  std::vector<protocol::SourceTable> tables;  // all that the source holds, where more than one
  std::vector<protocol::SourceFile> files;    // of a source of several files: each one's fate
  std::vector<protocol::SourceColumn> known;  // what the format itself says of columns
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
