// Texts to token ids as Hugging Face's BERT tokenizers give them, at the speed of reading.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

namespace telesoft::engine {

struct TokenizerFiles;

/// encode() gives the ids of tokenizers 0.23.3 for every text: clean-up, Chinese characters apart,
/// accents off, lower case, words and punctuation, then the longest piece first. "[CLS] text
/// [SEP]". Thread: immutable; encode() may be called from several threads at once.
class WordPiece {
 public:
  /// tokenizer.json, else vocab.txt with tokenizer_config.json. Padding and truncation set there
  /// are not followed: who calls decides.
  [[nodiscard]] static base::Result<WordPiece> fromFolder(const base::Path& folder);
  [[nodiscard]] static base::Result<WordPiece> fromVocab(const base::Path& file, bool lowercase);
  [[nodiscard]] static base::Result<WordPiece> fromFiles(TokenizerFiles files);
  WordPiece(WordPiece&&) noexcept;
  WordPiece& operator=(WordPiece&&) noexcept;
  ~WordPiece();

  struct Encoding {
    std::vector<std::int32_t> ids;
    bool truncated = false;
  };
  /// maxLength counts [CLS] and [SEP] and is at least 2; 0: no limit. Bytes that are not UTF-8 are
  /// left out, as U+FFFD is.
  [[nodiscard]] Encoding encode(std::string_view text, std::size_t maxLength = 0) const;

  [[nodiscard]] std::int32_t padId() const;
  [[nodiscard]] std::int32_t clsId() const;
  [[nodiscard]] std::int32_t sepId() const;
  /// One more than the largest id.
  [[nodiscard]] std::size_t vocabSize() const;

 private:
  struct Tables;
  class Encoder;
  explicit WordPiece(std::unique_ptr<const Tables> tables);
  std::unique_ptr<const Tables> tables_;
};

}  // namespace telesoft::engine
