#include <deque>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include "telesoft/api/http/connection.h"

namespace telesoft::api {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

/// Sends what its source gives, then sleeps until the source wakes it or a heartbeat is due.
class EventConnection : public std::enable_shared_from_this<EventConnection> {
 public:
  EventConnection(std::shared_ptr<ConnectionShare> share,
                  int descriptor,
                  std::shared_ptr<EventSource> source)
      : share_(std::move(share)),
        socket_(*share_->network, tcp::v4(), descriptor),
        timer_(*share_->network),
        source_(std::move(source)) {}

  void start(const std::string& requestId) {
    id_ = ++share_->lastConnection;
    share_->closers[id_] = [weak = weak_from_this()] {
      if (const auto self = weak.lock()) {
        self->close();
      }
    };
    ++share_->streams;
    watchReader();
    source_->onNews([weak = weak_from_this(), network = share_->network] {
      asio::post(*network, [weak] {
        if (const auto self = weak.lock()) {
          self->wake();
        }
      });
    });
    busy_ = true;
    write(
        "HTTP/1.1 200 OK\r\nServer: telesoft\r\nContent-Type: text/event-stream\r\n"
        "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n"
        "X-Request-Id: " +
        requestId + "\r\n\r\nretry: 2000\n\n");
  }

 private:
  void close() {
    if (closed_) {
      return;
    }
    closed_ = true;
    source_->onNews({});
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
    timer_.cancel();
    --share_->streams;
    share_->closers.erase(id_);
  }

  /// A reader of events has nothing more to say: whatever comes is its end.
  void watchReader() {
    socket_.async_read_some(asio::buffer(discarded_),
                            [self = shared_from_this()](error_code error, std::size_t) {
                              if (error) {
                                self->close();
                              } else if (!self->closed_) {
                                self->watchReader();
                              }
                            });
  }

  void wake() {
    if (closed_) {
      return;
    }
    if (busy_) {
      woken_ = true;
      return;
    }
    timer_.cancel();
    pull();
  }

  void pull() {
    busy_ = true;
    woken_ = false;
    share_->onStreamThread([self = shared_from_this()] {
      const bool ended =
          self->source_->ended();  // asked first: what came before it is then in next()
      auto events = self->source_->next();
      asio::post(*self->share_->network,
                 [self, ended, events = std::move(events)] { self->onEvents(events, ended); });
    });
  }

  void onEvents(const base::Result<std::vector<ServerEvent>>& events, bool ended) {
    if (closed_) {
      return;
    }
    if (!events) {
      close();
      return;
    }
    if (!events->empty()) {
      std::string wire;
      for (const ServerEvent& event : *events) {
        wire += toWire(event);
      }
      write(std::move(wire));
      return;
    }
    if (ended) {
      close();
    } else if (woken_) {
      pull();
    } else {
      busy_ = false;
      waitForHeartbeat();
    }
  }

  void waitForHeartbeat() {
    timer_.expires_after(share_->limits.heartbeat);
    timer_.async_wait([self = shared_from_this()](error_code error) {
      if (!error && !self->closed_ && !self->busy_) {
        self->busy_ = true;
        self->write(": still here\n\n");
      }
    });
  }

  void write(std::string bytes) {
    outgoing_ = std::move(bytes);
    timer_.expires_after(share_->limits.write);
    timer_.async_wait([self = shared_from_this()](error_code error) {
      if (!error && self->writing_) {
        self->close();  // the reader is too slow; it may come back with Last-Event-ID
      }
    });
    writing_ = true;
    asio::async_write(socket_, asio::buffer(outgoing_),
                      [self = shared_from_this()](error_code error, std::size_t) {
                        self->writing_ = false;
                        self->timer_.cancel();
                        if (error) {
                          self->close();
                        } else if (!self->closed_) {
                          self->pull();
                        }
                      });
  }

  std::shared_ptr<ConnectionShare> share_;  // shared by all connections and the server
  tcp::socket socket_;
  asio::steady_timer timer_;
  std::shared_ptr<EventSource> source_;  // shared with the pull that is under way
  std::string outgoing_;
  std::array<char, 256> discarded_{};
  std::uint64_t id_ = 0;
  bool busy_ = false;  // a pull or a write is under way
  bool writing_ = false;
  bool woken_ = false;
  bool closed_ = false;
};

}  // namespace

void serveEvents(const std::shared_ptr<ConnectionShare>& share,
                 int descriptor,
                 const HttpResponse& response,
                 const std::string& requestId) {
  std::make_shared<EventConnection>(share, descriptor, response.events)->start(requestId);
}

}  // namespace telesoft::api
