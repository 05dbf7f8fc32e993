#include "telesoft/knowledge/read/wire.h"

#include "telesoft/base/text.h"

namespace telesoft::knowledge {

using base::ErrorCode;
using base::fail;
using base::json;

namespace {

constexpr int kVersion = 1;

struct Line {
  int kind = 0, level = 0, page = 0;
  std::string text;
};
template <class V>
void describe(V& v, Line& line) {
  v.required("k", line.kind);
  v.optional("l", line.level);
  v.optional("p", line.page);
  v.required("t", line.text);
}

struct End {
  std::string format;
  int version = 0;
  std::string title, code, message, hint;
  std::vector<std::string> warnings;
};
template <class V>
void describe(V& v, End& end) {
  v.required("format", end.format);
  v.required("version", end.version);
  v.optional("title", end.title);
  v.optional("warnings", end.warnings);
  v.optional("code", end.code);
  v.optional("message", end.message);
  v.optional("hint", end.hint);
}

template <class T>
std::string lineOf(const T& value) {
  return base::toJson(value).dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

base::Error notWhole() {
  return fail(ErrorCode::Corrupt, "the reader ended before the document was whole");
}

}  // namespace

std::string encodeDocument(const base::Result<ReadDocument>& document) {
  std::string out;
  End end{"telesoft.document", kVersion, "", "", "", "", {}};
  if (!document) {
    end.code = base::errorInfo(document.error().code).name;
    end.message = document.error().message;
    end.hint = document.error().hint;
    return lineOf(end);
  }
  for (const Block& block : document->blocks) {
    out += lineOf(Line{static_cast<int>(block.kind), block.level, block.page, block.text});
  }
  end.title = document->title;
  end.warnings = document->warnings;
  return out + lineOf(end);
}

base::Result<ReadDocument> decodeDocument(std::string_view lines) {
  ReadDocument out;
  for (size_t at = 0; at < lines.size();) {
    const size_t newline = lines.find('\n', at);
    auto parsed = newline == std::string_view::npos
                      ? base::Result<json>(notWhole())
                      : base::parseJson(lines.substr(at, newline - at));
    if (!parsed) {
      return notWhole();
    }
    at = newline + 1;
    if (auto end = base::fromJson<End>(*parsed); end) {
      if (at != lines.size() || end->format != "telesoft.document" || end->version != kVersion) {
        return notWhole();
      }
      if (!end->code.empty()) {
        return fail(base::errorCodeOf(end->code), end->message, end->hint);
      }
      out.title = std::move(end->title);
      out.warnings = std::move(end->warnings);
      return out;
    }
    TELESOFT_TRY(line, base::fromJson<Line>(*parsed));
    if (line.kind < 0 || line.kind > static_cast<int>(Block::Kind::Table) || line.level < 0 ||
        line.page < 0) {
      return notWhole();
    }
    out.blocks.push_back(
        {static_cast<Block::Kind>(line.kind), line.level, line.page, std::move(line.text)});
  }
  return notWhole();
}

}  // namespace telesoft::knowledge
