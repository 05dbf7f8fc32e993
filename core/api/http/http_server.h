// The socket side of the API: listening, connections, time and size limits, event streams. What a
// request means is the handler's.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "telesoft/api/http/host_check.h"
#include "telesoft/base/log.h"
#include "telesoft/base/os/files.h"

namespace telesoft::api {

class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  /// Takes the answer, from any thread, at once or later; only the first call counts. An answer for
  /// a connection or a server that has gone is dropped; where every copy goes without a call, the
  /// client gets an Internal error.
  using Reply = std::function<void(HttpResponse)>;

  /// True for a request that handle() takes at once, without touching a disk: it is then handled on
  /// the network thread, also while every worker is busy.
  [[nodiscard]] virtual bool isQuick(const HttpRequest& request) const = 0;
  /// Thread: any, several at once.
  virtual void handle(const std::shared_ptr<const HttpRequest>& request, Reply reply) = 0;
};

struct HttpLimits {
  std::uint64_t bodyBytes = 16U << 20U;
  std::uint32_t headerBytes = 16U << 10U;
  size_t connections = 512;
  std::chrono::milliseconds header = std::chrono::seconds(10);  // from its first byte
  std::chrono::milliseconds body = std::chrono::seconds(60);
  std::chrono::milliseconds write = std::chrono::seconds(30);  // also of a slow stream's reader
  std::chrono::milliseconds idle = std::chrono::seconds(75);   // between requests
  std::chrono::milliseconds heartbeat = std::chrono::seconds(15);
  std::chrono::milliseconds drain = std::chrono::seconds(5);  // what stop() waits for answers
};

struct HttpServerOptions {
  std::string address = "127.0.0.1";  // an IPv4 loopback address; with TLS any IP address
  int port = 0;                       // 0: a free one
  int workers = 4;
  // PEM files, the certificate with its chain. Both: TLS 1.2 or newer is spoken. None: plain HTTP.
  base::Path certificate = {};
  base::Path privateKey = {};
  HttpLimits limits;
  std::function<void()> onTerminate = {};  // called on SIGINT and SIGTERM; empty: not watched
};

/// One network thread, one for event streams, and the workers; all sleep while nothing comes.
class HttpServer {
 public:
  /// Listens; requests wait in the kernel until start(). Conflict when the port is taken;
  /// InvalidInput for an address that is not loopback without TLS, and for a certificate or a key
  /// that is missing, unreadable, no PEM, locked by a password, or not the other's.
  [[nodiscard]] static base::Result<HttpServer> open(const HttpServerOptions& options,
                                                     base::Log& log);
  HttpServer(HttpServer&&) noexcept;
  HttpServer& operator=(HttpServer&&) noexcept;
  ~HttpServer();

  /// `handler` must outlive stop().
  void start(HttpHandler& handler);
  /// Takes no more connections, waits for answers that are under way (503 for those that are not
  /// there in time), ends event streams, joins every thread. Not to be called from a handler.
  void stop();
  [[nodiscard]] int port() const;
  /// "http://127.0.0.1:41234", or "https://..." with TLS.
  [[nodiscard]] std::string url() const;
  /// Which Host and Origin headers a handler is to let in.
  [[nodiscard]] HostRule hostRule() const;
  /// Event streams that are being read now. Thread: any.
  [[nodiscard]] size_t openStreams() const;

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace telesoft::api
