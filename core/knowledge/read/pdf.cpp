#include "telesoft/knowledge/read/pdf.h"

#include <memory>

#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>

#include "telesoft/knowledge/read/pdf_layout.h"
#include "telesoft/knowledge/read/plain_text.h"

namespace telesoft::knowledge {

using base::ErrorCode;
using base::fail;

namespace {

std::string utf8Of(const poppler::ustring& text) {
  const poppler::byte_array bytes = text.to_utf8();
  return {bytes.begin(), bytes.end()};
}

std::vector<PrintedWord> wordsOf(const poppler::page& page) {
  std::vector<PrintedWord> out;
  for (const poppler::text_box& box : page.text_list(poppler::page::text_list_include_font)) {
    const poppler::rectf at = box.bbox();
    PrintedWord word{utf8Of(box.text()), at.left(), at.right(), at.top(), at.bottom(), 0, false};
    if (box.has_font_info()) {
      word.size = box.get_font_size();
      const std::string font = box.get_font_name();
      word.bold = font.find("Bold") != std::string::npos || font.find("bold") != std::string::npos;
    }
    out.push_back(std::move(word));
  }
  return out;
}

base::Status checkDocument(const poppler::document* document) {
  if (document == nullptr) {
    return fail(ErrorCode::InvalidInput, "the PDF document is damaged",
                "open it in a PDF viewer, print it into a new PDF, and import that");
  }
  if (document->is_locked()) {
    return fail(ErrorCode::InvalidInput, "the PDF document is protected by a password",
                "save it without the password and import that");
  }
  if (document->pages() > kMaxPages) {
    return fail(ErrorCode::InvalidInput, "the PDF document has more than 5,000 pages",
                "split it and import the parts");
  }
  return {};
}

}  // namespace

base::Result<ReadDocument> readPdf(std::string_view bytes) {
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  const std::unique_ptr<poppler::document> document(
      poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
  TELESOFT_CHECK(checkDocument(document.get()));
  ReadDocument out;
  out.title = oneLine(utf8Of(document->get_title()));
  std::vector<PrintedLine> lines;
  int broken = 0;
  for (int i = 0; i < document->pages(); ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    if (!page) {
      ++broken;
      continue;
    }
    auto more = printedLines(wordsOf(*page), i + 1);
    std::move(more.begin(), more.end(), std::back_inserter(lines));
  }
  if (lines.empty()) {
    return fail(ErrorCode::InvalidInput, "the PDF document has no text",
                "it is probably a scan: run text recognition (OCR) over it first");
  }
  if (broken > 0) {
    out.warnings.push_back(std::to_string(broken) + " of " + std::to_string(document->pages()) +
                           " pages are damaged and could not be read.");
  }
  out.blocks = layoutBlocks(std::move(lines));
  return out;
}

}  // namespace telesoft::knowledge
