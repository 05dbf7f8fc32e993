// UTF-8 text: validity, trimming, splitting, and the nearest name for "did you mean".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telesoft::base {

[[nodiscard]] bool isUtf8(std::string_view text);
/// The byte offset of the first byte that is not UTF-8.
[[nodiscard]] std::optional<size_t> firstInvalidUtf8(std::string_view text);
/// Decodes the code point at `at` and moves past it; U+FFFD and one byte for an invalid one.
[[nodiscard]] char32_t nextCodePoint(std::string_view text, size_t& at);
void appendUtf8(std::string& out, char32_t codePoint);

[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::string lowerAscii(std::string_view text);
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// The known name within two edits of `name`, or "".
[[nodiscard]] std::string nearest(std::string_view name, const std::vector<std::string>& known);

/// The whole text as a number in C notation; nothing else may stand beside it.
[[nodiscard]] std::optional<double> toDouble(std::string_view text);
[[nodiscard]] std::optional<std::int64_t> toInt(std::string_view text);

/// "3,512" for people.
[[nodiscard]] std::string withThousands(std::int64_t value);
/// ".912", "-.031", "1.000": a proportion as the field writes it.
[[nodiscard]] std::string proportion(double value, int digits = 3);

}  // namespace telesoft::base
