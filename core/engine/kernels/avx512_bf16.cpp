// The kernels for AVX-512 with bf16 dot products: attention multiplies pairs of bf16, in AMX tiles
// where the processor has them.
#define TELESOFT_KERNEL_SET set_avx512_bf16
#define TELESOFT_LANES 16
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "telesoft/engine/kernels/kernel_set.h"

namespace telesoft::engine {

namespace TELESOFT_KERNEL_SET {

/// As AMX's LDTILECFG reads it.
struct alignas(64) TileShapes {
  uint8_t palette = 1;
  uint8_t startRow = 0;
  uint8_t unused[14] = {};
  uint16_t rowBytes[16] = {};
  uint8_t rows[16] = {};
};

/// Tiles 0 to 3: eight rows of c; 4: eight rows of a; 5: sixteen units of b, one below the other.
static TileShapes tileShapes() {
  TileShapes out;
  for (int i = 0; i < 6; ++i) {
    out.rowBytes[i] = 64;
    out.rows[i] = i == 5 ? 16 : 8;
  }
  return out;
}

/// The processor has AMX, and Linux lets this process use it.
static bool mayUseTiles() {
  constexpr long kRequestPermission = 0x1023;  // ARCH_REQ_XCOMP_PERM of arch/x86/include/uapi
  constexpr long kTileData = 18;
  static const bool may = __builtin_cpu_supports("amx-bf16") != 0 &&
                          syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
  return may;
}

struct TiledProduct {
  const uint32_t* a;
  int64_t aRow;
  const uint32_t* b;
  int64_t columns, steps;
  float* c;
  bool add;
};

/// Z * 16 columns of eight rows.
template <int Z>
static void tiledColumns(const TiledProduct& p, int64_t column) {
  const auto cStride = static_cast<size_t>(p.columns) * sizeof(float);
  float* const c = p.c + column;
  // The number of a tile is part of the instruction, so that each is written out.
#define TELESOFT_EACH(z, action) \
  if constexpr (Z > (z)) {       \
    action;                      \
  }
#define TELESOFT_BEGIN(z)                    \
  if (p.add) {                               \
    _tile_loadd(z, c + (z)*kLanes, cStride); \
  } else {                                   \
    _tile_zero(z);                           \
  }
#define TELESOFT_ADD(z)                                               \
  _tile_loadd(5, b + (z)*kLanes, static_cast<size_t>(p.columns) * 4); \
  _tile_dpbf16ps(z, 4, 5)
  TELESOFT_EACH(0, TELESOFT_BEGIN(0))
  TELESOFT_EACH(1, TELESOFT_BEGIN(1))
  TELESOFT_EACH(2, TELESOFT_BEGIN(2))
  TELESOFT_EACH(3, TELESOFT_BEGIN(3))
  for (int64_t s = 0; s < p.steps; s += kLanes) {
    const uint32_t* const b = p.b + s * p.columns + column;
    _tile_loadd(4, p.a + s, static_cast<size_t>(p.aRow) * 4);
    TELESOFT_EACH(0, TELESOFT_ADD(0))
    TELESOFT_EACH(1, TELESOFT_ADD(1))
    TELESOFT_EACH(2, TELESOFT_ADD(2))
    TELESOFT_EACH(3, TELESOFT_ADD(3))
  }
  TELESOFT_EACH(0, _tile_stored(0, c, cStride))
  TELESOFT_EACH(1, _tile_stored(1, c + kLanes, cStride))
  TELESOFT_EACH(2, _tile_stored(2, c + 2 * kLanes, cStride))
  TELESOFT_EACH(3, _tile_stored(3, c + 3 * kLanes, cStride))
#undef TELESOFT_ADD
#undef TELESOFT_BEGIN
#undef TELESOFT_EACH
}

struct Bf16Arithmetic {
  using Unit = uint32_t;
  static constexpr int64_t kPair = 2;
  static constexpr bool kHasTiles = true;
  /// False, and nothing is done, where the processor has no tiles or the sizes do not fit them.
  static bool tiled(const TiledProduct& p) {
    if (p.steps % kLanes != 0 || p.columns % kLanes != 0 || !mayUseTiles()) {
      return false;
    }
    static const TileShapes shapes = tileShapes();
    _tile_loadconfig(&shapes);
    int64_t column = 0;
    for (; column + 4 * kLanes <= p.columns; column += 4 * kLanes) {
      tiledColumns<4>(p, column);
    }
    for (; column < p.columns; column += kLanes) {
      tiledColumns<1>(p, column);
    }
    _tile_release();
    return true;
  }
  static Unit unit(const Bf16* x, int64_t stride, int64_t left) {
    const uint32_t high = left > 1 ? x[stride].bits : 0U;
    return high << 16U | x[0].bits;
  }
  TELESOFT_INLINE Floats multiply(Floats acc, Unit a, const Unit* b) {
    const auto pairs = reinterpret_cast<__m512bh>(_mm512_loadu_si512(b));
    const auto same = reinterpret_cast<__m512bh>(_mm512_set1_epi32(static_cast<int>(a)));
    return reinterpret_cast<Floats>(_mm512_dpbf16_ps(reinterpret_cast<__m512>(acc), same, pairs));
  }
  TELESOFT_INLINE void put(Unit* to, int64_t column, Floats x) {
    const auto half = _mm512_cvtneps_pbh(reinterpret_cast<__m512>(x));
    memcpy(to + column / 2, &half, sizeof(half));
  }
  TELESOFT_INLINE void putAcross(Unit* to, Floats first, Floats second) {
    const auto low = _mm512_cvtneps_pbh(reinterpret_cast<__m512>(first));
    const auto high = _mm512_cvtneps_pbh(reinterpret_cast<__m512>(second));
    __m256i lowBits;
    __m256i highBits;
    memcpy(&lowBits, &low, sizeof(low));
    memcpy(&highBits, &high, sizeof(high));
    const __m512i pairs = _mm512_or_si512(_mm512_cvtepu16_epi32(lowBits),
                                          _mm512_slli_epi32(_mm512_cvtepu16_epi32(highBits), 16));
    _mm512_storeu_si512(to, pairs);
  }
};

// y = x w^T for weights in panels: in tiles, or in dot products of pairs. The order of a sum does
// not depend on the number of rows, so that a row's result is the same in every batch; and no
// weight is rearranged at each call, which costs most of the time where rows are few.

constexpr int64_t kTileRows = 16;

/// Eight tiles of 16 rows: 0 to 3 of y, 4 and 5 of x, 6 and 7 of the panel.
static TileShapes panelShapes() {
  TileShapes out;
  for (int i = 0; i < 8; ++i) {
    out.rowBytes[i] = 64;
    out.rows[i] = kTileRows;
  }
  return out;
}

/// y [32, 32] of 32 rows of x and a panel.
static void panelInTiles(const Bf16* x, const uint32_t* panel, int64_t in, float* y) {
  const size_t xStride = static_cast<size_t>(in) * sizeof(Bf16);
  constexpr size_t kStride = kPanel * sizeof(float);
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
  for (int64_t k = 0; k < in; k += kPanel, panel += kTileRows * kPanel) {
    _tile_loadd(6, panel, kStride);
    _tile_loadd(7, panel + kTileRows, kStride);
    _tile_loadd(4, x + k, xStride);
    _tile_loadd(5, x + kTileRows * in + k, xStride);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
  _tile_stored(0, y, kStride);
  _tile_stored(1, y + kTileRows, kStride);
  _tile_stored(2, y + kTileRows * kPanel, kStride);
  _tile_stored(3, y + kTileRows * kPanel + kTileRows, kStride);
}

static void panelInVectors(const Bf16* x, const uint32_t* panel, int64_t in, float* y) {
  for (int64_t row = 0; row < kPanel; row += 8) {
    const auto* pairs = reinterpret_cast<const uint32_t*>(x + row * in);
    tile<Bf16Arithmetic, 8, 2>(pairs, in / 2, 1, panel, kPanel, in / 2, y + row * kPanel, kPanel,
                               false);
  }
}

static void panelProduct(const PanelProduct& p, Range rows, Range panels) {
  const bool tiled = mayUseTiles();
  if (tiled) {
    static const TileShapes shapes = panelShapes();
    _tile_loadconfig(&shapes);
  }
  alignas(64) float block[kPanel * kPanel];
  for (int64_t n = panels.begin; n < panels.end; ++n) {
    const auto* panel = reinterpret_cast<const uint32_t*>(p.panels + n * kPanel * p.in);
    Bf16* const y = p.y + (n - p.firstPanel) * kPanel;
    for (int64_t row = rows.begin; row < rows.end; row += kPanel) {
      (tiled ? panelInTiles : panelInVectors)(p.x + row * p.in, panel, p.in, block);
      for (int64_t r = 0; r < kPanel; ++r) {
        store(y + (row + r) * p.columns, load(block + r * kPanel));
        store(y + (row + r) * p.columns + kLanes, load(block + r * kPanel + kLanes));
      }
    }
  }
  if (tiled) {
    _tile_release();
  }
}

}  // namespace TELESOFT_KERNEL_SET

const KernelTable& avx512Bf16Kernels() {
  static constexpr KernelTable kTable = [] {
    KernelTable out =
        TELESOFT_KERNEL_SET::kernelTableOf<TELESOFT_KERNEL_SET::Bf16Arithmetic>("avx512_bf16");
    out.panelProduct = &TELESOFT_KERNEL_SET::panelProduct;
    return out;
  }();
  return kTable;
}

}  // namespace telesoft::engine
