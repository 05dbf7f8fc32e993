// One endpoint as data: what the dispatcher routes by, what the guard asks for, and what
// openapi.json says. Adding one: a line in endpoint_table.cpp and a function that answers.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "telesoft/access/guard.h"
#include "telesoft/api/endpoints/schema_writer.h"
#include "telesoft/api/http/message.h"

namespace telesoft::api {

struct Services;

/// A request on its way to the function that answers it.
struct Call {
  const HttpRequest& request;
  std::map<std::string, std::string> path;  // {id} -> "ds_..."
  access::Principal who;

  [[nodiscard]] const std::string& id() const { return path.at("id"); }
  /// A whole number of the query within its range, or `otherwise`.
  [[nodiscard]] base::Result<std::int64_t> number(const std::string& name,
                                                  std::int64_t otherwise,
                                                  std::int64_t least,
                                                  std::int64_t most) const;
};

struct Parameter {
  std::string name;
  std::string in;  // "path" | "query" | "header"
  std::string description;
  std::string type = "string";
};

/// Last-Event-ID, as header or in the query as lastEventId or after; nothing where it is absent.
[[nodiscard]] base::Result<std::optional<std::int64_t>> lastEventId(const HttpRequest& request);

/// Names a protocol type and can tell its schema; empty where there is none.
struct TypeReference {
  std::string name;
  base::json (*schema)(SchemaSet&) = nullptr;
};
template <class T>
[[nodiscard]] TypeReference typeReference() {
  return {typeName<T>(), &schemaOf<T>};
}

using Handler = std::function<base::Result<HttpResponse>(Services&, const Call&)>;
/// Answers once, at once or later, from any thread. `call.request` is `*request`, so a copy of the
/// call is good for as long as the request is kept.
using Answered = std::function<void(base::Result<HttpResponse>)>;
using LaterHandler = std::function<void(
    Services&, std::shared_ptr<const HttpRequest> request, const Call& call, Answered answered)>;

struct Endpoint {
  std::string method;
  std::string path;                                   // "/v1/datasets/{id}"
  std::optional<access::Permission> permission = {};  // none: nobody comes in, but for the next two
  bool open = false;                                  // needs no token
  bool anyone = false;                                // any token will do: it is about who asks
  bool quick = false;    // handled on the network thread: no disk, no waiting
  bool mutates = false;  // changes the workspace, and so writes an audit row
  std::string summary;
  std::vector<Parameter> parameters = {};
  TypeReference request = {};
  TypeReference response = {};
  std::string contentType = "application/json";
  int status = 200;
  Handler handler = {};     // one of these two
  LaterHandler later = {};  // holds no thread until its answer is there
};

/// "data.import"; "any" for whoever has come in; "none" where no token is needed.
[[nodiscard]] std::string permissionText(const Endpoint& endpoint);

/// The body as JSON. Unsupported for a body that says that it is something else.
[[nodiscard]] base::Result<base::json> bodyOf(const HttpRequest& request);
[[nodiscard]] HttpResponse jsonResponse(const base::json& body, int status = 200);

template <class Answer>
using Asked = base::Result<Answer> (*)(Services&, const Call&);
template <class Question, class Answer>
using Told = base::Result<Answer> (*)(Services&, const Call&, const Question&);

/// Completes an endpoint whose request has no body.
template <class Answer>
[[nodiscard]] Endpoint answering(Endpoint endpoint, Asked<Answer> function) {
  endpoint.response = typeReference<Answer>();
  endpoint.handler = [function, status = endpoint.status](
                         Services& services, const Call& call) -> base::Result<HttpResponse> {
    TELESOFT_TRY(answer, function(services, call));
    return jsonResponse(base::toJson(answer), status);
  };
  return endpoint;
}

/// Completes an endpoint whose body is a Question, read strictly: an unknown key is an error that
/// names it.
template <class Question, class Answer>
[[nodiscard]] Endpoint answering(Endpoint endpoint, Told<Question, Answer> function) {
  endpoint.request = typeReference<Question>();
  endpoint.response = typeReference<Answer>();
  endpoint.handler = [function, status = endpoint.status](
                         Services& services, const Call& call) -> base::Result<HttpResponse> {
    TELESOFT_TRY(body, bodyOf(call.request));
    TELESOFT_TRY(question, base::fromJson<Question>(body, base::Keys::Strict));
    TELESOFT_TRY(answer, function(services, call, question));
    return jsonResponse(base::toJson(answer), status);
  };
  return endpoint;
}

}  // namespace telesoft::api
