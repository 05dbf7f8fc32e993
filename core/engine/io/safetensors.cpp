#include "telesoft/engine/io/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <optional>
#include <set>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "telesoft/base/json.h"
#include "telesoft/base/text.h"

namespace telesoft::engine {

namespace {

using base::ErrorCode;
using base::fail;
using base::json;

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

constexpr std::uint64_t kMaxHeader = 100'000'000;  // the reference reader's own limit
constexpr std::size_t kMaxNameShown = 200;
constexpr const char* kMetadataKey = "__metadata__";
constexpr const char* kRefetch = "the file was cut or damaged on its way here: fetch it again";

struct TypeRow {
  DType dtype;
  std::string_view name;
  std::size_t bytes;
};
constexpr std::array kTypes = {
    TypeRow{DType::BOOL, "BOOL", 1},       TypeRow{DType::U8, "U8", 1},
    TypeRow{DType::I8, "I8", 1},           TypeRow{DType::F8_E5M2, "F8_E5M2", 1},
    TypeRow{DType::F8_E4M3, "F8_E4M3", 1}, TypeRow{DType::F8_E8M0, "F8_E8M0", 1},
    TypeRow{DType::I16, "I16", 2},         TypeRow{DType::U16, "U16", 2},
    TypeRow{DType::F16, "F16", 2},         TypeRow{DType::BF16, "BF16", 2},
    TypeRow{DType::I32, "I32", 4},         TypeRow{DType::U32, "U32", 4},
    TypeRow{DType::F32, "F32", 4},         TypeRow{DType::C64, "C64", 8},
    TypeRow{DType::F64, "F64", 8},         TypeRow{DType::I64, "I64", 8},
    TypeRow{DType::U64, "U64", 8},
};

const TypeRow& rowOf(DType dtype) {
  return kTypes[static_cast<std::size_t>(dtype)];
}

base::Error corrupt(const std::string& what) {
  return fail(ErrorCode::Corrupt, what, kRefetch);
}

base::Error corruptTensor(const std::string& name, const std::string& what) {
  return corrupt("tensor \"" + name.substr(0, kMaxNameShown) + "\" " + what);
}

/// nullopt when it does not fit 64 bits.
std::optional<std::uint64_t> product(const std::vector<std::int64_t>& shape, std::size_t unit) {
  std::uint64_t total = unit;
  for (const std::int64_t dim : shape) {
    if (dim < 0 || __builtin_mul_overflow(total, static_cast<std::uint64_t>(dim), &total)) {
      return std::nullopt;
    }
  }
  return total;
}

struct Entry {
  TensorView view;
  std::uint64_t begin = 0, end = 0;  // within the byte buffer
};

base::Result<DType> readType(const std::string& name, const json& entry) {
  const auto at = entry.find("dtype");
  if (at == entry.end() || !at->is_string()) {
    return corruptTensor(name, "has no dtype");
  }
  const auto& text = at->get_ref<const std::string&>();
  for (const TypeRow& row : kTypes) {
    if (row.name == text) {
      return row.dtype;
    }
  }
  return fail(
      ErrorCode::Unsupported,
      "tensor \"" + name.substr(0, kMaxNameShown) + "\" has an element type that is not read",
      "convert the weights to float32, float16 or bfloat16");
}

base::Result<std::vector<std::int64_t>> readShape(const std::string& name, const json& entry) {
  const auto at = entry.find("shape");
  if (at == entry.end() || !at->is_array()) {
    return corruptTensor(name, "has no shape");
  }
  std::vector<std::int64_t> shape;
  for (const json& dim : *at) {
    if (!dim.is_number_unsigned() || dim.get<std::uint64_t>() > INT64_MAX) {
      return corruptTensor(name, "has a shape that is not made of whole numbers");
    }
    shape.push_back(dim.get<std::int64_t>());
  }
  return shape;
}

base::Result<Entry> readEntry(const std::string& name, const json& entry, std::uint64_t buffer) {
  if (!entry.is_object()) {
    return corruptTensor(name, "has no description");
  }
  Entry out;
  out.view.name = name;
  TELESOFT_TRY(dtype, readType(name, entry));
  TELESOFT_TRY(shape, readShape(name, entry));
  out.view.dtype = dtype;
  out.view.shape = std::move(shape);
  const auto at = entry.find("data_offsets");
  if (at == entry.end() || !at->is_array() || at->size() != 2 || !(*at)[0].is_number_unsigned() ||
      !(*at)[1].is_number_unsigned()) {
    return corruptTensor(name, "has no data_offsets of two whole numbers");
  }
  out.begin = (*at)[0].get<std::uint64_t>();
  out.end = (*at)[1].get<std::uint64_t>();
  if (out.begin > out.end || out.end > buffer) {
    return corruptTensor(name, "lies outside the file's " + std::to_string(buffer) + " data bytes");
  }
  const auto wanted = product(out.view.shape, dtypeBytes(dtype));
  if (!wanted) {
    return corruptTensor(name, "has a shape too large for any machine");
  }
  if (*wanted != out.end - out.begin) {
    return corruptTensor(name, "has " + std::to_string(out.end - out.begin) +
                                   " bytes where its shape asks for " + std::to_string(*wanted));
  }
  out.view.bytes = static_cast<std::size_t>(*wanted);
  return out;
}

base::Status checkCover(std::vector<Entry>& entries, std::uint64_t buffer) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
  });
  std::uint64_t at = 0;
  for (const Entry& entry : entries) {
    if (entry.begin != at) {
      return corruptTensor(entry.view.name, entry.begin < at ? "overlaps the tensor before it"
                                                             : "leaves a hole before it");
    }
    at = entry.end;
  }
  if (at != buffer) {
    return corrupt(std::to_string(buffer - at) + " bytes at the end belong to no tensor");
  }
  return {};
}

