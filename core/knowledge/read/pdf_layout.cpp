#include "telesoft/knowledge/read/pdf_layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "telesoft/knowledge/read/plain_text.h"

namespace telesoft::knowledge {

namespace {

constexpr double kWideGap = 2.0;       // in font sizes: between the cells of a row
constexpr double kHeadingSize = 1.12;  // of the size that most text has
constexpr size_t kHeadingBytes = 120;

bool sameLine(const PrintedWord& before, const PrintedWord& word) {
  const double middle = (word.top + word.bottom) / 2;
  return middle > before.top && middle < before.bottom && word.left >= before.left;
}

/// A line's text with digits as #, so that "Page 3" and "Page 4" are the same.
std::string withoutDigits(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }, '#');
  return text;
}

/// First and last lines of pages that stand on more than half of them.
std::set<size_t> runningLines(const std::vector<PrintedLine>& lines) {
  std::map<std::string, std::vector<size_t>> places;
  int pages = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    const bool first = i == 0 || lines[i - 1].page != lines[i].page;
    const bool last = i + 1 == lines.size() || lines[i + 1].page != lines[i].page;
    pages += first ? 1 : 0;
    if (first || last) {
      places[(first ? "<" : ">") + withoutDigits(lines[i].text)].push_back(i);
    }
  }
  std::set<size_t> out;
  for (const auto& [unused, at] : places) {
    if (at.size() >= 3 && at.size() * 2 > static_cast<size_t>(pages)) {
      out.insert(at.begin(), at.end());
    }
  }
  return out;
}

/// The size in which most bytes stand, to a tenth.
double bodySize(const std::vector<PrintedLine>& lines) {
  std::map<double, size_t> bytes;
  for (const PrintedLine& line : lines) {
    bytes[std::round(line.size * 10) / 10] += line.text.size();
  }
  double out = 0;
  size_t most = 0;
  for (const auto& [size, count] : bytes) {
    if (count > most) {
      most = count;
      out = size;
    }
  }
  return out;
}

/// A line of a table of contents.
bool hasLeaders(const std::string& text) {
  return text.find(". . . .") != std::string::npos || text.find(".....") != std::string::npos;
}

bool hasLetter(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
  });
}

bool isShort(const PrintedLine& line) {
  return line.text.size() <= kHeadingBytes && hasLetter(line.text) && !line.columns &&
         line.text.back() != '.' && line.text.back() != ',' && line.text.back() != ';';
}

class Layout {
 public:
  explicit Layout(const std::vector<PrintedLine>& lines) : lines_(lines), body_(bodySize(lines)) {
    for (const PrintedLine& line : lines) {
      if (line.size >= body_ * kHeadingSize && isShort(line)) {
        sizes_.insert(std::round(line.size * 2) / 2);
      }
    }
  }

  std::vector<Block> run() {
    for (size_t i = 0; i < lines_.size(); ++i) {
      const PrintedLine& line = lines_[i];
      if (const int level = headingLevel(i); level > 0) {
        flush();
        heading(line, level);
      } else if (isRow(i)) {
        flushText();
        table_ += (table_.empty() ? "" : "\n") + line.text;
        startPage(line);
      } else {
        flushTable();
        if (startsParagraph(i)) {
          flushText();
        }
        append(line);
      }
    }
    flush();
    return std::move(out_);
  }

 private:
  [[nodiscard]] int headingLevel(size_t i) const {
    const PrintedLine& line = lines_[i];
    if (!isShort(line)) {
      return 0;
    }
    if (line.size >= body_ * kHeadingSize) {
      const auto at = sizes_.find(std::round(line.size * 2) / 2);
      return static_cast<int>(std::distance(sizes_.begin(), at)) + 1;
    }
    // In bold and alone: what follows is not.
    const bool alone = i + 1 < lines_.size() && !lines_[i + 1].bold &&
                       (i == 0 || !lines_[i - 1].bold || gapBefore(i) > 1.0);
    return line.bold && alone ? static_cast<int>(sizes_.size()) + 1 : 0;
  }

