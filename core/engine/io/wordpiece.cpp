#include "telesoft/engine/io/wordpiece.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "telesoft/base/text.h"
#include "telesoft/engine/io/bert_chars.h"
#include "telesoft/engine/io/piece_trie.h"
#include "telesoft/engine/io/tokenizer_files.h"

namespace telesoft::engine {

namespace {

using base::ErrorCode;
using base::fail;

/// Ascii bytes that need no look at their neighbours; Other is left to the general path.
enum class ByteKind : std::uint8_t { Letter, Punct, Space, Other };

constexpr std::int64_t kMaxWordChars = 1000;

}  // namespace

struct WordPiece::Tables {
  explicit Tables(const TokenizerFiles& files)
      : chars(files.normalization), maxWordChars(static_cast<std::size_t>(files.maxWordChars)) {}

  BertChars chars;
  PieceTrie trie;
  PieceTrie::Node continuation = PieceTrie::kNowhere;
  std::array<ByteKind, 256> byteKind{};
  std::array<unsigned char, 256> lower{};
  std::array<std::int32_t, 256> punctId{};
  std::array<bool, 256> beginsAdded{};
  std::vector<std::pair<std::string, std::int32_t>> added;  // longest first
  std::int32_t unknown = 0, cls = 0, sep = 0, pad = 0;
  std::size_t vocabSize = 0;
  std::size_t maxWordChars;

