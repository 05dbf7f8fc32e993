// Alerts: raised once for what stands, open until a person has acknowledged them.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "telesoft/api/events/event_feed.h"
#include "telesoft/deploy/release/watch.h"
#include "telesoft/protocol/release.h"
#include "telesoft/store/workspace.h"

namespace telesoft::api {

/// Thread: any.
class AlertBook {
 public:
  AlertBook(const store::Workspace& workspace, EventFeed& feed)
      : workspace_(workspace), feed_(feed) {}

  /// What stands of a deployment at this look. A finding becomes an alert where none of its kind
  /// and severity is open, and where it did not stand at the look before.
  [[nodiscard]] base::Status look(const protocol::Deployment& deployment,
                                  const std::vector<deploy::Finding>& findings,
                                  const std::string& actor);
  [[nodiscard]] base::Result<std::vector<protocol::Alert>> list() const;
  /// Errors: NotFound; Conflict for one that is acknowledged already.
  [[nodiscard]] base::Result<protocol::Alert> acknowledge(const std::string& id,
                                                          const std::string& actor);

 private:
  [[nodiscard]] base::Status raise(const protocol::Deployment& deployment,
                                   const deploy::Finding& finding,
                                   const std::string& actor);
  const store::Workspace& workspace_;
  EventFeed& feed_;
  std::mutex mutex_;
  std::map<std::string, std::set<std::string>> standing_;  // deployment -> "kind severity"
};

}  // namespace telesoft::api
