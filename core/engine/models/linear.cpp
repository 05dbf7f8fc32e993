#include "telesoft/engine/models/linear.h"

#include <cmath>
#include <type_traits>

namespace telesoft::engine {

namespace {

constexpr std::int64_t kRowGrain = 64;
constexpr std::int64_t kColumnGrain = 32;

bool overlaps(const Lora& lora, Range outputs) {
  return lora.begin >= outputs.begin && lora.begin + lora.count <= outputs.end;
}

}  // namespace

Drop dropOf(const DropKeys& keys, std::uint32_t site, double probability) {
  Drop drop;
  if (keys.on() && probability > 0) {
    drop.keys = keys.keys;
    drop.site = site;
    drop.threshold = static_cast<std::uint32_t>(std::llround(probability * 4294967296.0));
    drop.scale = static_cast<float>(1.0 / (1.0 - probability));
  }
  return drop;
}

template <class E>
void Linear<E>::addLora(Parameters& parameters,
                        const LoraSettings& settings,
                        const Lora& place,
                        base::Rng& rng) {
  Lora lora = place;
  lora.rank = settings.rank;
  lora.paddedRank = (settings.rank + 7) / 8 * 8;
  lora.scale = static_cast<float>(settings.alpha / static_cast<double>(settings.rank));
  lora.dropout = static_cast<float>(settings.dropout);
  lora.a = &parameters.add(lora.module + ".lora_A", {lora.paddedRank, in}, true);
  lora.b = &parameters.add(lora.module + ".lora_B", {lora.paddedRank, lora.count}, true);
  // kaiming_uniform with a = sqrt(5): U(-1/sqrt(in), 1/sqrt(in)).
  const double bound = 1.0 / std::sqrt(static_cast<double>(in));
  for (std::int64_t i = 0; i < lora.rank * in; ++i) {
    lora.a->value[static_cast<size_t>(i)] = static_cast<float>((2 * rng.uniform() - 1) * bound);
  }
  loras.push_back(std::move(lora));
}

template <class E>
void Linear<E>::refresh() {
  if (master == nullptr) {
    return;
  }
  const float* from = master->value.data();
  parallel(in * out, 1 << 16,
           [&](Range range) { rowKernels<E>().fromFloats(from, weight.data(), range); });
}

template <class E>
void Linear<E>::fixForInference() {
  const bool fits = in % kPanel == 0 && out % kPanel == 0 && master == nullptr;
  if (sizeof(E) != sizeof(Bf16) || kernelTable().panelProduct == nullptr || !fits) {
    return;
  }
  panels_.resize(out * in);
  for (std::int64_t n = 0; n < out; ++n) {
    for (std::int64_t k = 0; k < in; ++k) {
      const std::int64_t pair = n / kPanel * (in / 2) + k / 2;
      panels_[pair * 2 * kPanel + n % kPanel * 2 + k % 2] = weight[n * in + k];
    }
  }
  weight = Buffer<E>();
}

template <class E>
void Linear<E>::multiplyPanels(const Input& input, E* y) const {
  constexpr std::int64_t kRows = 256;  // whose inputs stay in a core's cache
  constexpr std::int64_t kPanels = 4;
  if constexpr (std::is_same_v<E, Bf16>) {
    const Range panels{input.outputs.begin / kPanel, input.outputs.end / kPanel};
    const PanelProduct product{input.x,      in, panels_.data(),
                               panels.begin, y,  input.outputs.end - input.outputs.begin};
    const std::int64_t rows = productRows(input.rows);
    const std::int64_t across = (panels.end - panels.begin + kPanels - 1) / kPanels;
    parallel((rows + kRows - 1) / kRows * across, 1, [&](Range tasks) {
      for (std::int64_t t = tasks.begin; t < tasks.end; ++t) {
        const std::int64_t row = t / across * kRows;
        const std::int64_t panel = panels.begin + t % across * kPanels;
        kernelTable().panelProduct(product, {row, std::min(row + kRows, rows)},
                                   {panel, std::min(panel + kPanels, panels.end)});
      }
    });
  }
}

template <class E>
void Linear<E>::forward(const Input& input, E* y, Tape& tape) const {
  const std::int64_t count = input.outputs.end - input.outputs.begin;
  const E* part = weight.data() + input.outputs.begin * in;
  const std::int64_t rows = productRows(input.rows);
  if (panels_.empty()) {
    multiply(Product<E>{{input.x, rows, in},
                        Shape::Plain,
                        {part, count, in},
                        Shape::Transposed,
                        {y, rows, count},
                        false});
  } else {
    multiplyPanels(input, y);
  }
  std::int64_t columns = 0;
  for (const Lora& lora : loras) {
    columns += overlaps(lora, input.outputs) ? lora.paddedRank : 0;
  }
  tape.upCount = 0;
  float* thin = tape.thin.resize(input.rows * columns);
  std::int64_t column = 0;
  for (const Lora& lora : loras) {
    if (!overlaps(lora, input.outputs)) {
      continue;
    }
    Skinny<E> down{input.x,
                   in,
                   in,
                   input.rows,
                   thin + column,
                   columns,
                   lora.a->value.data(),
                   lora.paddedRank,
                   1,
                   dropOf(input.keys, lora.site, lora.dropout)};
    parallel(input.rows, kRowGrain, [&](Range r) { rowKernels<E>().skinnyDown(down, r); });
    tape.ups.at(static_cast<size_t>(tape.upCount++)) = {thin + column,
                                                        columns,
                                                        lora.b->value.data(),
                                                        lora.paddedRank,
                                                        lora.begin - input.outputs.begin,
                                                        lora.count,
                                                        lora.scale};
    column += lora.paddedRank;
  }
}

template <class E>
void Linear<E>::loraBackward(
    const Lora& lora, const Input& input, const Output& output, Tape& tape, std::int64_t column) {
  const auto& kernels = rowKernels<E>();
  const std::int64_t outputs = input.outputs.end - input.outputs.begin;
  const std::int64_t stride = tape.ups[0].downStride;
  const E* dy = output.dy + (lora.begin - input.outputs.begin);
  // dB^T += scale * (x A^T)^T dy
  const Skinny<E> outerB{dy,
                         outputs,
                         lora.count,
                         input.rows,
                         tape.thin.data() + column,
                         stride,
                         lora.b->gradient.data(),
                         lora.paddedRank,
                         lora.scale,
                         {}};
  parallel(lora.count, kColumnGrain, [&](Range r) { kernels.skinnyOuter(outerB, r); });
  // u = scale * dy B; dA += u^T x; dx += u A
  float* u = thinGradient_.resize(input.rows * lora.paddedRank);
  const Skinny<E> down{dy,
                       outputs,
                       lora.count,
                       input.rows,
                       u,
                       lora.paddedRank,
                       lora.b->value.data(),
                       lora.paddedRank,
                       lora.scale,
                       {}};
  parallel(input.rows, kRowGrain, [&](Range r) { kernels.skinnyDown(down, r); });
  const Drop drop = dropOf(input.keys, lora.site, lora.dropout);
  const Skinny<E> outerA{
      input.x,         in, in,  input.rows, u, lora.paddedRank, lora.a->gradient.data(),
      lora.paddedRank, 1,  drop};
  parallel(in, kColumnGrain, [&](Range r) { kernels.skinnyOuter(outerA, r); });
  if (output.dx != nullptr) {
    const Skinny<E> up{
        output.dx,       in, in,  input.rows, u, lora.paddedRank, lora.a->value.data(),
        lora.paddedRank, 1,  drop};
    parallel(input.rows, kRowGrain, [&](Range r) { kernels.skinnyUp(up, r); });
  }
}

template <class E>
void Linear<E>::fullBackward(const Input& input, const E* dy) {
  const std::int64_t count = input.outputs.end - input.outputs.begin;
  E* product = weightGradient_.resize(count * in);
  const std::int64_t rows = productRows(input.rows);
  multiply(Product<E>{{dy, rows, count},
                      Shape::Transposed,
                      {input.x, rows, in},
                      Shape::Plain,
                      {product, count, in},
                      false});
  float* sum = master->gradient.data() + input.outputs.begin * in;
  parallel(count * in, 1 << 16, [&](Range range) {
    for (std::int64_t i = range.begin; i < range.end; ++i) {
      sum[i] += toFloat(product[i]);
    }
  });
  if (float* biasGradient = bias.gradient()) {
    biasGradient += input.outputs.begin;
    parallel(count, kColumnGrain, [&](Range range) {
      rowKernels<E>().columnSums(dy, input.rows, count, biasGradient, range);
    });
  }
}

template <class E>
void Linear<E>::backward(const Input& input, const Output& output, Tape& tape) {
  const std::int64_t count = input.outputs.end - input.outputs.begin;
  if (output.dx != nullptr) {
    const E* part = weight.data() + input.outputs.begin * in;
    const std::int64_t rows = productRows(input.rows);
    multiply(Product<E>{{output.dy, rows, count},
                        Shape::Plain,
                        {part, count, in},
                        Shape::Plain,
                        {output.dx, rows, in},
                        output.add});
  }
  if (master != nullptr) {
    fullBackward(input, output.dy);
  }
  std::int64_t column = 0;
  for (const Lora& lora : loras) {
    if (overlaps(lora, input.outputs)) {
      loraBackward(lora, input, output, tape, column);
      column += lora.paddedRank;
    }
  }
}

template class Linear<float>;
template class Linear<Bf16>;

}  // namespace telesoft::engine
