// JSON schemas of the protocol types, read from the same describe() that reads and writes them, so
// that openapi.json cannot say something else than the server does.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "telesoft/base/json.h"

namespace telesoft::api {

/// The named schemas met so far: "#/components/schemas/<name>".
using SchemaSet = std::map<std::string, base::json>;

/// "telesoft::protocol::Items<telesoft::protocol::Dataset>" -> "ItemsOfDataset".
[[nodiscard]] std::string shortTypeName(std::string_view compilerName);

template <class T>
[[nodiscard]] std::string typeName() {
  const std::string_view whole = __PRETTY_FUNCTION__;  // "... [with T = X; ...]" or "[T = X]"
  const size_t begin = whole.find("T = ") + 4;
  return shortTypeName(whole.substr(begin, whole.find_first_of(";]", begin) - begin));
}

/// A schema of T; what T is made of is entered into `set`.
template <class T>
[[nodiscard]] base::json schemaOf(SchemaSet& set);

/// The visitor that describe() is given.
class SchemaWriter {
 public:
  explicit SchemaWriter(SchemaSet& set) : set_(set) {}
  template <class T>
  void required(const char* name, T& value) {
    static_cast<void>(value);
    properties_[name] = schemaOf<T>(set_);
    required_.emplace_back(name);
  }
  template <class T>
  void optional(const char* name, T& value) {
    base::json schema = schemaOf<T>(set_);
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, std::string>) {
      if (const base::json byDefault = base::toJson(value); !byDefault.is_null()) {
        schema["default"] = byDefault;
      }
    }
    properties_[name] = std::move(schema);
  }
  [[nodiscard]] base::json finish() && {
    base::json out = {{"type", "object"}, {"properties", std::move(properties_)}};
    if (!required_.empty()) {
      out["required"] = std::move(required_);
    }
    return out;
  }

 private:
  SchemaSet& set_;
  base::json properties_ = base::json::object();
  base::json required_ = base::json::array();
};

template <class T>
base::json schemaOf(SchemaSet& set) {
  if constexpr (std::is_same_v<T, base::json>) {
    return base::json::object();  // anything
  } else if constexpr (std::is_same_v<T, bool>) {
    return {{"type", "boolean"}};
  } else if constexpr (std::is_integral_v<T>) {
    return {{"type", "integer"}};
  } else if constexpr (std::is_floating_point_v<T>) {
    return {{"type", {"number", "null"}}};  // null is "not a number"
  } else if constexpr (std::is_same_v<T, std::string> || base::detail::IsId<T>::value) {
    return {{"type", "string"}};
  } else if constexpr (std::is_enum_v<T>) {
    base::json names = base::json::array();
    for (const auto& [unused, name] : base::EnumNames<T>::table) {
      names.push_back(std::string(name));
    }
    return {{"type", "string"}, {"enum", std::move(names)}};
  } else if constexpr (base::detail::IsOptional<T>::value) {
    return {{"anyOf", {schemaOf<typename T::value_type>(set), {{"type", "null"}}}}};
  } else if constexpr (base::detail::IsVector<T>::value) {
    return {{"type", "array"}, {"items", schemaOf<typename T::value_type>(set)}};
  } else if constexpr (base::detail::IsMap<T>::value) {
    return {{"type", "object"}, {"additionalProperties", schemaOf<typename T::mapped_type>(set)}};
  } else {
    const std::string name = typeName<T>();
    if (set.emplace(name, base::json::object()).second) {
      SchemaWriter writer(set);
      T value{};
      describe(writer, value);
      set[name] = std::move(writer).finish();
    }
    return {{"$ref", "#/components/schemas/" + name}};
  }
}

}  // namespace telesoft::api
