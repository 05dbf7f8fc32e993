#include "telesoft/data/read/content_probe.h"

#include <algorithm>

#include "telesoft/base/json.h"
#include "telesoft/base/text.h"

namespace telesoft::data {

namespace {

using namespace std::string_view_literals;

struct Magic {
  size_t at;
  std::string_view bytes;
  std::string_view name;
  std::string_view hint;
};

constexpr std::string_view kSaveAsCsv = "Save it as CSV (UTF-8) and import that.";
constexpr std::string_view kUnpack = "Unpack it and import the file inside.";

constexpr Magic kMagics[] = {
    {0, "\x1f\x8b"sv, "a gzip archive", kUnpack},
    {0, "BZh"sv, "a bzip2 archive", kUnpack},
    {0,
     "\xfd"
     "7zXZ"sv,
     "an xz archive", kUnpack},
    {0, "\x28\xb5\x2f\xfd"sv, "a zstd archive", kUnpack},
    {0, "7z\xbc\xaf"sv, "a 7-Zip archive", kUnpack},
    {0, "\xd0\xcf\x11\xe0"sv, "an old Excel or Word document", kSaveAsCsv},
    {0, "%PDF"sv, "a PDF document", "Export the data behind it as CSV."},
    {0, "SQLite format 3"sv, "a SQLite database", "Export a table as CSV."},
    {0, "PAR1"sv, "a Parquet file", "Write it as CSV or JSON Lines."},
    {0, "ARROW1"sv, "an Arrow file", "Write it as CSV or JSON Lines."},
    {0, "\x89HDF"sv, "an HDF5 file", "Write its table as CSV."},
    {0, "$FL2"sv, "an SPSS file", kSaveAsCsv},
    {0, "<stata_dta>"sv, "a Stata file", kSaveAsCsv},
    {0, "\x89PNG"sv, "a PNG picture", "Pictures are not imported as tables."},
    {0, "\xff\xd8\xff"sv, "a JPEG picture", "Pictures are not imported as tables."},
    {0,
     "\x7f"
     "ELF"sv,
     "a program", "Choose a CSV or JSON Lines file."},
    {128, "DICM"sv, "a DICOM file", "DICOM is not imported as a table."},
    {0, "{\\rtf"sv, "an RTF document", "Export the data behind it as CSV."},
};

ForeignFormat zipFormat(std::string_view head) {
  if (head.find("xl/") != std::string_view::npos) {
    return {"an Excel workbook (xlsx)", std::string(kSaveAsCsv)};
  }
  if (head.find("word/") != std::string_view::npos) {
    return {"a Word document (docx)", "Export the data behind it as CSV."};
  }
  if (head.find("opendocument.spreadsheet") != std::string_view::npos) {
    return {"an OpenDocument spreadsheet", std::string(kSaveAsCsv)};
  }
  return {"a zip archive", std::string(kUnpack)};
}

bool startsWithWord(std::string_view text, std::string_view word) {
  return base::lowerAscii(text.substr(0, word.size())) == word;
}

std::optional<ForeignFormat> markup(std::string_view text) {
  if (startsWithWord(text, "<?xml")) {
    return ForeignFormat{"an XML document", "Write it as CSV or JSON Lines."};
  }
  if (startsWithWord(text, "<!doctype html") || startsWithWord(text, "<html")) {
    return ForeignFormat{"a web page", "It may be an error page of a download: look into it."};
  }
  if (!text.empty() && text.front() == '[') {
    const size_t next = text.find_first_not_of(" \t\r\n", 1);
    if (next != std::string_view::npos && (text[next] == '{' || text[next] == '[')) {
      return ForeignFormat{"one JSON array", "Write JSON Lines: one object a line, no brackets."};
    }
  }
  if (!text.empty() && text.front() == '{' && !looksLikeJsonLines(text)) {
    const size_t next = text.find_first_not_of(" \t\r\n", 1);
    if (next != std::string_view::npos && text[next] == '"' &&
        text.substr(0, next).find('\n') != std::string_view::npos) {
      return ForeignFormat{"a JSON document over several lines",
                           "Write JSON Lines: one whole object a line."};
    }
  }
  return std::nullopt;
}

/// Text has no control bytes but white space; UTF-16 has zeros on one side only.
bool isBinary(std::string_view head) {
  if (head.substr(0, 2) == "\xff\xfe"sv || head.substr(0, 2) == "\xfe\xff"sv) {
    return false;
  }
  size_t zeros[2] = {0, 0};
  size_t controls = 0;
  for (size_t i = 0; i < head.size(); ++i) {
    const auto byte = static_cast<unsigned char>(head[i]);
    zeros[i % 2] += byte == 0 ? 1U : 0U;
    controls += byte != 0 && byte < 32 && (byte < 8 || byte > 13) && byte != 27 ? 1U : 0U;
  }
  const bool utf16 = (zeros[0] == 0) != (zeros[1] == 0) && (zeros[0] + zeros[1]) * 4 > head.size();
  return (!utf16 && zeros[0] + zeros[1] > 0) || controls * 100 > head.size();
}

}  // namespace

bool looksLikeJsonLines(std::string_view text) {
  const std::string_view start =
      text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (start.empty() || start.front() != '{') {
    return false;
  }
  const size_t end = start.find('\n');
  if (end == std::string_view::npos) {
    // A line longer than what is seen here, or the only one.
    return start.size() > 60000 || base::json::accept(start);
  }
  const std::string_view line = base::trim(start.substr(0, end));
  // A broken first line is the JSON reader's to name, not a reason to read commas.
  return base::json::accept(line) || (line.size() > 1 && (line[1] == '"' || line[1] == '}'));
}

std::optional<ForeignFormat> foreignFormat(std::string_view head) {
  for (const Magic& magic : kMagics) {
    if (head.size() > magic.at && head.substr(magic.at, magic.bytes.size()) == magic.bytes) {
      return ForeignFormat{std::string(magic.name), std::string(magic.hint)};
    }
  }
  if (head.substr(0, 4) == "PK\x03\x04"sv) {
    return zipFormat(head);
  }
  if (isBinary(head)) {
    return ForeignFormat{"a binary file, not text", "Choose a CSV or JSON Lines file."};
  }
  const size_t first = head.find_first_not_of("\xef\xbb\xbf \t\r\n");
  return first == std::string_view::npos ? std::nullopt : markup(head.substr(first));
}

}  // namespace telesoft::data
