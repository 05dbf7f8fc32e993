#include "telesoft/api/http/connection.h"

#include <optional>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "telesoft/base/ids.h"
#include "telesoft/base/text.h"

namespace telesoft::api {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using base::ErrorCode;
using base::fail;
using boost::system::error_code;
using tcp = asio::ip::tcp;

/// What is read and thrown away after a refusal, so that its sender sees the answer, not a reset.
constexpr std::uint64_t kLingerBytes = 64U << 20U;
constexpr std::chrono::seconds kLingerTime(5);

std::string text(boost::string_view view) {
  return {view.data(), view.size()};
}

/// nullopt where the other side has gone and nothing needs to be said.
std::optional<HttpResponse> responseTo(error_code error, const std::string& requestId) {
  if (error == http::error::body_limit) {
    return errorResponse(413,
                         fail(ErrorCode::InvalidInput, "the body is larger than this server takes",
                              "give files by their path; bodies hold 16 MB at most"),
                         requestId);
  }
  if (error == http::error::header_limit) {
    return errorResponse(431, fail(ErrorCode::InvalidInput, "the header is larger than 16 kB"),
                         requestId);
  }
  if (error == http::error::end_of_stream || error == http::error::partial_message ||
      error.category() != http::make_error_code(http::error::bad_method).category()) {
    return std::nullopt;
  }
  return errorResponse(
      400, fail(ErrorCode::InvalidInput, "this is not an HTTP/1.1 request: " + error.message()),
      requestId);
}

/// Hands a request to the handler; what it throws becomes an answer without the exception's words,
/// which may hold data.
void handOver(const ConnectionShare& share,
              const std::shared_ptr<const HttpRequest>& request,
              const HttpHandler::Reply& reply) {
  try {
    share.handler->handle(request, reply);
  } catch (const std::bad_alloc&) {
    reply(errorResponse(fail(ErrorCode::OutOfResources, "there is not enough memory for this"),
                        request->id));
  } catch (const std::exception&) {
    share.log->error("request " + request->id + " failed unexpectedly");
    reply(errorResponse(fail(ErrorCode::Internal, "the server failed on this request",
                             "report it with the request id and the server's log"),
                        request->id));
  }
}

/// Status line, headers and the empty line.
std::string headOf(const HttpResponse& from, const std::string& requestId, bool keepAlive) {
  std::string out;
  out.reserve(320);
  const beast::string_view reason = http::obsolete_reason(static_cast<http::status>(from.status));
  out.append("HTTP/1.1 ").append(std::to_string(from.status)).append(" ");
  out.append(reason.data(), reason.size());
  out +=
      "\r\nServer: telesoft\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff"
      "\r\nX-Request-Id: ";
  out += requestId;
  if (from.status != 204) {
    out.append("\r\nContent-Type: ").append(from.contentType);
    out.append("\r\nContent-Length: ").append(std::to_string(from.body.size()));
  }
  for (const auto& [name, value] : from.headers) {
    out.append("\r\n").append(name).append(": ").append(value);
  }
  return out += keepAlive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
}

template <class Stream>
class Connection : public std::enable_shared_from_this<Connection<Stream>> {
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;

 public:
  template <class... Arguments>
  explicit Connection(std::shared_ptr<ConnectionShare> share, Arguments&&... ofStream)
      : share_(std::move(share)), stream_(std::forward<Arguments>(ofStream)...) {}

  void start(bool refused) {
    id_ = ++share_->lastConnection;
    share_->closers[id_] = [self = this->shared_from_this()](bool overdue) {
      self->finishSoon(overdue);
    };
    error_code ignored;
    lowest().socket().set_option(tcp::no_delay(true), ignored);
    if constexpr (kTls) {
      waiting_ = true;
      lowest().expires_after(share_->limits.header);
      stream_.async_handshake(asio::ssl::stream_base::server,
                              [self = this->shared_from_this(), refused](error_code error) {
                                self->waiting_ = false;
                                error ? self->close() : self->begin(refused);
                              });
    } else {
      begin(refused);
    }
  }

 private:
  auto& lowest() { return beast::get_lowest_layer(stream_); }

  void begin(bool refused) {
    if (!refused) {
      waitForRequest();
      return;
    }
    keepAlive_ = false;
    requestId_ = share_->newRequestId();
    respond(errorResponse(
        fail(ErrorCode::Unavailable, "too many connections are open", "try again in a second"),
        requestId_));
  }

