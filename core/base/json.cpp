#include "telesoft/base/json.h"

#include "telesoft/base/text.h"

namespace telesoft::base {

Result<json> parseJson(std::string_view text) {
  try {
    return json::parse(text);
  } catch (const json::parse_error& e) {
    return fail(ErrorCode::Corrupt, "not valid JSON at byte " + std::to_string(e.byte));
  }
}

namespace detail {

namespace {
std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    out += (out.empty() ? "" : ", ") + name;
  }
  return out;
}
std::string at(const std::string& path) {
  return path.empty() ? "the document" : "\"" + path + "\"";
}
}  // namespace

Error wrongType(const std::string& path, std::string_view expected, const json& got) {
  return fail(ErrorCode::InvalidInput, at(path) + " must be " + std::string(expected) + ", not " +
                                           std::string(got.type_name()));
}

Error missingKey(const std::string& path, std::string_view name) {
  return fail(ErrorCode::InvalidInput, at(path) + " lacks \"" + std::string(name) + "\"");
}

Error unknownKey(const std::string& path,
                 const std::string& key,
                 const std::vector<std::string>& known) {
  const std::string near = nearest(key, known);
  return fail(ErrorCode::InvalidInput, at(path) + " has the unknown key \"" + key + "\"",
              near.empty() ? "known keys: " + joined(known) : "did you mean \"" + near + "\"?");
}

Error unknownName(const std::string& path, const std::vector<std::string>& known) {
  return fail(ErrorCode::InvalidInput, at(path) + " must be one of: " + joined(known));
}

}  // namespace detail
}  // namespace telesoft::base
