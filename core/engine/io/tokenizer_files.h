// A tokenizer as its folder describes it: tokenizer.json, or vocab.txt with tokenizer_config.json.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"
#include "telesoft/engine/io/bert_chars.h"

namespace telesoft::engine {

struct TokenizerFiles {
  std::vector<std::pair<std::string, std::int32_t>> vocabulary;
  /// Texts that become one id before anything else looks at them, such as "[SEP]".
  std::vector<std::pair<std::string, std::int32_t>> addedTokens;
  BertNormalization normalization;
  std::string unknown = "[UNK]", classToken = "[CLS]", separator = "[SEP]", padding = "[PAD]";
  std::string continuation = "##";
  std::int64_t maxWordChars = 100;
};

/// Errors: NotFound without either file; Unsupported names what the folder's tokenizer does that is
/// not built; Corrupt for broken files.
[[nodiscard]] base::Result<TokenizerFiles> readTokenizerFolder(const base::Path& folder);
/// One entry a line, its id the line's number from 0.
[[nodiscard]] base::Result<TokenizerFiles> readVocabFile(const base::Path& file, bool lowercase);

}  // namespace telesoft::engine
