#include "telesoft/base/os/paths.h"

#include <cstdlib>

namespace telesoft::base {

namespace fs = std::filesystem;

namespace {
std::string environment(const char* name) {
  const char* value =
      std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets the environment
  return value != nullptr ? value : "";
}
fs::path home() {
  const std::string value = environment("HOME");
  return value.empty() ? fs::path("/") : fs::path(value);
}
}  // namespace

fs::path executableFolder() {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::current_path() : self.parent_path();
}

Result<fs::path> sisterProgram(const std::string& name) {
  const fs::path beside = executableFolder() / name;
  std::error_code error;
  if (fs::exists(beside, error)) {
    return beside;
  }
  return fail(ErrorCode::NotFound, name + " is not beside this program",
              "build or install all programs together");
}

Result<fs::path> engineProgram(const fs::path& given) {
  if (!given.empty()) {
    return given;
  }
  if (std::string named = environment("TELESOFT_ENGINE_PROGRAM"); !named.empty()) {
    return fs::path(std::move(named));
  }
  auto beside = sisterProgram("telesoft-engine");
  return beside ? beside
                : Result<fs::path>(
                      fail(ErrorCode::Unavailable, beside.error().message, beside.error().hint));
}

Result<fs::path> resourcesFolder() {
  std::error_code error;
  const std::string given = environment("TELESOFT_RESOURCES");
  for (const fs::path& candidate :
       {fs::path(given), executableFolder().parent_path() / "share/telesoft",
        fs::path(TELESOFT_SOURCE_RESOURCES)}) {
    if (!candidate.empty() && fs::exists(candidate / "base_models.json", error)) {
      return candidate;
    }
  }
  return fail(ErrorCode::NotFound, "the resources folder was not found", "set TELESOFT_RESOURCES");
}

fs::path cacheFolder() {
  if (const std::string given = environment("TELESOFT_CACHE"); !given.empty()) {
    return given;
  }
  const std::string cache = environment("XDG_CACHE_HOME");
  return (cache.empty() ? home() / ".cache" : fs::path(cache)) / "telesoft";
}

fs::path configFolder() {
  const std::string config = environment("XDG_CONFIG_HOME");
  return (config.empty() ? home() / ".config" : fs::path(config)) / "telesoft";
}

fs::path defaultWorkspace() {
  const std::string given = environment("TELESOFT_WORKSPACE");
  return given.empty() ? home() / "Telesoft" : fs::path(given);
}

}  // namespace telesoft::base
