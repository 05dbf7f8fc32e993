// From a request to the endpoint that answers it: Host, token, route, permission, handler, and the
// one place where an Error becomes a status and a body.
#pragma once

#include <atomic>
#include <unordered_map>

#include "telesoft/api/endpoints/endpoint.h"
#include "telesoft/api/http/http_server.h"
#include "telesoft/base/clock.h"

namespace telesoft::api {

/// Thread: any.
class Dispatcher final : public HttpHandler {
 public:
  Dispatcher(std::vector<Endpoint> table,
             Services& services,
             const access::Guard& guard,
             const base::Clock& clock,
             const HostRule& host);
  [[nodiscard]] bool isQuick(const HttpRequest& request) const override;
  void handle(const std::shared_ptr<const HttpRequest>& request, Reply reply) override;

  /// When the last request ended, on the clock's steady time; now while one is under way.
  [[nodiscard]] std::chrono::milliseconds lastActivity() const;
  [[nodiscard]] const std::vector<Endpoint>& table() const { return table_; }

 private:
  struct Match {
    const Endpoint* endpoint = nullptr;
    std::map<std::string, std::string> path;
    std::vector<std::string> allowed;  // methods of this path, where none of its endpoints fits
  };
  /// What is under way, later answers included.
  struct Activity {
    std::atomic<int> underWay = 0;
    std::atomic<std::int64_t> lastEnd = 0;
  };
  class UnderWay;

  [[nodiscard]] Match match(const HttpRequest& request) const;
  /// True where it is this endpoint's path; whether the method fits is kept in `into`.
  [[nodiscard]] bool take(size_t endpoint, const std::string& method, Match& into) const;
  [[nodiscard]] base::Result<access::Principal> letIn(const Endpoint& endpoint,
                                                      const HttpRequest& request) const;
  [[nodiscard]] HttpResponse answerWithoutEndpoint(const Match& found,
                                                   const HttpRequest& request) const;

  std::vector<Endpoint> table_;
  std::unordered_map<std::string, std::vector<size_t>> plain_;  // path -> endpoints without {id}
  std::vector<std::pair<size_t, std::vector<std::string>>> patterns_;  // the others, split
  Services& services_;
  const access::Guard& guard_;
  const base::Clock& clock_;
  const HostRule host_;
  // Shared: with answers that come later, maybe when this has gone.
  std::shared_ptr<Activity> activity_ = std::make_shared<Activity>();
};

}  // namespace telesoft::api
