// An evaluation as a page that a clinician can read and print, without any file beside it.
#pragma once

#include <string>

#include "telesoft/protocol/evaluation.h"

namespace telesoft::evaluate {

/// One HTML document: verdict first, then the figures with their intervals, calibration, confusion,
/// subgroups, and how each was computed. Text is escaped; no script, nothing fetched; light and
/// dark, and printable.
[[nodiscard]] std::string renderHtmlReport(const protocol::Evaluation& evaluation);

}  // namespace telesoft::evaluate
