#include "telesoft/api/server.h"

#include <sys/stat.h>

#include "telesoft/base/os/lock_file.h"
#include "telesoft/client/embedded_server.h"
#include "telesoft/protocol/server.h"

#include "live_server.h"
#include "raw_client.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using namespace std::chrono_literals;

class ServerTest : public QObject {
  Q_OBJECT
 private slots:
  void open_tellsWhereItListensToItsOwnerOnly();
  void open_refusesASecondServer();
  void open_waitsForAServerThatIsEnding();
  void run_endsWhenIdle();
  void run_endsWhenAsked();
  void restart_failsWhatWasBeingImported();
  void health_verifiesTheAuditTrail();
  void events_areResumedAfterTheLastRead();
};

void ServerTest::open_tellsWhereItListensToItsOwnerOnly() {
  LiveServer server;
  for (const char* name : {"server.json", "token", "key", "workspace.db"}) {
    struct stat info {};
    QVERIFY2(::stat((server.workspace() / name).c_str(), &info) == 0, name);
    QVERIFY2((info.st_mode & 0077U) == 0, name);
  }
  QVERIFY(client::findServer(server.workspace()).has_value());
  server.stop();
  QVERIFY(!std::filesystem::exists(server.workspace() / "server.json"));
  QVERIFY(!base::LockFile::isHeld(server.workspace() / "server.lock"));
}

void ServerTest::open_refusesASecondServer() {
  const LiveServer server;
  const auto second = api::Server::open(server.workspace(), {});
  QVERIFY(!second.has_value());
  QCOMPARE(second.error().code, base::ErrorCode::Conflict);
  QVERIFY(!second.error().hint.empty());
}

void ServerTest::open_waitsForAServerThatIsEnding() {
  const TempFolder folder;
  std::filesystem::create_directories(folder / "w");
  auto held = std::make_unique<base::LockFile>(*base::LockFile::acquire(folder / "w/server.lock"));
  std::thread ending([&] {
    std::this_thread::sleep_for(300ms);
    held.reset();
  });
  const auto opened = api::Server::open(folder / "w", {});
  ending.join();
  QVERIFY2(opened.has_value(), opened ? "" : opened.error().text().c_str());
}

void ServerTest::run_endsWhenIdle() {
  const TempFolder folder;
  api::ServerOptions options;
  options.idleStop = 1s;
  auto server = api::Server::open(folder / "w", options);
  QVERIFY(server.has_value());
  const auto began = std::chrono::steady_clock::now();
  QVERIFY(server->run().has_value());
  const auto took = std::chrono::steady_clock::now() - began;
  QVERIFY(took >= 900ms);
  QVERIFY(took < 15s);
  QVERIFY(!std::filesystem::exists(folder / "w/server.json"));
}

void ServerTest::run_endsWhenAsked() {
  LiveServer server;
  const auto answer = client::request(server.address(), "POST", "/v1/server/stop", "{}");
  QVERIFY(answer.has_value());
  QCOMPARE(answer->status, 200);
  for (int i = 0; i < 200 && client::findServer(server.workspace()); ++i) {
    std::this_thread::sleep_for(10ms);
  }
  QVERIFY(!client::findServer(server.workspace()).has_value());
}

void ServerTest::restart_failsWhatWasBeingImported() {
  LiveServer server;
  std::string large = "id,note,label\n";
  for (int i = 0; i < 400000; ++i) {
    large += std::to_string(i) + ",a note of some words number " + std::to_string(i) + "," +
             (i % 2 == 0 ? "yes" : "no") + "\n";
  }
  protocol::ImportRequest request;
  request.path = server.write("large.csv", large).string();
  const auto started = server.api().post<protocol::Dataset>("/v1/datasets", request);
  QVERIFY(started.has_value());
  server.restart();
  const auto after = server.api().get<protocol::Dataset>("/v1/datasets/" + started->id);
  QVERIFY(after.has_value());
  QVERIFY(after->state != protocol::DatasetState::Importing);
  if (after->state == protocol::DatasetState::Failed) {
    QVERIFY(!after->message.empty());
    QVERIFY(!server.api().get<protocol::RowPage>("/v1/datasets/" + started->id + "/rows"));
  }
}

void ServerTest::health_verifiesTheAuditTrail() {
  const LiveServer server;
  static_cast<void>(server.importNotes());
  const auto verified = server.api().post<protocol::AuditVerification>("/v1/audit/verify");
  QVERIFY(verified.has_value());
  QVERIFY(verified->intact);
  QVERIFY(verified->entries >= 1);
  const auto page = server.api().get<protocol::AuditPage>("/v1/audit");
  QVERIFY(page.has_value());
  QCOMPARE(page->total, verified->entries);
  const auto health = server.api().get<protocol::Health>("/v1/health");
  QVERIFY(health.has_value());
  QVERIFY(health->auditVerified);
}

void ServerTest::events_areResumedAfterTheLastRead() {
  const LiveServer server;
  const auto ask = [&](RawClient& reader, const std::string& header) {
    reader.send("GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1:" + server.address().port +
                "\r\nAuthorization: Bearer " + server.address().token + "\r\n" + header + "\r\n");
  };
  RawClient live(std::stoi(server.address().port));
  ask(live, "");
  QVERIFY(live.readUntil("\r\n\r\n").find("text/event-stream") != std::string::npos);
  const protocol::Dataset dataset = server.importNotes();
  const std::string all = live.readUntil("\"ready\"", 5s);
  const size_t at = all.find("id: ");
  QVERIFY2(at != std::string::npos, all.c_str());
  const std::string first = all.substr(at + 4, all.find('\n', at) - at - 4);

  RawClient again(std::stoi(server.address().port));
  ask(again, "Last-Event-ID: " + first + "\r\n");
  const std::string rest = again.readUntil("\"ready\"", 5s);
  QVERIFY2(rest.find(dataset.id) != std::string::npos, rest.c_str());
  QCOMPARE(rest.find("id: " + first + "\n"), std::string::npos);

  RawClient stranger(std::stoi(server.address().port));
  ask(stranger, "Last-Event-ID: 1\r\n");  // long gone: what is known must be read anew
  QVERIFY(stranger.readUntil("reset", 5s).find("reset") != std::string::npos);
}

TELESOFT_TEST(ServerTest)

}  // namespace

#include "server_test.moc"
