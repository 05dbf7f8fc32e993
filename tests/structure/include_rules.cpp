#include "structure/include_rules.h"

#include <cctype>

namespace telesoft::structure {

namespace {

struct Owner {
  std::string prefix;             // of the header's name
  std::set<std::string> modules;  // who may include it
};

/// Third-party headers and their owners. A header that matches no line is the standard library's or
/// the system's.
const std::vector<Owner>& owners() {
  static const std::vector<Owner> table = {
      {"torch/", {"engine"}},
      {"ATen/", {"engine"}},
      {"c10/", {"engine"}},
      {"sqlite3.h", {"store"}},
      {"sodium", {"base", "store", "access", "privacy"}},
      {"openssl/", {"api"}},
      {"boost/", {"api", "client"}},
      {"re2/", {"privacy"}},
      {"unicode/", {"privacy", "data", "engine"}},
      {"CLI/", {"app_cli"}},
      {"spdlog/", {"base"}},
      {"libxml/", {"knowledge"}},
      {"poppler-", {"knowledge"}},
      {"hnswlib/", {"knowledge"}},
  };
  return table;
}

bool startsWith(const std::string& text, const std::string& prefix) {
  return text.rfind(prefix, 0) == 0;
}

/// "<QString>", "<QtCore/...>".
bool isQt(const Include& include) {
  return include.angled && include.name.size() > 1 && include.name[0] == 'Q' &&
         (std::isupper(static_cast<unsigned char>(include.name[1])) != 0 || include.name[1] == 't');
}

/// The module that "telesoft/data/table.h" or "telesoft/ui/theme/x.h" names; "" for others.
std::string includedModule(const std::string& name) {
  if (!startsWith(name, "telesoft/")) {
    return "";
  }
  const std::string rest = name.substr(9);
  return startsWith(rest, "ui/") ? moduleOf(rest) : moduleOf("core/" + rest);
}

std::string broken(const SourceFile& file, const Include& include, const Closure& closure) {
  const std::string module = moduleOf(file.path);
  if (include.name.find("..") != std::string::npos) {
    return "climbs out of its folder";
  }
  if (startsWith(file.path, "core/") && isQt(include)) {
    return "is Qt in core";
  }
  for (const Owner& owner : owners()) {
    if (startsWith(include.name, owner.prefix) && owner.modules.count(module) == 0) {
      return "is a third-party header that " + module + " does not own";
    }
  }
  const std::string wanted = includedModule(include.name);
  const auto allowed = closure.find(module);
  if (!wanted.empty() && allowed != closure.end() && allowed->second.count(wanted) == 0) {
    return "is of module " + wanted + ", which " + module + " does not declare";
  }
  if (!include.angled && wanted.empty() && startsWith(file.path, "core/")) {
    return "is not in the form telesoft/<module>/x.h";
  }
  return "";
}

}  // namespace

std::vector<std::string> brokenIncludes(const std::vector<SourceFile>& files,
                                        const Closure& closure) {
  std::vector<std::string> out;
  for (const SourceFile& file : files) {
    for (const Include& include : includesOf(file)) {
      if (const std::string why = broken(file, include, closure); !why.empty()) {
        out.push_back(file.path + ":" + std::to_string(include.line) + ": " + include.name + " " +
                      why);
      }
    }
  }
  return out;
}

}  // namespace telesoft::structure
