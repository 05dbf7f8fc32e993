#include "ui_wizards/fake_server.h"

#include <QHostAddress>

#include "telesoft/base/os/files.h"
#include "telesoft/protocol/server.h"

namespace telesoft::tests {

FakeServer::FakeServer() {
  auto lock = base::LockFile::acquire(folder_ / "server.lock");
  if (lock) {
    lock_ = *std::move(lock);
  }
  server_.listen(QHostAddress::LocalHost, 0);
  connect(&server_, &QTcpServer::newConnection, this, &FakeServer::onConnection);
  protocol::ServerInfo info;
  info.url = "http://127.0.0.1:" + std::to_string(server_.serverPort());
  info.token = "0123456789abcdef";
  info.processId = 1;
  const auto written = base::writeFileWhole(folder_ / "server.json", base::toJson(info).dump());
  Q_ASSERT(written.has_value());
  protocol::Health health;
  health.status = "ok";
  gives("GET /v1/health", health);
}

FakeServer::~FakeServer() {
  // The sockets go with the server, after what their ends would be told to.
  for (QTcpSocket* socket : server_.findChildren<QTcpSocket*>()) {
    socket->disconnect(this);
  }
}

void FakeServer::fails(
    const QByteArray& what, int status, const char* code, const char* message, const char* hint) {
  const protocol::ErrorReply reply{{code, message, hint, "r-1"}};
  on(what,
     [status, text = QByteArray::fromStdString(base::toJson(reply).dump())](const base::json&) {
       return Answer{status, text};
     });
}

void FakeServer::release() {
  held_.clear();
  if (const auto go = std::exchange(heldAnswer_, {})) {
    go();
  }
}

void FakeServer::announce(const char* kind) {
  protocol::WorkspaceEvent event;
  event.seq = ++seq_;
  event.kind = kind;
  const QByteArray text = "id: " + QByteArray::number(seq_) +
                          "\ndata: " + QByteArray::fromStdString(base::toJson(event).dump()) +
                          "\n\n";
  for (QTcpSocket* stream : streams_) {
    stream->write(text);
  }
}

void FakeServer::onConnection() {
  while (QTcpSocket* socket = server_.nextPendingConnection()) {
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { onData(socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
      std::erase(streams_, socket);
      waiting_.erase(socket);
      socket->deleteLater();
    });
  }
}

void FakeServer::onData(QTcpSocket* socket) {
  QByteArray& waiting = waiting_[socket];
  waiting += socket->readAll();
  while (answerOne(socket, waiting)) {
  }
}

bool FakeServer::answerOne(QTcpSocket* socket, QByteArray& waiting) {
  const qsizetype end = waiting.indexOf("\r\n\r\n");
  if (end < 0) {
    return false;
  }
  const QByteArray head = waiting.left(end);
  qsizetype length = 0;
  for (const QByteArray& line : head.split('\n')) {
    if (line.toLower().startsWith("content-length:")) {
      length = line.mid(15).trimmed().toLongLong();
    }
  }
  if (waiting.size() < end + 4 + length) {
    return false;
  }
  const QByteArray body = waiting.mid(end + 4, length);
  waiting.remove(0, end + 4 + length);
  const QList<QByteArray> first = head.left(head.indexOf('\r')).split(' ');
  const QByteArray path =
      first[1].left(first[1].indexOf('?') < 0 ? first[1].size() : first[1].indexOf('?'));
  answer(socket, first[0] + ' ' + path,
         body.isEmpty() ? base::json() : base::json::parse(body.toStdString()));
  return true;
}

void FakeServer::answer(QTcpSocket* socket, const QByteArray& what, const base::json& body) {
  if (what == "GET /v1/events") {
    socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: hello\n\n");
    streams_.push_back(socket);
    return;
  }
  asked_[what].push_back(body);
  const auto go = [this, socket, what, body] {
    const auto found = handlers_.find(what);
    send(socket,
         found != handlers_.end()
             ? found->second(body)
             : Answer{404, R"({"error": {"code": "not_found", "message": "no such thing here"}})"});
  };
  if (what == held_) {
    heldAnswer_ = go;
  } else {
    go();
  }
}

void FakeServer::send(QTcpSocket* socket, const Answer& answer) {
  socket->write(
      "HTTP/1.1 " + QByteArray::number(answer.status) + " X\r\nContent-Type: " + answer.type +
      "\r\nContent-Length: " + QByteArray::number(answer.body.size()) + "\r\n\r\n" + answer.body);
}

}  // namespace telesoft::tests
