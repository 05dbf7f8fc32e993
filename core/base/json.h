// JSON in and out: parsing into Result, and one describe() per struct that gives both directions by
// explicit names.
//
//   struct Range { double low = 0, high = 0; };
//   template <class V> void describe(V& v, Range& r) { v.required("low", r.low); v.optional("high",
//   r.high); } json j = toJson(range);   Result<Range> r = fromJson<Range>(j, Keys::Strict);
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include "telesoft/base/ids.h"
#include "telesoft/base/result.h"

namespace telesoft::base {

using json = nlohmann::json;

/// Corrupt with the byte position; never the text itself.
[[nodiscard]] Result<json> parseJson(std::string_view text);

/// Strict refuses keys that describe() does not name: for files that people write (specs,
/// settings).
enum class Keys { Lenient, Strict };

class JsonReader;
class JsonWriter;

/// For an enum: a table of its names. Specialise as
///   template <> struct EnumNames<State> { static constexpr std::pair<State, std::string_view>
///   table[] = {...}; };
template <class E>
struct EnumNames;

template <class E>
[[nodiscard]] std::string_view nameOf(E value) {
  for (const auto& [known, name] : EnumNames<E>::table) {
    if (known == value) {
      return name;
    }
  }
  return "unknown";
}

template <class E>
[[nodiscard]] std::optional<E> enumOf(std::string_view text) {
  for (const auto& [value, name] : EnumNames<E>::table) {
    if (name == text) {
      return value;
    }
  }
  return std::nullopt;
}

template <class T>
[[nodiscard]] json toJson(const T& value);
template <class T>
[[nodiscard]] Result<T> fromJson(const json& from,
                                 Keys keys = Keys::Lenient,
                                 const std::string& path = "");

namespace detail {
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsMap : std::false_type {};
template <class T>
struct IsMap<std::map<std::string, T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsId : std::false_type {};
template <class T>
struct IsId<Id<T>> : std::true_type {};

[[nodiscard]] Error wrongType(const std::string& path, std::string_view expected, const json& got);
[[nodiscard]] Error missingKey(const std::string& path, std::string_view name);
[[nodiscard]] Error unknownKey(const std::string& path,
                               const std::string& key,
                               const std::vector<std::string>& known);
[[nodiscard]] Error unknownName(const std::string& path, const std::vector<std::string>& known);
}  // namespace detail

class JsonWriter {
 public:
  template <class T>
  void required(const char* name, T& value) {
    out[name] = toJson(value);
  }
  template <class T>
  void optional(const char* name, T& value) {
    if constexpr (detail::IsOptional<T>::value) {
      if (!value) {
        return;
      }
    }
    out[name] = toJson(value);
  }
  json out = json::object();
};

class JsonReader {
 public:
  JsonReader(const json& from, Keys keys, std::string path)
      : from_(from), keys_(keys), path_(std::move(path)) {}

  template <class T>
  void required(const char* name, T& value) {
    known_.emplace_back(name);
    if (!from_.contains(name)) {
      if (!error) {
        error = detail::missingKey(path_, name);
      }
      return;
    }
    read(name, value);
  }
  /// Keeps the struct's own default when the key is absent or null.
  template <class T>
  void optional(const char* name, T& value) {
    known_.emplace_back(name);
    if (from_.contains(name) && !from_.at(name).is_null()) {
      read(name, value);
    }
  }
  void finish() {
    if (error || keys_ == Keys::Lenient) {
      return;
    }
    for (const auto& [key, unused] : from_.items()) {
      if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
        error = detail::unknownKey(path_, key, known_);
        return;
      }
    }
  }
  std::optional<Error> error;

 private:
  template <class T>
  void read(const char* name, T& value) {
    if (error) {
      return;
    }
    auto result = fromJson<T>(from_.at(name), keys_, path_.empty() ? name : path_ + "." + name);
    if (!result) {
      error = std::move(result).error();
      return;
    }
    value = *std::move(result);
  }
  const json& from_;
  Keys keys_;
  std::string path_;
  std::vector<std::string> known_;
};

