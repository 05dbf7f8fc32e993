#include "telesoft/base/os/files.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "telesoft/base/hash.h"

namespace telesoft::base {

namespace {

class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  ~Fd() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

Status writeAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      return systemError(errno, "writing a file");
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

Status syncFolder(const Path& folder) {
  const Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0 || ::fsync(fd.get()) != 0) {
    return systemError(errno, "syncing a folder");
  }
  return {};
}

Status produceInto(const Path& temporary,
                   const std::function<Status(const Sink&)>& produce,
                   unsigned mode) {
  const Fd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (fd.get() < 0) {
    return systemError(errno, "creating a file");
  }
  TELESOFT_CHECK(produce([&](std::string_view bytes) { return writeAll(fd.get(), bytes); }));
  if (::fsync(fd.get()) != 0) {
    return systemError(errno, "syncing a file");
  }
  return {};
}

}  // namespace

Error systemError(int errnoValue, const std::string& what) {
  const std::string reason =
      std::strerror(errnoValue);  // NOLINT(concurrency-mt-unsafe): glibc's is thread-safe
  switch (errnoValue) {
    case ENOENT:
      return fail(ErrorCode::NotFound, what + ": there is no such file or folder");
    case ENOTDIR:
      return fail(ErrorCode::InvalidInput, what + ": a file stands where a folder must be",
                  "give the path of a folder");
    case EACCES:
    case EPERM:
      return fail(ErrorCode::PermissionDenied, what + ": not permitted",
                  "check the rights of the folder");
    case EROFS:
      return fail(ErrorCode::PermissionDenied, what + ": the file system is read-only");
    case ENOSPC:
    case EDQUOT:
      return fail(ErrorCode::OutOfResources, what + ": the disk is full",
                  "free some space and try again; nothing was changed");
    case EMFILE:
    case ENFILE:
      return fail(ErrorCode::OutOfResources, what + ": too many open files");
    case EEXIST:
      return fail(ErrorCode::AlreadyExists, what + ": it is there already");
    default:
      return fail(ErrorCode::Internal, what + ": " + reason);
  }
}

Result<std::string> readFile(const Path& path, std::uint64_t maxBytes) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) {
    return systemError(errno, "reading " + path.filename().string());
  }
  struct stat info {};
  if (::fstat(fd.get(), &info) == 0 && S_ISDIR(info.st_mode)) {
    return fail(ErrorCode::InvalidInput, path.filename().string() + " is a folder, not a file");
  }
  if (static_cast<std::uint64_t>(info.st_size) > maxBytes) {
    return fail(ErrorCode::OutOfResources,
                path.filename().string() + " is larger than this reader takes");
  }
  std::string out;
  out.reserve(static_cast<size_t>(info.st_size));
  char buffer[1U << 16U];
  while (true) {
    const ssize_t got = ::read(fd.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return systemError(errno, "reading " + path.filename().string());
    }
    if (got == 0) {
      return out;
    }
    if (out.size() + static_cast<size_t>(got) > maxBytes) {
      return fail(ErrorCode::OutOfResources,
                  path.filename().string() + " is larger than this reader takes");
    }
    out.append(buffer, static_cast<size_t>(got));
  }
}

Status writeFileWhole(const Path& path,
                      const std::function<Status(const Sink&)>& produce,
                      unsigned mode) {
  const Path temporary =
      path.parent_path() / ("." + path.filename().string() + "." + toHex(randomBytes(6)) + ".tmp");
  Status written = produceInto(temporary, produce, mode);
  if (written && ::rename(temporary.c_str(), path.c_str()) != 0) {
    written = systemError(errno, "renaming a file");
  }
  if (!written) {
    ::unlink(temporary.c_str());
    return written;
  }
  return syncFolder(path.has_parent_path() ? path.parent_path() : Path("."));
}

Status writeFileWhole(const Path& path, std::string_view bytes, unsigned mode) {
  return writeFileWhole(
      path, [&](const Sink& sink) { return sink(bytes); }, mode);
}

Status makePrivateFolder(const Path& path) {
  if (path.has_parent_path() && !path.parent_path().empty() && path.parent_path() != path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path.parent_path(), ignored)) {
      TELESOFT_CHECK(makePrivateFolder(path.parent_path()));
    }
  }
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return systemError(errno, "creating a folder");
  }
  return {};
}

Result<std::uint64_t> freeBytes(const Path& folder) {
  struct statvfs info {};
  if (::statvfs(folder.c_str(), &info) != 0) {
    return systemError(errno, "asking for free space");
  }
  return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

Result<LineAppender> LineAppender::open(const Path& path) {
  Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (fd.get() < 0) {
    return systemError(errno, "opening a record file");
  }
  TELESOFT_TRY(content, readFile(path));
  if (!content.empty() && content.back() != '\n') {
    const size_t lastNewline = content.rfind('\n');
    const auto keep = static_cast<off_t>(lastNewline == std::string::npos ? 0 : lastNewline + 1);
    if (::ftruncate(fd.get(), keep) != 0) {
      return systemError(errno, "mending a record file");
    }
  }
  return LineAppender(fd.release());
}

LineAppender::LineAppender(LineAppender&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

LineAppender& LineAppender::operator=(LineAppender&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

LineAppender::~LineAppender() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

Status LineAppender::append(std::string_view line) {
  std::string whole(line);
  whole += '\n';
  return writeAll(fd_, whole);
}

Status LineAppender::sync() {
  return ::fsync(fd_) == 0 ? Status() : Status(systemError(errno, "syncing a record file"));
}

}  // namespace telesoft::base
