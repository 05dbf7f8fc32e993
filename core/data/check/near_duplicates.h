// Rows that are nearly the same: texts by their words, images by their look, signals by their
// shape.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/base/stop.h"
#include "telesoft/data/table_source.h"

namespace telesoft::data {

/// Of each row the number of its cluster. Numbers count from 0 in the order of their first row; a
/// row like no other is a cluster of its own.
struct NearClusters {
  std::vector<std::int64_t> clusterOfRow;
  std::int64_t clusters = 0;
  std::int64_t rowsInClusters = 0;  // rows that have a near-duplicate
};

/// A text's word shingles in 64 minima (MinHash): equal places are the Jaccard similarity.
struct TextSketch {
  static constexpr size_t kPlaces = 64;
  std::array<std::uint32_t, kPlaces> minima{};
  std::uint32_t words = 0;  // 0: nothing to compare
};
/// Shingles of three words, case and punctuation aside; a shorter text is one shingle.
[[nodiscard]] TextSketch sketchText(std::string_view text);
/// About the share of shingles that two texts have in common, of all that either has.
[[nodiscard]] double similarity(const TextSketch& a, const TextSketch& b);

/// Texts with at least that similarity, and what hangs together by them. 16 bands of 4 minima:
/// a pair at .8 is seen with a probability over .999, at .5 with .64 (and then judged).
constexpr double kNearText = 0.8;
[[nodiscard]] NearClusters clusterTexts(const std::vector<TextSketch>& texts,
                                        double least = kNearText);
/// Of a source's text column. Errors: the source's; NotFound where there is no such column.
[[nodiscard]] base::Result<NearClusters> clusterTexts(const TableSource& source,
                                                      const std::vector<size_t>& columns,
                                                      const base::Stop& stop);

/// Gray pixels, row by row, 0 black.
struct GrayImage {
  size_t width = 0, height = 0;
  std::span<const std::uint8_t> pixels = {};
};
/// 256 bits, each whether a place is brighter than its right neighbour in a picture of 17 x 16.
using ImageHash = std::array<std::uint64_t, 4>;
/// Nothing where the image is empty or of one gray.
[[nodiscard]] std::optional<ImageHash> hashImage(const GrayImage& image);
/// Bits that differ.
[[nodiscard]] int distance(const ImageHash& a, const ImageHash& b);

/// The shape of a channel in 64 places, each in 256 steps of its range: gain and offset aside.
using SignalHash = std::array<std::uint8_t, 64>;
/// Nothing where the signal is flat or shorter than 64 samples.
[[nodiscard]] std::optional<SignalHash> hashSignal(std::span<const float> samples);

/// Images at a distance of at most `most` bits; a row without a hash is alone.
constexpr int kNearImage = 7;
[[nodiscard]] NearClusters clusterImages(const std::vector<std::optional<ImageHash>>& images,
                                         int most = kNearImage);
/// Signals with the same hash.
[[nodiscard]] NearClusters clusterSignals(const std::vector<std::optional<SignalHash>>& signals);

}  // namespace telesoft::data
