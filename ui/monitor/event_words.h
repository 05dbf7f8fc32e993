// The events of a run as lines of a log and as the worst examples: what happened, in words.
#pragma once

#include <vector>

#include <QString>

#include "telesoft/protocol/run_record.h"
#include "telesoft/ui/theme/palette.h"

namespace telesoft::ui {

struct LogLine {
  std::int64_t seq = 0;
  QString time;  // local, to the second
  Tone tone = Tone::Neutral;
  QString level;  // "Warning"
  QString text;
};

/// A kind that is not known is shown as it came.
[[nodiscard]] LogLine logLineOf(const protocol::JobEvent& event);

struct WorstExample {
  std::int64_t row = 0;
  QString label, predicted;
  double loss = 0;
};

/// Those of the newest validation, the largest loss first.
[[nodiscard]] std::vector<WorstExample> worstExamples(
    const std::vector<protocol::JobEvent>& events);

}  // namespace telesoft::ui
