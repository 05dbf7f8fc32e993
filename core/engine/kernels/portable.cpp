// The kernels for any x86-64.
#define TELESOFT_KERNEL_SET set_portable
#define TELESOFT_LANES 4
#include "telesoft/engine/kernels/kernel_set.h"

namespace telesoft::engine {

const KernelTable& portableKernels() {
  static constexpr KernelTable kTable =
      TELESOFT_KERNEL_SET::kernelTableOf<TELESOFT_KERNEL_SET::FloatArithmetic>("portable");
  return kTable;
}

}  // namespace telesoft::engine
