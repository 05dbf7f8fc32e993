// Bodies of the row kernels; see simd.h for how they are compiled.
#pragma once

#include "telesoft/engine/kernels/simd.h"

namespace telesoft::engine::TELESOFT_KERNEL_SET {

/// buffer = y + bias + the LoRA pieces, in float.
template <class E>
TELESOFT_INLINE void finished(
    const E* y, int64_t columns, const Finish& f, int64_t row, float* buffer) {
  if (f.bias != nullptr) {
    blocks(columns, [&](int64_t i, int64_t n) {
      store(buffer + i, load(y + i, n) + load(f.bias + i, n), n);
    });
  } else {
    blocks(columns, [&](int64_t i, int64_t n) { store(buffer + i, load(y + i, n), n); });
  }
  for (int64_t piece = 0; piece < f.pieceCount; ++piece) {
    const LoraUp& p = f.pieces[piece];
    const float* down = p.down + row * p.downStride;
    float* out = buffer + p.begin;
    for (int64_t r = 0; r < p.rank; r += 4) {
      const float* up = p.up + r * p.count;
      const Floats a = splat(down[r] * p.scale);
      const Floats b = splat(down[r + 1] * p.scale);
      const Floats c = splat(down[r + 2] * p.scale);
      const Floats d = splat(down[r + 3] * p.scale);
      blocks(p.count, [&](int64_t i, int64_t n) {
        const Floats one = load(out + i, n) + a * load(up + i, n);
        const Floats two = b * load(up + p.count + i, n) + c * load(up + 2 * p.count + i, n);
        store(out + i, one + two + d * load(up + 3 * p.count + i, n), n);
      });
    }
  }
}

template <class E>
static void finishRows(E* y, int64_t columns, const Finish& f, Range rows) {
  alignas(64) float buffer[kMaxColumns];
  for (int64_t row = rows.begin; row < rows.end; ++row) {
    E* at = y + row * columns;
    finished(at, columns, f, row, buffer);
    blocks(columns, [&](int64_t i, int64_t n) { store(at + i, load(buffer + i, n), n); });
  }
}

template <class E>
static void geluRows(E* h, E* g, int64_t columns, const Finish& f, Range rows) {
  alignas(64) float buffer[kMaxColumns];
  for (int64_t row = rows.begin; row < rows.end; ++row) {
    E* before = h + row * columns;
    E* after = g + row * columns;
    finished(before, columns, f, row, buffer);
    blocks(columns, [&](int64_t i, int64_t n) {
      const Floats x = load(buffer + i, n);
      store(before + i, x, n);
      store(after + i, x * gelu(x).cumulative, n);
    });
  }
}

template <class E>
static void geluBackwardRows(const E* h, E* dg, int64_t columns, Range rows) {
  for (int64_t at = rows.begin * columns; at < rows.end * columns; at += columns) {
    blocks(columns, [&](int64_t i, int64_t n) {
      const Floats x = load(h + at + i, n);
      const Gelu g = gelu(x);
      store(dg + at + i, load(dg + at + i, n) * (g.cumulative + x * g.density), n);
    });
  }
}

TELESOFT_INLINE void meanAndDeviation(const float* x, int64_t columns, float epsilon, float* out) {
  Floats total = {};
  blocks(columns, [&](int64_t i, int64_t n) { total += load(x + i, n); });
  const float mean = sum(total) / static_cast<float>(columns);
  Floats squares = {};
  blocks(columns, [&](int64_t i, int64_t n) {
    const Floats d = load(x + i, n) - mean;
    if (n == kLanes) {
      squares += d * d;
    } else {
      float part[kLanes];
      store(part, d);
      for (int64_t j = n; j < kLanes; ++j) {
        part[j] = 0;
      }
      squares += load(part) * load(part);
    }
  });
  out[0] = mean;
  out[1] = 1.0F / sqrtf(sum(squares) / static_cast<float>(columns) + epsilon);
}

template <class E>
static void normForwardRows(const NormForward<E>& a, Range rows) {
  alignas(64) float buffer[kMaxColumns];
  for (int64_t row = rows.begin; row < rows.end; ++row) {
    E* z = a.z + row * a.columns;
    const E* residual = a.residual + row * a.columns;
    finished(z, a.columns, a.finish, row, buffer);
    const uint32_t key = a.drop.threshold != 0 ? siteKey(a.drop, row) : 0;
    blocks(a.columns, [&](int64_t i, int64_t n) {
      Floats x = load(buffer + i, n);
      if (a.drop.threshold != 0) {
        x *= keep(a.drop, key, i);
      }
      x += load(residual + i, n);
      store(z + i, x, n);
      store(buffer + i, x, n);
    });
    float* stats = a.stats + 2 * row;
    meanAndDeviation(buffer, a.columns, a.epsilon, stats);
    E* out = a.out + row * a.columns;
    blocks(a.columns, [&](int64_t i, int64_t n) {
      const Floats unit = (load(buffer + i, n) - stats[0]) * stats[1];
      store(out + i, unit * load(a.gamma + i, n) + load(a.beta + i, n), n);
    });
  }
}

template <class E>
static void normBackwardRows(const NormBackward<E>& a, Range rows) {
  const float share = 1.0F / static_cast<float>(a.columns);
  for (int64_t row = rows.begin; row < rows.end; ++row) {
    const int64_t at = row * a.columns;
    const float mean = a.stats[2 * row];
    const float inverse = a.stats[2 * row + 1];
    Floats plain = {};
    Floats along = {};
    blocks(a.columns, [&](int64_t i, int64_t n) {
      const Floats g = load(a.dy + at + i, n) * load(a.gamma + i, n);  // 0 beyond n
      plain += g;
      along += g * (load(a.z + at + i, n) - mean) * inverse;
    });
    const float s1 = sum(plain) * share;
    const float s2 = sum(along) * share;
    const uint32_t key = a.drop.threshold != 0 ? siteKey(a.drop, row) : 0;
    blocks(a.columns, [&](int64_t i, int64_t n) {
      const Floats g = load(a.dy + at + i, n) * load(a.gamma + i, n);
      const Floats unit = (load(a.z + at + i, n) - mean) * inverse;
      const Floats dz = (g - s1 - unit * s2) * inverse;
      store(a.dz + at + i, dz, n);
      if (a.drop.threshold != 0) {
        store(a.branch + at + i, dz * keep(a.drop, key, i), n);
      }
    });
  }
}

template <class E>
static void normGradColumns(const NormGrads<E>& a, Range columns) {
  for (int64_t c = columns.begin; c < columns.end; c += kLanes) {
    const int64_t n = columns.end - c < kLanes ? columns.end - c : kLanes;
    Floats gamma = load(a.dGamma + c, n);
    Floats beta = load(a.dBeta + c, n);
    for (int64_t row = 0; row < a.rows; ++row) {
      const Floats dy = load(a.dy + row * a.columns + c, n);
      beta += dy;
      gamma += dy * (load(a.z + row * a.columns + c, n) - a.stats[2 * row]) * a.stats[2 * row + 1];
    }
    store(a.dGamma + c, gamma, n);
    store(a.dBeta + c, beta, n);
  }
}

template <class E>
static void embedRows(const Embed<E>& a, Range rows) {
  alignas(64) float buffer[kMaxColumns];
  for (int64_t row = rows.begin; row < rows.end; ++row) {
    const float* word = a.words + a.ids[row] * a.columns;
    const float* place = a.places + a.positions[row] * a.columns;
    blocks(a.columns, [&](int64_t i, int64_t n) {
      const Floats x = load(word + i, n) + load(place + i, n) + load(a.type + i, n);
      store(buffer + i, x, n);
      if (a.z != nullptr) {
        store(a.z + row * a.columns + i, x, n);
      }
    });
    float local[2];
    float* stats = a.stats != nullptr ? a.stats + 2 * row : local;
    meanAndDeviation(buffer, a.columns, a.epsilon, stats);
    const uint32_t key = a.drop.threshold != 0 ? siteKey(a.drop, row) : 0;
    blocks(a.columns, [&](int64_t i, int64_t n) {
      Floats x = (load(buffer + i, n) - stats[0]) * stats[1];
      x = x * load(a.gamma + i, n) + load(a.beta + i, n);
      if (a.drop.threshold != 0) {
        x *= keep(a.drop, key, i);
      }
      store(a.out + row * a.columns + i, x, n);
    });
  }
}

template <class E>
static void maskRows(E* x, int64_t columns, const Drop& drop, Range rows) {
  for (int64_t row = rows.begin; row < rows.end; ++row) {
    const uint32_t key = siteKey(drop, row);
    E* at = x + row * columns;
    blocks(columns,
           [&](int64_t i, int64_t n) { store(at + i, load(at + i, n) * keep(drop, key, i), n); });
  }
}

template <class E>
static void columnSumRange(const E* x, int64_t rows, int64_t columns, float* total, Range range) {
  for (int64_t c = range.begin; c < range.end; c += kLanes) {
    const int64_t n = range.end - c < kLanes ? range.end - c : kLanes;
    Floats here = load(total + c, n);
    for (int64_t row = 0; row < rows; ++row) {
      here += load(x + row * columns + c, n);
    }
    store(total + c, here, n);
  }
}

template <class E>
static void fromFloatRange(const float* from, E* to, Range range) {
  blocks(range.end - range.begin, [&](int64_t i, int64_t n) {
    store(to + range.begin + i, load(from + range.begin + i, n), n);
  });
}

static void adamRange(const AdamStep& a, Range range) {
  const float shrink = 1.0F - a.learningRate * a.weightDecay;
  const float rate = a.learningRate / a.correction1;
  blocks(range.end - range.begin, [&](int64_t offset, int64_t n) {
    const int64_t i = range.begin + offset;
    const Floats g = load(a.gradient + i, n) * a.gradientScale;
    const Floats first = load(a.first + i, n) * a.beta1 + g * (1.0F - a.beta1);
    const Floats second = load(a.second + i, n) * a.beta2 + g * g * (1.0F - a.beta2);
    float root[kLanes];
    store(root, second);
    for (int64_t j = 0; j < kLanes; ++j) {
      root[j] = sqrtf(root[j]);
    }
    const Floats below = load(root) / a.rootCorrection2 + a.epsilon;
    store(a.first + i, first, n);
    store(a.second + i, second, n);
    store(a.value + i, load(a.value + i, n) * shrink - first * rate / below, n);
  });
}

}  // namespace telesoft::engine::TELESOFT_KERNEL_SET
