#include "structure/size_rules.h"

#include <algorithm>
#include <array>
#include <sstream>

namespace telesoft::structure {

namespace {

constexpr int kMaxSource = 500, kMaxHeader = 250, kMaxFunction = 60;

bool endsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// By the formatter's layout: a body opens on an unindented line that ends with "{" after a ")",
/// and closes on "}".
void longFunctions(const SourceFile& file,
                   const std::vector<std::string>& lines,
                   std::vector<std::string>& out) {
  int opened = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string& line = lines[i];
    if (line.empty()) {
      continue;
    }
    const bool opens = endsWith(line, "{") && line.find(')') != std::string::npos;
    const bool control = line.rfind("namespace", 0) == 0 || line.rfind("extern", 0) == 0;
    if (opened == 0 && opens && !control && (line[0] != ' ' || line.rfind("    ", 0) == 0)) {
      opened = static_cast<int>(i) + 1;
    }
    if (line[0] == '}' && opened > 0) {
      if (const int length = static_cast<int>(i) + 2 - opened;
          length > kMaxFunction && lines[static_cast<size_t>(opened) - 1][0] != ' ') {
        out.push_back(file.path + ":" + std::to_string(opened) + ": a function of " +
                      std::to_string(length) + " lines");
      }
      opened = 0;
    }
  }
}

}  // namespace

std::vector<std::string> tooLong(const std::vector<SourceFile>& files) {
  std::vector<std::string> out;
  for (const SourceFile& file : files) {
    const std::vector<std::string> lines = linesOf(file.text);
    const int limit = endsWith(file.path, ".h") ? kMaxHeader : kMaxSource;
    if (static_cast<int>(lines.size()) > limit) {
      out.push_back(file.path + ": " + std::to_string(lines.size()) + " lines, more than " +
                    std::to_string(limit));
    }
    longFunctions(file, lines, out);
  }
  return out;
}

std::vector<std::string> untested(const std::vector<SourceFile>& sources,
                                  const std::vector<SourceFile>& tests,
                                  const std::string& excused) {
  std::set<std::string> known;
  for (const SourceFile& test : tests) {
    known.insert(test.path);
  }
  std::map<std::string, std::string> excuses;
  for (const std::string& line : linesOf(excused)) {
    if (const size_t colon = line.find(": "); colon != std::string::npos && line[0] != '#') {
      excuses[line.substr(0, colon)] = line.substr(colon + 2);
    }
  }
  std::vector<std::string> out;
  for (const SourceFile& source : sources) {
    if (source.path.rfind("core/", 0) != 0 || !endsWith(source.path, ".cpp")) {
      continue;
    }
    const size_t slash = source.path.rfind('/');
    const std::string stem = source.path.substr(slash + 1, source.path.size() - slash - 5);
    const bool tested =
        known.count("tests/" + moduleOf(source.path) + "/" + stem + "_test.cpp") > 0;
    const auto excuse = excuses.find(source.path);
    if (!tested && (excuse == excuses.end() || excuse->second.size() < 10)) {
      out.push_back(source.path + " has no test and no reason in tests/structure/untested.txt");
    }
    if (excuse != excuses.end()) {
      if (tested) {
        out.push_back(source.path + " has a test; its line in untested.txt is stale");
      }
      excuses.erase(excuse);
    }
  }
  for (const auto& [path, unused] : excuses) {
    out.push_back(path + " is excused in untested.txt but is not there");
  }
  return out;
}

std::vector<std::string> strangersAtTheTop(const std::vector<std::string>& names) {
  static const std::array<std::string, 10> kAllowed = {
      "CMakeLists.txt", "CMakePresets.json", "LICENSE",   "README.md", "app",
      "core",           "installer",         "resources", "tests",     "ui"};
  std::vector<std::string> out;
  for (const std::string& name : names) {
    const bool build = name.rfind("build", 0) == 0;
    if (name[0] != '.' && !build &&
        std::find(kAllowed.begin(), kAllowed.end(), name) == kAllowed.end()) {
      out.push_back(name + " does not belong at the top level");
    }
  }
  return out;
}

}  // namespace telesoft::structure
