#include "telesoft/knowledge/read/confine.h"

#include <cerrno>
#include <cstddef>
#include <vector>

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "telesoft/base/os/files.h"

namespace telesoft::knowledge {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;  // its shadow memory has no bounds
#else
constexpr bool kSanitized = false;
#endif

#if defined(__x86_64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_AARCH64;
#else
#error "the table of system calls below is for x86-64 and arm64"
#endif

/// What reading a document never needs.
constexpr int kRefused[] = {
#if defined(__x86_64__)
    __NR_open,
    __NR_creat,
    __NR_fork,
    __NR_vfork,
    __NR_unlink,
    __NR_rename,
    __NR_link,
    __NR_symlink,
    __NR_mkdir,
    __NR_rmdir,
    __NR_chmod,
    __NR_chown,
#endif
    __NR_socket,
    __NR_connect,
    __NR_bind,
    __NR_execve,
    __NR_execveat,
    __NR_ptrace,
    __NR_kill,
    __NR_unlinkat,
    __NR_renameat2,
    __NR_linkat,
    __NR_symlinkat,
    __NR_mkdirat,
    __NR_fchmodat,
    __NR_fchownat,
    __NR_truncate,
    __NR_mount,
    __NR_bpf,
    __NR_clone3,
    __NR_openat2,
    __NR_process_vm_readv,
    __NR_process_vm_writev,
    __NR_io_uring_setup,
};

std::vector<sock_filter> filterProgram() {
  const auto load = [](size_t at) {
    return sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(at));
  };
  const sock_filter refuse =
      BPF_STMT(BPF_RET | BPF_K, static_cast<std::uint32_t>(SECCOMP_RET_ERRNO) | EPERM);
  const sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  std::vector<sock_filter> out = {
    load(offsetof(seccomp_data, arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kMachine, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    load(offsetof(seccomp_data, nr)),
#if defined(__x86_64__)
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),  // the x32 names of the same calls
    refuse,
#endif
  };
  for (const int call : kRefused) {
    out.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1));
    out.push_back(refuse);
  }
  // openat() is for reading only: fonts' encodings. The third argument's low half.
  const std::uint32_t writes = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
  out.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_openat, 0, 3));
  out.push_back(load(offsetof(seccomp_data, args) + 2 * sizeof(std::uint64_t)));
  out.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, writes, 0, 1));
  out.push_back(refuse);
  out.push_back(allow);
  return out;
}

base::Status limit(__rlimit_resource what, std::uint64_t to) {
  const rlimit both{to, to};
  return ::setrlimit(what, &both) == 0 ? base::Status()
                                       : base::Status(base::systemError(errno, "setting a limit"));
}

}  // namespace

base::Status confineThisProcess(const ConfineLimits& limits) {
  TELESOFT_CHECK(limit(RLIMIT_CORE, 0));
  TELESOFT_CHECK(limit(RLIMIT_CPU, limits.cpuSeconds));
  if constexpr (kSanitized) {
    return {};
  }
  TELESOFT_CHECK(limit(RLIMIT_AS, limits.memoryBytes));
  TELESOFT_CHECK(limit(RLIMIT_FSIZE, 1ULL << 28U));  // of its output, where that is a file
  std::vector<sock_filter> program = filterProgram();
  const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) != 0) {
    return base::fail(base::ErrorCode::Unavailable, "this system cannot confine the reader",
                      "use a Linux kernel with seccomp filters");
  }
  return {};
}

}  // namespace telesoft::knowledge
