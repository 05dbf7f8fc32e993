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

}  // namespace telesoft::base

#include "telesoft/base/json_convert.h"
