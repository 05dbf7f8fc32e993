// How values become JSON and come back, type by type: the second half of json.h, which includes it.
#pragma once

#include "telesoft/base/json.h"

namespace telesoft::base {

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

namespace detail {

template <class T>
Result<T> enumFromJson(const json& from, const std::string& path) {
  const auto value = from.is_string() ? enumOf<T>(from.get<std::string>()) : std::nullopt;
  if (value) {
    return *value;
  }
  std::vector<std::string> names;
  for (const auto& [unused, name] : EnumNames<T>::table) {
    names.emplace_back(name);
  }
  return unknownName(path, names);
}

template <class T>
Result<T> listFromJson(const json& from, Keys keys, const std::string& path) {
  if (!from.is_array()) {
    return wrongType(path, "a list", from);
  }
  T out;
  for (size_t i = 0; i < from.size(); ++i) {
    TELESOFT_TRY(item, (fromJson<typename T::value_type>(from[i], keys,
                                                         path + "[" + std::to_string(i) + "]")));
    out.push_back(std::move(item));
  }
  return out;
}

template <class T>
Result<T> mapFromJson(const json& from, Keys keys, const std::string& path) {
  if (!from.is_object()) {
    return wrongType(path, "an object", from);
  }
  T out;
  for (const auto& [key, item] : from.items()) {
    TELESOFT_TRY(value, (fromJson<typename T::mapped_type>(item, keys, path + "." + key)));
    out.emplace(key, std::move(value));
  }
  return out;
}

template <class T>
Result<T> structFromJson(const json& from, Keys keys, const std::string& path) {
  if (!from.is_object()) {
    return wrongType(path, "an object", from);
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

}  // namespace detail

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
    return detail::enumFromJson<T>(from, path);
  } else if constexpr (detail::IsOptional<T>::value) {
    if (from.is_null()) {
      return T();
    }
    TELESOFT_TRY(value, (fromJson<typename T::value_type>(from, keys, path)));
    return T(std::move(value));
  } else if constexpr (detail::IsVector<T>::value) {
    return detail::listFromJson<T>(from, keys, path);
  } else if constexpr (detail::IsMap<T>::value) {
    return detail::mapFromJson<T>(from, keys, path);
  } else {
    return detail::structFromJson<T>(from, keys, path);
  }
}

}  // namespace telesoft::base
