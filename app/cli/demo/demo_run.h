// The steps that both demonstrations take, as calls of the public API.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "telesoft/protocol/split.h"

#include "session.h"

namespace telesoft::cli {

struct DemoFiles {
  std::filesystem::path folder;  // resources/demo/text or .../risk
  std::string csv, recipe;
};

/// Walks the journey and says each step in a line, with the seconds since the start.
class DemoRun {
 public:
  DemoRun(Session& session, client::Client api);
  [[nodiscard]] const client::Client& api() const { return api_; }
  [[nodiscard]] Session& session() { return session_; }
  [[nodiscard]] double seconds() const;
  void say(const std::string& text);

  [[nodiscard]] base::Result<protocol::Dataset> import(const DemoFiles& files,
                                                       const std::string& name);
  struct Deidentified {
    protocol::Dataset dataset;
    protocol::DeidReport report;
  };
  [[nodiscard]] base::Result<Deidentified> deidentify(const std::string& dataset,
                                                      const protocol::DeidRequest& request);
  [[nodiscard]] base::Result<protocol::Split> split(const protocol::SplitRequest& request);
  [[nodiscard]] base::Result<protocol::Job> train(const protocol::JobRequest& request);
  [[nodiscard]] base::Result<protocol::Evaluation> evaluate(const std::string& model,
                                                            const std::string& testData);

 private:
  Session& session_;
  client::Client api_;
  std::chrono::steady_clock::time_point began_;
};

[[nodiscard]] std::string partId(const protocol::Split& split, const std::string& part);
[[nodiscard]] const protocol::Comparison* comparisonOf(const protocol::Evaluation& evaluation,
                                                       const std::string& against,
                                                       const std::string& metric);
[[nodiscard]] const protocol::ArmMetrics* armOf(const protocol::Evaluation& evaluation,
                                                const std::string& arm);

/// What each part gives for the summary and for --json.
struct DemoPart {
  base::json json = base::json::object();
  std::vector<std::string> summary;
};
[[nodiscard]] base::Result<DemoPart> runTextDemo(DemoRun& run,
                                                 const std::filesystem::path& resources);
[[nodiscard]] base::Result<DemoPart> runRiskDemo(DemoRun& run,
                                                 const std::filesystem::path& resources);

}  // namespace telesoft::cli
