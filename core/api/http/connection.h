// One accepted socket: requests read within their limits, handed to the handler, answered in order.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/rate_policy.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "telesoft/api/http/http_server.h"

namespace telesoft::api {

using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using PlainStream =
    boost::beast::basic_stream<boost::asio::ip::tcp, Executor, boost::beast::unlimited_rate_policy>;
using TlsStream = boost::beast::ssl_stream<PlainStream>;

/// What all connections of a server share. Thread: the network thread, where not said otherwise.
struct ConnectionShare {
  // Shared: with the answers on their way, which may outlive the server.
  std::shared_ptr<boost::asio::io_context> network;
  std::unique_ptr<boost::asio::ssl::context> tls;  // null: plain HTTP
  HttpHandler* handler = nullptr;
  base::Log* log = nullptr;
  HttpLimits limits;
  std::function<void(std::function<void()>)> onWorker;        // runs it on a worker
  std::function<void(std::function<void()>)> onStreamThread;  // runs it on the streams' thread
  // Open connections -> how to end them: when they are done, or (overdue) at once. Each holds its
  // connection, which lives until it takes itself out.
  std::map<std::uint64_t, std::function<void(bool overdue)>> closers;
  std::uint64_t lastConnection = 0;
  std::string requestPrefix;  // of this server's request ids
  std::uint64_t lastRequest = 0;
  bool stopping = false;
  std::atomic<size_t> streams = 0;  // any thread reads it

  [[nodiscard]] std::string newRequestId() {
    return requestPrefix + "-" + std::to_string(++lastRequest);
  }
};

/// Serves the socket to its end.
void serveConnection(const std::shared_ptr<ConnectionShare>& share, Socket socket);
/// Answers 503 and closes: there are too many connections already.
void refuseConnection(const std::shared_ptr<ConnectionShare>& share, Socket socket);
/// Takes over a stream on which a request for events has been read, and sends until the source ends
/// or the reader goes or is too slow. `Stream`: PlainStream or TlsStream.
template <class Stream>
void serveEvents(const std::shared_ptr<ConnectionShare>& share,
                 Stream stream,
                 const HttpResponse& response,
                 const std::string& requestId);

}  // namespace telesoft::api
