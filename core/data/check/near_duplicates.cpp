#include "telesoft/data/check/near_duplicates.h"

#include <algorithm>
#include <bit>
#include <cctype>
#include <cmath>

#include "telesoft/data/disjoint_sets.h"

namespace telesoft::data {

namespace {

constexpr size_t kShingle = 3;    // words
constexpr size_t kBand = 4;       // minima
constexpr size_t kCompared = 64;  // rows of a bucket that a row is held against

std::uint64_t mixed(std::uint64_t x) {  // the finaliser of SplitMix64
  x ^= x >> 30U;
  x *= 0xbf58476d1ce4e5b9ULL;
  x ^= x >> 27U;
  x *= 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

std::uint32_t low(std::uint64_t x) {
  return static_cast<std::uint32_t>(x & 0xFFFFFFFFU);
}

struct Permutations {
  std::array<std::uint32_t, TextSketch::kPlaces> factor{}, offset{};
};

const Permutations& permutations() {
  static const Permutations kAll = [] {
    Permutations out;
    for (size_t i = 0; i < TextSketch::kPlaces; ++i) {
      out.factor[i] = low(mixed(2 * i + 1)) | 1U;
      out.offset[i] = low(mixed(2 * i + 1000));
    }
    return out;
  }();
  return kAll;
}

void addShingle(TextSketch& sketch, std::uint64_t shingle) {
  const Permutations& by = permutations();
  const std::uint32_t hash = low(mixed(shingle));
  for (size_t i = 0; i < TextSketch::kPlaces; ++i) {
    sketch.minima[i] = std::min(sketch.minima[i], hash * by.factor[i] + by.offset[i]);
  }
}

NearClusters clustersOf(DisjointSets& sets, size_t rows) {
  NearClusters out;
  out.clusterOfRow.resize(rows);
  std::vector<std::int64_t> sizes;
  for (size_t row = 0; row < rows; ++row) {
    const size_t first = sets.root(row);
    out.clusterOfRow[row] = first == row ? out.clusters++ : out.clusterOfRow[first];
    sizes.resize(static_cast<size_t>(out.clusters), 0);
    ++sizes[static_cast<size_t>(out.clusterOfRow[row])];
  }
  for (const std::int64_t size : sizes) {
    out.rowsInClusters += size > 1 ? size : 0;
  }
  return out;
}

using Keyed = std::vector<std::pair<std::uint64_t, size_t>>;

/// Joins the rows of equal keys that `near` says are alike.
template <class Near>
void joinBuckets(Keyed& rows, DisjointSets& sets, const Near& near) {
  std::sort(rows.begin(), rows.end());
  for (size_t from = 0; from < rows.size();) {
    size_t to = from + 1;
    for (; to < rows.size() && rows[to].first == rows[from].first; ++to) {
      size_t held = 0;
      for (size_t other = from; other < to && held < kCompared; ++other) {
        const size_t a = rows[other].second, b = rows[to].second;
        if (sets.root(a) != sets.root(b)) {
          ++held;
          if (near(a, b)) {
            sets.join(a, b);
          }
        }
      }
    }
    from = to;
  }
}

/// The mean gray of one field of 17 x 16.
double fieldOf(const GrayImage& image, size_t column, size_t row) {
  const size_t left = column * image.width / 17, top = row * image.height / 16;
  const size_t right = std::max(left + 1, (column + 1) * image.width / 17);
  const size_t bottom = std::max(top + 1, (row + 1) * image.height / 16);
  double sum = 0;
  for (size_t y = top; y < bottom; ++y) {
    for (size_t x = left; x < right; ++x) {
      sum += image.pixels[y * image.width + x];
    }
  }
  return sum / static_cast<double>((right - left) * (bottom - top));
}

}  // namespace

TextSketch sketchText(std::string_view text) {
  TextSketch out;
  out.minima.fill(UINT32_MAX);
  std::array<std::uint64_t, kShingle> last{};
  std::uint64_t word = 0;
  const auto endWord = [&] {
    if (word != 0) {
      last = {last[1], last[2], word};
      ++out.words;
      if (out.words >= kShingle) {
        addShingle(out, mixed(mixed(last[0]) + last[1]) * 3 + last[2]);
      }
      word = 0;
    }
  };
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80U || std::isalnum(byte) != 0) {
      const auto letter = byte < 0x80U ? static_cast<unsigned char>(std::tolower(byte)) : byte;
      word = (word == 0 ? 0xcbf29ce484222325ULL : word) ^ letter;
      word *= 0x100000001b3ULL;
    } else {
      endWord();
    }
  }
  endWord();
  if (out.words > 0 && out.words < kShingle) {
    addShingle(out, mixed(mixed(last[0]) + last[1]) * 3 + last[2]);
  }
  return out;
}

double similarity(const TextSketch& a, const TextSketch& b) {
  if (a.words == 0 || b.words == 0) {
    return 0;
  }
  int equal = 0;
  for (size_t i = 0; i < TextSketch::kPlaces; ++i) {
    equal += a.minima[i] == b.minima[i] ? 1 : 0;
  }
  return static_cast<double>(equal) / static_cast<double>(TextSketch::kPlaces);
}

