#include "telesoft/api/http/http_server.h"

#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "telesoft/api/http/connection.h"
#include "telesoft/api/http/tls.h"
#include "telesoft/base/ids.h"

namespace telesoft::api {

namespace asio = boost::asio;
using base::ErrorCode;
using base::fail;
using boost::system::error_code;
using tcp = asio::ip::tcp;

namespace {
constexpr std::chrono::seconds kLastWords(1);  // for the 503s of a stop
constexpr std::chrono::milliseconds kAcceptPause(100);
constexpr size_t kMaxRefusals = 64;  // that are being said at once; more are just closed
}  // namespace

struct HttpServer::State {
  explicit State(const HttpServerOptions& given, base::Log& toLog)
      : options(given),
        log(toLog),
        acceptor(*network),
        pause(*network),
        signals(*network),
        workers(static_cast<size_t>(given.workers)),
        streams(1),
        share(std::make_shared<ConnectionShare>()) {
    share->network = network;
    share->requestPrefix = base::newIdText("rq");
    share->log = &log;
    share->limits = options.limits;
    share->onWorker = [this](std::function<void()> work) { asio::post(workers, std::move(work)); };
    share->onStreamThread = [this](std::function<void()> work) {
      asio::post(streams, std::move(work));
    };
  }

  void accept() {
    acceptor.async_accept([this](error_code error, Socket socket) {
      if (share->stopping) {
        return;
      }
      if (error) {  // such as no free descriptor: waits a moment instead of spinning
        pause.expires_after(kAcceptPause);
        pause.async_wait([this](error_code cancelled) {
          if (!cancelled) {
            accept();
          }
        });
        return;
      }
      const size_t open = share->closers.size();
      if (open < options.limits.connections) {
        serveConnection(share, std::move(socket));
      } else if (open < options.limits.connections + kMaxRefusals) {
        refuseConnection(share, std::move(socket));
      }
      accept();
    });
  }

  void watchSignals() {
    if (!options.onTerminate) {
      return;
    }
    error_code ignored;
    signals.add(SIGINT, ignored);
    signals.add(SIGTERM, ignored);
    signals.async_wait([this](error_code error, int) {
      if (!error) {
        options.onTerminate();
      }
    });
  }

  /// On the network thread: closes what is idle, and looks again until nothing is left.
  void drain(std::chrono::steady_clock::time_point until) {
    const auto now = std::chrono::steady_clock::now();
    const auto closers = share->closers;  // a closer takes itself out of the list
    for (const auto& [unused, close] : closers) {
      close(now >= until);
    }
    if (share->closers.empty() || now >= until + kLastWords) {
      network->stop();
      return;
    }
    pause.expires_after(std::chrono::milliseconds(10));
    pause.async_wait([this, until](error_code) { drain(until); });
  }

  HttpServerOptions options;
  base::Log& log;
  // Shared: with the answers on their way, which may outlive the server.
  std::shared_ptr<asio::io_context> network = std::make_shared<asio::io_context>(1);
  asio::executor_work_guard<Executor> keepRunning{network->get_executor()};
  asio::basic_socket_acceptor<tcp, Executor> acceptor;
  asio::steady_timer pause;
  asio::signal_set signals;
  asio::thread_pool workers;
  asio::thread_pool streams;
  std::shared_ptr<ConnectionShare> share;  // shared with every connection
  std::thread networkThread;
  int port = 0;
};

base::Result<HttpServer> HttpServer::open(const HttpServerOptions& options, base::Log& log) {
  const bool tls = !options.certificate.empty() || !options.privateKey.empty();
  error_code noAddress;
  const asio::ip::address address = asio::ip::make_address(options.address, noAddress);
  if (noAddress || options.port < 0 || options.port > 65535) {
    return fail(ErrorCode::InvalidInput, "the server cannot listen there",
                "give an IP address, such as 127.0.0.1 or 0.0.0.0, and a port from 0 to 65535");
  }
  if (!tls && !(address.is_loopback() && address.is_v4())) {
    return fail(ErrorCode::InvalidInput,
                "without TLS the server listens on an IPv4 loopback address only",
                "use 127.0.0.1, or give a certificate and its private key");
  }
  try {
    auto state = std::make_unique<State>(options, log);
    if (tls) {
      TELESOFT_TRY(context, tlsContext(options.certificate, options.privateKey));
      state->share->tls = std::move(context);
    }
    const tcp::endpoint endpoint(address, static_cast<unsigned short>(options.port));
    state->acceptor.open(endpoint.protocol());
    state->acceptor.set_option(tcp::acceptor::reuse_address(true));
    state->acceptor.bind(endpoint);
    state->acceptor.listen();
    state->port = state->acceptor.local_endpoint().port();
    return HttpServer(std::move(state));
  } catch (const boost::system::system_error& error) {
    const bool taken = error.code() == boost::system::errc::address_in_use;
    return fail(
        taken ? ErrorCode::Conflict : ErrorCode::Unavailable,
        taken ? "port " + std::to_string(options.port) + " is taken"
              : "the server cannot listen (" + error.code().message() + ")",
        taken ? "give another port, or 0 to get a free one" : "give an address of this machine");
  }
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpServer::HttpServer(HttpServer&&) noexcept = default;
HttpServer& HttpServer::operator=(HttpServer&&) noexcept = default;
HttpServer::~HttpServer() {
  if (state_) {
    stop();
  }
}

void HttpServer::start(HttpHandler& handler) {
  state_->share->handler = &handler;
  state_->watchSignals();
  state_->accept();
  state_->networkThread = std::thread([state = state_.get()] { state->network->run(); });
}

void HttpServer::stop() {
  State& state = *state_;
  if (state.networkThread.joinable()) {
    asio::post(*state.network, [&state] {
      state.share->stopping = true;
      error_code ignored;
      state.acceptor.close(ignored);
      state.signals.cancel(ignored);
      state.drain(std::chrono::steady_clock::now() + state.options.limits.drain);
    });
    state.networkThread.join();
  }
  state.workers.join();
  state.streams.join();
  state.share->closers.clear();  // connections that did not end in time; they hold the share
}

int HttpServer::port() const {
  return state_->port;
}

std::string HttpServer::url() const {
  const std::string& address = state_->options.address;
  const bool v6 = address.find(':') != std::string::npos;
  return (state_->share->tls ? "https://" : "http://") + (v6 ? "[" + address + "]" : address) +
         ":" + std::to_string(state_->port);
}

HostRule HttpServer::hostRule() const {
  return {state_->port, state_->share->tls != nullptr};
}

size_t HttpServer::openStreams() const {
  return state_->share->streams;
}

}  // namespace telesoft::api
