// A job in words and tones, the same in the list, the monitor and their summaries.
#pragma once

#include <QString>
#include <QStringList>

#include "telesoft/protocol/job.h"
#include "telesoft/ui/theme/palette.h"

namespace telesoft::ui {

[[nodiscard]] QString jobName(const protocol::Job& job);
[[nodiscard]] Tone toneOf(protocol::JobState state);
[[nodiscard]] QString iconOf(protocol::JobState state);
/// Why it failed and what to do, in sentences.
[[nodiscard]] QString failureText(const protocol::Job& job);
/// "Macro-F1 .871"; "" where there is none yet.
[[nodiscard]] QString bestValueText(const protocol::Job& job);
/// "Macro-F1 .871 at step 640"; "" where there is none yet.
[[nodiscard]] QString bestText(const protocol::Job& job);
/// "6 min left" while it trains, "took 12 min" when it has ended, else "".
[[nodiscard]] QString timeText(const protocol::Job& job);
/// The sentence under the monitor's title.
[[nodiscard]] QString stateSentence(const protocol::Job& job);
/// A metric's value as its kind is written: ".871", "1.42".
[[nodiscard]] QString metricText(const std::string& metric, double value);

}  // namespace telesoft::ui