template <class T>
json toJson(const T& value) {
  if constexpr (std::is_same_v<T, double> || std::is_same_v<T, float>) {
    return std::isfinite(value) ? json(value) : json(nullptr);  // NaN travels as null
  } else if constexpr (std::is_enum_v<T>) {
    return std::string(nameOf(value));
  } else if constexpr (detail::IsId<T>::value) {
    return value.text();
  } else if constexpr (detail::IsOptional<T>::value) {
    return value ? toJson(*value) : json(nullptr);
  } else if constexpr (detail::IsVector<T>::value) {
    json out = json::array();
    for (const auto& item : value) {
      out.push_back(toJson<typename T::value_type>(item));
    }
    return out;
  } else if constexpr (detail::IsMap<T>::value) {
    json out = json::object();
    for (const auto& [key, item] : value) {
      out[key] = toJson(item);
    }
    return out;
  } else if constexpr (requires(JsonWriter & w, T & v) { describe(w, v); }) {
    JsonWriter writer;
    describe(writer, const_cast<T&>(value));  // the writer only reads
    return std::move(writer.out);
  } else {
    return json(value);
  }
}

template <class T>
Result<T> fromJson(const json& from, Keys keys, const std::string& path) {
  if constexpr (std::is_same_v<T, json>) {
    return from;
  } else if constexpr (std::is_same_v<T, bool>) {
    return from.is_boolean() ? Result<T>(from.get<bool>())
                             : detail::wrongType(path, "true or false", from);
  } else if constexpr (std::is_integral_v<T>) {
    return from.is_number_integer() ? Result<T>(static_cast<T>(from.get<std::int64_t>()))
                                    : detail::wrongType(path, "a whole number", from);
  } else if constexpr (std::is_floating_point_v<T>) {
    if (from.is_null()) {
      return std::numeric_limits<T>::quiet_NaN();
    }
    return from.is_number() ? Result<T>(from.get<T>()) : detail::wrongType(path, "a number", from);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return from.is_string() ? Result<T>(from.get<std::string>())
                            : detail::wrongType(path, "a text", from);
  } else if constexpr (detail::IsId<T>::value) {
    return from.is_string() ? Result<T>(T(from.get<std::string>()))
                            : detail::wrongType(path, "an id", from);
  } else if constexpr (std::is_enum_v<T>) {
    const auto value = from.is_string() ? enumOf<T>(from.get<std::string>()) : std::nullopt;
    if (!value) {
      std::vector<std::string> names;
      for (const auto& [unused, name] : EnumNames<T>::table) {
        names.emplace_back(name);
      }
      return detail::unknownName(path, names);
    }
    return *value;
  } else if constexpr (detail::IsOptional<T>::value) {
    if (from.is_null()) {
      return T();
    }
    TELESOFT_TRY(value, (fromJson<typename T::value_type>(from, keys, path)));
    return T(std::move(value));
  } else if constexpr (detail::IsVector<T>::value) {
    if (!from.is_array()) {
      return detail::wrongType(path, "a list", from);
    }
    T out;
    for (size_t i = 0; i < from.size(); ++i) {
      TELESOFT_TRY(item, (fromJson<typename T::value_type>(from[i], keys,
                                                           path + "[" + std::to_string(i) + "]")));
      out.push_back(std::move(item));
    }
    return out;
  } else if constexpr (detail::IsMap<T>::value) {
    if (!from.is_object()) {
      return detail::wrongType(path, "an object", from);
    }
    T out;
    for (const auto& [key, item] : from.items()) {
      TELESOFT_TRY(value, (fromJson<typename T::mapped_type>(item, keys, path + "." + key)));
      out.emplace(key, std::move(value));
    }
    return out;
  } else {
    if (!from.is_object()) {
      return detail::wrongType(path, "an object", from);
    }
    T out;
    JsonReader reader(from, keys, path);
    describe(reader, out);
    reader.finish();
    if (reader.error) {
      return *std::move(reader.error);
    }
    return out;
  }
}

}  // namespace telesoft::base
