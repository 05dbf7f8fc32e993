// The socket side of the API: listening, connections, time and size limits, event streams. What a
// request means is the handler's.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "telesoft/api/http/message.h"
#include "telesoft/base/log.h"

namespace telesoft::api {

class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  /// True for a request that handle() answers at once, without touching a disk: it is then answered
  /// on the network thread, also while every worker is busy.
  [[nodiscard]] virtual bool isQuick(const HttpRequest& request) const = 0;
  /// Thread: any, several at once.
  [[nodiscard]] virtual HttpResponse handle(const HttpRequest& request) = 0;
};

struct HttpLimits {
  std::uint64_t bodyBytes = 16U << 20U;
  std::uint32_t headerBytes = 16U << 10U;
  size_t connections = 256;
  std::chrono::milliseconds header = std::chrono::seconds(10);  // from its first byte
  std::chrono::milliseconds body = std::chrono::seconds(60);
  std::chrono::milliseconds write = std::chrono::seconds(30);  // also of a slow stream's reader
  std::chrono::milliseconds idle = std::chrono::seconds(75);   // between requests
  std::chrono::milliseconds heartbeat = std::chrono::seconds(15);
};

struct HttpServerOptions {
  std::string address = "127.0.0.1";  // a loopback address
  int port = 0;                       // 0: a free one
  int workers = 4;
  HttpLimits limits;
  std::function<void()> onTerminate = {};  // called on SIGINT and SIGTERM; empty: not watched
};

/// One network thread, one for event streams, and the workers; all sleep while nothing comes.
class HttpServer {
 public:
  /// Listens; requests wait in the kernel until start(). Conflict when the port is taken,
  /// InvalidInput for an address that is not loopback.
  [[nodiscard]] static base::Result<HttpServer> open(const HttpServerOptions& options,
                                                     base::Log& log);
  HttpServer(HttpServer&&) noexcept;
  HttpServer& operator=(HttpServer&&) noexcept;
  ~HttpServer();

  /// `handler` must outlive stop().
  void start(HttpHandler& handler);
  /// Takes no more connections, lets answers that are under way be sent (5 s at most), ends event
  /// streams, joins every thread. Not to be called from a handler.
  void stop();
  [[nodiscard]] int port() const;
  /// "http://127.0.0.1:41234".
  [[nodiscard]] std::string url() const;
  /// Event streams that are being read now. Thread: any.
  [[nodiscard]] size_t openStreams() const;

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace telesoft::api