/// The header as JSON; a key that stands twice is refused, since readers differ in which they take.
base::Result<json> readHeader(std::string_view text) {
  if (text.empty() || text.front() != '{') {
    return corrupt("the header does not begin with {");
  }
  std::set<std::string> seen;
  bool twice = false;
  const auto watch = [&](int depth, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::key && depth == 1) {
      twice = !seen.insert(parsed.get<std::string>()).second || twice;
    }
    return depth <= 4;  // no entry nests deeper; what does is dropped, not kept in memory
  };
  json header = json::parse(text, watch, false);
  if (header.is_discarded()) {
    auto why = base::parseJson(text);
    return why ? corrupt("the header is not JSON") : corrupt("the header: " + why.error().message);
  }
  if (twice) {
    return corrupt("the header names a tensor twice");
  }
  if (!header.is_object()) {
    return corrupt("the header is not a JSON object");
  }
  return header;
}

base::Result<std::map<std::string, std::string>> readMetadata(const json& header) {
  std::map<std::string, std::string> out;
  const auto at = header.find(kMetadataKey);
  if (at == header.end() || at->is_null()) {
    return out;
  }
  if (!at->is_object()) {
    return corrupt("__metadata__ is not an object");
  }
  for (const auto& [key, value] : at->items()) {
    if (!value.is_string()) {
      return corrupt("__metadata__ holds something that is not a text");
    }
    out.emplace(key, value.get<std::string>());
  }
  return out;
}

base::Result<std::vector<Entry>> readEntries(const json& header, std::uint64_t buffer) {
  std::vector<Entry> entries;
  for (const auto& [name, value] : header.items()) {
    if (name == kMetadataKey) {
      continue;
    }
    TELESOFT_TRY(entry, readEntry(name, value, buffer));
    entries.push_back(std::move(entry));
  }
  TELESOFT_CHECK(checkCover(entries, buffer));
  return entries;
}

}  // namespace

std::string_view dtypeName(DType dtype) {
  return rowOf(dtype).name;
}

std::size_t dtypeBytes(DType dtype) {
  return rowOf(dtype).bytes;
}

class SafetensorsFile::Mapping {
 public:
  static base::Result<std::unique_ptr<Mapping>> open(const base::Path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
      return base::systemError(errno, "opening a weights file");
    }
    auto mapped = map(fd);
    ::close(fd);
    return mapped;
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() { ::munmap(start_, size_); }
  [[nodiscard]] std::string_view bytes() const { return {static_cast<const char*>(start_), size_}; }

 private:
  Mapping(void* start, std::size_t size) : start_(start), size_(size) {}
  static base::Result<std::unique_ptr<Mapping>> map(int fd) {
    struct stat info {};
    if (::fstat(fd, &info) != 0) {
      return base::systemError(errno, "opening a weights file");
    }
    if (!S_ISREG(info.st_mode)) {
      return fail(ErrorCode::InvalidInput, "the weights file is not a regular file");
    }
    const auto size = static_cast<std::size_t>(info.st_size);
    if (size < sizeof(std::uint64_t)) {
      return corrupt("the file ends within its first 8 bytes");
    }
    void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (start == MAP_FAILED) {
      return base::systemError(errno, "mapping a weights file");
    }
    return std::unique_ptr<Mapping>(new Mapping(start, size));
  }
  void* start_;
  std::size_t size_;
};

SafetensorsFile::SafetensorsFile() = default;
SafetensorsFile::SafetensorsFile(SafetensorsFile&&) noexcept = default;
SafetensorsFile& SafetensorsFile::operator=(SafetensorsFile&&) noexcept = default;
SafetensorsFile::~SafetensorsFile() = default;

