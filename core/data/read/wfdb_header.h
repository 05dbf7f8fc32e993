// The header of a WFDB record (.hea): which signals lie where, in which form and unit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "telesoft/base/result.h"

namespace telesoft::data {

struct WfdbSignal {
  std::string file;  // a plain name beside the header
  int format = 0;    // 16, 80 or 212
  int perFrame = 1;
  std::int64_t skipBytes = 0;
  double gain = 200;  // steps a unit
  double baseline = 0;
  std::string unit = "mV";
  bool summed = false;  // the header states a checksum
  std::int16_t checksum = 0;
  std::string name;
};

struct WfdbHeader {
  double framesPerSecond = 250;
  std::int64_t frames = 0;  // 0: as many as the file holds
  std::string start;        // date and time of the first sample as written
  std::vector<WfdbSignal> channels;
  std::string comments;  // a line each
};

/// Errors: InvalidInput names the line; Unsupported for records of several segments, other sample
/// formats and signals that are skewed; PermissionDenied for a file name that leaves the folder.
/// Source: WFDB Applications Guide, header(5).
[[nodiscard]] base::Result<WfdbHeader> parseWfdbHeader(std::string_view text);

}  // namespace telesoft::data