NearClusters clusterTexts(const std::vector<TextSketch>& texts, double least) {
  DisjointSets sets(texts.size());
  Keyed keyed;
  for (size_t band = 0; band < TextSketch::kPlaces; band += kBand) {
    keyed.clear();
    for (size_t row = 0; row < texts.size(); ++row) {
      std::uint64_t key = band;
      for (size_t i = band; i < band + kBand; ++i) {
        key = mixed(key + texts[row].minima[i]);
      }
      if (texts[row].words > 0) {
        keyed.emplace_back(key, row);
      }
    }
    joinBuckets(keyed, sets,
                [&](size_t a, size_t b) { return similarity(texts[a], texts[b]) >= least; });
  }
  return clustersOf(sets, texts.size());
}

base::Result<NearClusters> clusterTexts(const TableSource& source,
                                        const std::vector<size_t>& columns,
                                        const base::Stop& stop) {
  for (const size_t column : columns) {
    if (column >= source.columnNames().size()) {
      return base::fail(base::ErrorCode::NotFound, "there is no such column to compare",
                        "name a column of the dataset");
    }
  }
  std::vector<TextSketch> sketches;
  sketches.reserve(static_cast<size_t>(source.rows()));
  const base::Status read = source.forEachPiece(
      columns,
      [&](const Table& piece, std::int64_t) -> base::Status {
        for (size_t row = 0; row < piece.rows(); ++row) {
          std::string text;
          for (size_t column = 0; column < piece.columns(); ++column) {
            text += piece.cell(row, column);
            text += '\n';
          }
          sketches.push_back(sketchText(text));
          TELESOFT_CHECK(stop.check("looking for near-duplicates"));
        }
        return {};
      },
      stop);
  TELESOFT_CHECK(read);
  return clusterTexts(sketches);
}

std::optional<ImageHash> hashImage(const GrayImage& image) {
  if (image.width == 0 || image.height == 0 || image.pixels.size() < image.width * image.height ||
      std::all_of(image.pixels.begin(), image.pixels.end(),
                  [&](std::uint8_t gray) { return gray == image.pixels.front(); })) {
    return std::nullopt;
  }
  ImageHash out{};
  for (size_t row = 0; row < 16; ++row) {
    double left = fieldOf(image, 0, row);
    for (size_t column = 0; column < 16; ++column) {
      const double right = fieldOf(image, column + 1, row);
      const size_t bit = row * 16 + column;
      out[bit / 64] |= (left > right ? 1ULL : 0ULL) << (bit % 64);
      left = right;
    }
  }
  return out;
}

int distance(const ImageHash& a, const ImageHash& b) {
  int out = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    out += std::popcount(a[i] ^ b[i]);
  }
  return out;
}

std::optional<SignalHash> hashSignal(std::span<const float> samples) {
  SignalHash out{};
  if (samples.size() < out.size()) {
    return std::nullopt;
  }
  std::array<double, 64> means{};
  for (size_t i = 0; i < means.size(); ++i) {
    const size_t from = i * samples.size() / means.size();
    const size_t to = (i + 1) * samples.size() / means.size();
    for (size_t at = from; at < to; ++at) {
      means[i] += static_cast<double>(samples[at]) / static_cast<double>(to - from);
    }
  }
  const auto [least, most] = std::minmax_element(means.begin(), means.end());
  if (!std::isfinite(*least) || !std::isfinite(*most) || *most <= *least) {
    return std::nullopt;
  }
  for (size_t i = 0; i < out.size(); ++i) {
    out[i] = static_cast<std::uint8_t>(std::lround(255 * (means[i] - *least) / (*most - *least)));
  }
  return out;
}

NearClusters clusterImages(const std::vector<std::optional<ImageHash>>& images, int most) {
  // Of two hashes with at most 7 bits between them one of the 8 chunks is the same.
  const size_t bits = most <= 7 ? 32 : 16;
  DisjointSets sets(images.size());
  Keyed keyed;
  for (size_t chunk = 0; chunk < 256 / bits; ++chunk) {
    keyed.clear();
    for (size_t row = 0; row < images.size(); ++row) {
      if (images[row]) {
        const std::uint64_t word = (*images[row])[chunk * bits / 64] >> (chunk * bits % 64);
        keyed.emplace_back(word & ((1ULL << bits) - 1), row);
      }
    }
    joinBuckets(keyed, sets,
                [&](size_t a, size_t b) { return distance(*images[a], *images[b]) <= most; });
  }
  return clustersOf(sets, images.size());
}

NearClusters clusterSignals(const std::vector<std::optional<SignalHash>>& signals) {
  DisjointSets sets(signals.size());
  Keyed keyed;
  for (size_t row = 0; row < signals.size(); ++row) {
    if (signals[row]) {
      std::uint64_t key = 0;
      for (const std::uint8_t place : *signals[row]) {
        key = mixed(key + place + 1);
      }
      keyed.emplace_back(key, row);
    }
  }
  joinBuckets(keyed, sets, [&](size_t a, size_t b) { return *signals[a] == *signals[b]; });
  return clustersOf(sets, signals.size());
}

}  // namespace telesoft::data