base::Result<SafetensorsFile> SafetensorsFile::open(const base::Path& path) {
  const std::string subject = path.filename().string();
  auto mapped = Mapping::open(path).in("reading", subject);
  TELESOFT_TRY(mapping, std::move(mapped));
  const std::string_view all = mapping->bytes();
  std::uint64_t length = 0;
  std::memcpy(&length, all.data(), sizeof length);
  if (length > kMaxHeader || length > all.size() - sizeof length) {
    return base::Result<SafetensorsFile>(corrupt("the header claims " + std::to_string(length) +
                                                 " bytes in a file of " +
                                                 std::to_string(all.size())))
        .in("reading", subject);
  }
  const std::string_view text = all.substr(sizeof length, static_cast<std::size_t>(length));
  const std::string_view buffer = all.substr(sizeof length + text.size());

  SafetensorsFile file;
  auto parsed = readHeader(text).in("reading", subject);
  TELESOFT_TRY(header, std::move(parsed));
  auto described = readMetadata(header).in("reading", subject);
  TELESOFT_TRY(metadata, std::move(described));
  auto listed = readEntries(header, buffer.size()).in("reading", subject);
  TELESOFT_TRY(entries, std::move(listed));
  for (Entry& entry : entries) {
    entry.view.data = reinterpret_cast<const std::byte*>(buffer.data() + entry.begin);
    file.tensors_.emplace(entry.view.name, std::move(entry.view));
  }
  file.metadata_ = std::move(metadata);
  file.mapping_ = std::move(mapping);
  return file;
}

base::Result<const TensorView*> SafetensorsFile::tensor(const std::string& name) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end()) {
    return fail(ErrorCode::NotFound, "the weights hold no tensor \"" + name + "\"");
  }
  return &found->second;
}

namespace {

base::Status checkTensor(const TensorToWrite& tensor) {
  if (tensor.name.empty() || tensor.name == kMetadataKey || !base::isUtf8(tensor.name)) {
    return fail(ErrorCode::InvalidInput, "a tensor to write has no usable name");
  }
  const auto wanted = product(tensor.shape, dtypeBytes(tensor.dtype));
  if (!wanted || *wanted != tensor.bytes.size()) {
    return fail(ErrorCode::InvalidInput,
                "tensor \"" + tensor.name + "\" has bytes that do not fit its shape");
  }
  return {};
}

std::string headerText(const std::vector<const TensorToWrite*>& tensors,
                       const std::map<std::string, std::string>& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) {
    header[kMetadataKey] = metadata;
  }
  std::uint64_t at = 0;
  for (const TensorToWrite* tensor : tensors) {
    nlohmann::ordered_json entry;
    entry["dtype"] = dtypeName(tensor->dtype);
    entry["shape"] = tensor->shape;
    entry["data_offsets"] = {at, at + tensor->bytes.size()};
    header[tensor->name] = std::move(entry);
    at += tensor->bytes.size();
  }
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  return text;
}

}  // namespace

base::Status writeSafetensors(const base::Path& path,
                              const std::vector<TensorToWrite>& tensors,
                              const std::map<std::string, std::string>& metadata) {
  std::vector<const TensorToWrite*> order;
  std::set<std::string_view> names;
  for (const TensorToWrite& tensor : tensors) {
    TELESOFT_CHECK(checkTensor(tensor));
    if (!names.insert(tensor.name).second) {
      return fail(ErrorCode::InvalidInput, "tensor \"" + tensor.name + "\" is to be written twice");
    }
    order.push_back(&tensor);
  }
  for (const auto& [key, value] : metadata) {
    if (!base::isUtf8(key) || !base::isUtf8(value)) {
      return fail(ErrorCode::InvalidInput, "metadata to write is not UTF-8");
    }
  }
  std::sort(order.begin(), order.end(), [](const TensorToWrite* a, const TensorToWrite* b) {
    return a->dtype != b->dtype ? a->dtype > b->dtype : a->name < b->name;
  });
  const std::string header = headerText(order, metadata);
  return base::writeFileWhole(path, [&](const base::Sink& sink) -> base::Status {
    const std::uint64_t length = header.size();
    std::array<char, sizeof length> prefix{};
    std::memcpy(prefix.data(), &length, sizeof length);
    TELESOFT_CHECK(sink({prefix.data(), prefix.size()}));
    TELESOFT_CHECK(sink(header));
    for (const TensorToWrite* tensor : order) {
      TELESOFT_CHECK(sink(tensor->bytes));
    }
    return {};
  });
}

}  // namespace telesoft::engine
