// Units that convert into one another exactly, whatever is measured.
#pragma once

#include <optional>
#include <string_view>

namespace telesoft::deploy {

/// Nothing where the two are not known to be of one kind: mg/dL and mmol/L, whose factor depends on
/// the substance, are not. Letters count without case, µ as u.
[[nodiscard]] std::optional<double> converted(double value,
                                              std::string_view from,
                                              std::string_view to);

}  // namespace telesoft::deploy
