// One accepted socket: requests read within their limits, handed to the handler, answered in order.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include "telesoft/api/http/http_server.h"

namespace boost::asio {
class io_context;
}

namespace telesoft::api {

/// What all connections of a server share. Thread: the network thread, where not said otherwise.
struct ConnectionShare {
  boost::asio::io_context* network = nullptr;
  HttpHandler* handler = nullptr;
  base::Log* log = nullptr;
  HttpLimits limits;
  std::function<void(std::function<void()>)> onWorker;        // runs it on a worker
  std::function<void(std::function<void()>)> onStreamThread;  // runs it on the streams' thread
  std::map<std::uint64_t, std::function<void()>> closers;     // open connections -> how to end them
  std::uint64_t lastConnection = 0;
  bool stopping = false;
  std::atomic<size_t> streams = 0;  // any thread reads it
};

/// Takes the socket `descriptor` over and serves it to its end.
void serveConnection(const std::shared_ptr<ConnectionShare>& share, int descriptor);
/// Answers 503 and closes: there are too many connections already.
void refuseConnection(const std::shared_ptr<ConnectionShare>& share, int descriptor);
/// Takes over a socket on which a request for events has been read, and sends until the source ends
/// or the reader goes or is too slow.
void serveEvents(const std::shared_ptr<ConnectionShare>& share,
                 int descriptor,
                 const HttpResponse& response,
                 const std::string& requestId);

}  // namespace telesoft::api
