// The samples and the annotations of a WFDB record, out of their packed forms.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "telesoft/base/result.h"
#include "telesoft/data/read/wfdb_header.h"

namespace telesoft::data {

/// Whole numbers as the converter gave them, in the order of the file; -32768: none was recorded.
/// A last sample that is cut off is left out. Source: WFDB Applications Guide, signal(5).
[[nodiscard]] std::vector<std::int16_t> unpackedWfdb(std::string_view bytes, int format);

struct WfdbAnnotation {
  std::int64_t sample = 0;
  std::string symbol;  // "N", "V", "+"; a number in brackets for a code without one
  int subtype = 0;
  int channel = 0;
  int number = 0;
  std::string text;
};

/// The MIT form. Errors: Corrupt for a file that is cut off or steps back before its start.
/// Source: WFDB Applications Guide, annot(5).
[[nodiscard]] base::Result<std::vector<WfdbAnnotation>> wfdbAnnotations(std::string_view bytes);

}  // namespace telesoft::data
