// The second half of the story: experts correct, the model learns from it, a knowledge base beside
// it, a release in stages, and what happens when it has to go back.
#pragma once

#include <filesystem>
#include <string>

#include "demo/demo_run.h"

namespace telesoft::cli {

/// A scripted reader who knows the held-back labels corrects what a small model is unsure of,
/// twice. `dataset`: the de-identified definitions.
[[nodiscard]] base::Result<DemoPart> runFeedbackDemo(DemoRun& run, const std::string& dataset);

/// Guidelines, a formulary and interactions; search with citations; a knowledge-base model.
[[nodiscard]] base::Result<DemoPart> runKnowledgeDemo(DemoRun& run,
                                                      const std::filesystem::path& resources);

/// Gates, staging, signature, a rollout to some of the patients with feedback, rollback.
struct ReleaseStory {
  std::string model;
  std::string testData;  // whose notes are sent as patients' data
};
[[nodiscard]] base::Result<DemoPart> runReleaseDemo(DemoRun& run, const ReleaseStory& story);

/// The risk model is not better than its base: its gates hold it back.
[[nodiscard]] base::Result<DemoPart> runRefusalDemo(DemoRun& run, const ReleaseStory& story);

/// The audit trail verified, the workspace backed up and restored elsewhere.
[[nodiscard]] base::Result<DemoPart> runSafekeepingDemo(DemoRun& run);

/// note -> label of a dataset's rows.
[[nodiscard]] base::Result<std::map<std::string, std::string>> labelsOfNotes(
    DemoRun& run, const std::string& dataset);

}  // namespace telesoft::cli
