// Server-sent events that survive a broken connection: they go on after the last id seen.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>

#include "telesoft/protocol/job.h"
#include "telesoft/protocol/server.h"
#include "telesoft/ui/client/sse_parser.h"

class QNetworkAccessManager;
class QNetworkReply;

namespace telesoft::ui {

class ServerConnection;

/// One stream at one path. It connects when the server is connected and start() was called, and
/// reconnects by itself, with Last-Event-ID, until stop().
class EventStream : public QObject {
  Q_OBJECT

 public:
  EventStream(ServerConnection& connection, QString path, QObject* parent = nullptr);
  ~EventStream() override;
  /// After this id; 0: from the first one kept.
  void start(qint64 afterId = 0);
  void stop();
  [[nodiscard]] bool isOpen() const { return open_; }
  [[nodiscard]] qint64 lastId() const { return lastId_; }

 Q_SIGNALS:
  void messageReceived(const telesoft::ui::SseMessage& message);
  void opened();
  void interrupted();

 private:
  void connectNow();
  void onData();
  void onFinished();
  void drop();
  ServerConnection& connection_;
  QString path_;
  // Its own, because a manager opens six connections to a host at most, and a stream holds one.
  QNetworkAccessManager* network_;
  QPointer<QNetworkReply> reply_;
  SseParser parser_;
  QTimer again_;
  QTimer silence_;  // no byte for longer than two heartbeats: the connection is dead
  qint64 lastId_ = 0;
  int waitMs_ = 0;
  bool wanted_ = false;
  bool open_ = false;
};

/// /v1/events, typed.
class WorkspaceEvents : public QObject {
  Q_OBJECT

 public:
  explicit WorkspaceEvents(ServerConnection& connection, QObject* parent = nullptr);
  void start(qint64 afterSeq = 0) { stream_.start(afterSeq); }
  void stop() { stream_.stop(); }
  [[nodiscard]] bool isOpen() const { return stream_.isOpen(); }

 Q_SIGNALS:
  void eventReceived(const telesoft::protocol::WorkspaceEvent& event);
  void opened();
  void interrupted();

 private:
  EventStream stream_;
};

/// /v1/fine-tuning/jobs/{id}/events, typed. Stops by itself after the job's last event.
class JobEvents : public QObject {
  Q_OBJECT

 public:
  JobEvents(ServerConnection& connection, const QString& jobId, QObject* parent = nullptr);
  void start(qint64 afterSeq = 0) { stream_.start(afterSeq); }
  void stop() { stream_.stop(); }
  [[nodiscard]] bool isOpen() const { return stream_.isOpen(); }

 Q_SIGNALS:
  void eventReceived(const telesoft::protocol::JobEvent& event);

 private:
  void onMessage(const SseMessage& message);
  EventStream stream_;
};

}  // namespace telesoft::ui
