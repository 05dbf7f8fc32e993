#include "telesoft/engine/kernels/table.h"

namespace telesoft::engine {

const CpuFeatures& cpuFeatures() {
  static const CpuFeatures kFeatures = [] {
    __builtin_cpu_init();
    CpuFeatures f;
    f.avx2 = __builtin_cpu_supports("x86-64-v3") != 0;
    f.avx512 = __builtin_cpu_supports("x86-64-v4") != 0;
    f.avx512Bf16 = f.avx512 && __builtin_cpu_supports("avx512bf16") != 0;
    return f;
  }();
  return kFeatures;
}

const KernelTable& kernelTable() {
  const CpuFeatures& cpu = cpuFeatures();
  if (cpu.avx512Bf16) {
    return avx512Bf16Kernels();
  }
  if (cpu.avx512) {
    return avx512Kernels();
  }
  return cpu.avx2 ? avx2Kernels() : portableKernels();
}

}  // namespace telesoft::engine
