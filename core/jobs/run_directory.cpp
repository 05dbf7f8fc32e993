#include "telesoft/jobs/run_directory.h"

#include <cctype>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include "telesoft/base/text.h"

namespace telesoft::jobs {

using base::ErrorCode;
using base::fail;
using base::Path;
using base::Result;
using base::Status;

namespace {

constexpr std::uint64_t kMaxJson = 16U << 20U;
constexpr std::size_t kLogLines = 4;
constexpr std::size_t kLogBytes = 4096;
constexpr std::size_t kLongNumber = 4;

struct Control {
  store::RunRequest request = store::RunRequest::None;
};
template <class V>
void describe(V& v, Control& c) {
  v.required("request", c.request);
}

template <class T>
Result<T> readJson(const Path& file) {
  TELESOFT_TRY(text, base::readFile(file, kMaxJson));
  TELESOFT_TRY(parsed, base::parseJson(text).in("reading " + file.filename().string()));
  return base::fromJson<T>(parsed).in("reading " + file.filename().string());
}

Status writeJson(const Path& file, const base::json& value) {
  return base::writeFileWhole(file, value.dump(2, ' ', false, base::json::error_handler_t::replace))
      .in("writing " + file.filename().string());
}

Status fill(const Path& folder,
            const protocol::RunSpec& spec,
            const RunDirectory::WriteData& writeData) {
  TELESOFT_CHECK(base::makePrivateFolder(folder / "data"));
  TELESOFT_CHECK(base::makePrivateFolder(folder / "checkpoints"));
  TELESOFT_CHECK(writeData(folder / "data"));
  TELESOFT_CHECK(writeJson(folder / "control.json", base::toJson(Control())));
  return writeJson(folder / "spec.json", base::toJson(spec));
}

Status renameDurably(const Path& from, const Path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) {
    return base::systemError(errno, "making a run directory");
  }
  const int fd = ::open(to.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  const int why = errno;
  if (fd >= 0) {
    ::close(fd);
  }
  return synced ? Status() : Status(base::systemError(why, "syncing the runs folder"));
}

/// A line of a log without what could be data: quoted texts, long numbers, paths.
std::string withoutData(std::string_view line) {
  std::string out;
  for (std::size_t at = 0; at < line.size();) {
    const char c = line[at];
    if (c == '"' || c == '\'' || c == '`') {
      const std::size_t end = line.find(c, at + 1);
      out += "[...]";
      at = end == std::string_view::npos ? line.size() : end + 1;
      continue;
    }
    const std::size_t end = std::min(line.find_first_of(" \t\"'`", at), line.size());
    const std::string_view word = line.substr(at, end - at);
    std::size_t digits = 0;
    for (const char one : word) {
      digits += std::isdigit(static_cast<unsigned char>(one)) != 0 ? 1 : 0;
    }
    out += word.find('/') != std::string_view::npos || digits >= kLongNumber ? "[...]" : word;
    if (end < line.size() && line[end] != '"' && line[end] != '\'' && line[end] != '`') {
      out += ' ';
      at = end + 1;
    } else {
      at = end;
    }
  }
  return out;
}

}  // namespace

Result<RunDirectory> RunDirectory::create(const Path& runsFolder,
                                          const base::JobId& job,
                                          protocol::RunSpec spec,
                                          const WriteData& writeData) {
  spec.runId = job.text();
  TELESOFT_CHECK(protocol::validate(spec));
  const Path folder = runsFolder / job.text();
  std::error_code error;
  if (std::filesystem::exists(folder, error)) {
    return fail(ErrorCode::AlreadyExists, "there is a run directory of this job already");
  }
  const Path half = runsFolder / ("." + job.text() + ".tmp");
  std::filesystem::remove_all(half, error);
  Status made = fill(half, spec, writeData);
  if (made) {
    made = renameDurably(half, folder);
  }
  if (!made) {
    std::filesystem::remove_all(half, error);
    return std::move(made).error();
  }
  return RunDirectory(folder);
}

Result<std::int64_t> RunDirectory::removeOrphans(const Path& runsFolder,
                                                 const std::set<std::string>& known) {
  std::vector<Path> orphans;
  std::error_code error;
  for (std::filesystem::directory_iterator at(runsFolder, error), end; !error && at != end;
       at.increment(error)) {
    if (at->is_directory(error) && !known.contains(at->path().filename().string())) {
      orphans.push_back(at->path());
    }
  }
  for (const Path& orphan : orphans) {
    if (!error) {
      std::filesystem::remove_all(orphan, error);
    }
  }
  if (error) {
    return base::systemError(error.value(), "removing half-made run directories");
  }
  return static_cast<std::int64_t>(orphans.size());
}

Result<protocol::RunSpec> RunDirectory::spec() const {
  TELESOFT_TRY(text, base::readFile(folder_ / "spec.json", kMaxJson));
  return protocol::parseRunSpec(text).in("reading spec.json");
}

Result<std::optional<protocol::RunStatus>> RunDirectory::status() const {
  auto read = readJson<protocol::RunStatus>(folder_ / "status.json");
  if (!read && read.error().code == ErrorCode::NotFound) {
    return std::optional<protocol::RunStatus>();
  }
  TELESOFT_TRY(status, std::move(read));
  return std::optional(std::move(status));
}

Result<protocol::RunResult> RunDirectory::result() const {
  auto read = readJson<protocol::RunResult>(folder_ / "result.json");
  if (!read) {
    return fail(ErrorCode::Corrupt, "the run has ended without a readable result.json",
                "start the job again");
  }
  return read;
}

Status RunDirectory::request(store::RunRequest request) const {
  const auto now = readJson<Control>(folder_ / "control.json");
  if (now && now->request == request) {
    return {};
  }
  return writeJson(folder_ / "control.json", base::toJson(Control{request}));
}

std::string RunDirectory::logTail() const {
  auto log = base::readFile(logFile(), 1U << 28U);
  if (!log) {
    return "";
  }
  const std::string_view end =
      std::string_view(*log).substr(log->size() > kLogBytes ? log->size() - kLogBytes : 0);
  std::vector<std::string> lines;
  for (const std::string& line : base::split(end, '\n')) {
    const std::string clean(base::trim(withoutData(line)));
    if (!clean.empty() && base::isUtf8(clean)) {
      lines.push_back(clean);
    }
  }
  if (lines.size() > kLogLines) {
    lines.erase(lines.begin(), lines.end() - kLogLines);
  }
  return base::join(lines, "\n");
}

}  // namespace telesoft::jobs
