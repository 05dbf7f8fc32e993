#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include "telesoft/api/http/connection.h"

namespace telesoft::api {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr std::chrono::seconds kEndTime(1);

/// Sends what its source gives, then sleeps until the source wakes it or a heartbeat is due.
template <class Stream>
class EventConnection : public std::enable_shared_from_this<EventConnection<Stream>> {
 public:
  EventConnection(std::shared_ptr<ConnectionShare> share,
                  Stream stream,
                  std::shared_ptr<EventSource> source)
      : share_(std::move(share)),
        stream_(std::move(stream)),
        timer_(*share_->network),
        source_(std::move(source)) {}

  void start(const std::string& requestId) {
    id_ = ++share_->lastConnection;
    share_->closers[id_] = [self = this->shared_from_this()](bool) { self->end(); };
    ++share_->streams;
    watchReader();
    source_->onNews([weak = this->weak_from_this(), network = std::weak_ptr(share_->network)] {
      if (const auto alive = network.lock()) {
        asio::post(*alive, [weak] {
          if (const auto self = weak.lock()) {
            self->wake();
          }
        });
      }
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
    socket().shutdown(tcp::socket::shutdown_both, ignored);
    socket().close(ignored);
    timer_.cancel();
    --share_->streams;
    share_->closers.erase(id_);
  }

  /// The end in order: with TLS its own word for it comes first, for a second at most.
  void end() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      if (!closed_ && !writing_ && !ending_) {
        ending_ = true;
        busy_ = true;
        timer_.expires_after(kEndTime);
        timer_.async_wait([self = this->shared_from_this()](error_code) { self->close(); });
        stream_.async_shutdown([self = this->shared_from_this()](error_code) { self->close(); });
      } else if (writing_) {
        close();
      }
    } else {
      close();
    }
  }

  Socket& socket() { return boost::beast::get_lowest_layer(stream_).socket(); }

  /// A reader of events has nothing more to say: whatever comes is its end.
  void watchReader() {
    stream_.async_read_some(asio::buffer(discarded_),
                            [self = this->shared_from_this()](error_code error, std::size_t) {
                              if (error && !self->ending_) {
                                self->close();
                              } else if (!error && !self->closed_) {
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
    share_->onStreamThread([self = this->shared_from_this()] {
      const bool ended =
          self->source_->ended();  // asked first: what came before it is then in next()
      auto events = self->source_->next();
      asio::post(*self->share_->network,
                 [self, ended, events = std::move(events)] { self->onEvents(events, ended); });
    });
  }

  void onEvents(const base::Result<std::vector<ServerEvent>>& events, bool ended) {
    if (closed_ || ending_) {
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
      end();
    } else if (woken_) {
      pull();
    } else {
      busy_ = false;
      waitForHeartbeat();
    }
  }

  void waitForHeartbeat() {
    timer_.expires_after(share_->limits.heartbeat);
    timer_.async_wait([self = this->shared_from_this()](error_code error) {
      if (!error && !self->closed_ && !self->busy_) {
        self->busy_ = true;
        self->write(": still here\n\n");
      }
    });
  }

  void write(std::string bytes) {
    outgoing_ = std::move(bytes);
    timer_.expires_after(share_->limits.write);
    timer_.async_wait([self = this->shared_from_this()](error_code error) {
      if (!error && self->writing_) {
        self->close();  // the reader is too slow; it may come back with Last-Event-ID
      }
    });
    writing_ = true;
    asio::async_write(stream_, asio::buffer(outgoing_),
                      [self = this->shared_from_this()](error_code error, std::size_t) {
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
  Stream stream_;
  asio::steady_timer timer_;
  std::shared_ptr<EventSource> source_;  // shared with the pull that is under way
  std::string outgoing_;
  std::array<char, 256> discarded_{};
  std::uint64_t id_ = 0;
  bool busy_ = false;  // a pull or a write is under way
  bool writing_ = false;
  bool woken_ = false;
  bool ending_ = false;  // TLS says its end
  bool closed_ = false;
};

}  // namespace

template <class Stream>
void serveEvents(const std::shared_ptr<ConnectionShare>& share,
                 Stream stream,
                 const HttpResponse& response,
                 const std::string& requestId) {
  std::make_shared<EventConnection<Stream>>(share, std::move(stream), response.events)
      ->start(requestId);
}

template void serveEvents(const std::shared_ptr<ConnectionShare>&,
                          PlainStream,
                          const HttpResponse&,
                          const std::string&);
template void serveEvents(const std::shared_ptr<ConnectionShare>&,
                          TlsStream,
                          const HttpResponse&,
                          const std::string&);

}  // namespace telesoft::api
