#include "telesoft/api/endpoints/schema_writer.h"

#include <cctype>

namespace telesoft::api {

std::string shortTypeName(std::string_view compilerName) {
  std::string out;
  size_t wordBegin = 0;  // where the identifier that is being read began in `out`
  for (const char c : compilerName) {
    if (c == ':') {
      out.resize(wordBegin);
    } else if (c == '<') {
      out += "Of";
      wordBegin = out.size();
    } else if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
      out += c;
    }
  }
  return out;
}

}  // namespace telesoft::api
