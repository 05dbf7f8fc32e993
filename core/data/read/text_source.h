// A file as UTF-8 text in pieces, whatever its encoding.
#pragma once

#include <functional>

#include "telesoft/data/read/encoding.h"

namespace telesoft::data {

enum class Reading { GoOn, Enough };
using PieceSink = std::function<base::Result<Reading>(std::string_view utf8)>;

struct TextFile {
  base::Path path;
  std::uint64_t bytes = 0;     // its size
  std::uint64_t maxBytes = 0;  // 0: all of it
  EncodingFound encoding;
};

/// NotFound, PermissionDenied, InvalidInput for a folder or an empty file.
[[nodiscard]] base::Result<std::uint64_t> sizeOfFile(const base::Path& file);
/// The first 64 KiB as they are.
[[nodiscard]] base::Result<std::string> headOf(const base::Path& file);

/// True when all of the file was read, false when maxBytes or the sink ended it.
[[nodiscard]] base::Result<bool> forEachPiece(const TextFile& file,
                                              const PieceSink& sink,
                                              const base::Stop& stop);

}  // namespace telesoft::data
