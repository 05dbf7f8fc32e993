// The client before a server that hangs, breaks off, refuses and comes back.
#include <QSignalSpy>

#include "telesoft/ui/client/api_client.h"
#include "telesoft/ui/client/event_stream.h"
#include "telesoft/ui/client/server_connection.h"

#include "support/fake_server.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::tests {

namespace {

using ui::ConnectionState;

QString workspaceIn(const TempFolder& folder) {
  return QString::fromStdString((folder / "workspace").string());
}

struct Linked {
  Linked() : server(folder / "workspace"), connection(workspaceIn(folder)), api(connection) {
    connection.open();
  }
  [[nodiscard]] bool connected() {
    return QTest::qWaitFor([this] { return connection.state() == ConnectionState::Connected; },
                           5000);
  }
  TempFolder folder;
  FakeServer server;
  ui::ServerConnection connection;
  ui::ApiClient api;
};

}  // namespace

class ClientTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void sseParser_readsMessages_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QList<QByteArray>>("data");
    // Source: HTML standard, section 9.2.6, with its examples.
    QTest::newRow("two messages") << QByteArray("data: a\n\ndata: b\n\n")
                                  << QList<QByteArray>{"a", "b"};
    QTest::newRow("two lines of data")
        << QByteArray("data: YHOO\ndata: +2\ndata: 10\n\n") << QList<QByteArray>{"YHOO\n+2\n10"};
    QTest::newRow("a comment") << QByteArray(": test stream\n\ndata: first event\nid: 1\n\n")
                               << QList<QByteArray>{"first event"};
    QTest::newRow("empty data is a message")
        << QByteArray("data\n\ndata\ndata\n\ndata:") << QList<QByteArray>{"", "\n"};
    QTest::newRow("one space is taken away")
        << QByteArray("data:test\n\ndata:  test\n\n") << QList<QByteArray>{"test", " test"};
    QTest::newRow("carriage returns")
        << QByteArray("data: a\r\ndata: b\r\rdata: c\r\n\r\n") << QList<QByteArray>{"a\nb", "c"};
    QTest::newRow("unknown field") << QByteArray("retry: 5\nfoo: bar\n\n") << QList<QByteArray>{};
  }
  void sseParser_readsMessages() {
    QFETCH(QByteArray, bytes);
    QFETCH(QList<QByteArray>, data);
    for (int piece = 1; piece <= bytes.size(); ++piece) {  // cut anywhere, the same comes out
      ui::SseParser parser;
      QList<QByteArray> got;
      for (qsizetype at = 0; at < bytes.size(); at += piece) {
        for (const ui::SseMessage& message : parser.feed(bytes.mid(at, piece))) {
          got << message.data;
        }
      }
      QCOMPARE(got, data);
    }
  }

  void connection_findsTheServerThatRuns() {
    Linked link;
    QVERIFY(link.connected());
    QCOMPARE(link.connection.health().version, std::string("0.1.0"));
    QVERIFY(link.connection.lastSeen().isValid());
  }

  void connection_saysWhyNoServerStarts() {
    const TempFolder folder;
    ui::ServerConnection connection(workspaceIn(folder));
    connection.setServerProgram(QStringLiteral("/nowhere/telesoft"));
    connection.open();
    QTRY_COMPARE(connection.state(), ConnectionState::Failed);
    QCOMPARE(connection.error().code, base::ErrorCode::NotFound);
    QVERIFY(!connection.error().hint.empty());
  }

  void connection_saysWhatAServerThatEndsAtOnceWrote() {
    const TempFolder folder;
    ui::ServerConnection connection(workspaceIn(folder));
    connection.setServerProgram(QStringLiteral("/bin/ls"));  // does not know --workspace
    connection.open();
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), ConnectionState::Failed, 10000);
    QCOMPARE(connection.error().code, base::ErrorCode::Unavailable);
    QVERIFY2(connection.error().text().find("unrecognized option") != std::string::npos,
             connection.error().text().c_str());
  }

  void connection_isLostAndFoundAgain() {
    Linked link;
    QVERIFY(link.connected());
    link.server.goSilent();
    link.connection.suspect();
    QTRY_COMPARE(link.connection.state(), ConnectionState::Lost);
    link.server.wakeUp();
    QTRY_COMPARE_WITH_TIMEOUT(link.connection.state(), ConnectionState::Connected, 8000);
  }

  void apiClient_givesTheServersOwnError() {
    Linked link;
    QVERIFY(link.connected());
    link.server.fail("POST /v1/x", "conflict", "the run has ended", "start a new one", 409);
    std::optional<base::Result<base::json>> got;
    link.api.post<base::json>(QStringLiteral("/v1/x"), this,
                              [&](base::Result<base::json> answer) { got = std::move(answer); });
    QTRY_VERIFY(got.has_value());
    QVERIFY(!*got);
    QCOMPARE(got->error().code, base::ErrorCode::Conflict);
    QCOMPARE(got->error().message, std::string("the run has ended"));
    QCOMPARE(got->error().hint, std::string("start a new one"));
  }

  void apiClient_saysWhatIsMissingInAnAnswer() {
    Linked link;
    QVERIFY(link.connected());
    link.server.answer("GET /v1/job", {{"id", "jb"}});
    std::optional<base::Result<protocol::Job>> got;
    link.api.get<protocol::Job>(
        QStringLiteral("/v1/job"), this,
        [&](base::Result<protocol::Job> answer) { got = std::move(answer); });
    QTRY_VERIFY(got.has_value());
    QVERIFY(!*got);
    QVERIFY(got->error().message.find("status") != std::string::npos);
  }

  void apiClient_isSilentWhenTheAskerIsGone() {
    Linked link;
    QVERIFY(link.connected());
    bool called = false;
    auto asker = std::make_unique<QObject>();
    link.api.get<base::json>(QStringLiteral("/v1/health"), asker.get(),
                             [&](const base::Result<base::json>&) { called = true; });
    asker.reset();
    bool later = false;
    link.api.get<base::json>(QStringLiteral("/v1/health"), this,
                             [&](const base::Result<base::json>&) { later = true; });
    QTRY_VERIFY(later);
    QVERIFY(!called);
  }

  void apiClient_answersAtOnceWithoutConnection() {
    const TempFolder folder;
    ui::ServerConnection connection(workspaceIn(folder));
    ui::ApiClient api(connection);
    std::optional<base::ErrorCode> code;
    api.get<base::json>(
        QStringLiteral("/v1/health"), this,
        [&](const base::Result<base::json>& answer) { code = answer.error().code; });
    QTRY_VERIFY(code.has_value());
    QCOMPARE(*code, base::ErrorCode::Unavailable);
  }

  void workspaceEvents_goOnAfterTheLastOneSeen() {
    Linked link;
    ui::WorkspaceEvents events(link.connection);
    std::vector<std::int64_t> seen;
    connect(&events, &ui::WorkspaceEvents::eventReceived, this,
            [&](const protocol::WorkspaceEvent& event) { seen.push_back(event.seq); });
    events.start();
    QTRY_VERIFY(events.isOpen());
    link.server.announce("job", "a");
    link.server.announce("job", "b");
    QTRY_COMPARE(seen.size(), size_t(2));
    link.server.breakStreams();
    link.server.announce("job", "c");  // while nobody listens
    QTRY_COMPARE_WITH_TIMEOUT(seen.size(), size_t(3), 5000);
    QCOMPARE(seen, (std::vector<std::int64_t>{1, 2, 3}));
    QCOMPARE(link.server.last("GET /v1/events")->lastEventId, QByteArray("2"));
  }

  void jobEvents_stopAfterTheLastAndNotAtAPause() {
    Linked link;
    QVERIFY(link.connected());
    const std::string path = "/v1/fine-tuning/jobs/j/events";
    const auto event = [](int seq, const std::string& kind, const base::json& data) {
      return base::json{{"format", "telesoft.job-event"},     {"version", 1}, {"seq", seq},
                        {"time", "2026-11-24T01:00:00.000Z"}, {"kind", kind}, {"data", data}};
    };
    link.server.send(path, 1, event(1, "finished", {{"reason", "paused"}}));
    ui::JobEvents events(link.connection, QStringLiteral("j"));
    QSignalSpy spy(&events, &ui::JobEvents::eventReceived);
    events.start();
    QTRY_COMPARE(spy.count(), 1);
    QVERIFY(events.isOpen());
    link.server.send(path, 2, event(2, "finished", {{"reason", "completed"}}));
    QTRY_COMPARE(spy.count(), 2);
    QVERIFY(!events.isOpen());
  }
};

TELESOFT_TEST(ClientTest)

}  // namespace telesoft::tests

#include "client_test.moc"
