#include "telesoft/knowledge/vector_index.h"

#include <algorithm>

#include <hnswlib/hnswlib.h>

#include "telesoft/knowledge/vector_file.h"

namespace telesoft::knowledge {

using base::ErrorCode;
using base::fail;

namespace {

constexpr std::size_t kLinks = 16, kBuildWidth = 200;  // M and ef construction
constexpr std::size_t kSearchWidth = 200;              // ef at least

}  // namespace

class VectorIndex::Impl {
 public:
  Impl(Vectors vectors, std::size_t mostCompared)
      : ids_(std::move(vectors.ids)), width_(vectors.width), space_(vectors.width) {
    if (ids_.size() <= mostCompared) {
      index_ = std::make_unique<hnswlib::BruteforceSearch<float>>(&space_, ids_.size());
    } else {
      auto graph = std::make_unique<hnswlib::HierarchicalNSW<float>>(&space_, ids_.size(), kLinks,
                                                                     kBuildWidth);
      graph->setEf(kSearchWidth);
      index_ = std::move(graph);
    }
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      index_->addPoint(vectors.values.data() + i * width_, i);
    }
  }

  [[nodiscard]] const std::vector<std::string>& ids() const { return ids_; }
  [[nodiscard]] std::size_t width() const { return width_; }

  [[nodiscard]] std::vector<Near> nearest(const std::vector<float>& query,
                                          std::size_t count) const {
    auto found = index_->searchKnn(query.data(), std::min(count, ids_.size()));
    std::vector<std::pair<float, std::size_t>> sorted;
    for (; !found.empty(); found.pop()) {
      sorted.emplace_back(found.top());
    }
    std::sort(sorted.begin(), sorted.end());
    std::vector<Near> out;
    for (const auto& [distance, at] : sorted) {
      out.push_back({ids_[at], 1.0 - static_cast<double>(distance)});
    }
    return out;
  }

 private:
  std::vector<std::string> ids_;
  std::size_t width_;
  hnswlib::InnerProductSpace space_;
  std::unique_ptr<hnswlib::AlgorithmInterface<float>> index_;
};

VectorIndex::VectorIndex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
VectorIndex::VectorIndex(VectorIndex&&) noexcept = default;
VectorIndex& VectorIndex::operator=(VectorIndex&&) noexcept = default;
VectorIndex::~VectorIndex() = default;

base::Result<VectorIndex> VectorIndex::open(const base::Path& modelFolder,
                                            std::size_t mostCompared) {
  TELESOFT_TRY(vectors, readVectors(modelFolder));
  try {
    return VectorIndex(std::make_unique<Impl>(std::move(vectors), mostCompared));
  } catch (const std::exception&) {  // hnswlib throws where its memory is full
    return fail(ErrorCode::OutOfResources, "there is not enough memory for the index",
                "close other programs, or leave documents out of the knowledge base");
  }
}

const std::vector<std::string>& VectorIndex::passageIds() const {
  return impl_->ids();
}

std::size_t VectorIndex::width() const {
  return impl_->width();
}

base::Result<std::vector<VectorIndex::Near>> VectorIndex::nearest(std::vector<float> query,
                                                                  std::size_t count) const {
  if (query.size() != impl_->width()) {
    return fail(ErrorCode::InvalidInput, "the query's vector is not as wide as those of the index",
                "embed it with the base model that the index was built with");
  }
  if (!normalize(query.data(), query.size())) {
    return fail(ErrorCode::InvalidInput, "the query's vector has no direction");
  }
  try {
    return impl_->nearest(query, count);
  } catch (const std::exception&) {
    return fail(ErrorCode::OutOfResources, "the memory is full");
  }
}

}  // namespace telesoft::knowledge
