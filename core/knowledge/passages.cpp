#include "telesoft/knowledge/passages.h"

#include <algorithm>

#include "telesoft/base/text.h"
#include "telesoft/store/tables/knowledge_table.h"

namespace telesoft::knowledge {

using base::ErrorCode;
using base::fail;
using protocol::Passage;

namespace {

constexpr size_t kLeastWords = 80, kMostWords = 220;
constexpr size_t kMostBytes = 4000;  // text without spaces

size_t countWords(std::string_view text) {
  size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t';
    words += !space && !inside ? 1 : 0;
    inside = !space;
  }
  return words;
}

/// Where a text that is too long is cut best: after a sentence, else after a word, else between
/// characters.
size_t cutPoint(std::string_view text) {
  size_t words = 0, lastWord = 0, lastSentence = 0, at = 0;
  for (; at < text.size() && at < kMostBytes; ++at) {
    if (text[at] != ' ' && text[at] != '\n') {
      continue;
    }
    ++words;
    if (words > kMostWords) {
      break;
    }
    lastWord = at;
    const char before = at > 0 ? text[at - 1] : ' ';
    if (before == '.' || before == '!' || before == '?' || before == ';') {
      lastSentence = words >= kLeastWords ? at : lastSentence;
    }
  }
  if (at >= text.size() && words < kMostWords) {
    return text.size();
  }
  if (lastSentence > 0 || lastWord > 0) {
    return lastSentence > 0 ? lastSentence : lastWord;
  }
  while (at > 1 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
    --at;
  }
  return at;
}

/// Builds passages of the blocks one after the other.
class Cutter {
 public:
  void add(const Block& block) {
    switch (block.kind) {
      case Block::Kind::Heading:
        flush();
        enter(block);
        break;
      case Block::Kind::Caption:
        flush();
        caption_ = block.text;
        page_ = block.page;
        break;
      case Block::Kind::Table:
        addTable(block);
        break;
      case Block::Kind::Paragraph:
        addParagraph(block);
    }
  }
  std::vector<Passage> finish() {
    flush();
    return std::move(out_);
  }

 private:
  void enter(const Block& heading) {
    while (!path_.empty() && path_.back().first >= heading.level) {
      path_.pop_back();
    }
    path_.emplace_back(heading.level, heading.text);
  }

  void addParagraph(const Block& block) {
    takeCaption();
    std::string_view rest = base::trim(block.text);
    while (!rest.empty()) {
      if (words_ > 0 && (words_ >= kLeastWords || words_ + countWords(rest) > kMostWords)) {
        flush();
      }
      if (text_.empty()) {
        page_ = block.page;
      }
      const size_t cut = cutPoint(rest);
      append(rest.substr(0, cut));
      rest = base::trim(rest.substr(cut));
      if (!rest.empty()) {
        flush();
      }
    }
  }

  /// With its caption, or with the line before it where that ends in a colon.
  void addTable(const Block& block) {
    std::string head = std::move(caption_);
    caption_.clear();
    if (head.empty() && !text_.empty() && text_.back() == ':') {
      const size_t line = text_.rfind('\n');
      head = line == std::string::npos ? text_ : text_.substr(line + 1);
      text_.erase(line == std::string::npos ? 0 : line);
    }
    flush();
    const std::vector<std::string> rows = base::split(block.text, '\n');
    const std::string first = rows.size() > 1 && countWords(rows.front()) < kMostWords / 2 &&
                                      rows.front().size() < kMostBytes / 2
                                  ? rows.front()
                                  : "";
    for (size_t i = 0; i < rows.size(); ++i) {
      const size_t words = countWords(rows[i]);
      if (!text_.empty() && i > 1 &&
          (words_ + words > kMostWords || text_.size() + rows[i].size() > kMostBytes)) {
        flush();
      }
      if (text_.empty()) {
        page_ = block.page;
        append(head);
        append(i > 0 ? first : "");
      }
      addRow(rows[i]);
    }
    flush();
  }

  void addRow(std::string_view row) {
    for (row = base::trim(row); !row.empty();) {
      const size_t cut = cutPoint(row);
      append(row.substr(0, cut));
      row = base::trim(row.substr(cut));
      if (!row.empty()) {
        flush();
      }
    }
  }

  void takeCaption() {
    if (!caption_.empty()) {
      append(std::move(caption_));
      caption_.clear();
    }
  }

  void append(std::string_view text) {
    if (text.empty()) {
      return;
    }
    text_ += text_.empty() ? "" : "\n";
    text_ += text;
    words_ += countWords(text);
  }

  void flush() {
    takeCaption();
    if (!base::trim(text_).empty()) {
      Passage passage;
      passage.number = static_cast<std::int64_t>(out_.size()) + 1;
      passage.page = page_;
      passage.text = base::trim(text_);
      for (const auto& [level, title] : path_) {
        passage.heading += (passage.heading.empty() ? "" : " > ") + title;
      }
      out_.push_back(std::move(passage));
    }
    text_.clear();
    words_ = 0;
  }

  std::vector<std::pair<int, std::string>> path_;
  std::string text_, caption_;
  size_t words_ = 0;
  int page_ = 0;
  std::vector<Passage> out_;
};

}  // namespace

std::vector<Passage> cutPassages(const std::vector<Block>& blocks) {
  Cutter cutter;
  for (const Block& block : blocks) {
    cutter.add(block);
  }
  return cutter.finish();
}

base::Result<std::vector<Passage>> passagesOf(const store::Snapshot& snapshot,
                                              const std::vector<std::string>& documentIds) {
  std::vector<Passage> out;
  for (const std::string& id : documentIds) {
    TELESOFT_TRY(document, store::KnowledgeTable::find(snapshot, id));
    if (document.state != "ready" && document.state != "retired") {
      return fail(ErrorCode::Conflict, "a document of the knowledge base is not ready",
                  "wait for its import, or leave it out");
    }
    TELESOFT_TRY(passages, store::KnowledgeTable::passages(snapshot, id));
    std::move(passages.begin(), passages.end(), std::back_inserter(out));
  }
  return out;
}

}  // namespace telesoft::knowledge
