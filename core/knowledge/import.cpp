#include "telesoft/knowledge/import.h"

#include <algorithm>
#include <array>

#include "telesoft/base/hash.h"
#include "telesoft/base/text.h"
#include "telesoft/data/read/text_source.h"
#include "telesoft/data/reader.h"
#include "telesoft/knowledge/formulary/drug_table.h"
#include "telesoft/knowledge/passages.h"
#include "telesoft/knowledge/read/file_kind.h"
#include "telesoft/knowledge/read/markdown.h"
#include "telesoft/knowledge/read/plain_text.h"
#include "telesoft/knowledge/read/reader_process.h"

namespace telesoft::knowledge {

using base::ErrorCode;
using base::fail;

namespace {

base::Error tooManyPassages() {
  return fail(ErrorCode::InvalidInput, "the document has more than 200,000 passages",
              "split it and import the parts");
}

/// All of it as UTF-8, whatever its encoding.
base::Result<std::string> wholeText(const base::Path& file,
                                    std::vector<std::string>& warnings,
                                    const base::Stop& stop) {
  data::TextFile text{file, 0, 0, {}};
  TELESOFT_TRY(encoding, data::findEncoding(file, 0, stop));
  text.encoding = std::move(encoding);
  std::string out;
  TELESOFT_TRY(whole, data::forEachPiece(
                          text,
                          [&](std::string_view piece) -> base::Result<data::Reading> {
                            out += piece;
                            return data::Reading::GoOn;
                          },
                          stop));
  static_cast<void>(whole);
  if (out.find('\0') != std::string::npos) {
    return fail(ErrorCode::InvalidInput, "the file has NUL bytes: it is damaged or no text",
                "save it as Markdown, HTML, PDF, CSV or plain text");
  }
  std::move(text.encoding.warnings.begin(), text.encoding.warnings.end(),
            std::back_inserter(warnings));
  return out;
}

base::Result<ReadDocument> readProse(const base::Path& file,
                                     const std::string& format,
                                     const base::Stop& stop) {
  if (format == "pdf" || format == "html") {
    return readInProcess(file, format, stop);
  }
  std::vector<std::string> warnings;
  TELESOFT_TRY(text, wholeText(file, warnings, stop));
  ReadDocument out = format == "markdown" ? readMarkdown(text) : readPlainText(text);
  out.warnings = std::move(warnings);
  return out;
}

base::Result<DrugTable> readTable(const base::Path& file,
                                  std::vector<std::string>& warnings,
                                  const base::Stop& stop) {
  DrugTable table;
  TELESOFT_TRY(report, data::readFileRows(
                           file, {},
                           [&](const std::vector<std::string>& columns) {
                             table.columns = columns;
                             return base::Status();
                           },
                           [&](std::int64_t, std::vector<std::string>&& cells) -> base::Status {
                             table.rows.push_back(std::move(cells));
                             return table.rows.size() > kMaxPassages
                                        ? base::Status(tooManyPassages())
                                        : base::Status();
                           },
                           stop));
  warnings = std::move(report.warnings);
  for (const auto& row : table.rows) {
    for (const std::string& cell : row) {
      if (cell.find('\0') != std::string::npos) {
        return fail(ErrorCode::InvalidInput, "the table has NUL bytes: it is damaged",
                    "export it again as CSV (UTF-8)");
      }
    }
  }
  if (table.rows.empty()) {
    return fail(ErrorCode::InvalidInput, "the table has no rows", "export it again with its rows");
  }
  return table;
}

base::Status readDrugs(const DrugTable& table, const std::string& kind, Imported& out) {
  store::KnowledgeContent& content = out.content;
  if (kind == "interactions") {
    TELESOFT_TRY(pairs, drugPairs(table));
    content.interactions = std::move(pairs);
  } else if (kind != "guideline") {
    TELESOFT_TRY(items, drugItems(table, kind == "formulary" ? "formulary" : "names"));
    content.items = std::move(items);
  }
  for (size_t i = 0; i < content.items.size(); ++i) {
    content.items[i].passageId = std::to_string(i);
  }
  for (size_t i = 0; i < content.interactions.size(); ++i) {
    content.interactions[i].passageId = std::to_string(i);
  }
  const size_t before = content.items.size() + content.interactions.size();
  std::erase_if(content.items, [](const auto& item) { return item.keys.empty(); });
  std::erase_if(content.interactions,
                [](const auto& pair) { return pair.one.empty() || pair.other.empty(); });
  const size_t after = content.items.size() + content.interactions.size();
  if (after == 0 && kind != "guideline") {
    return fail(ErrorCode::InvalidInput, "no row names a drug", "check the column of the names");
  }
  if (after < before) {
    out.warnings.push_back(base::withThousands(static_cast<std::int64_t>(before - after)) +
                           " rows name no drug and are found by search only.");
  }
  return {};
}

/// Ids by the document and the place; items' and pairs' passages too, which were row numbers.
void giveIds(store::KnowledgeContent& content, const std::string& documentId) {
  for (protocol::Passage& passage : content.passages) {
    passage.documentId = documentId;
    passage.id = documentId + "-" + std::to_string(passage.number);
  }
  const auto place = [&](auto& row) {
    row.documentId = documentId;
    row.passageId = content.passages[std::stoull(row.passageId)].id;
  };
  std::for_each(content.items.begin(), content.items.end(), place);
  std::for_each(content.interactions.begin(), content.interactions.end(), place);
}

}  // namespace

base::Status checkKind(const std::string& kind) {
  for (const char* known : {"guideline", "formulary", "drug_names", "interactions"}) {
    if (kind == known) {
      return {};
    }
  }
  return fail(ErrorCode::InvalidInput, "\"kind\" is none of those that are known",
              "give guideline, formulary, drug_names or interactions");
}

base::Result<Imported> importDocument(const base::Path& file,
                                      const std::string& kind,
                                      const std::string& documentId,
                                      const base::Stop& stop) {
  TELESOFT_CHECK(checkKind(kind));
  TELESOFT_TRY(bytes, data::sizeOfFile(file));
  if (bytes > kMaxFileBytes) {
    return fail(ErrorCode::InvalidInput, "the file is larger than 50 MB",
                "split it and import the parts");
  }
  stop.progress(0.1, "reading the file");
  Imported out;
  out.bytes = static_cast<std::int64_t>(bytes);
  TELESOFT_TRY(sha256, base::sha256HexOfFile(file));
  out.sha256 = std::move(sha256);
  TELESOFT_TRY(head, data::headOf(file));
  TELESOFT_TRY(format, fileKind(head));
  const bool asTable = kind != "guideline" || format == "csv";
  if (asTable && (format == "pdf" || format == "html")) {
    return fail(ErrorCode::InvalidInput, "a list of drugs is read from a table, and this is none",
                "give a CSV file, or import this one as a guideline");
  }
  out.format = asTable ? "csv" : format;
  if (asTable) {
    TELESOFT_TRY(table, readTable(file, out.warnings, stop));
    out.content.passages = rowPassages(table);
    TELESOFT_CHECK(readDrugs(table, kind, out));
  } else {
    TELESOFT_TRY(document, readProse(file, format, stop));
    out.title = std::move(document.title);
    out.warnings = std::move(document.warnings);
    out.content.passages = cutPassages(document.blocks);
  }
  TELESOFT_CHECK(stop.check("the import"));
  giveIds(out.content, documentId);
  std::erase_if(out.content.passages, [](const auto& passage) { return passage.text.empty(); });
  if (out.content.passages.empty()) {
    return fail(ErrorCode::InvalidInput, "the file has no text", "check that it is the right one");
  }
  if (out.content.passages.size() > kMaxPassages) {
    return tooManyPassages();
  }
  return out;
}

}  // namespace telesoft::knowledge
