// Sampled signals (an ECG, a pressure) as one block of bytes: the project's own form
// "telesoft.signal".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "telesoft/base/result.h"

namespace telesoft::data {

inline constexpr std::string_view kSignalMediaType = "application/x-telesoft-signal";

/// One lead. Channels may differ in rate and length.
struct SignalChannel {
  std::string name;  // "MLII"
  std::string unit;  // "mV"
  double rateHz = 0;
  /// Above 0: values are stored as int16 whole multiples of it from `offset`; 0: as float32.
  double step = 0;
  double offset = 0;
  std::vector<float> samples;  // NaN: no value was recorded
};

struct Signal {
  std::vector<SignalChannel> channels;
};

/// "TSIG", the length of a JSON header (4 bytes), the header, each channel's samples in turn, and
/// the SHA-256 of all that; numbers little-endian. A value that int16 cannot hold is stored as its
/// nearest end, NaN as -32768.
[[nodiscard]] std::string encodeSignal(const Signal& signal);

/// Errors: Corrupt for bytes that are cut off or changed, Unsupported for a newer version.
[[nodiscard]] base::Result<Signal> decodeSignal(std::string_view bytes);

}  // namespace telesoft::data
