// Fills a KernelTable from the bodies compiled for this translation unit's instruction set.
#pragma once

#include "telesoft/engine/kernels/attention_backward.h"
#include "telesoft/engine/kernels/rows.h"
#include "telesoft/engine/kernels/skinny.h"

namespace telesoft::engine::TELESOFT_KERNEL_SET {

template <class E, class Arithmetic>
static constexpr RowKernels<E> rowKernelsOf() {
  RowKernels<E> k{};
  k.finish = &finishRows<E>;
  k.gelu = &geluRows<E>;
  k.geluBackward = &geluBackwardRows<E>;
  k.normForward = &normForwardRows<E>;
  k.normBackward = &normBackwardRows<E>;
  k.normGrads = &normGradColumns<E>;
  k.embed = &embedRows<E>;
  k.mask = &maskRows<E>;
  k.columnSums = &columnSumRange<E>;
  k.skinnyDown = &skinnyDownRows<E>;
  k.skinnyUp = &skinnyUpRows<E>;
  k.skinnyOuter = &skinnyOuterColumns<E>;
  k.attentionForward = &attentionForward<Arithmetic, E>;
  k.attentionBackward = &attentionBackward<Arithmetic, E>;
  k.fromFloats = &fromFloatRange<E>;
  return k;
}

template <class PairArithmetic>
static constexpr KernelTable kernelTableOf(const char* name) {
  return {name, rowKernelsOf<float, FloatArithmetic>(), rowKernelsOf<Bf16, PairArithmetic>(),
          &adamRange, nullptr};
}

}  // namespace telesoft::engine::TELESOFT_KERNEL_SET
