#include "telesoft/knowledge/read/html.h"

#include <array>
#include <memory>

#include <libxml/HTMLparser.h>

#include "telesoft/base/text.h"
#include "telesoft/knowledge/read/plain_text.h"

namespace telesoft::knowledge {

using base::ErrorCode;
using base::fail;

namespace {

constexpr int kMaxDepth = 250;  // libxml2 itself gives up at 256
constexpr size_t kHead = 4096;  // where a page may say its encoding

struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
struct FreeParser {
  void operator()(htmlParserCtxt* parser) const { htmlFreeParserCtxt(parser); }
};

std::string_view nameOf(const xmlNode* node) {
  return node->type == XML_ELEMENT_NODE ? reinterpret_cast<const char*>(node->name) : "";
}

template <size_t N>
bool isOneOf(std::string_view name, const std::array<std::string_view, N>& names) {
  for (const std::string_view known : names) {
    if (name == known) {
      return true;
    }
  }
  return false;
}

std::string attribute(const xmlNode* node, const char* name) {
  xmlChar* value = xmlGetProp(node, reinterpret_cast<const xmlChar*>(name));
  std::string out = value != nullptr ? reinterpret_cast<const char*>(value) : "";
  xmlFree(value);
  return base::lowerAscii(out);
}

bool has(const xmlNode* node, const char* name) {
  return xmlHasProp(node, reinterpret_cast<const xmlChar*>(name)) != nullptr;
}

bool isShown(const xmlNode* node) {
  static constexpr std::array<std::string_view, 16> kDropped = {
      "script", "style", "noscript", "template", "head",     "svg",    "math",  "iframe",
      "object", "embed", "canvas",   "audio",    "textarea", "select", "video", "button"};
  if (isOneOf(nameOf(node), kDropped) || has(node, "hidden") ||
      attribute(node, "aria-hidden") == "true") {
    return false;
  }
  std::string style = attribute(node, "style");
  std::erase(style, ' ');
  return style.find("display:none") == std::string::npos &&
         style.find("visibility:hidden") == std::string::npos;
}

bool breaksLine(std::string_view name) {
  static constexpr std::array<std::string_view, 27> kBlocks = {
      "p",       "div",    "li",         "ul",      "ol",      "dl",     "dt",
      "dd",      "br",     "blockquote", "section", "article", "header", "footer",
      "nav",     "aside",  "main",       "pre",     "hr",      "form",   "fieldset",
      "address", "figure", "figcaption", "details", "summary", "body"};
  return isOneOf(name, kBlocks);
}

class Walker {
 public:
  /// False where it is nested too deeply.
  bool walk(const xmlNode* first, int depth) {
    if (depth > kMaxDepth) {
      return false;
    }
    for (const xmlNode* node = first; node != nullptr; node = node->next) {
      if (!visit(node, depth)) {
        return false;
      }
    }
    return true;
  }
  ReadDocument finish() {
    flush();
    return std::move(out_);
  }
  void title(std::string_view text) { out_.title = oneLine(text); }

 private:
  bool visit(const xmlNode* node, int depth) {
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
      text_ += reinterpret_cast<const char*>(node->content);
      return true;
    }
    if (node->type != XML_ELEMENT_NODE || !isShown(node)) {
      return true;
    }
    const std::string_view name = nameOf(node);
    if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
      return heading(node, name[1] - '0', depth);
    }
    if (name == "table" && !inTable_) {
      return table(node, depth);
    }
    if (name == "td" || name == "th") {
      text_ += firstCell_ ? "" : " | ";
      firstCell_ = false;
      return walk(node->children, depth + 1);
    }
    const bool breaks = breaksLine(name);
    if (breaks) {
      endLine();
    }
    if (!walk(node->children, depth + 1)) {
      return false;
    }
    if (breaks) {
      endLine();
    }
    return true;
  }

  void endLine() {
    if (inTable_) {
      text_ += ' ';
    } else {
      flush();
    }
  }

  bool heading(const xmlNode* node, int level, int depth) {
    endLine();
    if (!walk(node->children, depth + 1)) {
      return false;
    }
    if (inTable_) {
      return true;
    }
    if (std::string title = oneLine(text_); !title.empty()) {
      out_.blocks.push_back({Block::Kind::Heading, level, 0, std::move(title)});
    }
    text_.clear();
    return true;
  }

  /// Rows as lines; tables within cells become part of their cell.
  bool table(const xmlNode* node, int depth) {
    flush();
    inTable_ = true;
    std::string rows, caption;
    const bool whole = rowsOf(node->children, rows, caption, depth + 1);
    inTable_ = false;
    text_.clear();
    if (!caption.empty()) {
      out_.blocks.push_back({Block::Kind::Caption, 0, 0, std::move(caption)});
    }
    if (!rows.empty()) {
      out_.blocks.push_back({Block::Kind::Table, 0, 0, std::move(rows)});
    }
    return whole;
  }

