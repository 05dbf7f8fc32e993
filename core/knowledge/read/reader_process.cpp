#include "telesoft/knowledge/read/reader_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "telesoft/base/os/paths.h"
#include "telesoft/knowledge/read/wire.h"

namespace telesoft::knowledge {

using base::ErrorCode;
using base::fail;

namespace {

constexpr size_t kMaxOutput = 256ULL << 20U;
constexpr int kLookMs = 50;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  void close() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
    fd_ = -1;
  }

 private:
  int fd_;
};

/// Ended and waited for at the latest with this.
class Child {
 public:
  explicit Child(pid_t id) : id_(id) {}
  ~Child() {
    if (id_ > 0) {
      ::kill(id_, SIGKILL);
      static_cast<void>(wait());
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  int wait() {
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
    return status;
  }

 private:
  pid_t id_;
};

base::Result<base::Path> readerProgram() {
  const char* given =
      std::getenv("TELESOFT_READER_PROGRAM");  // NOLINT(concurrency-mt-unsafe): nothing sets it
  if (given != nullptr && *given != '\0') {
    return base::Path(given);
  }
  return base::sisterProgram("telesoft-reader");
}

base::Result<pid_t> start(const base::Path& program,
                          const std::string& format,
                          int input,
                          int output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  std::string name = program.string(), what = format;
  std::array<char*, 3> arguments = {name.data(), what.data(), nullptr};
  std::array<char*, 1> environment = {nullptr};
  pid_t id = -1;
  const int failed =
      ::posix_spawn(&id, program.c_str(), &actions, nullptr, arguments.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    return base::systemError(failed, "starting telesoft-reader");
  }
  return id;
}

base::Result<std::string> readAll(int fd, const base::Stop& stop) {
  std::string out;
  std::array<char, 65536> piece;
  while (true) {
    TELESOFT_CHECK(stop.check("reading the document"));
    pollfd wait{fd, POLLIN, 0};
    if (::poll(&wait, 1, kLookMs) <= 0) {
      continue;
    }
    const ssize_t got = ::read(fd, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      return out;
    }
    out.append(piece.data(), static_cast<size_t>(got));
    if (out.size() > kMaxOutput) {
      return fail(ErrorCode::InvalidInput, "the document unfolds to more than 256 MB of text",
                  "split it and import the parts");
    }
  }
}

base::Error brokenOff(int status) {
  const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  if (signal == SIGXCPU || signal == SIGKILL) {
    return fail(ErrorCode::InvalidInput,
                "reading the document takes more than a minute of computing time",
                "split it and import the parts, or print it into a new file");
  }
  return fail(ErrorCode::InvalidInput,
              "the document cannot be read: it is damaged, or takes more than 1 GB of memory",
              "open it in a viewer, print it into a new file, and import that");
}

}  // namespace

base::Result<ReadDocument> readInProcess(const base::Path& file,
                                         const std::string& format,
                                         const base::Stop& stop) {
  TELESOFT_TRY(program, readerProgram());
  const Descriptor input(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (input.get() < 0) {
    return base::systemError(errno, "opening the file");
  }
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return base::systemError(errno, "starting telesoft-reader");
  }
  const Descriptor from(ends[0]);
  Descriptor to(ends[1]);
  TELESOFT_TRY(id, start(program, format, input.get(), to.get()));
  Child child(id);
  to.close();
  TELESOFT_TRY(lines, readAll(from.get(), stop));
  const int status = child.wait();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return brokenOff(status);
  }
  return decodeDocument(lines);
}

}  // namespace telesoft::knowledge
