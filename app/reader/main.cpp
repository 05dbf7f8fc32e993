// telesoft-reader: one PDF or HTML file on standard input, its text on standard output. The server
// starts it for each such file; it can open, write and reach nothing.
#include <array>
#include <cstdio>
#include <string>

#include <unistd.h>

#include "telesoft/base/os/files.h"
#include "telesoft/knowledge/read/confine.h"
#include "telesoft/knowledge/read/html.h"
#include "telesoft/knowledge/read/pdf.h"
#include "telesoft/knowledge/read/wire.h"

namespace {

using namespace telesoft;
using base::ErrorCode;
using base::fail;

base::Result<std::string> standardInput() {
  std::string bytes;
  std::array<char, 65536> piece;
  while (true) {
    const ssize_t got = ::read(STDIN_FILENO, piece.data(), piece.size());
    if (got < 0) {
      return base::systemError(errno, "reading the file");
    }
    if (got == 0) {
      return bytes;
    }
    bytes.append(piece.data(), static_cast<size_t>(got));
    if (bytes.size() > knowledge::kMaxFileBytes) {
      return fail(ErrorCode::InvalidInput, "the file is larger than 50 MB", "split it");
    }
  }
}

base::Result<knowledge::ReadDocument> readDocument(const std::string& format) {
  TELESOFT_CHECK(knowledge::confineThisProcess());
  TELESOFT_TRY(bytes, standardInput());
  if (format == "pdf") {
    return knowledge::readPdf(bytes);
  }
  if (format == "html") {
    return knowledge::readHtml(bytes);
  }
  return fail(ErrorCode::Unsupported, "telesoft-reader reads pdf and html");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::string out = knowledge::encodeDocument(readDocument(argc == 2 ? argv[1] : ""));
    const bool written = std::fwrite(out.data(), 1, out.size(), stdout) == out.size();
    return written && std::fflush(stdout) == 0 ? 0 : 1;
  } catch (const std::exception&) {  // no memory; its words could hold what the file says
    return 1;
  }
}
