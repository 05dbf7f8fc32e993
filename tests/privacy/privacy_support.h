// What the privacy tests share: the detector of the shipped resources, made once.
#pragma once

#include <string>
#include <vector>

#include "telesoft/privacy/detect/detector.h"

#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::tests {

inline const privacy::Detector& detector() {
  static const auto made = privacy::Detector::open(sourceFolder() / "resources");
  if (!made) {
    qFatal("%s", made.error().text().c_str());
  }
  return *made;
}

/// "kind:text" of each span, joined by "|".
inline std::string found(const std::string& text, const std::vector<privacy::Probe>& probes = {}) {
  std::string out;
  for (const auto& span : detector().detect(text, probes)) {
    out += (out.empty() ? "" : "|") + span.kind + ":" +
           text.substr(static_cast<size_t>(span.begin), static_cast<size_t>(span.end - span.begin));
  }
  return out;
}

}  // namespace telesoft::tests
