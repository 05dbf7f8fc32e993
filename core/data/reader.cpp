#include "telesoft/data/reader.h"

#include <fmt/format.h>

#include "telesoft/data/read/content_probe.h"
#include "telesoft/data/read/csv_dialect.h"
#include "telesoft/data/read/csv_parser.h"
#include "telesoft/data/read/json_lines.h"
#include "telesoft/data/read/text_source.h"

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;

constexpr size_t kHeaderRecords = 200;
constexpr std::uint64_t kPreviewBytes = 64ULL << 20U;

/// Turns records into rows: the first ones wait until it is known whether the first is a header.
class CsvRows {
 public:
  CsvRows(const ReadOptions& options,
          const HeaderSink& onHeader,
          const RowSink& onRow,
          ReadReport& report)
      : options_(options), onHeader_(onHeader), onRow_(onRow), report_(report) {}

  base::Result<Reading> record(std::int64_t line, std::vector<std::string>&& fields) {
    if (headerKnown_) {
      return row(line, std::move(fields));
    }
    waiting_.push_back(std::move(fields));
    lines_.push_back(line);
    return waiting_.size() < kHeaderRecords ? Reading::GoOn : settle();
  }

  /// Decides on the header and hands on what waited.
  base::Result<Reading> settle() {
    if (headerKnown_ || waiting_.empty()) {
      return Reading::GoOn;
    }
    headerKnown_ = true;
    Header header = findHeader(waiting_);
    report_.header = header.present;
    report_.columns = header.names;
    report_.warnings.insert(report_.warnings.end(), header.warnings.begin(), header.warnings.end());
    TELESOFT_CHECK(onHeader_(report_.columns));
    for (size_t i = header.present ? 1 : 0; i < waiting_.size(); ++i) {
      TELESOFT_TRY(next, row(lines_[i], std::move(waiting_[i])));
      if (next == Reading::Enough) {
        return next;
      }
    }
    waiting_.clear();
    return Reading::GoOn;
  }

 private:
  base::Result<Reading> row(std::int64_t line, std::vector<std::string>&& fields) {
    if (fields.size() != report_.columns.size()) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("line {} has {} fields where {} are expected", line, fields.size(),
                              report_.columns.size()),
                  "Quote fields that hold the delimiter, or mend the line.");
    }
    TELESOFT_CHECK(onRow_(++report_.rows, std::move(fields)));
    return options_.maxRows > 0 && report_.rows >= options_.maxRows ? Reading::Enough
                                                                    : Reading::GoOn;
  }

  const ReadOptions& options_;
  const HeaderSink& onHeader_;
  const RowSink& onRow_;
  ReadReport& report_;
  bool headerKnown_ = false;
  std::vector<std::vector<std::string>> waiting_;
  std::vector<std::int64_t> lines_;
};

base::Status readCsv(const TextFile& file, CsvRows& rows, char delimiter, const base::Stop& stop) {
  bool enough = false;
  CsvParser parser(delimiter, [&](std::int64_t line, std::vector<std::string>&& fields) {
    auto next = rows.record(line, std::move(fields));
    enough = next && *next == Reading::Enough;
    return next;
  });
  TELESOFT_TRY(whole, forEachPiece(
                          file, [&](std::string_view piece) { return parser.feed(piece); }, stop));
  if (whole && !enough) {
    TELESOFT_CHECK(parser.finish());
  }
  if (!enough) {
    TELESOFT_CHECK(rows.settle());
  }
  return {};
}

base::Result<std::string> decodedHead(const TextFile& file, std::string_view head) {
  std::string text;
  Utf8Converter converter(file.encoding.encoding);
  TELESOFT_CHECK(converter.convert(head.substr(file.encoding.skip), text));
  return text;
}

}  // namespace

base::Result<ReadReport> readFileRows(const base::Path& file,
                                      const ReadOptions& options,
                                      const HeaderSink& onHeader,
                                      const RowSink& onRow,
                                      const base::Stop& stop) {
  TextFile source;
  source.path = file;
  TELESOFT_TRY(bytes, sizeOfFile(file));
  source.bytes = bytes;
  source.maxBytes = options.maxRows > 0 ? kPreviewBytes : 0;
  TELESOFT_TRY(head, headOf(file));
  if (const auto foreign = foreignFormat(head)) {
    return fail(ErrorCode::Unsupported, "the file is " + foreign->name + ", not CSV or JSON Lines",
                foreign->hint);
  }
  TELESOFT_TRY(encoding, findEncoding(file, source.maxBytes, stop));
  source.encoding = encoding;
  TELESOFT_TRY(text, decodedHead(source, head));

  ReadReport report;
  report.bytes = static_cast<std::int64_t>(bytes);
  report.encoding = nameOf(encoding.encoding);
  report.warnings = encoding.warnings;
  if (looksLikeJsonLines(text)) {
    report.fileFormat = "jsonl";
    TELESOFT_CHECK(readJsonLines(source, options, onHeader, onRow, report, stop));
  } else {
    report.fileFormat = "csv";
    const char delimiter = findDelimiter(text);
    report.delimiter = std::string(1, delimiter);
    CsvRows rows(options, onHeader, onRow, report);
    TELESOFT_CHECK(readCsv(source, rows, delimiter, stop));
  }
  if (report.columns.empty()) {
    return fail(ErrorCode::InvalidInput, "the file has no rows and no column names",
                "Export it again, or choose another file.");
  }
  return report;
}

}  // namespace telesoft::data
