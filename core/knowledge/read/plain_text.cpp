#include "telesoft/knowledge/read/plain_text.h"

#include <algorithm>
#include <cctype>

#include "telesoft/base/text.h"

namespace telesoft::knowledge {

namespace {

bool isSpace(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x3000;
}

bool isDropped(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x200B || c == 0xFEFF;
}

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

size_t wordsOf(std::string_view text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

bool startsAsCaption(std::string_view text) {
  for (const std::string_view word : {"table ", "figure ", "box "}) {
    if (text.size() > word.size() && base::lowerAscii(text.substr(0, word.size())) == word &&
        isDigit(text[word.size()])) {
      return true;
    }
  }
  return false;
}

/// "2.3.1 Title" -> 3; 0 where no number stands before the words.
int sectionDepth(std::string_view line) {
  int depth = 0;
  size_t at = 0;
  while (at < line.size() && isDigit(line[at])) {
    while (at < line.size() && isDigit(line[at])) {
      ++at;
    }
    ++depth;
    if (at < line.size() && line[at] == '.') {
      ++at;
    }
  }
  const bool title = at + 4 < line.size() && line[at] == ' ' &&
                     std::isupper(static_cast<unsigned char>(line[at + 1])) != 0;
  return depth <= 6 && title ? depth : 0;
}

bool isCapitals(std::string_view line) {
  const auto letters = [&](auto is) {
    return std::count_if(line.begin(), line.end(),
                         [&](char c) { return is(static_cast<unsigned char>(c)) != 0; });
  };
  return letters([](int c) { return std::islower(c); }) == 0 &&
         letters([](int c) { return std::isupper(c); }) >= 4;
}

/// The level of a heading, or 0.
int headingLevel(std::string_view line) {
  constexpr std::string_view kSentenceEnds = ".,;:?!";
  if (line.size() > 100 || wordsOf(line) > 12 ||
      kSentenceEnds.find(line.back()) != std::string_view::npos) {
    return 0;
  }
  const int depth = sectionDepth(line);
  return depth > 0 ? depth : isCapitals(line) ? 1 : 0;
}

}  // namespace

std::string oneLine(std::string_view text) {
  std::string out;
  bool space = false;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t c = base::nextCodePoint(text, at);
    if (isSpace(c)) {
      space = true;
    } else if (!isDropped(c)) {
      out += space && !out.empty() ? " " : "";
      space = false;
      if (c == 0xFFFD) {
        base::appendUtf8(out, c);
      } else {
        out.append(text.substr(begin, at - begin));
      }
    }
  }
  return out;
}

Block proseBlock(std::string_view text, int page) {
  Block block;
  block.text = oneLine(text);
  block.page = page;
  if (startsAsCaption(block.text) && wordsOf(block.text) <= 60) {
    block.kind = Block::Kind::Caption;
  }
  return block;
}

ReadDocument readPlainText(std::string_view text) {
  ReadDocument out;
  std::string paragraph;
  size_t lines = 0;
  const auto flush = [&] {
    Block block = proseBlock(paragraph);
    if (!block.text.empty()) {
      if (const int level = lines == 1 ? headingLevel(block.text) : 0; level > 0) {
        block.kind = Block::Kind::Heading;
        block.level = level;
      }
      out.blocks.push_back(std::move(block));
    }
    paragraph.clear();
    lines = 0;
  };
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (base::trim(line).empty()) {
      flush();
      continue;
    }
    paragraph += paragraph.empty() ? "" : "\n";
    paragraph += line;
    ++lines;
  }
  flush();
  return out;
}

}  // namespace telesoft::knowledge
