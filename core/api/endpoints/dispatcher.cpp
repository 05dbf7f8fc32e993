#include "telesoft/api/endpoints/dispatcher.h"

#include <cctype>

#include "telesoft/api/http/host_check.h"
#include "telesoft/base/text.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;

namespace {

constexpr size_t kMaxId = 64;
const std::string kGet = "GET";

bool isParameter(const std::string& part) {
  return part.size() > 2 && part.front() == '{';
}

bool isId(const std::string& text) {
  return !text.empty() && text.size() <= kMaxId &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
         });
}

/// The values of the template's parameters, or nothing where the path is another one.
std::optional<std::map<std::string, std::string>> parametersIn(
    const std::vector<std::string>& path, const std::vector<std::string>& pattern) {
  if (path.size() != pattern.size()) {
    return std::nullopt;
  }
  std::map<std::string, std::string> out;
  for (size_t i = 0; i < path.size(); ++i) {
    if (!isParameter(pattern[i])) {
      if (path[i] != pattern[i]) {
        return std::nullopt;
      }
    } else if (isId(path[i])) {
      out[pattern[i].substr(1, pattern[i].size() - 2)] = path[i];
    } else {
      return std::nullopt;
    }
  }
  return out;
}

/// "Bearer abc" -> "abc".
std::string bearerToken(const HttpRequest& request) {
  const std::string& header = request.header("authorization");
  const std::string scheme = "bearer ";
  return base::lowerAscii(header.substr(0, scheme.size())) == scheme
             ? std::string(base::trim(header.substr(scheme.size())))
             : "";
}

}  // namespace

/// Counts a request as under way until its end, which is told once, from any thread, or comes with
/// its own. The clock outlives every answer: what answers later stops before it.
class Dispatcher::UnderWay {
 public:
  UnderWay(std::shared_ptr<Activity> activity, const base::Clock& clock)
      : activity_(std::move(activity)), clock_(clock) {
    ++activity_->underWay;
  }
  ~UnderWay() { end(); }
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;

  void end() {
    if (!ended_.exchange(true)) {
      activity_->lastEnd = clock_.steady().count();
      --activity_->underWay;
    }
  }

 private:
  std::shared_ptr<Activity> activity_;
  const base::Clock& clock_;
  std::atomic<bool> ended_ = false;
};

Dispatcher::Dispatcher(std::vector<Endpoint> table,
                       Services& services,
                       const access::Guard& guard,
                       const base::Clock& clock,
                       const HostRule& host)
    : table_(std::move(table)), services_(services), guard_(guard), clock_(clock), host_(host) {
  activity_->lastEnd = clock.steady().count();
  for (size_t i = 0; i < table_.size(); ++i) {
    if (table_[i].path.find('{') == std::string::npos) {
      plain_[table_[i].path].push_back(i);
    } else {
      patterns_.emplace_back(i, base::split(table_[i].path, '/'));
    }
  }
}

bool Dispatcher::take(size_t endpoint, const std::string& method, Match& into) const {
  if (table_[endpoint].method == method) {
    into.endpoint = &table_[endpoint];
    return true;
  }
  into.allowed.push_back(table_[endpoint].method);
  if (table_[endpoint].method == "GET") {
    into.allowed.emplace_back("HEAD");
  }
  return false;
}

Dispatcher::Match Dispatcher::match(const HttpRequest& request) const {
  const std::string& method = request.method == "HEAD" ? kGet : request.method;
  Match out;
  if (const auto found = plain_.find(request.path); found != plain_.end()) {
    for (const size_t endpoint : found->second) {
      if (take(endpoint, method, out)) {
        return out;
      }
    }
  }
  const std::vector<std::string> path = base::split(request.path, '/');
  for (const auto& [endpoint, pattern] : patterns_) {
    auto parameters = parametersIn(path, pattern);
    if (parameters && take(endpoint, method, out)) {
      out.path = *std::move(parameters);
      return out;
    }
  }
  return out;
}

bool Dispatcher::isQuick(const HttpRequest& request) const {
  const Match found = match(request);
  return found.endpoint != nullptr && found.endpoint->quick;
}

base::Result<access::Principal> Dispatcher::letIn(const Endpoint& endpoint,
                                                  const HttpRequest& request) const {
  if (endpoint.open) {
    return access::Principal{};
  }
  TELESOFT_TRY(known, guard_.authenticate(bearerToken(request)));
  if (endpoint.permission) {
    TELESOFT_CHECK(guard_.require(known, *endpoint.permission));
  } else if (!endpoint.anyone) {
    return fail(ErrorCode::PermissionDenied, "nobody may do this");
  }
  return known;
}

HttpResponse Dispatcher::answerWithoutEndpoint(const Match& found,
                                               const HttpRequest& request) const {
  if (request.method == "OPTIONS") {
    HttpResponse out;
    out.status = 204;
    out.headers.emplace_back("Allow", found.allowed.empty()
                                          ? "GET, HEAD, POST, OPTIONS"
                                          : base::join(found.allowed, ", ") + ", OPTIONS");
    return out;
  }
  // Who may not come in is not told either which paths there are.
  if (auto known = guard_.authenticate(bearerToken(request)); !known) {
    return errorResponse(known.error(), request.id);
  }
  if (found.allowed.empty()) {
    return errorResponse(fail(ErrorCode::NotFound, "there is nothing at this address",
                              "GET /v1/openapi.json lists what there is"),
                         request.id);
  }
  const std::string allowed = base::join(found.allowed, ", ");
  HttpResponse out = errorResponse(
      405, fail(ErrorCode::Unsupported, "this address does not take this method", "use " + allowed),
      request.id);
  out.headers.emplace_back("Allow", allowed + ", OPTIONS");
  return out;
}

void Dispatcher::handle(const std::shared_ptr<const HttpRequest>& request, Reply reply) {
  const auto counted = std::make_shared<UnderWay>(activity_, clock_);
  const auto answer = [counted, reply = std::move(reply),
                       id = request->id](base::Result<HttpResponse> answered) {
    counted->end();
    reply(answered ? *std::move(answered) : errorResponse(answered.error(), id));
  };
  if (auto allowed = checkHost(*request, host_); !allowed) {
    answer(allowed.error());
    return;
  }
  const Match found = match(*request);
  if (found.endpoint == nullptr) {
    answer(answerWithoutEndpoint(found, *request));
    return;
  }
  auto who = letIn(*found.endpoint, *request);
  if (!who) {
    answer(who.error());
    return;
  }
  const Call call{*request, found.path, *std::move(who)};
  if (found.endpoint->later) {
    found.endpoint->later(services_, request, call, answer);
  } else {
    answer(found.endpoint->handler(services_, call));
  }
}

std::chrono::milliseconds Dispatcher::lastActivity() const {
  return activity_->underWay > 0 ? clock_.steady() : std::chrono::milliseconds(activity_->lastEnd);
}

}  // namespace telesoft::api
