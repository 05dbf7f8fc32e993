#include "structure/source_tree.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>

namespace telesoft::structure {

namespace fs = std::filesystem;

std::vector<SourceFile> readSources(const fs::path& root, const std::vector<std::string>& folders) {
  std::vector<SourceFile> files;
  for (const std::string& folder : folders) {
    if (!fs::exists(root / folder)) {
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      if (entry.is_regular_file() && (extension == ".h" || extension == ".cpp")) {
        std::ifstream in(entry.path());
        std::stringstream text;
        text << in.rdbuf();
        files.push_back({fs::relative(entry.path(), root).generic_string(), text.str()});
      }
    }
  }
  std::sort(files.begin(), files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

std::vector<Include> includesOf(const SourceFile& file) {
  std::vector<Include> includes;
  std::istringstream lines(file.text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    const size_t hash = line.find_first_not_of(" \t");
    if (hash == std::string::npos || line[hash] != '#' ||
        line.find("include", hash) == std::string::npos) {
      continue;
    }
    const size_t open = line.find_first_of("\"<", hash);
    if (open == std::string::npos) {
      continue;
    }
    const bool angled = line[open] == '<';
    const size_t close = line.find(angled ? '>' : '"', open + 1);
    if (close != std::string::npos) {
      includes.push_back({line.substr(open + 1, close - open - 1), angled, number});
    }
  }
  return includes;
}

Closure closureOf(const std::string& graph) {
  std::map<std::string, std::vector<std::string>> direct;
  std::istringstream lines(graph);
  std::string line;
  while (std::getline(lines, line)) {
    const size_t colon = line.find(':');
    if (colon == std::string::npos) {
      continue;
    }
    std::istringstream deps(line.substr(colon + 1));
    auto& list = direct[line.substr(0, colon)];
    for (std::string dep; deps >> dep;) {
      list.push_back(dep);
    }
  }
  Closure closure;
  const std::function<void(const std::string&, std::set<std::string>&)> add =
      [&](const std::string& module, std::set<std::string>& into) {
        if (into.insert(module).second) {
          for (const std::string& dep : direct[module]) {
            add(dep, into);
          }
        }
      };
  for (const auto& [module, unused] : std::map(direct)) {
    add(module, closure[module]);
  }
  return closure;
}

std::string moduleOf(const std::string& path) {
  const size_t first = path.find('/');
  const size_t second = path.find('/', first + 1);
  if (first == std::string::npos || second == std::string::npos) {
    return "";
  }
  const std::string top = path.substr(0, first), name = path.substr(first + 1, second - first - 1);
  if (top == "core") {
    return name;
  }
  return top == "ui" || top == "app" ? top + "_" + name : "";
}

}  // namespace telesoft::structure
