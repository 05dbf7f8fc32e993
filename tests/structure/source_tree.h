// The project's sources as the structure checks see them: path and text, read from disk or planted
// by a test.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace telesoft::structure {

struct SourceFile {
  std::string path;  // from the project's root, with '/'
  std::string text;
};

struct Include {
  std::string name;  // as between the quotes or angle brackets
  bool angled = false;
  int line = 0;
};

/// Module -> the modules that it may use, itself and theirs included ("data" -> {data, protocol,
/// base}).
using Closure = std::map<std::string, std::set<std::string>>;

/// Every .h and .cpp under the given folders of `root`.
[[nodiscard]] std::vector<SourceFile> readSources(const std::filesystem::path& root,
                                                  const std::vector<std::string>& folders);
[[nodiscard]] std::vector<Include> includesOf(const SourceFile& file);
/// From the lines "module: dep dep" that CMake wrote.
[[nodiscard]] Closure closureOf(const std::string& graph);
/// "core/data/table.h" -> "data", "ui/theme/x.h" -> "ui_theme", "app/cli/x.cpp" -> "app_cli", else
/// "".
[[nodiscard]] std::string moduleOf(const std::string& path);

}  // namespace telesoft::structure
