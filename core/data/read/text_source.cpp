#include "telesoft/data/read/text_source.h"

#include <cerrno>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

namespace telesoft::data {

namespace {

using base::ErrorCode;
using base::fail;

constexpr size_t kPiece = 1U << 20U;

/// Closes what it holds.
class Descriptor {
 public:
  explicit Descriptor(const base::Path& file) : fd_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] bool isOpen() const { return fd_ >= 0; }
  [[nodiscard]] base::Result<size_t> read(std::string& into) const {
    while (true) {
      const ssize_t got = ::read(fd_, into.data(), into.size());
      if (got >= 0) {
        return static_cast<size_t>(got);
      }
      if (errno != EINTR) {
        return base::systemError(errno, "reading the file");
      }
    }
  }

 private:
  int fd_;
};

}  // namespace

base::Result<std::uint64_t> sizeOfFile(const base::Path& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    return fail(ErrorCode::InvalidInput, "this is a folder, not a file",
                "Choose a CSV or JSON Lines file.");
  }
  const Descriptor in(file);
  if (!in.isOpen()) {
    return base::systemError(errno, "opening the file");
  }
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error) {
    return fail(ErrorCode::InvalidInput, "this is not an ordinary file",
                "Choose a CSV or JSON Lines file.");
  }
  if (size == 0) {
    return fail(ErrorCode::InvalidInput, "the file is empty (0 bytes)",
                "Export it again, or choose another file.");
  }
  return static_cast<std::uint64_t>(size);
}

base::Result<std::string> headOf(const base::Path& file) {
  const Descriptor in(file);
  if (!in.isOpen()) {
    return base::systemError(errno, "opening the file");
  }
  std::string head(1U << 16U, '\0');
  TELESOFT_TRY(got, in.read(head));
  head.resize(got);
  return head;
}

base::Result<bool> forEachPiece(const TextFile& file,
                                const PieceSink& sink,
                                const base::Stop& stop) {
  const Descriptor in(file.path);
  if (!in.isOpen()) {
    return base::systemError(errno, "opening the file");
  }
  Utf8Converter converter(file.encoding.encoding);
  std::string piece(kPiece, '\0');
  std::string text;
  for (std::uint64_t done = 0; file.maxBytes == 0 || done < file.maxBytes;) {
    TELESOFT_CHECK(stop.check("reading the file"));
    TELESOFT_TRY(got, in.read(piece));
    if (got == 0) {
      TELESOFT_CHECK(converter.finish());
      return true;
    }
    text.clear();
    const std::string_view all = std::string_view(piece).substr(0, got);
    TELESOFT_CHECK(converter.convert(done == 0 ? all.substr(file.encoding.skip) : all, text));
    done += got;
    TELESOFT_TRY(next, sink(text));
    if (next == Reading::Enough) {
      return false;
    }
    stop.progress(
        static_cast<double>(done) / static_cast<double>(std::max<std::uint64_t>(file.bytes, done)),
        "reading rows");
  }
  return false;
}

}  // namespace telesoft::data