  [[nodiscard]] bool isRow(size_t i) const {
    const auto has = [&](size_t at) { return at < lines_.size() && lines_[at].columns; };
    return has(i) && (has(i + 1) || (i > 0 && has(i - 1)));
  }

  /// In line heights; 0 at the top of a page.
  [[nodiscard]] double gapBefore(size_t i) const {
    if (i == 0 || lines_[i - 1].page != lines_[i].page) {
      return 0;
    }
    return (lines_[i].top - lines_[i - 1].bottom) / std::max(lines_[i].size, 1.0);
  }

  [[nodiscard]] bool startsParagraph(size_t i) const {
    return gapBefore(i) > 0.7 || gapBefore(i) < -2 ||  // a new column
           (i > 0 && lines_[i - 1].page == lines_[i].page &&
            std::abs(lines_[i].size - lines_[i - 1].size) > 1.0);
  }

  void heading(const PrintedLine& line, int level) {
    if (!out_.empty() && out_.back().kind == Block::Kind::Heading && out_.back().level == level &&
        out_.back().page == line.page && continues_) {
      out_.back().text += " " + line.text;  // of two lines
      return;
    }
    out_.push_back({Block::Kind::Heading, level, line.page, line.text});
    continues_ = line.size >= body_ * kHeadingSize;
  }

  void startPage(const PrintedLine& line) {
    if (page_ == 0) {
      page_ = line.page;
    }
  }

  void append(const PrintedLine& line) {
    startPage(line);
    const auto isSmall = [](char c) { return c >= 'a' && c <= 'z'; };
    const size_t size = text_.size();
    if (size > 1 && text_.back() == '-' && isSmall(text_[size - 2]) && isSmall(line.text[0])) {
      text_.pop_back();
    } else if (size > 0) {
      text_ += ' ';
    }
    text_ += line.text;
  }

  void flushText() {
    if (Block block = proseBlock(text_, page_); !block.text.empty()) {
      out_.push_back(std::move(block));
      page_ = 0;
    }
    text_.clear();
  }
  void flushTable() {
    if (!table_.empty()) {
      out_.push_back({Block::Kind::Table, 0, page_, std::move(table_)});
      page_ = 0;
    }
    table_.clear();
  }
  void flush() {
    flushText();
    flushTable();
    page_ = 0;
  }

  const std::vector<PrintedLine>& lines_;
  double body_;
  std::set<double, std::greater<>> sizes_;  // of headings, the largest first
  std::string text_, table_;
  int page_ = 0;
  bool continues_ = false;
  std::vector<Block> out_;
};

}  // namespace

std::vector<PrintedLine> printedLines(const std::vector<PrintedWord>& words, int page) {
  std::vector<PrintedLine> out;
  const PrintedWord* before = nullptr;
  for (const PrintedWord& word : words) {
    const std::string text = oneLine(word.text);
    if (text.empty()) {
      continue;
    }
    if (before == nullptr || !sameLine(*before, word)) {
      out.push_back({"", word.left, word.top, word.bottom, word.size, true, false, page});
    } else {
      const bool wide = word.left - before->right > kWideGap * std::max(word.size, 1.0);
      out.back().text += wide ? " | " : " ";
      out.back().columns = out.back().columns || wide;
    }
    PrintedLine& line = out.back();
    line.text += text;
    line.size = std::max(line.size, word.size);
    line.bottom = std::max(line.bottom, word.bottom);
    line.bold = line.bold && word.bold;
    before = &word;
  }
  return out;
}

std::vector<Block> layoutBlocks(std::vector<PrintedLine> lines) {
  const std::set<size_t> running = runningLines(lines);
  std::vector<PrintedLine> kept;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (running.count(i) == 0 && !hasLeaders(lines[i].text)) {
      kept.push_back(std::move(lines[i]));
    }
  }
  return Layout(kept).run();
}

}  // namespace telesoft::knowledge
