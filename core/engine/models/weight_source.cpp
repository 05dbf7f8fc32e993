#include "telesoft/engine/models/weight_source.h"

#include <cmath>
#include <cstring>

namespace telesoft::engine {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;

namespace {

float halfToFloat(std::uint16_t half) {
  const std::uint32_t sign = (half & 0x8000U) << 16U;
  const std::uint32_t exponent = (half >> 10U) & 0x1fU;
  const std::uint32_t fraction = half & 0x3ffU;
  if (exponent == 0) {
    const float small = std::ldexp(static_cast<float>(fraction), -24);
    return sign != 0 ? -small : small;
  }
  const std::uint32_t wide =
      exponent == 31 ? 0x7f800000U | fraction << 13U : (exponent + 112U) << 23U | fraction << 13U;
  const std::uint32_t bits = sign | wide;
  float out = 0;
  std::memcpy(&out, &bits, sizeof(out));
  return out;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
  std::string out = "[";
  for (size_t i = 0; i < shape.size(); ++i) {
    out += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  }
  return out + "]";
}

void copyFloats(const TensorView& view, std::vector<float>& out) {
  const size_t count = view.bytes / dtypeBytes(view.dtype);
  out.resize(count);
  if (view.dtype == DType::F32) {
    std::memcpy(out.data(), view.data, view.bytes);
    return;
  }
  for (size_t i = 0; i < count; ++i) {
    std::uint16_t half = 0;
    std::memcpy(&half, view.data + 2 * i, sizeof(half));
    out[i] = view.dtype == DType::F16 ? halfToFloat(half) : toFloat(Bf16{half});
  }
}

}  // namespace

Result<WeightSource> WeightSource::open(const base::Path& file) {
  TELESOFT_TRY(opened, SafetensorsFile::open(file));
  WeightSource out;
  out.file_ = std::make_shared<SafetensorsFile>(std::move(opened));
  return out;
}

const TensorView* WeightSource::find(const std::string& name) const {
  for (const std::string& full : {name, "bert." + name}) {
    const auto at = file_->tensors().find(full);
    if (at != file_->tensors().end()) {
      return &at->second;
    }
  }
  // Models converted from TensorFlow call a norm's weight and bias gamma and beta.
  const auto dot = name.rfind('.');
  if (dot != std::string::npos && name.find("LayerNorm") != std::string::npos) {
    const std::string old = name.substr(0, dot) + (name.ends_with(".weight") ? ".gamma" : ".beta");
    const auto at = file_->tensors().find(old);
    const auto prefixed = file_->tensors().find("bert." + old);
    if (at != file_->tensors().end() || prefixed != file_->tensors().end()) {
      return at != file_->tensors().end() ? &at->second : &prefixed->second;
    }
  }
  return nullptr;
}

bool WeightSource::has(const std::string& name) const {
  return find(name) != nullptr;
}

Result<const TensorView*> WeightSource::expect(const std::string& name,
                                               const std::vector<std::int64_t>& shape) const {
  const TensorView* view = find(name);
  const std::string hint = "fetch the model again, or check that its config.json belongs to it";
  if (view == nullptr) {
    return fail(ErrorCode::Corrupt, "the weights hold no tensor \"" + name + "\"", hint);
  }
  if (view->shape != shape) {
    return fail(ErrorCode::Corrupt,
                "the tensor \"" + name + "\" has the shape " + shapeText(view->shape) +
                    " and not " + shapeText(shape),
                hint);
  }
  if (view->dtype != DType::F32 && view->dtype != DType::F16 && view->dtype != DType::BF16) {
    return fail(ErrorCode::Unsupported,
                "the tensor \"" + name + "\" is of type " + std::string(dtypeName(view->dtype)),
                "weights must be F32, F16 or BF16");
  }
  return view;
}

Status WeightSource::read(const std::string& name,
                          const std::vector<std::int64_t>& shape,
                          std::vector<float>& out) const {
  TELESOFT_TRY(view, expect(name, shape));
  copyFloats(*view, out);
  return {};
}

Status WeightSource::map(const std::string& name,
                         const std::vector<std::int64_t>& shape,
                         Values& out) const {
  TELESOFT_TRY(view, expect(name, shape));
  const bool aligned = reinterpret_cast<std::uintptr_t>(view->data) % alignof(float) == 0;
  if (view->dtype == DType::F32 && aligned) {
    out.data = reinterpret_cast<const float*>(view->data);
  } else {
    copyFloats(*view, out.owned);
  }
  return {};
}

}  // namespace telesoft::engine
