#include "telesoft/api/http/connection.h"

#include <optional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
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

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<ConnectionShare> share, int descriptor)
      : share_(std::move(share)), stream_(tcp::socket(*share_->network, tcp::v4(), descriptor)) {}

  void start() {
    id_ = ++share_->lastConnection;
    share_->closers[id_] = [weak = weak_from_this()] {
      if (const auto self = weak.lock()) {
        self->finishSoon();
      }
    };
    error_code ignored;
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    waitForRequest();
  }

  void refuse() {
    id_ = ++share_->lastConnection;
    share_->closers[id_] = [] {};
    keepAlive_ = false;
    requestId_ = base::newIdText("rq");
    HttpResponse busy = errorResponse(
        fail(ErrorCode::Unavailable, "too many connections are open", "try again in a second"),
        requestId_);
    busy.headers.emplace_back("Retry-After", "1");
    respond(busy);
  }

 private:
  void finishSoon() {
    keepAlive_ = false;
    if (waiting_) {
      close();
    }
  }

  void close() {
    error_code ignored;
    stream_.socket().close(ignored);
    forget();
  }
  void forget() { share_->closers.erase(id_); }

  void waitForRequest() {
    if (share_->stopping) {
      close();
      return;
    }
    parser_.reset();
    response_.reset();
    keepAlive_ = true;
    if (buffer_.size() > 0) {
      readHeader();
      return;
    }
    waiting_ = true;
    stream_.expires_after(share_->limits.idle);
    stream_.async_read_some(buffer_.prepare(4096),
                            [self = shared_from_this()](error_code error, std::size_t bytes) {
                              self->waiting_ = false;
                              self->buffer_.commit(bytes);
                              error ? self->close() : self->readHeader();
                            });
  }

  void readHeader() {
    requestId_ = base::newIdText("rq");
    parser_.emplace();
    parser_->body_limit(share_->limits.bodyBytes);
    parser_->header_limit(share_->limits.headerBytes);
    stream_.expires_after(share_->limits.header);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = shared_from_this()](error_code error, std::size_t) {
                              error ? self->onReadError(error) : self->onHeader();
                            });
  }

  void onHeader() {
    if (!beast::iequals(parser_->get()[http::field::expect], "100-continue")) {
      readBody();
      return;
    }
    static const std::string go = "HTTP/1.1 100 Continue\r\n\r\n";
    stream_.expires_after(share_->limits.write);
    asio::async_write(stream_, asio::buffer(go),
                      [self = shared_from_this()](error_code error, std::size_t) {
                        error ? self->close() : self->readBody();
                      });
  }

  void readBody() {
    stream_.expires_after(share_->limits.body);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](error_code error, std::size_t) {
                       error ? self->onReadError(error) : self->onRequest();
                     });
  }

  void onReadError(error_code error) {
    const std::optional<HttpResponse> answer = responseTo(error, requestId_);
    keepAlive_ = false;
    if (answer) {
      respond(*answer);
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

  void onRequest() {
    stream_.expires_never();
    auto request = takeRequest();
    if (!request) {
      keepAlive_ = false;
      respond(errorResponse(request.error(), requestId_));
      return;
    }
    if (share_->handler->isQuick(*request)) {
      respond(answer(*request));
      return;
    }
    share_->onWorker([self = shared_from_this(), request = *std::move(request)] {
      asio::post(*self->share_->network,
                 [self, response = self->answer(request)] { self->respond(response); });
    });
  }

  HttpResponse answer(const HttpRequest& request) {
    try {
      return share_->handler->handle(request);
    } catch (const std::bad_alloc&) {
      return errorResponse(fail(ErrorCode::OutOfResources, "there is not enough memory for this"),
                           request.id);
    } catch (const std::exception& error) {
      share_->log->error("request " + request.id + " failed unexpectedly");
      static_cast<void>(error);  // its words may hold data
      return errorResponse(fail(ErrorCode::Internal, "the server failed on this request",
                                "report it with the request id and the server's log"),
                           request.id);
    }
  }

  void respond(const HttpResponse& from) {
    if (from.events && !isHead_) {
      forget();
      serveEvents(share_, stream_.socket().release(), from, requestId_);
      return;
    }
    keepAlive_ = keepAlive_ && !share_->stopping;
    response_.emplace(static_cast<http::status>(from.status), 11);
    response_->set(http::field::server, "telesoft");
    response_->set(http::field::cache_control, "no-store");
    response_->set("X-Content-Type-Options", "nosniff");
    response_->set("X-Request-Id", requestId_);
    if (from.status != 204) {
      response_->set(http::field::content_type, from.contentType);
    }
    for (const auto& [name, value] : from.headers) {
      response_->set(name, value);
    }
    response_->keep_alive(keepAlive_);
    if (from.status != 204) {
      response_->content_length(from.body.size());
    }
    if (!isHead_) {
      response_->body() = from.body;
    }
    stream_.expires_after(share_->limits.write);
    http::async_write(
        stream_, *response_,
        [self = shared_from_this()](error_code error, std::size_t) { self->onWritten(error); });
  }

  void onWritten(error_code error) {
    if (error) {
      close();
    } else if (keepAlive_) {
      waitForRequest();
    } else {
      error_code ignored;
      stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
      stream_.expires_after(kLingerTime);
      linger();
    }
  }

  void linger() {
    buffer_.consume(buffer_.size());
    waiting_ = true;
    stream_.async_read_some(
        buffer_.prepare(65536), [self = shared_from_this()](error_code error, std::size_t bytes) {
          self->lingered_ += bytes;
          const bool end = error || self->share_->stopping || self->lingered_ > kLingerBytes;
          end ? self->close() : self->linger();
        });
  }

  std::shared_ptr<ConnectionShare> share_;  // shared by all connections and the server
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_{128U << 10U};
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<http::response<http::string_body>> response_;
  std::uint64_t id_ = 0;
  std::uint64_t lingered_ = 0;
  std::string requestId_;
  bool keepAlive_ = true;
  bool isHead_ = false;
  bool waiting_ = false;  // between requests: may be closed at any moment
};

}  // namespace

void serveConnection(const std::shared_ptr<ConnectionShare>& share, int descriptor) {
  std::make_shared<Connection>(share, descriptor)->start();
}

void refuseConnection(const std::shared_ptr<ConnectionShare>& share, int descriptor) {
  std::make_shared<Connection>(share, descriptor)->refuse();
}

}  // namespace telesoft::api
