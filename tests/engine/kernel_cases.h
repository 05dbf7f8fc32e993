// Every kernel table that this CPU can run, and random numbers for kernels to work on.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "telesoft/base/rng.h"
#include "telesoft/engine/kernels/table.h"

#include "support/test_case.h"

namespace telesoft::engine {

inline std::vector<const KernelTable*> tablesHere() {
  const CpuFeatures& cpu = cpuFeatures();
  std::vector<const KernelTable*> out = {&portableKernels()};
  if (cpu.avx2) {
    out.push_back(&avx2Kernels());
  }
  if (cpu.avx512) {
    out.push_back(&avx512Kernels());
  }
  if (cpu.avx512Bf16) {
    out.push_back(&avx512Bf16Kernels());
  }
  return out;
}

/// One data row for each table and number type; fetched by tableOf() and isBf16().
inline void addKernelRows() {
  QTest::addColumn<int>("table");
  QTest::addColumn<bool>("bf16");
  int index = 0;
  for (const KernelTable* table : tablesHere()) {
    for (const bool bf16 : {false, true}) {
      QTest::addRow("%s %s", table->name, bf16 ? "bf16" : "float") << index << bf16;
    }
    ++index;
  }
}

template <class E>
const RowKernels<E>& kernelsOf(const KernelTable& table) {
  if constexpr (sizeof(E) == 2) {
    return table.bf16;
  } else {
    return table.f32;
  }
}

/// Runs Body<E>{}(kernels of the data row).
template <template <class> class Body>
void runKernelRow() {
  QFETCH(int, table);
  QFETCH(bool, bf16);
  const KernelTable& chosen = *tablesHere()[static_cast<std::size_t>(table)];
  if (bf16) {
    Body<Bf16>()(kernelsOf<Bf16>(chosen));
  } else {
    Body<float>()(kernelsOf<float>(chosen));
  }
}

/// Numbers that E holds exactly.
template <class E>
std::vector<E> randomNumbers(std::int64_t count, const char* name, double size = 1) {
  base::Rng rng(7, name);
  std::vector<E> out;
  for (std::int64_t i = 0; i < count; ++i) {
    out.push_back(fromFloat<E>(static_cast<float>(size * rng.normal())));
  }
  return out;
}

template <class E>
std::vector<double> doubles(const std::vector<E>& x) {
  std::vector<double> out;
  for (const E value : x) {
    out.push_back(static_cast<double>(toFloat(value)));
  }
  return out;
}

/// The largest difference, relative to the largest expected number.
template <class E>
double worst(const std::vector<E>& got, const std::vector<double>& expected) {
  double most = 1e-12;
  double difference = got.size() == expected.size() ? 0 : INFINITY;
  for (std::size_t i = 0; i < expected.size() && i < got.size(); ++i) {
    most = std::max(most, std::abs(expected[i]));
    const double d = std::abs(static_cast<double>(toFloat(got[i])) - expected[i]);
    difference = std::isnan(d) ? INFINITY : std::max(difference, d);
  }
  return difference / most;
}

/// What rounding alone may cost: one step of E's last place, or float's after a sum.
template <class E>
constexpr double kRounding = sizeof(E) == 2 ? 1.0 / 256 : 2e-6;

/// The dropout mask as table.h promises it: a hash of row key, site and column (lowbias32).
inline std::uint32_t lowbias32(std::uint32_t x) {
  x = (x ^ (x >> 16U)) * 0x21f0aaadU;
  x = (x ^ (x >> 15U)) * 0xd35a2d97U;
  return x ^ (x >> 15U);
}
inline double keptAt(const Drop& drop, std::int64_t row, std::int64_t column) {
  if (drop.threshold == 0) {
    return 1;
  }
  const std::uint32_t key = lowbias32(drop.keys[row] ^ drop.site);
  const std::uint32_t hash = lowbias32(key + static_cast<std::uint32_t>(column) * 0x9e3779b9U);
  return hash >= drop.threshold ? static_cast<double>(drop.scale) : 0.0;
}

struct DropCase {
  std::vector<std::uint32_t> keys;
  Drop drop;
  explicit DropCase(std::int64_t rows, double probability = 0.3) {
    base::Rng rng(3, "keys");
    for (std::int64_t i = 0; i < rows; ++i) {
      keys.push_back(static_cast<std::uint32_t>(rng.next()));
    }
    drop.keys = keys.data();
    drop.site = 12345;
    drop.threshold = static_cast<std::uint32_t>(probability * 4294967296.0);
    drop.scale = static_cast<float>(1 / (1 - probability));
  }
};

#define TELESOFT_NEAR(got, limit)                                                              \
  do {                                                                                         \
    const double telesoftGot = (got);                                                          \
    QVERIFY2(telesoftGot <= (limit),                                                           \
             qPrintable(QStringLiteral("off by %1, allowed %2").arg(telesoftGot).arg(limit))); \
  } while (false)

}  // namespace telesoft::engine
