#include "telesoft/client/http_client.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include "telesoft/base/text.h"
#include "telesoft/protocol/server.h"

namespace telesoft::client {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using base::ErrorCode;
using base::fail;

/// One request in its steps: connect, write, read; each step starts the next.
class Exchange {
 public:
  Exchange(const ServerAddress& server,
           const std::string& method,
           const std::string& target,
           const std::string& body)
      : server_(server), stream_(context_) {
    request_.method_string(method);
    request_.target(target);
    request_.version(11);
    request_.set(http::field::host, server.host + ":" + server.port);
    request_.set(http::field::user_agent, "telesoft");
    request_.set(http::field::connection, "close");
    if (!server.token.empty()) {
      request_.set(http::field::authorization, "Bearer " + server.token);
    }
    if (!body.empty()) {
      request_.set(http::field::content_type, "application/json");
      request_.body() = body;
    }
    request_.prepare_payload();
    parser_.body_limit(1ULL << 30U);
  }

  base::Result<Reply> run(std::chrono::milliseconds limit) {
    boost::system::error_code bad;
    const auto address = asio::ip::make_address(server_.host, bad);
    const auto port = base::toInt(server_.port);
    if (bad || !port || *port <= 0 || *port > 65535) {
      return fail(ErrorCode::InvalidInput, "the server's address is not IP:PORT");
    }
    stream_.expires_after(limit);
    stream_.async_connect(asio::ip::tcp::endpoint(address, static_cast<unsigned short>(*port)),
                          [this](boost::system::error_code error) { onConnect(error); });
    context_.run();
    if (error_ == beast::error::timeout) {
      return fail(ErrorCode::Timeout, "the workspace server did not answer in time");
    }
    if (error_) {
      return fail(ErrorCode::Unavailable,
                  "the workspace server cannot be reached (" + error_.message() + ")",
                  "start it with: telesoft serve");
    }
    const auto& answer = parser_.get();
    const auto type = answer[http::field::content_type];
    return Reply{static_cast<int>(answer.result_int()), std::string(type.data(), type.size()),
                 answer.body()};
  }

 private:
  void onConnect(boost::system::error_code error) {
    if (error) {
      error_ = error;
      return;
    }
    http::async_write(stream_, request_,
                      [this](boost::system::error_code failed, std::size_t) { onWritten(failed); });
  }
  void onWritten(boost::system::error_code error) {
    if (error) {
      error_ = error;
      return;
    }
    http::async_read(stream_, buffer_, parser_,
                     [this](boost::system::error_code failed, std::size_t) { error_ = failed; });
  }

  ServerAddress server_;
  asio::io_context context_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response_parser<http::string_body> parser_;
  boost::system::error_code error_;
};

}  // namespace

base::Result<ServerAddress> parseAddress(const std::string& url, const std::string& token) {
  const std::string scheme = "http://";
  const size_t colon = url.rfind(':');
  if (url.rfind(scheme, 0) != 0 || colon == std::string::npos || colon < scheme.size()) {
    return fail(ErrorCode::InvalidInput, "the server's URL is not http://ADDRESS:PORT");
  }
  return ServerAddress{url.substr(scheme.size(), colon - scheme.size()), url.substr(colon + 1),
                       token};
}

base::Result<Reply> request(const ServerAddress& server,
                            const std::string& method,
                            const std::string& target,
                            const std::string& body,
                            std::chrono::milliseconds limit) {
  try {
    return Exchange(server, method, target, body).run(limit);
  } catch (const boost::system::system_error& error) {
    return fail(ErrorCode::Unavailable,
                "the connection to the workspace server failed (" + error.code().message() + ")");
  }
}

base::Result<base::json> jsonOf(const Reply& reply) {
  TELESOFT_TRY(parsed,
               base::parseJson(reply.body.empty() ? "{}" : reply.body).in("the server's answer"));
  if (reply.status < 400) {
    return parsed;
  }
  TELESOFT_TRY(told, base::fromJson<protocol::ErrorReply>(parsed));
  return fail(base::errorCodeOf(told.error.code), told.error.message, told.error.hint);
}

}  // namespace telesoft::client
