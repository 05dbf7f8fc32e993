#include "telesoft/engine/kernels/compute.h"

#include <algorithm>

#include <ATen/Parallel.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/mm.h>
#include <c10/core/InferenceMode.h>
#include <unistd.h>

namespace telesoft::engine {

namespace {

template <class E>
at::Tensor wrap(const E* data, const View<const E>& v, Shape shape) {
  // ATen takes no pointer to const; inputs are only read.
  const auto type = sizeof(E) == 2 ? at::kBFloat16 : at::kFloat;
  auto* at = const_cast<E*>(data);
  const bool turned = shape == Shape::Transposed;
  return at::from_blob(
      at, turned ? at::IntArrayRef{v.columns, v.rows} : at::IntArrayRef{v.rows, v.columns},
      turned ? at::IntArrayRef{1, v.stride} : at::IntArrayRef{v.stride, 1},
      at::TensorOptions().dtype(type));
}

template <class E>
void multiplyAny(const Product<E>& p) {
  const c10::InferenceMode inference;
  const at::Tensor a = wrap(p.a.data, p.a, p.aShape);
  const at::Tensor b = wrap(p.b.data, p.b, p.bShape);
  const View<const E> target(p.c.data, p.c.rows, p.c.columns, p.c.stride);
  at::Tensor c = wrap<E>(p.c.data, target, Shape::Plain);
  if (p.add) {
    at::addmm_out(c, c, a, b);
  } else {
    at::mm_out(c, a, b);
  }
}

}  // namespace

void multiply(const Product<float>& product) {
  multiplyAny(product);
}
void multiply(const Product<Bf16>& product) {
  multiplyAny(product);
}

void waitAsleep(char** argv) {
  constexpr const char* kSpins = "GOMP_SPINCOUNT";
  if (std::getenv(kSpins) == nullptr && setenv(kSpins, "2000", 1) == 0) {
    execv("/proc/self/exe", argv);  // on failure we go on as we are
  }
}

void setThreads(std::int64_t count) {
  at::set_num_threads(static_cast<int>(count));
}

std::int64_t threadCount() {
  return at::get_num_threads();
}

void parallel(std::int64_t count, std::int64_t grain, const std::function<void(Range)>& body) {
  const std::int64_t pieces = (count + grain - 1) / grain;
  at::parallel_for(0, pieces, 1, [&](std::int64_t begin, std::int64_t end) {
    body({begin * grain, std::min(end * grain, count)});
  });
}

}  // namespace telesoft::engine
