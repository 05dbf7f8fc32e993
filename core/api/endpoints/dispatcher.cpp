#include "telesoft/api/endpoints/dispatcher.h"

#include <cctype>

#include "telesoft/api/http/host_check.h"
#include "telesoft/base/text.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;

namespace {

constexpr size_t kMaxId = 64;

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

/// Counts a request as under way while it lives.
class UnderWay {
 public:
  UnderWay(std::atomic<int>& count, std::atomic<std::int64_t>& lastEnd, const base::Clock& clock)
      : count_(count), lastEnd_(lastEnd), clock_(clock) {
    ++count_;
  }
  ~UnderWay() {
    lastEnd_ = clock_.steady().count();
    --count_;
  }
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;

 private:
  std::atomic<int>& count_;
  std::atomic<std::int64_t>& lastEnd_;
  const base::Clock& clock_;
};

/// "Bearer abc" -> "abc".
std::string bearerToken(const HttpRequest& request) {
  const std::string& header = request.header("authorization");
  const std::string scheme = "bearer ";
  return base::lowerAscii(header.substr(0, scheme.size())) == scheme
             ? std::string(base::trim(header.substr(scheme.size())))
             : "";
}

}  // namespace

Dispatcher::Dispatcher(std::vector<Endpoint> table,
                       Services& services,
                       const access::Guard& guard,
                       const base::Clock& clock,
                       int port)
    : table_(std::move(table)),
      services_(services),
      guard_(guard),
      clock_(clock),
      port_(port),
      lastEnd_(clock.steady().count()) {
  for (const Endpoint& endpoint : table_) {
    templates_.push_back(base::split(endpoint.path, '/'));
  }
}

Dispatcher::Match Dispatcher::match(const HttpRequest& request) const {
  const std::vector<std::string> path = base::split(request.path, '/');
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  Match out;
  for (size_t i = 0; i < table_.size(); ++i) {
    auto parameters = parametersIn(path, templates_[i]);
    if (!parameters) {
      continue;
    }
    if (table_[i].method == method) {
      out.endpoint = &table_[i];
      out.path = *std::move(parameters);
      return out;
    }
    out.allowed.push_back(table_[i].method);
    if (table_[i].method == "GET") {
      out.allowed.emplace_back("HEAD");
    }
  }
  return out;
}

bool Dispatcher::isQuick(const HttpRequest& request) const {
  const Match found = match(request);
  return found.endpoint != nullptr && found.endpoint->quick;
}

base::Result<HttpResponse> Dispatcher::call(const Match& found, const HttpRequest& request) {
  access::Principal who;
  if (!found.endpoint->open) {
    TELESOFT_TRY(known, guard_.authenticate(bearerToken(request)));
    TELESOFT_CHECK(guard_.require(known, found.endpoint->permission));
    who = known;
  }
  return found.endpoint->handler(services_, {request, found.path, who});
}

HttpResponse Dispatcher::answer(const HttpRequest& request) {
  if (auto allowed = checkHost(request, port_); !allowed) {
    return errorResponse(allowed.error(), request.id);
  }
  const Match found = match(request);
  if (request.method == "OPTIONS") {
    HttpResponse out;
    out.status = 204;
    out.headers.emplace_back("Allow", found.allowed.empty()
                                          ? "GET, HEAD, POST, OPTIONS"
                                          : base::join(found.allowed, ", ") + ", OPTIONS");
    return out;
  }
  if (found.endpoint != nullptr) {
    auto answered = call(found, request);
    return answered ? *std::move(answered) : errorResponse(answered.error(), request.id);
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

HttpResponse Dispatcher::handle(const HttpRequest& request) {
  const UnderWay counted(underWay_, lastEnd_, clock_);
  HttpResponse out = answer(request);
  if (out.status == 401) {
    out.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  return out;
}

std::chrono::milliseconds Dispatcher::lastActivity() const {
  return underWay_ > 0 ? clock_.steady() : std::chrono::milliseconds(lastEnd_);
}

}  // namespace telesoft::api
