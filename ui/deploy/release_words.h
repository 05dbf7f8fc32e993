// Stages, states and gates in words and tones.
#pragma once

#include <QString>
#include <QStringList>

#include "telesoft/protocol/job.h"
#include "telesoft/protocol/release.h"
#include "telesoft/ui/theme/palette.h"

namespace telesoft::ui {

/// The columns of the board, in the order in which a model moves.
enum class Stage { Registered, Staging, Waiting, One, Ten, Fifty, Everybody };
inline constexpr int kStages = 7;
[[nodiscard]] QString titleOf(Stage stage);

[[nodiscard]] bool isLive(const protocol::Deployment& deployment);
/// Waiting, active or held.
[[nodiscard]] bool isCurrent(const protocol::Deployment& deployment);
/// Where a model with these deployments stands.
[[nodiscard]] Stage stageOf(const std::vector<const protocol::Deployment*>& ofModel);
[[nodiscard]] QString statusText(const protocol::Deployment& deployment);
[[nodiscard]] Tone statusTone(const protocol::Deployment& deployment);

[[nodiscard]] QString gateStateText(const protocol::Gate& gate);
[[nodiscard]] Tone gateTone(const protocol::Gate& gate);
[[nodiscard]] QString gateIcon(const protocol::Gate& gate);
[[nodiscard]] QString severityText(const protocol::Alert& alert);
[[nodiscard]] Tone severityTone(const protocol::Alert& alert);

[[nodiscard]] QString nameOf(const protocol::Model& model);
/// "20 %".
[[nodiscard]] QString shareOf(double percentage);

}  // namespace telesoft::ui
