// Tensors on disk as Hugging Face keeps them: read in place with every bound checked, written whole
// or not at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"

namespace telesoft::engine {

/// In the reference writer's rank, narrowest first (safetensors tensor.rs).
enum class DType {
  BOOL,
  U8,
  I8,
  F8_E5M2,
  F8_E4M3,
  F8_E8M0,
  I16,
  U16,
  F16,
  BF16,
  I32,
  U32,
  F32,
  C64,
  F64,
  I64,
  U64,
};

/// "F32": as the file names it.
[[nodiscard]] std::string_view dtypeName(DType dtype);
[[nodiscard]] std::size_t dtypeBytes(DType dtype);

/// A tensor inside a mapped file; valid while its SafetensorsFile lives, also after that is moved.
struct TensorView {
  std::string name;
  DType dtype = DType::F32;
  std::vector<std::int64_t> shape;
  const std::byte* data = nullptr;  // row-major, little-endian, perhaps not aligned
  std::size_t bytes = 0;
};

/// What open() returned holds together: every view lies inside the file, has as many bytes as its
/// shape and type ask for, and no two views share a byte. The file must not be shortened while it
/// is mapped; writeSafetensors never does, it renames.
class SafetensorsFile {
 public:
  /// Errors: NotFound, PermissionDenied; Corrupt names what is wrong with which tensor; Unsupported
  /// for element types that are not whole bytes.
  [[nodiscard]] static base::Result<SafetensorsFile> open(const base::Path& path);
  SafetensorsFile(SafetensorsFile&&) noexcept;
  SafetensorsFile& operator=(SafetensorsFile&&) noexcept;
  ~SafetensorsFile();

  [[nodiscard]] const std::map<std::string, TensorView>& tensors() const { return tensors_; }
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const { return metadata_; }
  /// NotFound names the tensor.
  [[nodiscard]] base::Result<const TensorView*> tensor(const std::string& name) const;

 private:
  class Mapping;
  SafetensorsFile();
  std::unique_ptr<Mapping> mapping_;
  std::map<std::string, TensorView> tensors_;
  std::map<std::string, std::string> metadata_;
};

struct TensorToWrite {
  std::string name;
  DType dtype = DType::F32;
  std::vector<std::int64_t> shape;
  std::string_view bytes;  // row-major, little-endian
};

/// Byte for byte what the reference writer makes: types from wide to narrow, then names; the header
/// padded with spaces to eight bytes.
/// Errors: InvalidInput when bytes and shape differ or a name stands twice; as writeFileWhole.
[[nodiscard]] base::Status writeSafetensors(const base::Path& path,
                                            const std::vector<TensorToWrite>& tensors,
                                            const std::map<std::string, std::string>& metadata);

}  // namespace telesoft::engine