  void fillBytes();
  void setAdded(std::vector<std::pair<std::string, std::int32_t>> tokens);
  [[nodiscard]] std::size_t findAdded(std::string_view text,
                                      std::size_t from,
                                      std::size_t& which) const;
};

void WordPiece::Tables::fillBytes() {
  for (unsigned b = 0; b < 256; ++b) {
    const BertChars::Char c = chars.of(b);
    const bool simple = b < 0x80 && (c.out < 0x80) && c.combiningClass == 0;
    byteKind[b] = !simple                      ? ByteKind::Other
                  : c.kind == CharKind::Letter ? ByteKind::Letter
                  : c.kind == CharKind::Punct  ? ByteKind::Punct
                  : c.kind == CharKind::Space  ? ByteKind::Space
                                               : ByteKind::Other;
    lower[b] = static_cast<unsigned char>(simple ? c.out : b);
    const std::int32_t id = b == 0 ? -1 : trie.idAt(trie.next(PieceTrie::kRoot, lower[b]));
    punctId[b] = id < 0 ? unknown : id;
  }
  byteKind[0] = ByteKind::Other;  // the trie knows no zero byte
}

void WordPiece::Tables::setAdded(std::vector<std::pair<std::string, std::int32_t>> tokens) {
  added = std::move(tokens);
  std::stable_sort(added.begin(), added.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  for (const auto& [text, unused] : added) {
    beginsAdded[static_cast<unsigned char>(text.front())] = true;
  }
}

/// Where the next added token begins, or the text's size; the longest where several begin.
std::size_t WordPiece::Tables::findAdded(std::string_view text,
                                         std::size_t from,
                                         std::size_t& which) const {
  for (std::size_t at = from; at < text.size(); ++at) {
    if (!beginsAdded[static_cast<unsigned char>(text[at])]) {
      continue;
    }
    for (which = 0; which < added.size(); ++which) {
      if (text.compare(at, added[which].first.size(), added[which].first) == 0) {
        return at;
      }
    }
  }
  return text.size();
}

/// One text on its way to ids.
class WordPiece::Encoder {
 public:
  Encoder(const Tables& tables, std::vector<std::int32_t>& ids, std::size_t limit)
      : t_(tables), ids_(ids), limit_(limit) {}

  [[nodiscard]] bool full() const { return ids_.size() > limit_; }

  /// A text between added tokens.
  void segment(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size() && !full()) {
      const auto byte = static_cast<unsigned char>(text[at]);
      switch (t_.byteKind[byte]) {
        case ByteKind::Space:
          ++at;
          break;
        case ByteKind::Punct:
          ids_.push_back(t_.punctId[byte]);
          ++at;
          break;
        case ByteKind::Letter:
          at = asciiWord(text, at);
          break;
        case ByteKind::Other:
          at = anyWord(text, at);
          break;
      }
    }
  }

 private:
  /// A word of plain letters, matched while its end is sought.
  std::size_t asciiWord(std::string_view text, std::size_t begin) {
    PieceTrie::Node node = PieceTrie::kRoot;
    std::int32_t id = -1;
    std::size_t matched = begin;
    std::size_t end = begin;
    for (; end < text.size(); ++end) {
      const auto byte = static_cast<unsigned char>(text[end]);
      if (t_.byteKind[byte] != ByteKind::Letter) {
        break;
      }
      node = t_.trie.next(node, t_.lower[byte]);
      if (const std::int32_t here = t_.trie.idAt(node); here >= 0) {
        id = here;
        matched = end + 1;
      }
    }
    if (end < text.size() &&
        t_.byteKind[static_cast<unsigned char>(text[end])] == ByteKind::Other) {
      return anyWord(text, begin);
    }
    if (end - begin > t_.maxWordChars || id < 0) {
      ids_.push_back(t_.unknown);
    } else if (matched == end) {
      ids_.push_back(id);
    } else {
      const std::size_t mark = ids_.size();
      ids_.push_back(id);
      continueWord(text.substr(matched, end - matched), mark);
    }
    return end;
  }

  /// The pieces after the first; the whole word is unknown when one is.
  void continueWord(std::string_view rest, std::size_t mark) {
    while (!rest.empty()) {
      PieceTrie::Node node = t_.continuation;
      std::int32_t id = -1;
      std::size_t matched = 0;
      for (std::size_t i = 0; i < rest.size() && node != PieceTrie::kNowhere; ++i) {
        node = t_.trie.next(node, t_.lower[static_cast<unsigned char>(rest[i])]);
        if (const std::int32_t here = t_.trie.idAt(node); here >= 0) {
          id = here;
          matched = i + 1;
        }
      }
      if (id < 0) {
        ids_.resize(mark);
        ids_.push_back(t_.unknown);
        return;
      }
      ids_.push_back(id);
      rest.remove_prefix(matched);
    }
  }

  /// Code points up to the next end of a word, whatever they are. Returns where it stopped.
  std::size_t anyWord(std::string_view text, std::size_t at) {
    bool ended = false;
    while (at < text.size() && !ended) {
      const char32_t c = base::nextCodePoint(text, at);
      const BertChars::Char known = t_.chars.of(c);
      if (known.kind == CharKind::Several) {
        for (const BertChars::Char& part : t_.chars.several(known.out)) {
          ended = take(part) || ended;
        }
      } else if (known.kind == CharKind::Hangul) {
        std::array<char32_t, 3> letters{};
        const std::size_t count = BertChars::hangul(c, letters);
        for (std::size_t i = 0; i < count; ++i) {
          take({CharKind::Letter, 0, letters[i]});
        }
      } else {
        ended = take(known);
      }
      ended = ended && word_.empty();
    }
    endWord();
    return at;
  }

  /// True when the word ended.
  bool take(const BertChars::Char& c) {
    switch (c.kind) {
      case CharKind::Punct:
        endWord();
        addLetter(c.out, 0);
        endWord();
        return true;
      case CharKind::Space:
        endWord();
        return true;
      case CharKind::Barrier:
        marks_.clear();
        return false;
      case CharKind::Letter:
        addLetter(c.out, c.combiningClass);
        return false;
      default:
        return false;
    }
  }

  /// Marks of a higher class than the new one move behind it (Unicode 3.11, canonical ordering).
  void addLetter(char32_t c, std::uint8_t combiningClass) {
    ++chars_;
    if (chars_ > t_.maxWordChars) {
      return;
    }
    if (combiningClass == 0) {
      marks_.clear();
      if (c == 0) {
        word_.push_back('\xff');  // in no vocabulary; the trie has no zero byte
      } else {
        base::appendUtf8(word_, c);
      }
      return;
    }
    auto place = marks_.end();
    while (place != marks_.begin() && std::prev(place)->first > combiningClass) {
      --place;
    }
    std::string bytes;
    base::appendUtf8(bytes, c);
    std::size_t tail = 0;
    for (auto later = place; later != marks_.end(); ++later) {
      tail += later->second;
    }
    word_.insert(word_.size() - tail, bytes);
    marks_.insert(place, {combiningClass, bytes.size()});
  }

  void endWord() {
    if (chars_ > t_.maxWordChars) {
      ids_.push_back(t_.unknown);
    } else if (!word_.empty()) {
      matchWord();
    }
    word_.clear();
    marks_.clear();
    chars_ = 0;
  }

  void matchWord() {
    PieceTrie::Node node = PieceTrie::kRoot;
    std::int32_t id = -1;
    std::size_t matched = 0;
    for (std::size_t i = 0; i < word_.size() && node != PieceTrie::kNowhere; ++i) {
      node = t_.trie.next(node, static_cast<unsigned char>(word_[i]));
      if (const std::int32_t here = t_.trie.idAt(node); here >= 0) {
        id = here;
        matched = i + 1;
      }
    }
    const std::size_t mark = ids_.size();
    ids_.push_back(id < 0 ? t_.unknown : id);
    if (id >= 0) {
      continueWord(std::string_view(word_).substr(matched), mark);
    }
  }

  const Tables& t_;
  std::vector<std::int32_t>& ids_;
  std::size_t limit_;
  std::string word_;                                         // of the general path, UTF-8
  std::vector<std::pair<std::uint8_t, std::size_t>> marks_;  // at its end: class and bytes
  std::size_t chars_ = 0;
};

WordPiece::WordPiece(std::unique_ptr<const Tables> tables) : tables_(std::move(tables)) {}
WordPiece::WordPiece(WordPiece&&) noexcept = default;
WordPiece& WordPiece::operator=(WordPiece&&) noexcept = default;
WordPiece::~WordPiece() = default;

base::Result<WordPiece> WordPiece::fromFolder(const base::Path& folder) {
  TELESOFT_TRY(files, readTokenizerFolder(folder));
  return fromFiles(std::move(files));
}

base::Result<WordPiece> WordPiece::fromVocab(const base::Path& file, bool lowercase) {
  TELESOFT_TRY(files, readVocabFile(file, lowercase));
  return fromFiles(std::move(files));
}

base::Result<WordPiece> WordPiece::fromFiles(TokenizerFiles files) {
  if (files.maxWordChars < 1 || files.maxWordChars > kMaxWordChars) {
    return fail(ErrorCode::Corrupt,
                "the tokenizer's longest word is not from 1 to 1000 characters");
  }
  auto tables = std::make_unique<Tables>(files);
  std::map<std::string, std::int32_t> ids(files.vocabulary.begin(), files.vocabulary.end());
  for (const auto& [text, id] : files.addedTokens) {
    ids.emplace(text, id);
  }
  std::vector<std::pair<std::string, std::int32_t>> pieces;
  for (auto& [text, id] : files.vocabulary) {
    tables->vocabSize = std::max(tables->vocabSize, static_cast<std::size_t>(id) + 1);
    if (!text.empty() && text.find('\0') == std::string::npos) {
      pieces.emplace_back(std::move(text), id);
    }
  }
  for (const auto& [name, place] :
       {std::pair{&files.unknown, &tables->unknown}, std::pair{&files.classToken, &tables->cls},
        std::pair{&files.separator, &tables->sep}, std::pair{&files.padding, &tables->pad}}) {
    const auto at = ids.find(*name);
    if (at == ids.end()) {
      return fail(ErrorCode::Corrupt,
                  "the vocabulary lacks the special token \"" + name->substr(0, 32) + "\"",
                  "fetch the model again");
    }
    *place = at->second;
  }
  for (const auto& [text, id] : files.addedTokens) {
    tables->vocabSize = std::max(tables->vocabSize, static_cast<std::size_t>(id) + 1);
  }
  TELESOFT_TRY(trie, PieceTrie::build(std::move(pieces)));
  tables->trie = std::move(trie);
  tables->continuation = tables->trie.walk(files.continuation);
  tables->fillBytes();
  tables->setAdded(std::move(files.addedTokens));
  return WordPiece(std::move(tables));
}

WordPiece::Encoding WordPiece::encode(std::string_view text, std::size_t maxLength) const {
  const Tables& t = *tables_;
  Encoding out;
  const std::size_t longest =
      maxLength == 0 ? SIZE_MAX / 2 : std::max<std::size_t>(maxLength, 2) - 1;
  out.ids.reserve(std::min(text.size() / 4 + 8, longest + 64));
  out.ids.push_back(t.cls);
  Encoder encoder(t, out.ids, longest);
  for (std::size_t at = 0; at < text.size() && !encoder.full();) {
    std::size_t which = 0;
    const std::size_t found = t.findAdded(text, at, which);
    encoder.segment(text.substr(at, found - at));
    at = found;
    if (found < text.size()) {
      out.ids.push_back(t.added[which].second);
      at += t.added[which].first.size();
    }
  }
  out.truncated = out.ids.size() > longest;
  out.ids.resize(std::min(out.ids.size(), longest));
  out.ids.push_back(t.sep);
  return out;
}

std::int32_t WordPiece::padId() const {
  return tables_->pad;
}
std::int32_t WordPiece::clsId() const {
  return tables_->cls;
}
std::int32_t WordPiece::sepId() const {
  return tables_->sep;
}
std::size_t WordPiece::vocabSize() const {
  return tables_->vocabSize;
}

}  // namespace telesoft::engine
