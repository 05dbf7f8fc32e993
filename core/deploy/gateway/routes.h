// Who is served by which model: an immutable picture that the release side draws anew at each
// change and the gateway reads without a lock on the database.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "telesoft/base/os/files.h"
#include "telesoft/base/result.h"
#include "telesoft/protocol/job.h"
#include "telesoft/protocol/worker.h"

namespace telesoft::deploy {

/// A model as the gateway serves it.
struct ServedModel {
  std::string key;  // names its worker: the model's id, or "<base model>/<candidate>" for a base
  std::string modelId;  // "": the base model itself
  std::string name;
  std::string baseModel;
  base::Path folder;        // whose bytes are served
  std::string bytesSha256;  // what the approval covers; checked whenever a worker is started
  protocol::ServeSpec spec;
  std::vector<protocol::InputField> inputs;
  std::vector<protocol::ClassSpec> classes;
  bool knowledgeBase = false;  // answers carry citations of this model's index
};

/// The version split of one service in one environment.
struct Route {
  std::string service;  // the base model's id
  std::string environment;
  std::string deploymentId;                      // "" where only the stable model is served
  std::shared_ptr<const ServedModel> stable;     // shared with the pictures before and after
  std::shared_ptr<const ServedModel> candidate;  // null: none
  double percentage = 0;                         // of the subjects who get the candidate
  std::string salt;                              // of the assignment; stays while a rollout lasts
  double latencyLimitMs = 500;
};

struct Routes {
  std::vector<Route> list;
};

enum class Arm { Stable, Candidate, Direct };
[[nodiscard]] std::string_view nameOf(Arm arm);

struct Choice {
  std::shared_ptr<const ServedModel> model;  // shared with the picture it came from
  Arm arm = Arm::Stable;
  std::string deploymentId, environment;
};

/// `key`: 32 bytes of the workspace. With a model's id: that version, wherever it is deployed. With
/// a base model's id or "": its service (the only one, where there is one), by the subject's arm.
/// Errors: NotFound names what is served; Conflict where several services could be meant.
[[nodiscard]] base::Result<Choice> choose(const Routes& routes,
                                          const protocol::AnalyzeRequest& request,
                                          const std::string& subject,
                                          const std::string& key);

/// The subject's place, [0, 10000): keyed hash of salt and subject. Below percentage * 100 it gets
/// the candidate, so that raising the percentage moves nobody back.
[[nodiscard]] int bucketOf(const std::string& key,
                           const std::string& salt,
                           const std::string& subject);

}  // namespace telesoft::deploy
