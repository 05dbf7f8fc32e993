// The verdict of a comparison as a tone, and other words that several views share.
#pragma once

#include <QString>

#include "telesoft/protocol/evaluation.h"
#include "telesoft/ui/theme/palette.h"
#include "telesoft/ui/widgets/charts/forest_plot.h"

namespace telesoft::ui {

[[nodiscard]] Tone toneOf(protocol::Verdict verdict);
/// "queued" and "running" are still under way.
[[nodiscard]] bool isUnderWay(const protocol::Evaluation& evaluation);
/// The arm of this name, or null.
[[nodiscard]] const protocol::ArmMetrics* armOf(const protocol::Evaluation& evaluation,
                                                const std::string& arm);
[[nodiscard]] QString armTitle(const protocol::ArmMetrics& arm);
/// Differences tuned - other, a heading for each of the others.
[[nodiscard]] std::vector<ForestRow> forestRows(const protocol::Evaluation& evaluation);
/// "p < .001", "p = .034"; "" where not known.
[[nodiscard]] QString pText(double p);

}  // namespace telesoft::ui