  bool rowsOf(const xmlNode* first, std::string& rows, std::string& caption, int depth) {
    if (depth > kMaxDepth) {
      return false;
    }
    for (const xmlNode* node = first; node != nullptr; node = node->next) {
      const std::string_view name = nameOf(node);
      if (name.empty() || !isShown(node)) {
        continue;
      }
      if (name == "tr" || name == "caption") {
        text_.clear();
        firstCell_ = true;
        if (!walk(node->children, depth + 1)) {
          return false;
        }
        std::string line = oneLine(text_);
        if (name == "caption") {
          caption = std::move(line);
        } else if (!line.empty() && line.find_first_not_of("| ") != std::string::npos) {
          rows += (rows.empty() ? "" : "\n") + line;
        }
      } else if (!rowsOf(node->children, rows, caption, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  void flush() {
    if (Block block = proseBlock(text_); !block.text.empty()) {
      out_.blocks.push_back(std::move(block));
    }
    text_.clear();
  }

  std::string text_;
  bool inTable_ = false, firstCell_ = true;
  ReadDocument out_;
};

/// What the parser is told; nullptr lets it look for itself. UTF-8 wins where the bytes are that,
/// whatever they claim.
const char* encodingOf(std::string_view bytes, std::vector<std::string>& warnings) {
  const std::string_view mark = bytes.substr(0, 2);
  if (mark == "\xff\xfe" || mark == "\xfe\xff") {
    return mark[0] == '\xff' ? "UTF-16LE" : "UTF-16BE";
  }
  if (base::isUtf8(bytes)) {
    return "UTF-8";
  }
  const std::string head = base::lowerAscii(bytes.substr(0, kHead));
  const size_t at = head.find("charset=");
  std::string charset;
  for (size_t i = at == std::string::npos ? head.size() : at + 8; i < head.size(); ++i) {
    const char c = head[i];
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_') {
      charset += c;
    } else if (c != '"' && c != '\'') {
      break;
    } else if (!charset.empty()) {
      break;
    }
  }
  const bool usable = !charset.empty() && charset != "utf-8" && charset != "utf8";
  if (xmlCharEncodingHandler* handler =
          usable ? xmlFindCharEncodingHandler(charset.c_str()) : nullptr) {
    xmlCharEncCloseFunc(handler);
    return nullptr;
  }
  warnings.emplace_back(
      "The page is not UTF-8; it was read as Windows-1252 (Latin-1). Check that accented letters "
      "look right.");
  return "windows-1252";
}

std::string titleOf(xmlNode* root) {
  for (xmlNode* head = root != nullptr ? root->children : nullptr; head; head = head->next) {
    for (xmlNode* node = nameOf(head) == "head" ? head->children : nullptr; node;
         node = node->next) {
      if (nameOf(node) == "title") {
        xmlChar* text = xmlNodeGetContent(node);
        std::string out = text != nullptr ? reinterpret_cast<const char*>(text) : "";
        xmlFree(text);
        return out;
      }
    }
  }
  return "";
}

base::Error tooDeep() {
  return fail(ErrorCode::InvalidInput, "the page's elements are nested more than 250 deep",
              "save the page's article alone, or its text");
}

}  // namespace

base::Result<ReadDocument> readHtml(std::string_view bytes) {
  ReadDocument head;
  const char* encoding = encodingOf(bytes, head.warnings);
  const bool wide = encoding != nullptr && std::string_view(encoding).substr(0, 6) == "UTF-16";
  if (!wide && bytes.find('\0') != std::string_view::npos) {
    return fail(ErrorCode::InvalidInput, "the page has NUL bytes: it is damaged or no HTML",
                "save the page again");
  }
  const std::unique_ptr<htmlParserCtxt, FreeParser> parser(htmlNewParserCtxt());
  if (!parser) {
    return fail(ErrorCode::OutOfResources, "the memory is full");
  }
  const std::unique_ptr<xmlDoc, FreeDocument> document(htmlCtxtReadMemory(
      parser.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr, encoding,
      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET));
  if (parser->errNo == XML_ERR_INTERNAL_ERROR || parser->disableSAX != 0) {
    return tooDeep();
  }
  xmlNode* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
  Walker walker;
  walker.title(titleOf(root));
  if (root != nullptr && !walker.walk(root, 0)) {
    return tooDeep();
  }
  ReadDocument out = walker.finish();
  out.warnings = std::move(head.warnings);
  if (out.blocks.empty()) {
    return fail(ErrorCode::InvalidInput, "the page shows no text",
                "check that the text stands in the page itself and is not put there by a script");
  }
  return out;
}

}  // namespace telesoft::knowledge
