// The journey from a file to a proven model: how far this workspace is, and what waits for whom.
#pragma once

#include <functional>
#include <vector>

#include <QString>

#include "telesoft/protocol/dataset.h"
#include "telesoft/protocol/evaluation.h"
#include "telesoft/protocol/job.h"
#include "telesoft/protocol/release.h"
#include "telesoft/protocol/review.h"
#include "telesoft/protocol/split.h"
#include "telesoft/ui/theme/palette.h"
#include "telesoft/ui/widgets/step_list.h"

namespace telesoft::ui {

/// What the workspace holds; each list has the newest first.
struct JourneyInput {
  const std::vector<protocol::Dataset>& datasets;
  const std::vector<protocol::Split>& splits;
  const std::vector<protocol::Job>& jobs;
  const std::vector<protocol::Model>& models;
  const std::vector<protocol::Evaluation>& evaluations;
  const std::vector<protocol::Review>& reviews;
  const std::vector<protocol::Deployment>& deployments;
  const std::vector<protocol::Alert>& alerts;
  std::function<bool(const char* permission)> may;  // what waits for whom depends on it
};

struct Place {
  QString panel, subject;
};

struct JourneyStep {
  Step step;
  Place place;  // where it is done
};

/// One thing that waits for the person who sits here.
struct WaitingItem {
  Tone tone = Tone::Neutral;
  QString icon;
  QString title;   // "Discharge notes has not been searched for identifiers"
  QString detail;  // why it matters, or how far it is
  QString action;  // "De-identify"
  Place place;
  QString rail;  // the page it counts for: "data"
};

/// Done, open, or blocked with the reason. The first that is open is the current one.
[[nodiscard]] std::vector<JourneyStep> journeyOf(const JourneyInput& input);
/// What failed first, then what runs, then the next step of each thing.
[[nodiscard]] std::vector<WaitingItem> waitingOf(const JourneyInput& input);

}  // namespace telesoft::ui
