// The kernels for AVX2 and FMA.
#define TELESOFT_KERNEL_SET set_avx2
#define TELESOFT_LANES 8
#include "telesoft/engine/kernels/kernel_set.h"

namespace telesoft::engine {

const KernelTable& avx2Kernels() {
  static constexpr KernelTable kTable =
      TELESOFT_KERNEL_SET::kernelTableOf<TELESOFT_KERNEL_SET::FloatArithmetic>("avx2");
  return kTable;
}

}  // namespace telesoft::engine
