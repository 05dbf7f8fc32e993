#include "telesoft/deploy/gateway/units.h"

#include <array>
#include <string>

#include "telesoft/base/text.h"

namespace telesoft::deploy {

namespace {

struct Unit {
  std::string_view name;
  std::string_view kind;
  double numerator,
      denominator;  // of the factor to the kind's own unit: whole, so that it is exact
};

constexpr std::array kUnits = {
    Unit{"mm", "length", 1, 1},
    Unit{"cm", "length", 10, 1},
    Unit{"m", "length", 1000, 1},
    Unit{"in", "length", 254, 10},
    Unit{"months", "age", 1, 1},
    Unit{"month", "age", 1, 1},
    Unit{"years", "age", 12, 1},
    Unit{"year", "age", 12, 1},
    Unit{"days", "days", 1, 1},
    Unit{"day", "days", 1, 1},
    Unit{"weeks", "days", 7, 1},
    Unit{"week", "days", 7, 1},
    Unit{"ug", "mass", 1, 1},
    Unit{"mg", "mass", 1000, 1},
    Unit{"g", "mass", 1000000, 1},
    Unit{"kg", "mass", 1000000000, 1},
    Unit{"ng/ml", "by volume", 1, 1},
    Unit{"ug/l", "by volume", 1, 1},
    Unit{"ug/dl", "by volume", 10, 1},
    Unit{"ug/ml", "by volume", 1000, 1},
    Unit{"mg/l", "by volume", 1000, 1},
    Unit{"mg/dl", "by volume", 10000, 1},
    Unit{"g/l", "by volume", 1000000, 1},
    Unit{"g/dl", "by volume", 10000000, 1},
    Unit{"nmol/l", "amount", 1, 1},
    Unit{"umol/l", "amount", 1000, 1},
    Unit{"mmol/l", "amount", 1000000, 1},
    Unit{"mol/l", "amount", 1000000000, 1},
};

std::string plain(std::string_view unit) {
  std::string out(base::trim(unit));
  for (const std::string_view micro : {"\xC2\xB5", "\xCE\xBC"}) {
    if (const size_t at = out.find(micro); at != std::string::npos) {
      out.replace(at, micro.size(), "u");
    }
  }
  return base::lowerAscii(out);
}

const Unit* find(const std::string& name) {
  for (const Unit& unit : kUnits) {
    if (unit.name == name) {
      return &unit;
    }
  }
  return nullptr;
}

}  // namespace

std::optional<double> converted(double value, std::string_view from, std::string_view to) {
  const std::string a = plain(from), b = plain(to);
  if (a == b) {
    return value;
  }
  const Unit *source = find(a), *target = find(b);
  if (source == nullptr || target == nullptr || source->kind != target->kind) {
    return std::nullopt;
  }
  return value * (source->numerator * target->denominator) /
         (source->denominator * target->numerator);
}

}  // namespace telesoft::deploy
