// The kernels for AVX-512.
#define TELESOFT_KERNEL_SET set_avx512
#define TELESOFT_LANES 16
#include "telesoft/engine/kernels/kernel_set.h"

namespace telesoft::engine {

const KernelTable& avx512Kernels() {
  static constexpr KernelTable kTable =
      TELESOFT_KERNEL_SET::kernelTableOf<TELESOFT_KERNEL_SET::FloatArithmetic>("avx512");
  return kTable;
}

}  // namespace telesoft::engine
