// A workspace server that says what a test tells it to: for the workbench, which cannot tell it
// from the real one. It holds the lock and writes server.json as the real one does.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include "telesoft/base/json.h"
#include "telesoft/base/os/files.h"
#include "telesoft/base/os/lock_file.h"
#include "telesoft/protocol/server.h"

namespace telesoft::tests {

struct FakeRequest {
  QByteArray key;  // "POST /v1/datasets", without the query
  QByteArray query;
  QByteArray lastEventId;
  base::json body;
};
struct FakeAnswer {
  base::json body = base::json::object();
  int status = 200;
  int delayMs = 0;
};

class FakeServer {
 public:
  using Handler = std::function<FakeAnswer(const FakeRequest&)>;

  explicit FakeServer(std::filesystem::path workspace) : workspace_(std::move(workspace)) {
    const auto made = base::makePrivateFolder(workspace_);
    Q_ASSERT(made);
    for (const char* list :
         {"datasets", "splits", "fine-tuning/jobs", "models", "base-models", "evaluations",
          "reviews", "deployments", "alerts", "knowledge/documents", "users", "tokens"}) {
      answer(std::string("GET /v1/") + list, {{"items", base::json::array()}});
    }
    answer("GET /v1/health", {{"status", "ok"},
                              {"version", "0.1.0"},
                              {"workspace", workspace_.filename().string()},
                              {"auditVerified", true}});
    QObject::connect(&server_, &QTcpServer::newConnection, &server_, [this] { accept(); });
    start();
  }

  /// Listens, on the port of before where there was one.
  void start() {
    auto lock = base::LockFile::acquire(workspace_ / "server.lock");
    Q_ASSERT(lock);
    lock_.emplace(*std::move(lock));
    const bool listening = server_.listen(QHostAddress::LocalHost, port_);
    Q_ASSERT(listening);
    port_ = server_.serverPort();
    protocol::ServerInfo info;
    info.url = "http://127.0.0.1:" + std::to_string(port_);
    info.token = "test";
    info.processId = 1;
    const auto written =
        base::writeFileWhole(workspace_ / "server.json", base::toJson(info).dump());
    Q_ASSERT(written);
  }
  /// As when it hangs: no answer and no connection, but the lock is held.
  void goSilent() {
    server_.close();
    closeAll();
  }
  void wakeUp() { server_.listen(QHostAddress::LocalHost, port_); }

  void answer(const std::string& key, base::json body, int status = 200) {
    handlers_[QByteArray::fromStdString(key)] = [body = std::move(body),
                                                 status](const FakeRequest&) {
      return FakeAnswer{body, status};
    };
  }
  void fail(const std::string& key,
            const std::string& code,
            const std::string& message,
            const std::string& hint,
            int status) {
    answer(key, {{"error", {{"code", code}, {"message", message}, {"hint", hint}}}}, status);
  }
  void handle(const std::string& key, Handler handler) {
    handlers_[QByteArray::fromStdString(key)] = std::move(handler);
  }
  template <class T>
  void list(const std::string& path, const std::vector<T>& items) {
    answer("GET " + path, base::toJson(protocol::Items<T>{items}));
  }

  /// To all who read the stream at this path, and to those who come later with a smaller id.
  void send(const std::string& path, std::int64_t id, const base::json& data) {
    const QByteArray name = QByteArray::fromStdString(path);
    events_[name].emplace_back(id, data);
    for (const auto& [socket, reads] : streams_) {
      if (reads == name) {
        write(*socket, id, data);
      }
    }
  }
  /// The next event of /v1/events.
  void announce(const std::string& kind, const std::string& id, const base::json& data = {}) {
    ++seq_;
    send("/v1/events", seq_, {{"seq", seq_}, {"kind", kind}, {"id", id}, {"data", data}});
  }
  /// Breaks all event streams off.
  void breakStreams() {
    const auto open = streams_;
    for (const auto& [socket, unused] : open) {
      socket->abort();
    }
  }

  [[nodiscard]] const std::vector<FakeRequest>& requests() const { return requests_; }
  [[nodiscard]] int count(const std::string& key) const {
    int found = 0;
    for (const FakeRequest& request : requests_) {
      found += request.key == QByteArray::fromStdString(key) ? 1 : 0;
    }
    return found;
  }
  [[nodiscard]] const FakeRequest* last(const std::string& key) const {
    for (auto at = requests_.rbegin(); at != requests_.rend(); ++at) {
      if (at->key == QByteArray::fromStdString(key)) {
        return &*at;
      }
    }
    return nullptr;
  }

