#include "structure/program_needs.h"

#include <map>
#include <sstream>

namespace telesoft::structure {

std::vector<std::string> forbiddenNeeds(const std::string& program, const std::string& readelf) {
  static const std::map<std::string, std::vector<std::string>> kForbidden = {
      {"telesoft-workbench", {"libtorch", "libc10", "libsqlite3"}},
      {"telesoft", {"libQt6", "libtorch", "libc10", "libpoppler", "libxml2"}},
      {"telesoft-reader", {"libQt6", "libtorch", "libc10", "libssl"}},
      {"telesoft-engine", {"libQt6", "libsqlite3"}},
  };
  std::vector<std::string> out;
  std::istringstream lines(readelf);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("(NEEDED)") == std::string::npos) {
      continue;
    }
    for (const std::string& library : kForbidden.at(program)) {
      if (line.find("[" + library) != std::string::npos) {
        out.push_back(program + " needs " + library);
      }
    }
  }
  return out;
}

}  // namespace telesoft::structure
