// The HTTP path without any work behind it, for bench_http.sh: one endpoint that answers at once,
// one whose answer comes later from a thread of its own. Serves until its standard input ends.
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <thread>

#include "telesoft/api/endpoints/dispatcher.h"
#include "telesoft/api/services/services.h"
#include "telesoft/base/os/files.h"

namespace {

using namespace telesoft;

/// One thread that answers what is put into its queue, in order.
class Answerer {
 public:
  void put(std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(work));
    changed_.notify_one();
  }

 private:
  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [this] { return !queue_.empty(); })) {
      const auto work = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      work();
      lock.lock();
    }
  }
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<std::function<void()>> queue_;
  std::jthread thread_{[this](const std::stop_token& stop) { run(stop); }};
};

std::vector<api::Endpoint> table(Answerer& answerer) {
  api::Endpoint atOnce{.method = "GET", .path = "/v1/health", .summary = "Says that it is there"};
  atOnce.open = atOnce.quick = true;
  atOnce.handler = [](api::Services&, const api::Call&) {
    return api::jsonResponse({{"status", "ok"}, {"version", "0"}, {"jobsRunning", 0}});
  };
  api::Endpoint later{.method = "POST", .path = "/v1/later", .summary = "Counts the body's bytes"};
  later.permission = access::Permission::WorkspaceRead;
  later.quick = true;
  later.later = [&answerer](api::Services&, std::shared_ptr<const api::HttpRequest> request,
                            const api::Call&, api::Answered answered) {
    answerer.put([request = std::move(request), answered = std::move(answered)] {
      answered(api::jsonResponse({{"bytes", request->body.size()}}));
    });
  };
  return {atOnce, later};
}

}  // namespace

int main(int count, char** arguments) {
  const base::Path folder(count > 1 ? arguments[1] : "/nonexistent");
  base::NullLog log;
  const base::SystemClock clock;
  const auto workspace = store::Workspace::openOrCreate(folder, clock);
  if (!workspace) {
    std::cerr << "usage: bench_http FOLDER [CERTIFICATE KEY]: " << workspace.error().text() << "\n";
    return 2;
  }
  const auto guard = access::Guard::openEmbedded(**workspace);
  api::HttpServerOptions options;
  if (count > 3) {
    options.certificate = arguments[2];
    options.privateKey = arguments[3];
  }
  auto http = api::HttpServer::open(options, log);
  if (!guard || !http) {
    std::cerr << (guard ? http.error().text() : guard.error().text()) << "\n";
    return 1;
  }
  Answerer answerer;
  alignas(api::Services) std::byte none[sizeof(api::Services)];  // no endpoint here looks at it
  api::Dispatcher dispatcher(table(answerer), reinterpret_cast<api::Services&>(none), *guard, clock,
                             http->hostRule());
  http->start(dispatcher);
  std::cout << http->url() << " " << guard->embeddedToken() << std::endl;
  std::cin.ignore(std::numeric_limits<std::streamsize>::max());
  http->stop();
}