 private:
  void accept() {
    while (QTcpSocket* socket = server_.nextPendingConnection()) {
      sockets_.push_back(socket);
      QObject::connect(socket, &QTcpSocket::readyRead, &server_, [this, socket] { read(*socket); });
      QObject::connect(socket, &QTcpSocket::disconnected, &server_, [this, socket] {
        streams_.erase(socket);
        received_.erase(socket);
        std::erase(sockets_, socket);
        socket->deleteLater();
      });
    }
  }

  void closeAll() {
    const auto open = sockets_;
    for (QTcpSocket* socket : open) {
      socket->abort();
    }
  }

  void read(QTcpSocket& socket) {
    QByteArray& bytes = received_[&socket];
    bytes += socket.readAll();
    while (true) {
      const qsizetype head = bytes.indexOf("\r\n\r\n");
      if (head < 0) {
        return;
      }
      const QList<QByteArray> lines = bytes.left(head).split('\n');
      const qsizetype length = header(lines, "content-length").toLongLong();
      if (bytes.size() < head + 4 + length) {
        return;
      }
      const QByteArray body = bytes.mid(head + 4, length);
      bytes.remove(0, head + 4 + length);
      serve(socket, lines, body);
    }
  }

  [[nodiscard]] static QByteArray header(const QList<QByteArray>& lines, const QByteArray& name) {
    for (const QByteArray& line : lines) {
      if (line.toLower().startsWith(name + ":")) {
        return line.mid(name.size() + 1).trimmed();
      }
    }
    return {};
  }

  void serve(QTcpSocket& socket, const QList<QByteArray>& lines, const QByteArray& body) {
    const QList<QByteArray> words = lines.first().split(' ');
    FakeRequest request;
    const QByteArray path = words.value(1).split('?').first();
    request.key = words.value(0) + ' ' + path;
    request.query = words.value(1).mid(path.size() + 1);
    request.lastEventId = header(lines, "last-event-id");
    request.body = base::json::parse(body.toStdString(), nullptr, false);
    requests_.push_back(request);
    if (header(lines, "accept") == "text/event-stream") {
      openStream(socket, path, request.lastEventId.toLongLong());
      return;
    }
    const auto found = handlers_.find(request.key);
    const FakeAnswer answer =
        found != handlers_.end()
            ? found->second(request)
            : FakeAnswer{
                  {{"error", {{"code", "not_found"}, {"message", "there is no such thing"}}}}, 404};
    const QByteArray text = QByteArray::fromStdString(answer.body.dump());
    const QByteArray reply = "HTTP/1.1 " + QByteArray::number(answer.status) +
                             " Answer\r\nContent-Type: application/json\r\nContent-Length: " +
                             QByteArray::number(text.size()) + "\r\n\r\n" + text;
    if (answer.delayMs == 0) {
      socket.write(reply);
    } else {
      QTimer::singleShot(answer.delayMs, &socket, [&socket, reply] { socket.write(reply); });
    }
  }

  void openStream(QTcpSocket& socket, const QByteArray& path, qint64 after) {
    socket.write(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
        ": hello\n\n");
    streams_[&socket] = path;
    if (path == "/v1/events" && after == 0) {
      return;  // from now on
    }
    for (const auto& [id, data] : events_[path]) {
      if (id > after) {
        write(socket, id, data);
      }
    }
  }

  static void write(QTcpSocket& socket, std::int64_t id, const base::json& data) {
    socket.write("id: " + QByteArray::number(static_cast<qlonglong>(id)) +
                 "\ndata: " + QByteArray::fromStdString(data.dump()) + "\n\n");
  }

  std::filesystem::path workspace_;
  std::optional<base::LockFile> lock_;
  quint16 port_ = 0;
  std::int64_t seq_ = 0;
  std::map<QByteArray, Handler> handlers_;
  std::vector<FakeRequest> requests_;
  std::map<QByteArray, std::vector<std::pair<std::int64_t, base::json>>> events_;
  std::map<QTcpSocket*, QByteArray> streams_;
  std::map<QTcpSocket*, QByteArray> received_;
  std::vector<QTcpSocket*> sockets_;
  QTcpServer server_;  // last: its sockets' goodbyes still find the rest
};

}  // namespace telesoft::tests
