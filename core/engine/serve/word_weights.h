// Which words of a text speak for a model's answer: how the probability of the likeliest class
// changes where a word is left out.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/engine/io/wordpiece.h"
#include "telesoft/engine/models/model.h"
#include "telesoft/protocol/prediction.h"

namespace telesoft::engine {

/// A run of signs between spaces, without the punctuation at its ends, and its tokens.
struct TextWord {
  std::size_t start = 0, end = 0;            // bytes in the text
  std::size_t firstToken = 0, endToken = 0;  // in the ids that encode() gives
};
/// The words whose tokens lie within maxLength, in their order; runs of punctuation alone are none.
[[nodiscard]] std::vector<TextWord> wordsOf(std::string_view text,
                                            const WordPiece& tokenizer,
                                            std::size_t maxLength);

struct ExplainedText {
  std::string_view text;
  std::vector<double> probabilities;
};
struct WordWeights {
  std::string method;
  std::vector<protocol::Contribution> contributions;  // the strongest first
};
struct WordAsker {
  const WordPiece& tokenizer;
  std::size_t maxLength;
  /// Probabilities of token lists, all in one call.
  std::function<base::Result<Probabilities>(std::vector<std::vector<std::int32_t>>)> ask;
};

/// At most 32 variants of a text are asked for. A text of more words is first taken in 16 runs of
/// consecutive words, of which the strongest are then taken word by word; the others stay runs.
[[nodiscard]] base::Result<std::vector<WordWeights>> weighWords(
    const std::vector<ExplainedText>& texts, const WordAsker& asker);

}  // namespace telesoft::engine
