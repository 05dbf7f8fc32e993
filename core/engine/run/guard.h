// The one place where exceptions of the computation library and of memory become errors.
#pragma once

#include <functional>

#include "telesoft/base/result.h"

namespace telesoft::engine {

/// Runs `work`. Memory that cannot be had is OutOfResources; anything else that is thrown is
/// Internal, and its text goes to standard error only: it may quote what it was given.
[[nodiscard]] base::Status guarded(const std::function<base::Status()>& work);

}  // namespace telesoft::engine
