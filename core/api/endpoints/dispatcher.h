// From a request to the endpoint that answers it: Host, token, route, permission, handler, and the
// one place where an Error becomes a status and a body.
#pragma once

#include <atomic>

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
             int port);
  [[nodiscard]] bool isQuick(const HttpRequest& request) const override;
  [[nodiscard]] HttpResponse handle(const HttpRequest& request) override;

  /// When the last request ended, on the clock's steady time; now while one is under way.
  [[nodiscard]] std::chrono::milliseconds lastActivity() const;
  [[nodiscard]] const std::vector<Endpoint>& table() const { return table_; }

 private:
  struct Match {
    const Endpoint* endpoint = nullptr;
    std::map<std::string, std::string> path;
    std::vector<std::string> allowed;  // methods of this path, where none of its endpoints fits
  };
  [[nodiscard]] Match match(const HttpRequest& request) const;
  [[nodiscard]] HttpResponse answer(const HttpRequest& request);
  [[nodiscard]] base::Result<HttpResponse> call(const Match& found, const HttpRequest& request);

  std::vector<Endpoint> table_;
  std::vector<std::vector<std::string>> templates_;  // the paths of table_, split
  Services& services_;
  const access::Guard& guard_;
  const base::Clock& clock_;
  const int port_;
  std::atomic<int> underWay_ = 0;
  std::atomic<std::int64_t> lastEnd_;
};

}  // namespace telesoft::api
