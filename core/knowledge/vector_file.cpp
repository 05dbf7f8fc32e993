#include "telesoft/knowledge/vector_file.h"

#include <cmath>
#include <cstring>
#include <set>

#include "telesoft/base/hash.h"
#include "telesoft/base/json.h"

namespace telesoft::knowledge {

using base::ErrorCode;
using base::fail;
using base::json;

namespace {

constexpr std::uint64_t kMaxIds = 1ULL << 30U;
constexpr std::uint64_t kMaxVectors = 1ULL << 32U;
constexpr std::uint64_t kMaxHeader = 1ULL << 20U;
constexpr std::uint64_t kMaxWidth = 8192;
constexpr const char* kVectors = "vectors.safetensors";
constexpr const char* kPassages = "passages.jsonl";

base::Error damaged(const char* file, const std::string& why) {
  return fail(ErrorCode::Corrupt, std::string(file) + " of the index is damaged: " + why,
              "build the knowledge base anew");
}

struct Named {
  std::string passagesSha256, vectorsSha256;
};
template <class V>
void describe(V& v, Named& named) {
  v.required("passagesSha256", named.passagesSha256);
  v.required("vectorsSha256", named.vectorsSha256);
}

base::Status checkHashes(const base::Path& folder,
                         const std::string& passages,
                         const std::string& vectors) {
  std::error_code ignored;
  if (!std::filesystem::exists(folder / "index.json", ignored)) {
    return {};
  }
  TELESOFT_TRY(text, base::readFile(folder / "index.json", kMaxHeader));
  const auto parsed = base::parseJson(text);
  const auto named = parsed ? base::fromJson<Named>(*parsed) : base::Result<Named>(parsed.error());
  if (!named) {
    return damaged("index.json", "it does not name the files' hashes");
  }
  if (named->passagesSha256 != base::sha256Hex(passages)) {
    return damaged(kPassages, "it is not the file that was built");
  }
  return named->vectorsSha256 == base::sha256Hex(vectors)
             ? base::Status()
             : base::Status(damaged(kVectors, "it is not the file that was built"));
}

base::Result<std::vector<std::string>> idsOf(const std::string& text) {
  std::vector<std::string> out;
  std::set<std::string> seen;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const auto line = base::parseJson(std::string_view(text).substr(at, end - at));
    at = end + 1;
    const bool named =
        line && line->is_object() && line->contains("id") && (*line)["id"].is_string();
    if (!named || !seen.insert((*line)["id"].get<std::string>()).second) {
      return damaged(kPassages, "line " + std::to_string(out.size() + 1) +
                                    " does not name a passage, or one that stood before");
    }
    out.push_back((*line)["id"].get<std::string>());
  }
  if (out.empty()) {
    return damaged(kPassages, "it names no passage");
  }
  return out;
}

struct Tensor {
  std::string dtype;
  std::vector<std::int64_t> shape, offsets;
};
template <class V>
void describe(V& v, Tensor& tensor) {
  v.required("dtype", tensor.dtype);
  v.required("shape", tensor.shape);
  v.required("data_offsets", tensor.offsets);
}

/// The place of the first number, behind the header; checks that the file is exactly that long.
base::Result<std::size_t> checkHeader(const std::string& bytes,
                                      std::size_t rows,
                                      std::size_t& width) {
  std::uint64_t length = 0;
  if (bytes.size() < sizeof length) {
    return damaged(kVectors, "it is cut off");
  }
  std::memcpy(&length, bytes.data(), sizeof length);  // little-endian, as all machines it runs on
  if (length > kMaxHeader || length > bytes.size() - sizeof length) {
    return damaged(kVectors, "its header is longer than the file");
  }
  const auto header = base::parseJson(std::string_view(bytes).substr(sizeof length, length));
  if (!header || !header->is_object() || !header->contains("vectors") ||
      header->size() != 1 + header->count("__metadata__")) {
    return damaged(kVectors, "its header does not tell of the one tensor \"vectors\"");
  }
  const auto tensor = base::fromJson<Tensor>((*header)["vectors"]);
  if (!tensor || tensor->dtype != "F32" || tensor->shape.size() != 2 ||
      tensor->offsets.size() != 2) {
    return damaged(kVectors, "\"vectors\" is no F32 matrix");
  }
  if (tensor->shape[0] != static_cast<std::int64_t>(rows)) {
    return damaged(kVectors, "it does not have one vector for each passage");
  }
  if (tensor->shape[1] < 1 || tensor->shape[1] > static_cast<std::int64_t>(kMaxWidth)) {
    return damaged(kVectors, "its vectors are of no usable width");
  }
  width = static_cast<std::size_t>(tensor->shape[1]);
  const std::size_t size = rows * width * sizeof(float);
  if (tensor->offsets[0] != 0 || tensor->offsets[1] != static_cast<std::int64_t>(size) ||
      bytes.size() != sizeof length + length + size) {
    return damaged(kVectors, "its length does not fit its shape");
  }
  return sizeof length + static_cast<std::size_t>(length);
}

}  // namespace

bool normalize(float* values, std::size_t width) {
  double sum = 0;
  for (std::size_t i = 0; i < width; ++i) {
    sum += static_cast<double>(values[i]) * static_cast<double>(values[i]);
  }
  if (!std::isfinite(sum) || sum <= 0) {
    return false;
  }
  const double length = std::sqrt(sum);
  for (std::size_t i = 0; i < width; ++i) {
    values[i] = static_cast<float>(static_cast<double>(values[i]) / length);
  }
  return true;
}

base::Result<Vectors> readVectors(const base::Path& folder) {
  TELESOFT_TRY(passages, base::readFile(folder / kPassages, kMaxIds).in("reading the index"));
  TELESOFT_TRY(bytes, base::readFile(folder / kVectors, kMaxVectors).in("reading the index"));
  TELESOFT_CHECK(checkHashes(folder, passages, bytes));
  Vectors out;
  TELESOFT_TRY(ids, idsOf(passages));
  out.ids = std::move(ids);
  TELESOFT_TRY(at, checkHeader(bytes, out.ids.size(), out.width));
  out.values.resize(out.ids.size() * out.width);
  std::memcpy(out.values.data(), bytes.data() + at, out.values.size() * sizeof(float));
  for (std::size_t i = 0; i < out.ids.size(); ++i) {
    if (!normalize(out.values.data() + i * out.width, out.width)) {
      return damaged(kVectors, "vector " + std::to_string(i + 1) + " has no direction");
    }
  }
  return out;
}

}  // namespace telesoft::knowledge
