#include "telesoft/deploy/release/model_bytes.h"

#include <set>

#include <sys/stat.h>

#include "telesoft/base/hash.h"

namespace telesoft::deploy {

namespace {

constexpr std::chrono::hours kLongest{1};

/// The change time moves with every write and cannot be set back by who may write.
std::string lookOf(const base::Path& folder) {
  std::set<std::string> files;
  std::error_code error;
  for (auto at = std::filesystem::recursive_directory_iterator(folder, error);
       !error && at != std::filesystem::recursive_directory_iterator(); at.increment(error)) {
    struct stat info {};
    if (::lstat(at->path().c_str(), &info) != 0) {
      return "";
    }
    files.insert(at->path().string() + ":" + std::to_string(info.st_size) + ":" +
                 std::to_string(info.st_ino) + ":" + std::to_string(info.st_ctim.tv_sec) + "." +
                 std::to_string(info.st_ctim.tv_nsec));
  }
  std::string out;
  for (const std::string& file : files) {
    out += file + "\n";
  }
  return error ? "" : out;
}

}  // namespace

base::Result<std::string> ModelBytes::hashOf(const base::Path& folder) {
  const std::string look = lookOf(folder);
  const std::chrono::milliseconds now = clock_.steady();
  {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(folder.string());
    if (found != known_.end() && !look.empty() && found->second.look == look &&
        now - found->second.read < kLongest) {
      return found->second.hash;
    }
  }
  TELESOFT_TRY(hash, base::hashOfFolder(folder).in("reading the model's files"));
  const std::lock_guard lock(mutex_);
  known_[folder.string()] = {look, hash, now};
  return hash;
}

}  // namespace telesoft::deploy
