#include "live_server.h"

#include <filesystem>

#include <QTest>

#include "telesoft/protocol/access.h"
#include "telesoft/protocol/server.h"

namespace telesoft::tests {

using namespace std::chrono_literals;

namespace {

/// A base model that is there, so that jobs can be made without the real one.
void writeCache(const base::Path& cache) {
  std::filesystem::create_directories(cache / "models/telesoft-diagnostic-v2");
  for (const char* name : {"config.json", "model.safetensors", "vocab.txt"}) {
    QVERIFY(base::writeFileWhole(cache / "models/telesoft-diagnostic-v2" / name, "{}").has_value());
  }
}

}  // namespace

LiveServer::LiveServer(api::ReviewModels reviewModels, deploy::WorkerSettings workers)
    : reviewModels_(std::move(reviewModels)), workers_(workers) {
  writeCache(folder_ / "cache");
  qputenv("TELESOFT_CACHE", QByteArray::fromStdString((folder_ / "cache").string()));
  start();
}

LiveServer::~LiveServer() {
  stop();
  qunsetenv("TELESOFT_CACHE");
}

void LiveServer::start() {
  api::ServerOptions options;
  options.idleStop = std::chrono::seconds(0);
  options.reviewModels = reviewModels_;
  options.workers = workers_;
  options.engine = sourceFolder() / "tests/support/fake_engine.sh";
  auto opened = api::Server::open(workspace(), options);
  QVERIFY2(opened.has_value(), opened ? "" : opened.error().text().c_str());
  server_ = std::make_unique<api::Server>(*std::move(opened));
  thread_ = std::thread([this] { static_cast<void>(server_->run()); });
  const auto text = base::readFile(workspace() / "server.json");
  QVERIFY(text.has_value());
  const auto info = base::fromJson<protocol::ServerInfo>(*base::parseJson(*text));
  QVERIFY(info.has_value());
  address_ = *client::parseAddress(info->url, info->token);
}

void LiveServer::stop() {
  if (server_) {
    server_->stop();
    thread_.join();
    server_.reset();
  }
}

void LiveServer::restart() {
  stop();
  start();
}

client::Client LiveServer::as(const std::string& name,
                              const std::vector<std::string>& roles) const {
  static_cast<void>(api().post<protocol::User>(
      "/v1/users", protocol::UserRequest{name, "Dr " + name, roles, kPassword}));
  const auto answer =
      api().post<protocol::LoginAnswer>("/v1/sessions", protocol::LoginRequest{name, kPassword});
  client::ServerAddress address = address_;
  address.token = answer ? answer->token : "";
  return client::Client(address);
}

base::Path LiveServer::write(const std::string& name, const std::string& content) const {
  const base::Path file = folder_ / name;
  [&] { QVERIFY(base::writeFileWhole(file, content).has_value()); }();
  return file;
}

protocol::Dataset LiveServer::waitForDataset(const std::string& id) const {
  protocol::Dataset last;
  for (int i = 0; i < 1500; ++i) {
    const auto answer = api().get<protocol::Dataset>("/v1/datasets/" + id);
    if (answer) {
      last = *answer;
      if (last.state != protocol::DatasetState::Importing) {
        break;
      }
    }
    std::this_thread::sleep_for(10ms);
  }
  return last;
}

protocol::Job LiveServer::waitForJob(const std::string& id,
                                     const std::function<bool(const protocol::Job&)>& done) const {
  protocol::Job last;
  for (int i = 0; i < 1500; ++i) {
    const auto answer = api().get<protocol::Job>("/v1/fine-tuning/jobs/" + id);
    if (answer) {
      last = *answer;
      if (done(last)) {
        break;
      }
    }
    std::this_thread::sleep_for(20ms);
  }
  return last;
}

std::string LiveServer::notesCsv() {
  std::string out = "mrn,site,note,diagnosis\n";
  for (int i = 0; i < 240; ++i) {
    out += "P" + std::to_string(1000 + i / 3) + "," + (i / 3 % 4 == 0 ? "North" : "South") +
           ",\"Note " + std::to_string(i) + ": seen by Dr. Ellison, " +
           (i % 2 == 0 ? "cough and fever for days" : "pain in the left knee after a fall") +
           "\"," + (i % 2 == 0 ? "infection" : "injury") + "\n";
  }
  return out;
}

protocol::Dataset LiveServer::importNotes() const {
  protocol::ImportRequest request;
  request.path = write("notes.csv", notesCsv()).string();
  request.name = "Notes";
  for (const auto& [name, role] : {std::pair{"mrn", protocol::ColumnRole::Patient},
                                   std::pair{"note", protocol::ColumnRole::Note},
                                   std::pair{"site", protocol::ColumnRole::Subgroup},
                                   std::pair{"diagnosis", protocol::ColumnRole::Label}}) {
    protocol::ColumnSchema column;
    column.name = name;
    column.role = role;
    column.type = role == protocol::ColumnRole::Note      ? protocol::ColumnType::Text
                  : role == protocol::ColumnRole::Patient ? protocol::ColumnType::Identifier
                                                          : protocol::ColumnType::Category;
    request.recipe.columns.push_back(column);
  }
  const auto started = api().post<protocol::Dataset>("/v1/datasets", request);
  return started ? waitForDataset(started->id) : protocol::Dataset{};
}

protocol::Split LiveServer::splitNotes() const {
  protocol::SplitRequest request;
  request.datasetId = importNotes().id;
  request.name = "Notes, thirds";
  const auto split = api().post<protocol::Split>("/v1/splits", request);
  return split ? *split : protocol::Split{};
}

}  // namespace telesoft::tests
