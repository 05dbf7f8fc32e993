#include "telesoft/base/os/subprocess.h"

#include <cerrno>
#include <csignal>
#include <fstream>

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/wait.h>
#include <unistd.h>

#include "telesoft/base/os/files.h"

namespace telesoft::base {

namespace {

struct Prepared {
  std::vector<std::string> arguments;
  std::vector<std::string> environment;
  std::vector<char*> argv;
  std::vector<char*> envp;
};

/// Everything that allocates happens before fork().
void prepare(const Command& command, Prepared& out) {
  out.arguments = {command.program.string()};
  out.arguments.insert(out.arguments.end(), command.arguments.begin(), command.arguments.end());
  for (char** variable = environ; *variable != nullptr; ++variable) {
    out.environment.emplace_back(*variable);
  }
  out.environment.insert(out.environment.end(), command.environment.begin(),
                         command.environment.end());
  for (std::string& text : out.arguments) {
    out.argv.push_back(text.data());
  }
  for (std::string& text : out.environment) {
    out.envp.push_back(text.data());
  }
  out.argv.push_back(nullptr);
  out.envp.push_back(nullptr);
}

void redirect(const std::filesystem::path& file, int target) {
  const char* path = file.empty() ? "/dev/null" : file.c_str();
  const int fd = ::open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (fd >= 0) {
    ::dup2(fd, target);
    ::close(fd);
  }
}

[[noreturn]] void become(const Command& command, Prepared& prepared, int errorPipe) {
  const int null = ::open("/dev/null", O_RDONLY);
  ::dup2(null, STDIN_FILENO);
  redirect(command.standardOutput, STDOUT_FILENO);
  redirect(command.standardError, STDERR_FILENO);
  // A socket that the other program inherits would stay open after this one has closed it.
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  if (command.workingFolder.empty() || ::chdir(command.workingFolder.c_str()) == 0) {
    ::execve(prepared.argv[0], prepared.argv.data(), prepared.envp.data());
  }
  const int why = errno;
  static_cast<void>(!::write(errorPipe, &why, sizeof why));
  ::_exit(127);
}

/// Forks; the child (or, detached, its child) runs the command. Gives the id of the one that runs.
Result<int> spawn(const Command& command, bool detached) {
  Prepared prepared;
  prepare(command, prepared);
  int pipeEnds[2];
  if (::pipe2(pipeEnds, O_CLOEXEC) != 0) {
    return systemError(errno, "starting a program");
  }
  const pid_t child = ::fork();
  if (child < 0) {
    return systemError(errno, "starting a program");
  }
  if (child == 0) {
    ::close(pipeEnds[0]);
    if (detached) {
      ::setsid();
      if (::fork() != 0) {
        ::_exit(0);
      }
      const pid_t self = ::getpid();
      static_cast<void>(!::write(pipeEnds[1], &self, sizeof self));
    }
    become(command, prepared, pipeEnds[1]);
  }
  ::close(pipeEnds[1]);
  pid_t running = child;
  int why = 0;
  if (detached) {
    ::waitpid(child, nullptr, 0);
    if (::read(pipeEnds[0], &running, sizeof running) != sizeof running) {
      ::close(pipeEnds[0]);
      return systemError(EAGAIN, "starting " + command.program.filename().string());
    }
  }
  const bool failed =
      ::read(pipeEnds[0], &why, sizeof why) == sizeof why;  // end of file: exec succeeded
  ::close(pipeEnds[0]);
  if (failed) {
    return systemError(why, "starting " + command.program.filename().string());
  }
  return static_cast<int>(running);
}

}  // namespace

Result<int> startDetached(const Command& command) {
  return spawn(command, true);
}

Result<Finished> runToEnd(const Command& command) {
  TELESOFT_TRY(child, spawn(command, false));
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return Finished{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
}

bool isRunning(int processId) {
  if (processId <= 0 || (::kill(processId, 0) != 0 && errno == ESRCH)) {
    return false;
  }
  std::ifstream stat("/proc/" + std::to_string(processId) + "/stat");
  std::string text;
  std::getline(stat, text);
  const size_t end = text.rfind(')');
  return end != std::string::npos && end + 2 < text.size() && text[end + 2] != 'Z' &&
         text[end + 2] != 'X';
}

}  // namespace telesoft::base
