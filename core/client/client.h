// The API as typed calls, waiting for each answer: what the command line speaks.
#pragma once

#include <string>
#include <utility>

#include "telesoft/client/http_client.h"

namespace telesoft::client {

/// Thread: any; each call is a request of its own.
class Client {
 public:
  explicit Client(ServerAddress server) : server_(std::move(server)) {}

  template <class Answer>
  [[nodiscard]] base::Result<Answer> get(const std::string& target) const {
    return typed<Answer>("GET", target, "");
  }
  template <class Answer, class Question>
  [[nodiscard]] base::Result<Answer> post(const std::string& target,
                                          const Question& question) const {
    return typed<Answer>("POST", target, base::toJson(question).dump());
  }
  template <class Answer>
  [[nodiscard]] base::Result<Answer> post(const std::string& target) const {
    return typed<Answer>("POST", target, "{}");
  }
  /// The body as it is, such as an HTML report.
  [[nodiscard]] base::Result<std::string> text(const std::string& target) const {
    TELESOFT_TRY(reply, request(server_, "GET", target));
    if (reply.status >= 400) {
      TELESOFT_TRY(unused, jsonOf(reply));
      static_cast<void>(unused);
    }
    return reply.body;
  }
  [[nodiscard]] const ServerAddress& server() const { return server_; }

 private:
  template <class Answer>
  [[nodiscard]] base::Result<Answer> typed(const std::string& method,
                                           const std::string& target,
                                           const std::string& body) const {
    TELESOFT_TRY(reply, request(server_, method, target, body, std::chrono::minutes(10)));
    TELESOFT_TRY(parsed, jsonOf(reply));
    return base::fromJson<Answer>(parsed);
  }
  ServerAddress server_;
};

}  // namespace telesoft::client
