// The passages of a knowledge-base model by meaning: its vectors in hnswlib.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

namespace telesoft::knowledge {

/// Never changes once it is open. Thread: any.
class VectorIndex {
 public:
  /// From a model's folder: passages.jsonl (one {"id", ...} a line) and vectors.safetensors (the
  /// tensor "vectors", F32 [passages, width], in that order), which have to be those that
  /// index.json names where it is there. Up to `mostCompared` passages are compared one by one, and
  /// exactly; more stand in an HNSW graph (M 16, ef construction 200), built here by one thread and
  /// so always the same. Errors: NotFound; Corrupt for files that do not fit each other, and for
  /// what is no number or a vector of length 0.
  [[nodiscard]] static base::Result<VectorIndex> open(const base::Path& modelFolder,
                                                      std::size_t mostCompared = 50000);
  VectorIndex(VectorIndex&&) noexcept;
  VectorIndex& operator=(VectorIndex&&) noexcept;
  ~VectorIndex();

  [[nodiscard]] const std::vector<std::string>& passageIds() const;
  [[nodiscard]] std::size_t width() const;

  struct Near {
    std::string passageId;
    double similarity = 0;  // the cosine
  };
  /// The `count` nearest, the nearest first; equally near ones by their order in the index.
  /// Errors: InvalidInput for a query of another width, or without length.
  [[nodiscard]] base::Result<std::vector<Near>> nearest(std::vector<float> query,
                                                        std::size_t count) const;

 private:
  class Impl;
  explicit VectorIndex(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace telesoft::knowledge
