#include "telesoft/knowledge/read/file_kind.h"

#include <algorithm>

#include "telesoft/base/text.h"
#include "telesoft/data/read/content_probe.h"
#include "telesoft/data/read/csv_dialect.h"
#include "telesoft/data/read/csv_parser.h"

namespace telesoft::knowledge {

using base::ErrorCode;
using base::fail;

namespace {

constexpr size_t kSamples = 20;    // records that are looked at
constexpr size_t kNameBytes = 64;  // of a column's name at most
constexpr size_t kPdfMark = 1024;  // how far in it may stand (PDF 32000-1, implementation note 13)

constexpr std::string_view kSentenceEnds = ".!?:;";

bool isHtml(std::string_view head) {
  const std::string text = base::lowerAscii(head.substr(0, 4096));
  const size_t first = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  if (first == std::string::npos || text[first] != '<') {
    return false;
  }
  for (const char* tag : {"<!doctype html", "<html", "<head", "<body", "<h1", "<div", "<p>", "<p ",
                          "<table", "<article", "<script", "<title", "<section", "<main", "<ul"}) {
    if (text.find(tag, first) != std::string::npos) {
      return true;
    }
  }
  return false;
}

/// Several records with the same number of fields, at least two, under short names.
bool isCsv(std::string_view head) {
  const char delimiter = data::findDelimiter(head);
  std::vector<std::vector<std::string>> records;
  data::CsvParser parser(delimiter, [&](std::int64_t, std::vector<std::string>&& fields) {
    records.push_back(std::move(fields));
    return base::Result<data::Reading>(records.size() < kSamples ? data::Reading::GoOn
                                                                 : data::Reading::Enough);
  });
  const auto fed = parser.feed(head);
  if (!fed || (records.size() < kSamples && !parser.finish() && records.empty())) {
    return false;
  }
  if (head.size() >= 1U << 16U && records.size() < kSamples && records.size() > 2) {
    records.pop_back();  // cut off where the head ends
  }
  const size_t columns = records.empty() ? 0 : records.front().size();
  return columns >= 2 && records.size() >= 2 &&
         std::all_of(records.begin(), records.end(),
                     [&](const auto& record) { return record.size() == columns; }) &&
         std::all_of(records.front().begin(), records.front().end(), [](const std::string& name) {
           return name.size() <= kNameBytes &&
                  (name.empty() || kSentenceEnds.find(name.back()) == std::string_view::npos) &&
                  name.find('\n') == std::string::npos;
         });
}

/// The line below the head of a table in Markdown.
bool isTableRule(std::string_view line) {
  return line.find("--") != std::string_view::npos && line.find('|') != std::string_view::npos &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

bool hasTableRule(std::string_view head) {
  const std::vector<std::string> lines = base::split(head, '\n');
  return std::any_of(lines.begin(), lines.end(),
                     [](const std::string& line) { return isTableRule(base::trim(line)); });
}

bool isMarkdown(std::string_view head) {
  if (head.substr(0, 4) == "---\n" && head.find("\n---\n", 3) != std::string_view::npos) {
    return true;  // front matter
  }
  size_t marks = 0;
  for (const std::string& whole : base::split(head, '\n')) {
    const std::string_view line = base::trim(whole);
    const size_t hashes = std::min(line.find_first_not_of('#'), line.size());
    if (hashes >= 1 && hashes <= 6 && hashes < line.size() && line[hashes] == ' ') {
      return true;
    }
    const bool rule = line.size() > 3 && line.find_first_not_of("=") == std::string_view::npos;
    marks += rule || isTableRule(line) || line.find("**") != std::string_view::npos ||
                     line.find("](") != std::string_view::npos || line.substr(0, 3) == "```"
                 ? 1
                 : 0;
  }
  return marks > 0;
}

}  // namespace

base::Result<std::string> fileKind(std::string_view head) {
  if (head.substr(0, kPdfMark).find("%PDF-") != std::string_view::npos) {
    return std::string("pdf");
  }
  if (isHtml(head)) {
    return std::string("html");
  }
  const auto foreign = data::foreignFormat(head);
  if (foreign) {
    return fail(ErrorCode::Unsupported, "the file is " + foreign->name,
                "give Markdown, HTML, PDF, CSV or plain text");
  }
  if (!hasTableRule(head) && isCsv(head)) {
    return std::string("csv");
  }
  return std::string(isMarkdown(head) ? "markdown" : "text");
}

}  // namespace telesoft::knowledge
