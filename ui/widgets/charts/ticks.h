// Round numbers for axes, and values as charts write them.
#pragma once

#include <cmath>

#include <QLocale>
#include <QString>

namespace telesoft::ui {

struct Ticks {
  double from = 0, to = 1, step = 0.2;
  int decimals = 1;
};

/// Steps of 1, 2, 2.5 or 5 times a power of ten, about `wanted` of them, that take in both ends.
[[nodiscard]] inline Ticks niceTicks(double low, double high, int wanted, bool whole = false) {
  if (!(high > low)) {
    const double pad = low == 0 ? 1 : std::abs(low) * 0.1;
    low -= pad;
    high += pad;
  }
  const double raw = (high - low) / qMax(1, wanted);
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  double step = 10 * power;
  for (const double nice : {1.0, 2.0, 2.5, 5.0}) {
    if (nice * power >= raw * 0.999) {
      step = nice * power;
      break;
    }
  }
  if (whole) {
    step = qMax(1.0, std::ceil(step));
  }
  Ticks ticks;
  ticks.step = step;
  ticks.from = std::floor(low / step + 1e-9) * step;
  ticks.to = std::ceil(high / step - 1e-9) * step;
  const double digits = -std::floor(std::log10(step) + 1e-9);
  const bool quarter = std::abs(step / std::pow(10.0, std::floor(std::log10(step))) - 2.5) < 1e-6;
  ticks.decimals = qMax(0, static_cast<int>(digits) + (quarter ? 1 : 0));
  return ticks;
}

/// `decimals` -1: three significant digits, and powers of ten where that is shorter.
[[nodiscard]] inline QString chartNumber(double value, int decimals) {
  if (std::isnan(value)) {
    return QStringLiteral("NaN");
  }
  const QLocale locale;
  if (value == 0 && decimals < 0) {
    return QStringLiteral("0");
  }
  if (decimals >= 0) {
    return locale.toString(value, 'f', decimals);
  }
  const double size = std::abs(value);
  if (size != 0 && (size < 1e-3 || size >= 1e6)) {
    return locale.toString(value, 'e', 1);
  }
  const int places = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return locale.toString(value, 'f', places);
}

}  // namespace telesoft::ui
