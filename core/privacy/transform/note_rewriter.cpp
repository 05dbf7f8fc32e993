#include "telesoft/privacy/transform/note_rewriter.h"

#include <cctype>

#include "telesoft/privacy/transform/date_shift.h"

namespace telesoft::privacy {

namespace {

std::string labelOf(std::string_view kind) {
  std::string out = "[";
  for (const char c : kind) {
    out += c == '_' ? ' ' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return out + "]";
}

std::string dateSurrogate(std::string_view text, const NoteContext& context) {
  if (context.shiftDates) {
    if (auto shifted = shiftedDate(text, context.days, context.order, true)) {
      return *std::move(shifted);
    }
    return labelOf("date");
  }
  const std::string year = yearOf(text);
  return year.empty() ? labelOf("date") : year;
}

std::string replacement(std::string_view text,
                        const protocol::PhiSpan& span,
                        const Surrogates& surrogates,
                        const NoteContext& context) {
  switch (context.policy) {
    case TextPolicy::Keep:
      return std::string(text);
    case TextPolicy::Redact:
      return "***";
    case TextPolicy::Label:
      return labelOf(span.kind);
    case TextPolicy::Surrogate:
      break;
  }
  return span.kind == "date" ? dateSurrogate(text, context) : surrogates.of(span.kind, text);
}

}  // namespace

base::Result<TextPolicy> textPolicyOf(std::string_view name) {
  if (name == "surrogate") {
    return TextPolicy::Surrogate;
  }
  if (name == "label") {
    return TextPolicy::Label;
  }
  if (name == "redact") {
    return TextPolicy::Redact;
  }
  if (name == "keep") {
    return TextPolicy::Keep;
  }
  return base::fail(base::ErrorCode::InvalidInput, "the text policy is not known",
                    "Choose surrogate, label, redact or keep.");
}

std::string rewritten(std::string_view note,
                      const std::vector<protocol::PhiSpan>& spans,
                      const Surrogates& surrogates,
                      const NoteContext& context) {
  std::string out;
  out.reserve(note.size());
  size_t at = 0;
  for (const protocol::PhiSpan& span : spans) {
    const auto begin = static_cast<size_t>(span.begin), end = static_cast<size_t>(span.end);
    out += note.substr(at, begin - at);
    out += replacement(note.substr(begin, end - begin), span, surrogates, context);
    at = end;
  }
  out += note.substr(at);
  return out;
}

}  // namespace telesoft::privacy
