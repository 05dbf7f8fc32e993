// A value or an Error, with std::expected's names.
#pragma once

#include <cassert>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "telesoft/base/error.h"

namespace telesoft::base {

template <class T>
class [[nodiscard]] Result {
 public:
  using ValueType = T;
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Error error)
      : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  [[nodiscard]] T& value() & { return checked(); }
  [[nodiscard]] T&& value() && { return std::move(checked()); }
  [[nodiscard]] const T& value() const& { return const_cast<Result*>(this)->checked(); }
  T& operator*() & { return checked(); }
  T&& operator*() && { return std::move(checked()); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &checked(); }
  const T* operator->() const { return &value(); }
  [[nodiscard]] T value_or(T other) const& { return has_value() ? value() : std::move(other); }

  [[nodiscard]] const Error& error() const& {
    assert(!has_value());
    return std::get<1>(state_);
  }
  [[nodiscard]] Error&& error() && {
    assert(!has_value());
    return std::get<1>(std::move(state_));
  }

  /// Adds where it happened: read().in("reading split").
  Result&& in(std::string_view stage, std::string_view subject = {}) && {
    if (!has_value()) {
      std::get<1>(state_).context.push_back(
          subject.empty() ? std::string(stage) : std::string(stage) + " " + std::string(subject));
    }
    return std::move(*this);
  }

 private:
  T& checked() {
    assert(has_value());
    return std::get<0>(state_);
  }
  std::variant<T, Error> state_;
};

/// Success carries nothing.
struct Unit {};
template <>
class [[nodiscard]] Result<void> : public Result<Unit> {
 public:
  Result() : Result<Unit>(Unit{}) {}
  Result(Error error) : Result<Unit>(std::move(error)) {}  // NOLINT(google-explicit-constructor)
  Result&& in(std::string_view stage, std::string_view subject = {}) && {
    static_cast<void>(static_cast<Result<Unit>&&>(*this).in(stage, subject));
    return std::move(*this);
  }
};
using Status = Result<void>;

[[nodiscard]] inline Error fail(ErrorCode code, std::string message, std::string hint = {}) {
  return Error{code, std::move(message), std::move(hint), {}};
}

}  // namespace telesoft::base

#define TELESOFT_CONCAT_INNER(a, b) a##b
#define TELESOFT_CONCAT(a, b) TELESOFT_CONCAT_INNER(a, b)

/// Declares `name` with the value, or returns the error to the caller.
#define TELESOFT_TRY(name, expression)                         \
  auto TELESOFT_CONCAT(try_, __LINE__) = (expression);         \
  if (!TELESOFT_CONCAT(try_, __LINE__)) {                      \
    return std::move(TELESOFT_CONCAT(try_, __LINE__)).error(); \
  }                                                            \
  auto name = *std::move(TELESOFT_CONCAT(try_, __LINE__))

/// For a Status, or a Result whose value is not needed.
#define TELESOFT_CHECK(expression)               \
  do {                                           \
    auto telesoftChecked = (expression);         \
    if (!telesoftChecked) {                      \
      return std::move(telesoftChecked).error(); \
    }                                            \
  } while (false)
