#include "telesoft/client/http_client.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "telesoft/base/text.h"
#include "telesoft/protocol/server.h"

namespace telesoft::client {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using base::ErrorCode;
using base::fail;

using boost::system::error_code;
using tcp = asio::ip::tcp;
using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

/// "[::1]" -> "::1".
std::string bareHost(const std::string& host) {
  return host.size() > 2 && host.front() == '[' ? host.substr(1, host.size() - 2) : host;
}

/// One request in its steps: resolve, connect, with TLS shake hands, write, read; each step starts
/// the next.
template <class Stream>
class Exchange {
 public:
  template <class... Context>
  Exchange(const ServerAddress& server,
           const std::string& method,
           const std::string& target,
           const std::string& body,
           Context&... context)
      : server_(server), resolver_(context_), stream_(context_, context...) {
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
    const auto port = base::toInt(server_.port);
    if (server_.host.empty() || !port || *port <= 0 || *port > 65535) {
      return fail(ErrorCode::InvalidInput, "the server's address is not HOST:PORT");
    }
    limit_ = limit;
    const std::string host = bareHost(server_.host);
    error_code isName;
    const auto address = asio::ip::make_address(host, isName);
    if (isName) {
      resolver_.async_resolve(host, server_.port,
                              [this](error_code error, const tcp::resolver::results_type& found) {
                                error ? end(error) : connect(found);
                              });
    } else {
      const tcp::endpoint there(address, static_cast<unsigned short>(*port));
      connect(tcp::resolver::results_type::create(there, host, server_.port));
    }
    context_.run();
    if (error_) {
      return failure();
    }
    const auto& answer = parser_.get();
    const auto type = answer[http::field::content_type];
    return Reply{static_cast<int>(answer.result_int()), std::string(type.data(), type.size()),
                 answer.body()};
  }

 private:
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;

  auto& lowest() { return beast::get_lowest_layer(stream_); }
  void end(error_code error) { error_ = error; }

  [[nodiscard]] base::Error failure() {
    if (error_ == beast::error::timeout) {
      return fail(ErrorCode::Timeout, "the workspace server did not answer in time");
    }
    if constexpr (kTls) {
      const long verified = ::SSL_get_verify_result(stream_.native_handle());
      if (verified != X509_V_OK) {
        return fail(ErrorCode::Unavailable,
                    "the certificate of the server is not accepted (" +
                        std::string(::X509_verify_cert_error_string(verified)) + ")",
                    "use the name or address that stands in the certificate, and give the file of "
                    "the authority that signed it where this machine does not trust it");
      }
      if (error_.category() == asio::error::get_ssl_category() ||
          error_ == asio::ssl::error::stream_truncated) {
        return fail(ErrorCode::Unavailable,
                    "no secure connection to the server came about (" + error_.message() + ")",
                    "use http:// for a server without TLS");
      }
    }
    return fail(ErrorCode::Unavailable,
                "the workspace server cannot be reached (" + error_.message() + ")",
                "start it with: telesoft serve");
  }

  void connect(const tcp::resolver::results_type& found) {
    lowest().expires_after(limit_);
    lowest().async_connect(found, [this](error_code error, const tcp::endpoint&) {
      error ? end(error) : onConnect();
    });
  }

  void onConnect() {
    if constexpr (kTls) {
      // The certificate must be that of this very name or address.
      const std::string host = bareHost(server_.host);
      SSL* const handle = stream_.native_handle();
      X509_VERIFY_PARAM* const wanted = ::SSL_get0_param(handle);
      if (::X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) != 1) {
        ::X509_VERIFY_PARAM_set1_host(wanted, host.data(), host.size());
        ::SSL_ctrl(handle, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                   const_cast<char*>(host.c_str()));
      }
      stream_.async_handshake(asio::ssl::stream_base::client,
                              [this](error_code error) { error ? end(error) : write(); });
    } else {
      write();
    }
  }

  void write() {
    http::async_write(stream_, request_,
                      [this](error_code error, std::size_t) { error ? end(error) : read(); });
  }

  void read() {
    http::async_read(stream_, buffer_, parser_,
                     [this](error_code error, std::size_t) { end(error); });
  }

  ServerAddress server_;
  std::chrono::milliseconds limit_{0};
  asio::io_context context_;
  tcp::resolver resolver_;
  Stream stream_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response_parser<http::string_body> parser_;
  error_code error_;
};

/// Trusts the authorities of caFile, or those of this machine.
base::Result<asio::ssl::context> trusting(const ServerAddress& server) {
  asio::ssl::context out(asio::ssl::context::tls_client);
  ::SSL_CTX_set_min_proto_version(out.native_handle(), TLS1_2_VERSION);
  error_code error;
  if (server.caFile.empty()) {
    out.set_default_verify_paths(error);
  } else {
    out.load_verify_file(server.caFile, error);
  }
  if (error) {
    return fail(ErrorCode::InvalidInput, "the certificates of the authorities cannot be read",
                "give a PEM file with the certificate that signed the server's");
  }
  return out;
}

base::Result<Reply> requestOverTls(const ServerAddress& server,
                                   const std::string& method,
                                   const std::string& target,
                                   const std::string& body,
                                   std::chrono::milliseconds limit) {
  TELESOFT_TRY(context, trusting(server));
  context.set_verify_mode(asio::ssl::verify_peer);
  return Exchange<TlsStream>(server, method, target, body, context).run(limit);
}

}  // namespace

base::Result<ServerAddress> parseAddress(const std::string& url, const std::string& token) {
  const size_t schemeEnd = url.find("://");
  const std::string scheme = url.substr(0, schemeEnd);
  const size_t colon = url.rfind(':');
  if ((scheme != "http" && scheme != "https") || colon <= schemeEnd + 3) {
    return fail(ErrorCode::InvalidInput,
                "the server's URL is not http://ADDRESS:PORT or https://HOST:PORT");
  }
  ServerAddress out;
  out.host = url.substr(schemeEnd + 3, colon - schemeEnd - 3);
  out.port = url.substr(colon + 1);
  out.token = token;
  out.tls = scheme == "https";
  return out;
}

base::Result<Reply> request(const ServerAddress& server,
                            const std::string& method,
                            const std::string& target,
                            const std::string& body,
                            std::chrono::milliseconds limit) {
  try {
    return server.tls ? requestOverTls(server, method, target, body, limit)
                      : Exchange<PlainStream>(server, method, target, body).run(limit);
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
