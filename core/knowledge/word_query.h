// What a person types, as an expression that FTS5 understands and cannot be broken by.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace telesoft::knowledge {

/// Its words in small letters, without stop words, once each; at most 64. Where there are only stop
/// words they are kept.
[[nodiscard]] std::vector<std::string> queryWords(std::string_view query);

/// The words and each pair of neighbours as a phrase, quoted and joined by OR: what has more of
/// them, and side by side, scores higher. "" where there is no word.
[[nodiscard]] std::string wordQuery(std::string_view query);

/// Every word has to stand there.
[[nodiscard]] std::string allWordsQuery(std::string_view query);

}  // namespace telesoft::knowledge
