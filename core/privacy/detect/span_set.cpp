#include "telesoft/privacy/detect/span_set.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace telesoft::privacy {

namespace {

using protocol::PhiSpan;

bool isSurer(const PhiSpan& a, const PhiSpan& b) {
  const auto lengthA = a.end - a.begin, lengthB = b.end - b.begin;
  if (lengthA != lengthB) {
    return lengthA > lengthB;
  }
  return a.confidence != b.confidence ? a.confidence > b.confidence : a.begin < b.begin;
}

bool hasContent(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0;
  });
}

/// The spans taken so far, by position.
class Taken {
 public:
  explicit Taken(std::string_view text) : text_(text) {}

  void add(const PhiSpan& span) {
    std::int64_t from = span.begin;
    auto next = byBegin_.upper_bound(span.begin);
    if (next != byBegin_.begin()) {
      from = std::max(from, std::prev(next)->second.end);
    }
    for (; from < span.end; ++next) {
      const std::int64_t to = next == byBegin_.end() ? span.end : std::min(span.end, next->first);
      put(span, from, to);
      if (next == byBegin_.end() || next->first >= span.end) {
        break;
      }
      from = next->second.end;
    }
  }
  [[nodiscard]] std::vector<PhiSpan> all() const {
    std::vector<PhiSpan> out;
    for (const auto& [unused, span] : byBegin_) {
      out.push_back(span);
    }
    return out;
  }

 private:
  void put(PhiSpan span, std::int64_t from, std::int64_t to) {
    if (from >= to ||
        !hasContent(text_.substr(static_cast<size_t>(from), static_cast<size_t>(to - from)))) {
      return;
    }
    span.begin = from;
    span.end = to;
    byBegin_[from] = std::move(span);
  }
  std::string_view text_;
  std::map<std::int64_t, PhiSpan> byBegin_;
};

}  // namespace

std::vector<PhiSpan> settled(std::vector<PhiSpan> spans, std::string_view text) {
  std::stable_sort(spans.begin(), spans.end(), isSurer);
  Taken taken(text);
  for (const PhiSpan& span : spans) {
    taken.add(span);
  }
  return taken.all();
}

}  // namespace telesoft::privacy