  void finishSoon(bool overdue) {
    keepAlive_ = false;
    if (waiting_) {
      close();
    } else if (overdue && awaiting_) {
      ++turn_;
      respond(errorResponse(
          fail(ErrorCode::Unavailable, "the server stops before the answer is there"), requestId_));
    }
  }

  void close() {
    error_code ignored;
    lowest().socket().close(ignored);
    forget();
  }
  void forget() { share_->closers.erase(id_); }

  void waitForRequest() {
    if (share_->stopping) {
      close();
      return;
    }
    parser_.reset();
    keepAlive_ = true;
    if (buffer_.size() > 0) {
      readHeader();
      return;
    }
    waiting_ = true;
    lowest().expires_after(share_->limits.idle);
    stream_.async_read_some(buffer_.prepare(4096),
                            [self = this->shared_from_this()](error_code error, std::size_t bytes) {
                              self->waiting_ = false;
                              self->buffer_.commit(bytes);
                              error ? self->close() : self->readHeader();
                            });
  }

  void readHeader() {
    requestId_ = share_->newRequestId();
    parser_.emplace();
    parser_->body_limit(share_->limits.bodyBytes);
    parser_->header_limit(share_->limits.headerBytes);
    lowest().expires_after(share_->limits.header);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = this->shared_from_this()](error_code error, std::size_t) {
                              error ? self->onReadError(error) : self->onHeader();
                            });
  }

  void onHeader() {
    if (!beast::iequals(parser_->get()[http::field::expect], "100-continue")) {
      readBody();
      return;
    }
    static const std::string go = "HTTP/1.1 100 Continue\r\n\r\n";
    lowest().expires_after(share_->limits.write);
    asio::async_write(stream_, asio::buffer(go),
                      [self = this->shared_from_this()](error_code error, std::size_t) {
                        error ? self->close() : self->readBody();
                      });
  }

  void readBody() {
    if (parser_->is_done()) {
      onRequest();
      return;
    }
    lowest().expires_after(share_->limits.body);
    http::async_read(stream_, buffer_, *parser_,
                     [self = this->shared_from_this()](error_code error, std::size_t) {
                       error ? self->onReadError(error) : self->onRequest();
                     });
  }

  void onReadError(error_code error) {
    std::optional<HttpResponse> answer = responseTo(error, requestId_);
    keepAlive_ = false;
    if (answer) {
      respond(*std::move(answer));
    } else {
      close();
    }
  }

  base::Result<HttpRequest> takeRequest() {
    auto& message = parser_->get();
    HttpRequest out;
    out.id = requestId_;
    out.method = text(message.method_string());
    isHead_ = message.method() == http::verb::head;
    keepAlive_ = keepAlive_ && message.keep_alive();
    for (const auto& field : message) {
      const std::string name = base::lowerAscii(text(field.name_string()));
      const bool isNew = out.headers.emplace(name, text(field.value())).second;
      if (!isNew && (name == "host" || name == "authorization")) {
        return fail(ErrorCode::InvalidInput, "the header " + name + " stands twice");
      }
    }
    TELESOFT_CHECK(parseTarget(text(message.target()), out));
    out.body = std::move(message.body());
    return out;
  }

  /// Answers turn `turn_` of a connection once, from whichever thread; where it is given up without
  /// an answer, says so to the client.
  class Awaited {
   public:
    explicit Awaited(Connection& connection)
        : connection_(connection.weak_from_this()),
          network_(connection.share_->network),
          turn_(connection.turn_) {}
    ~Awaited() { give({}, true); }
    Awaited(const Awaited&) = delete;
    Awaited& operator=(const Awaited&) = delete;

    void give(HttpResponse response, bool abandoned = false) {
      const auto network = given_.exchange(true) ? nullptr : network_.lock();
      if (!network) {
        return;
      }
      asio::dispatch(*network, [connection = connection_, turn = turn_, abandoned,
                                response = std::move(response)]() mutable {
        if (const auto self = connection.lock()) {
          self->onAnswer(turn, abandoned, std::move(response));
        }
      });
    }

   private:
    const std::weak_ptr<Connection> connection_;
    const std::weak_ptr<asio::io_context> network_;
    const std::uint64_t turn_;
    std::atomic<bool> given_ = false;
  };

  void onRequest() {
    lowest().expires_never();
    auto taken = takeRequest();
    if (!taken) {
      keepAlive_ = false;
      respond(errorResponse(taken.error(), requestId_));
      return;
    }
    const auto request = std::make_shared<const HttpRequest>(*std::move(taken));
    ++turn_;
    awaiting_ = true;
    const HttpHandler::Reply reply = [awaited =
                                          std::make_shared<Awaited>(*this)](HttpResponse response) {
      awaited->give(std::move(response));
    };
    if (share_->handler->isQuick(*request)) {
      handOver(*share_, request, reply);
    } else {
      share_->onWorker([share = share_, request, reply] { handOver(*share, request, reply); });
    }
  }

  void onAnswer(std::uint64_t turn, bool abandoned, HttpResponse response) {
    if (turn != turn_ || !awaiting_) {
      return;
    }
    if (abandoned) {
      response = errorResponse(
          fail(ErrorCode::Internal, "the server gave this request up without an answer"),
          requestId_);
    }
    respond(std::move(response));
  }

  void respond(HttpResponse from) {
    awaiting_ = false;
    if (from.events && !isHead_) {
      lowest().expires_never();
      forget();
      serveEvents(share_, std::move(stream_), from, requestId_);
      return;
    }
    keepAlive_ = keepAlive_ && !share_->stopping;
    head_ = headOf(from, requestId_, keepAlive_);
    body_ = isHead_ || from.status == 204 ? std::string() : std::move(from.body);
    if constexpr (kTls) {
      head_ += body_;  // one piece: what follows a first small one is lost in Beast's TLS stream
      body_.clear();
    }
    lowest().expires_after(share_->limits.write);
    const std::array<asio::const_buffer, 2> all = {asio::buffer(head_), asio::buffer(body_)};
    asio::async_write(stream_, all,
                      [self = this->shared_from_this()](error_code error, std::size_t) {
                        self->onWritten(error);
                      });
  }

  void onWritten(error_code error) {
    if (error) {
      close();
    } else if (keepAlive_) {
      waitForRequest();
    } else {
      sayEnd();
    }
  }

  /// The end in order: TLS's own word for it, then TCP's, then whatever still comes is thrown away.
  void sayEnd() {
    lowest().expires_after(kLingerTime);
    waiting_ = true;
    if constexpr (kTls) {
      stream_.async_shutdown([self = this->shared_from_this()](error_code) { self->endSending(); });
    } else {
      endSending();
    }
  }

  void endSending() {
    error_code ignored;
    lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
    linger();
  }

  void linger() {
    buffer_.consume(buffer_.size());
    lowest().async_read_some(buffer_.prepare(65536), [self = this->shared_from_this()](
                                                         error_code error, std::size_t bytes) {
      self->lingered_ += bytes;
      const bool end = error || self->share_->stopping || self->lingered_ > kLingerBytes;
      end ? self->close() : self->linger();
    });
  }

  std::shared_ptr<ConnectionShare> share_;  // shared by all connections and the server
  Stream stream_;
  beast::flat_buffer buffer_{128U << 10U};
  std::optional<http::request_parser<http::string_body>> parser_;
  std::string head_, body_;  // of the answer that is being written
  std::uint64_t id_ = 0;
  std::uint64_t turn_ = 0;  // counts requests, so that an answer to an earlier one is known as such
  std::uint64_t lingered_ = 0;
  std::string requestId_;
  bool keepAlive_ = true;
  bool isHead_ = false;
  bool awaiting_ = false;  // the handler has the request
  bool waiting_ = false;   // between requests: may be closed at any moment
};

void serve(const std::shared_ptr<ConnectionShare>& share, Socket socket, bool refused) {
  if (share->tls) {
    std::make_shared<Connection<TlsStream>>(share, std::move(socket), *share->tls)->start(refused);
  } else {
    std::make_shared<Connection<PlainStream>>(share, std::move(socket))->start(refused);
  }
}

}  // namespace

void serveConnection(const std::shared_ptr<ConnectionShare>& share, Socket socket) {
  serve(share, std::move(socket), false);
}

void refuseConnection(const std::shared_ptr<ConnectionShare>& share, Socket socket) {
  serve(share, std::move(socket), true);
}

}  // namespace telesoft::api
