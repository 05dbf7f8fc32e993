#include "telesoft/api/server.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include <unistd.h>

#include "telesoft/api/endpoints/dispatcher.h"
#include "telesoft/api/endpoints/endpoint_table.h"
#include "telesoft/api/services/run_news.h"
#include "telesoft/api/services/services.h"
#include "telesoft/api/services/workers_for_others.h"
#include "telesoft/base/os/lock_file.h"
#include "telesoft/base/os/paths.h"
#include "telesoft/jobs/launch/local_launcher.h"
#include "telesoft/store/audit_log.h"
#include "telesoft/store/tables/job_table.h"

namespace telesoft::api {

using base::ErrorCode;
using base::fail;

namespace {

/// What must be there before the rest can be put together.
struct Ground {
  base::LockFile lock;
  std::unique_ptr<base::Log> log;
  std::unique_ptr<base::SystemClock> clock;
  std::unique_ptr<store::Workspace> workspace;
  access::Guard guard;
  BaseModelCatalogue baseModels;
  HttpServer http;
};

/// A server that is just ending has taken server.json away already, and is waited for.
base::Result<base::LockFile> lockWorkspace(const base::Path& folder) {
  auto lock = base::LockFile::acquire(folder / "server.lock");
  for (int i = 0; i < 100 && !lock && !std::filesystem::exists(folder / "server.json"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    lock = base::LockFile::acquire(folder / "server.lock");
  }
  if (!lock && lock.error().code == ErrorCode::Conflict) {
    return fail(ErrorCode::Conflict, "another server runs for this workspace",
                "use it: its address is in server.json of the workspace, and the other verbs find "
                "it by themselves");
  }
  return lock;
}

base::Result<BaseModelCatalogue> openCatalogue() {
  TELESOFT_TRY(resources, base::resourcesFolder());
  return BaseModelCatalogue::open(resources, base::cacheFolder());
}

/// A place to wait for the wish to stop, which any thread may utter.
class StopWish {
 public:
  void utter() {
    const std::lock_guard lock(mutex_);
    uttered_ = true;
    changed_.notify_all();
  }
  /// True when the wish was uttered within this time.
  [[nodiscard]] bool waitFor(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, time, [this] { return uttered_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool uttered_ = false;
};

}  // namespace

class Server::Impl {
 public:
  Impl(Ground ground, ServerOptions options, std::shared_ptr<StopWish> wish);
  ~Impl() { stopAll(); }

  base::Status start();
  void waitForEnd();
  void stopAll();
  [[nodiscard]] std::string url() const { return ground_.http.url(); }
  void utterStop() { wish_->utter(); }

 private:
  void countRunning();
  void verifyAudit();
  [[nodiscard]] ReleaseParts releaseParts();
  void keepUse();
  [[nodiscard]] bool isBusy() const;
  [[nodiscard]] base::Status writeServerFile() const;
  [[nodiscard]] base::Path serverFile() const {
    return ground_.workspace->folder() / "server.json";
  }

  Ground ground_;
  ServerOptions options_;
  std::shared_ptr<StopWish> wish_;  // shared with the network's signal watch, which starts before
  EventFeed feed_;
  BackgroundTasks tasks_;
  ContentCache contents_;
  DatasetMaker maker_;
  jobs::LocalLauncher launcher_;
  RunNews news_;
  jobs::Supervisor supervisor_;
  GatewayService gateway_;
  ReviewService reviews_;
  KnowledgeService knowledge_;
  access::Accounts accounts_;
  access::Sessions sessions_;
  access::ApiTokens apiTokens_;
  ReleaseService releases_;
  BackgroundTasks signIns_{1};
  std::chrono::milliseconds useKept_{0};
  Services services_;
  Dispatcher dispatcher_;
  bool stopped_ = false;
};

Server::Impl::Impl(Ground ground, ServerOptions options, std::shared_ptr<StopWish> wish)
    : ground_(std::move(ground)),
      options_(std::move(options)),
      wish_(std::move(wish)),
      feed_(ground_.clock->now().time_since_epoch().count()),
      contents_(*ground_.workspace),
      maker_(*ground_.workspace, feed_, tasks_, *ground_.log),
      launcher_(options_.engine),
      news_(feed_, [this] { countRunning(); }),
      supervisor_({*ground_.workspace, launcher_, news_, *ground_.log}),
      gateway_({*ground_.workspace, *ground_.log, ground_.baseModels, options_.engine,
                options_.workers}),
      reviews_({*ground_.workspace, feed_, tasks_, contents_, *ground_.log},
               reviewModels(throughWorkers(options_.reviewModels, gateway_),
                            *ground_.workspace,
                            ground_.baseModels)),
      knowledge_(*ground_.workspace, feed_, tasks_, *ground_.log),
      accounts_(*ground_.workspace, ground_.guard),
      sessions_(*ground_.workspace, ground_.guard, accounts_),
      apiTokens_(*ground_.workspace, ground_.guard),
      releases_(releaseParts()),
      services_{.workspace = *ground_.workspace,
                .log = *ground_.log,
                .feed = feed_,
                .tasks = tasks_,
                .contents = contents_,
                .maker = maker_,
                .baseModels = ground_.baseModels,
                .supervisor = supervisor_,
                .gateway = gateway_,
                .releases = releases_,
                .reviews = reviews_,
                .knowledge = knowledge_,
                .accounts = accounts_,
                .sessions = sessions_,
                .apiTokens = apiTokens_,
                .signIns = signIns_,
                .embedded = !ground_.guard.isTeam(),
                .version = options_.version,
                .stopServer = [this] { wish_->utter(); }},
      dispatcher_(
          endpointTable(), services_, ground_.guard, *ground_.clock, ground_.http.hostRule()) {}

ReleaseParts Server::Impl::releaseParts() {
  return {*ground_.workspace,
          *ground_.log,
          feed_,
          tasks_,
          contents_,
          ground_.baseModels,
          gateway_.live(),
          [this](deploy::Routes routes) {
            gateway_.gateway().setRoutes(std::make_shared<const deploy::Routes>(std::move(routes)));
          },
          [this](const ServedModels::Served& model) { return gateway_.pool().warm(model); },
          [this](const access::Principal& who, std::string_view password) {
            return accounts_.verifyPassword(who, password);
          }};
}

base::Status Server::Impl::start() {
  TELESOFT_CHECK(gateway_.start().in("making the workers' folder"));
  connectKnowledge(knowledge_, gateway_);
  TELESOFT_CHECK(maker_.failInterrupted().in("taking up interrupted imports"));
  TELESOFT_CHECK(reviews_.maker().failInterrupted().in("taking up interrupted reviews"));
  TELESOFT_CHECK(knowledge_.failInterrupted().in("taking up interrupted documents"));
  TELESOFT_CHECK(supervisor_.start().in("taking up the jobs"));
  TELESOFT_CHECK(releases_.start().in("taking up the deployments"));
  countRunning();
  ground_.http.start(dispatcher_);
  tasks_.start("audit", [this](const std::stop_token&) { verifyAudit(); });
  TELESOFT_CHECK(writeServerFile().in("writing server.json"));
  ground_.log->info("listening on " + url());
  return {};
}

base::Status Server::Impl::writeServerFile() const {
  protocol::ServerInfo info;
  info.url = url();
  info.token = ground_.guard.embeddedToken();
  info.processId = ::getpid();
  return base::writeFileWhole(serverFile(), base::toJson(info).dump(2) + "\n", 0600);
}

void Server::Impl::countRunning() {
  const auto running = ground_.workspace->database().read(
      [](const store::Snapshot& snapshot) { return store::JobTable::running(snapshot); });
  if (running) {
    services_.jobsRunning = *running;
  }
}

void Server::Impl::verifyAudit() {
  const auto verified = ground_.workspace->database().read(
      [](const store::Snapshot& snapshot) { return store::AuditLog::verify(snapshot); });
  services_.auditVerified = verified && verified->intact;
  if (!services_.auditVerified) {
    ground_.log->error("the audit trail does not verify; `telesoft doctor` says where it breaks");
  }
}

/// Writes down when sessions and tokens were last used, so that a new server knows.
void Server::Impl::keepUse() {
  useKept_ = ground_.clock->steady();
  if (const auto kept = sessions_.keepUse(); !kept) {
    ground_.log->warning("when sessions were last used is not written down: " +
                         kept.error().text());
  }
}

bool Server::Impl::isBusy() const {
  const auto unfinished = supervisor_.unfinished();
  return ground_.http.openStreams() > 0 || tasks_.running() > 0 || !unfinished || *unfinished > 0;
}

void Server::Impl::waitForEnd() {
  constexpr std::chrono::milliseconds kMinute = std::chrono::minutes(1);
  const std::chrono::milliseconds limit =
      services_.embedded ? options_.idleStop : std::chrono::seconds(0);
  std::chrono::milliseconds lastBusy = ground_.clock->steady();
  while (true) {
    const std::chrono::milliseconds wait =
        limit.count() == 0
            ? kMinute
            : std::clamp(limit / 4, std::chrono::milliseconds(50), std::chrono::milliseconds(5000));
    if (wish_->waitFor(wait)) {
      return;
    }
    if (ground_.clock->steady() - useKept_ >= kMinute) {
      keepUse();
    }
    if (limit.count() == 0) {
      continue;
    }
    const std::chrono::milliseconds now = ground_.clock->steady();
    lastBusy = isBusy() ? now : std::max(lastBusy, dispatcher_.lastActivity());
    if (now - lastBusy >= limit) {
      ground_.log->info("stopping after an idle time");
      return;
    }
    reviews_.tidy();
    contents_.clear();  // tables for the next page only: a quiet server holds no rows
  }
}

void Server::Impl::stopAll() {
  if (stopped_) {
    return;
  }
  stopped_ = true;
  std::error_code ignored;
  std::filesystem::remove(serverFile(), ignored);
  tasks_.stopAll();
  signIns_.stopAll();
  ground_.http.stop();
  keepUse();
  releases_.stop();
  supervisor_.stop();
  ground_.log->info("stopped");
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

base::Result<Server> Server::open(const base::Path& workspace, const ServerOptions& options) {
  TELESOFT_CHECK(base::makePrivateFolder(workspace).in("opening the workspace"));
  TELESOFT_TRY(lock, lockWorkspace(workspace));
  auto clock = std::make_unique<base::SystemClock>();
  TELESOFT_TRY(opened,
               store::Workspace::openOrCreate(workspace, *clock).in("opening the workspace"));
  TELESOFT_TRY(log, base::openLog(opened->logsFolder() / "server.log"));
  TELESOFT_TRY(guard, options.certificate.empty() ? access::Guard::openEmbedded(*opened)
                                                  : access::Guard::openTeam(*opened));
  TELESOFT_TRY(catalogue, openCatalogue().in("reading the base models"));
  const auto wish = std::make_shared<StopWish>();
  HttpServerOptions network;
  network.address = options.address;
  network.port = options.port;
  network.certificate = options.certificate;
  network.privateKey = options.privateKey;
  if (options.watchSignals) {
    network.onTerminate = [wish] { wish->utter(); };
  }
  TELESOFT_TRY(http, HttpServer::open(network, *log));
  auto impl = std::make_unique<Impl>(
      Ground{std::move(lock), std::move(log), std::move(clock), std::move(opened), std::move(guard),
             std::move(catalogue), std::move(http)},
      options, wish);
  TELESOFT_CHECK(impl->start());
  return Server(std::move(impl));
}

std::string Server::url() const {
  return impl_->url();
}

base::Status Server::run() {
  impl_->waitForEnd();
  impl_->stopAll();
  return {};
}

void Server::stop() {
  impl_->utterStop();
}

}  // namespace telesoft::api
