#include "telesoft/knowledge/read/markdown.h"

#include <algorithm>

#include "telesoft/base/text.h"
#include "telesoft/knowledge/read/plain_text.h"

namespace telesoft::knowledge {

namespace {

using Lines = std::vector<std::string_view>;

bool startsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

/// The text without comments, which may span lines.
std::string withoutComments(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = text.find("<!--", at);
    out.append(text.substr(at, begin == std::string_view::npos ? begin : begin - at));
    const size_t end = begin == std::string_view::npos ? begin : text.find("-->", begin + 4);
    at = end == std::string_view::npos ? text.size() : end + 3;
  }
  return out;
}

/// [text](target) and ![alt](target) as their text; "" in `link` where none begins at `at`.
size_t linkEnd(std::string_view line, size_t at, std::string_view& label) {
  const size_t middle = line.find("](", at);
  const size_t end = middle == std::string_view::npos ? middle : line.find(')', middle);
  if (end == std::string_view::npos ||
      line.substr(at + 1, middle - at - 1).find('[') != std::string_view::npos) {
    return at;
  }
  label = line.substr(at + 1, middle - at - 1);
  return end + 1;
}

size_t tagEnd(std::string_view line, size_t at) {
  const bool tag = at + 1 < line.size() &&
                   (line[at + 1] == '/' || (line[at + 1] >= 'a' && line[at + 1] <= 'z') ||
                    (line[at + 1] >= 'A' && line[at + 1] <= 'Z'));
  const size_t end = tag ? line.find('>', at) : std::string_view::npos;
  return end == std::string_view::npos ? at : end + 1;
}

/// A line's text without the marks for emphasis, code, links and tags.
std::string inlineText(std::string_view line) {
  std::string out;
  for (size_t at = 0; at < line.size();) {
    const char c = line[at];
    if (c == '\\' && at + 1 < line.size() &&
        std::ispunct(static_cast<unsigned char>(line[at + 1]))) {
      out += line[at + 1];
      at += 2;
      continue;
    }
    if (startsWith(line.substr(at), "**") || startsWith(line.substr(at), "__")) {
      at += 2;
      continue;
    }
    if (c == '[' || (c == '!' && startsWith(line.substr(at), "!["))) {
      std::string_view label;
      const size_t open = c == '!' ? at + 1 : at;
      if (const size_t end = linkEnd(line, open, label); end != open) {
        out += inlineText(label);
        at = end;
        continue;
      }
    }
    if (const size_t end = c == '<' ? tagEnd(line, at) : at; end != at) {
      at = end;
      continue;
    }
    if (c != '`') {
      out += c;
    }
    ++at;
  }
  return out;
}

/// "## Title ##" -> 2 and the title.
int atxHeading(std::string_view line, std::string& title) {
  const size_t level = std::min(line.find_first_not_of('#'), line.size());
  if (level == 0 || level > 6 || (level < line.size() && line[level] != ' ')) {
    return 0;
  }
  std::string_view rest = base::trim(line.substr(level));
  while (!rest.empty() && rest.back() == '#') {
    rest.remove_suffix(1);
  }
  title = oneLine(inlineText(rest));
  return static_cast<int>(level);
}

bool isRuleOf(std::string_view line, char mark) {
  return line.size() >= 2 && line.find_first_not_of(mark) == std::string_view::npos;
}

bool isTableRule(std::string_view line) {
  return line.find('-') != std::string_view::npos && line.find('|') != std::string_view::npos &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

std::string tableRow(std::string_view line) {
  line = base::trim(line);
  if (startsWith(line, "|")) {
    line.remove_prefix(1);
  }
  if (!line.empty() && line.back() == '|') {
    line.remove_suffix(1);
  }
  std::vector<std::string> cells;
  for (const std::string& cell : base::split(line, '|')) {
    cells.push_back(oneLine(inlineText(cell)));
  }
  return base::join(cells, " | ");
}

bool startsItem(std::string_view line) {
  if (line.size() > 2 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ') {
    return true;
  }
  const size_t digits = line.find_first_not_of("0123456789");
  return digits != std::string_view::npos && digits > 0 && digits < 4 && digits + 1 < line.size() &&
         (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ';
}

Lines linesOf(std::string_view text) {
  Lines out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (!line.empty() && line.back() == '\r') {
      line.remove_suffix(1);
    }
    out.push_back(line);
    at = end + 1;
  }
  return out;
}

class Parser {
 public:
  explicit Parser(const Lines& lines) : lines_(lines) {}

  ReadDocument run() {
    skipFrontMatter();
    while (at_ < lines_.size()) {
      step();
    }
    flush();
    for (const Block& block : out_.blocks) {
      if (out_.title.empty() && block.kind == Block::Kind::Heading) {
        out_.title = block.text;
      }
    }
    return std::move(out_);
  }

 private:
  void step() {
    std::string_view line = base::trim(lines_[at_]);
    while (startsWith(line, ">")) {
      line = base::trim(line.substr(1));
    }
    std::string title;
    if (startsWith(line, "```") || startsWith(line, "~~~")) {
      fence(line.substr(0, 3));
      return;
    }
    if (const int level = atxHeading(line, title); level > 0) {
      heading(level, title);
    } else if (!paragraph_.empty() && (isRuleOf(line, '=') || isRuleOf(line, '-'))) {
      title = oneLine(paragraph_);
      paragraph_.clear();
      heading(line[0] == '=' ? 1 : 2, title);
    } else if (line.find('|') != std::string_view::npos && at_ + 1 < lines_.size() &&
               isTableRule(base::trim(lines_[at_ + 1]))) {
      table();
      return;
    } else if (line.empty() || isRuleOf(line, '-') || isRuleOf(line, '*') || isRuleOf(line, '_')) {
      flush();
    } else {
      if (startsItem(line)) {
        flush();
      }
      paragraph_ += (paragraph_.empty() ? "" : " ") + inlineText(line);
    }
    ++at_;
  }

  void skipFrontMatter() {
    if (lines_.empty() || lines_[0] != "---") {
      return;
    }
    for (size_t i = 1; i < lines_.size(); ++i) {
      if (lines_[i] == "---" || lines_[i] == "...") {
        at_ = i + 1;
        return;
      }
      if (startsWith(lines_[i], "title:")) {
        std::string_view title = base::trim(lines_[i].substr(6));
        if (title.size() > 1 && (title[0] == '"' || title[0] == '\'')) {
          title = title.substr(1, title.size() - 2);
        }
        out_.title = oneLine(title);
      }
    }
    out_.title.clear();  // it never ended: it was none
  }

  void fence(std::string_view mark) {
    flush();
    for (++at_; at_ < lines_.size() && !startsWith(base::trim(lines_[at_]), mark); ++at_) {
      paragraph_ += std::string(lines_[at_]) + " ";
    }
    ++at_;
    flush();
  }

  void table() {
    flush();
    Block block;
    block.kind = Block::Kind::Table;
    block.text = tableRow(lines_[at_]);
    for (at_ += 2; at_ < lines_.size() && lines_[at_].find('|') != std::string_view::npos; ++at_) {
      block.text += "\n" + tableRow(lines_[at_]);
    }
    out_.blocks.push_back(std::move(block));
  }

  void heading(int level, const std::string& title) {
    flush();
    if (!title.empty()) {
      out_.blocks.push_back({Block::Kind::Heading, level, 0, title});
    }
  }

  void flush() {
    if (Block block = proseBlock(paragraph_); !block.text.empty()) {
      out_.blocks.push_back(std::move(block));
    }
    paragraph_.clear();
  }

  const Lines& lines_;
  size_t at_ = 0;
  std::string paragraph_;
  ReadDocument out_;
};

}  // namespace

ReadDocument readMarkdown(std::string_view text) {
  const std::string plain = withoutComments(text);
  const Lines lines = linesOf(plain);
  return Parser(lines).run();
}

}  // namespace telesoft::knowledge
