#include "telesoft/deploy/workers/model_worker.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <vector>

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace telesoft::deploy {

using base::ErrorCode;
using base::fail;

namespace {

constexpr int kTickMs = 20;
constexpr size_t kLongestLine = 256U << 20U;

base::Error hasEnded() {
  return fail(ErrorCode::Unavailable, "the model's worker has ended",
              "try again: it is started anew");
}

struct Ends {
  int ours = -1, theirs = -1;
};

/// In the child, between fork and exec: nothing that allocates.
[[noreturn]] void become(char* const* arguments, int input, int output, int errors) {
  ::setpgid(0, 0);
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  ::execv(arguments[0], arguments);
  ::_exit(127);
}

/// False where the descriptor is not ready and the tick has had enough.
base::Status waitFor(int descriptor, short what, const ModelWorker::Tick& tick) {
  while (true) {
    pollfd one{descriptor, what, 0};
    const int ready = ::poll(&one, 1, kTickMs);
    if (ready > 0) {
      return {};
    }
    if (!tick()) {
      return fail(ErrorCode::Cancelled, "the wait for the model's worker was given up");
    }
  }
}

}  // namespace

base::Result<std::unique_ptr<ModelWorker>> ModelWorker::start(const base::Path& engine,
                                                              const base::Path& specFile,
                                                              const base::Path& logFile) {
  int input[2], output[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input) != 0) {
    return base::systemError(errno, "starting a model's worker");
  }
  if (::pipe2(output, O_CLOEXEC) != 0) {
    ::close(input[0]);
    ::close(input[1]);
    return base::systemError(errno, "starting a model's worker");
  }
  const int errors = ::open(logFile.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  std::vector<std::string> texts = {engine.string(), "serve", specFile.string()};
  std::array<char*, 4> arguments = {texts[0].data(), texts[1].data(), texts[2].data(), nullptr};
  const pid_t child = ::fork();
  if (child == 0) {
    become(arguments.data(), input[1], output[1], errors);
  }
  const int why = errno;
  for (const int descriptor : {input[1], output[1], errors}) {
    ::close(descriptor);
  }
  if (child < 0) {
    ::close(input[0]);
    ::close(output[0]);
    return base::systemError(why, "starting a model's worker");
  }
  ::fcntl(input[0], F_SETFL, O_NONBLOCK);
  ::fcntl(output[0], F_SETFL, O_NONBLOCK);
  return std::unique_ptr<ModelWorker>(new ModelWorker(child, input[0], output[0]));
}

ModelWorker::~ModelWorker() {
  ::close(input_);
  ::close(output_);
  ::kill(process_, SIGKILL);
  while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

base::Status ModelWorker::send(std::string_view line, const Tick& tick) {
  std::string all(line);
  all += '\n';
  for (size_t at = 0; at < all.size();) {
    const ssize_t done = ::send(input_, all.data() + at, all.size() - at, MSG_NOSIGNAL);
    if (done > 0) {
      at += static_cast<size_t>(done);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      TELESOFT_CHECK(waitFor(input_, POLLOUT, tick));
    } else if (errno != EINTR) {
      return hasEnded();
    }
  }
  return {};
}

base::Result<std::string> ModelWorker::readLine(const Tick& tick) {
  std::array<char, 65536> piece{};
  size_t searched = 0;
  while (true) {
    if (const size_t end = read_.find('\n', searched); end != std::string::npos) {
      std::string line = read_.substr(0, end);
      read_.erase(0, end + 1);
      return line;
    }
    searched = read_.size();
    if (searched > kLongestLine) {
      return fail(ErrorCode::OutOfResources, "the model's worker answers without an end");
    }
    TELESOFT_CHECK(waitFor(output_, POLLIN, tick));
    const ssize_t got = ::read(output_, piece.data(), piece.size());
    if (got > 0) {
      read_.append(piece.data(), static_cast<size_t>(got));
    } else if (got == 0 || (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK)) {
      return hasEnded();
    }
  }
}

bool ModelWorker::isAlive() const {
  // Waits for nothing, and leaves the zombie for the destructor.
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == 0;
}

}  // namespace telesoft::deploy
