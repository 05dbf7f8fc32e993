#include "telesoft/ui/client/event_stream.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

#include "telesoft/ui/client/server_connection.h"

namespace telesoft::ui {

namespace {

constexpr int kFirstWaitMs = 200;
constexpr int kLongestWaitMs = 5000;
constexpr int kSilenceMs = 40000;  // the server's heartbeat comes every 15 s

}  // namespace

EventStream::EventStream(ServerConnection& connection, QString path, QObject* parent)
    : QObject(parent),
      connection_(connection),
      path_(std::move(path)),
      network_(new QNetworkAccessManager(this)) {
  network_->setProxy(QNetworkProxy::NoProxy);
  again_.setSingleShot(true);
  silence_.setSingleShot(true);
  silence_.setInterval(kSilenceMs);
  connect(&again_, &QTimer::timeout, this, &EventStream::connectNow);
  connect(&silence_, &QTimer::timeout, this, [this] {
    if (reply_) {
      reply_->abort();
    }
  });
  connect(&connection_, &ServerConnection::stateChanged, this, [this](ConnectionState state) {
    if (state == ConnectionState::Connected && wanted_ && !open_) {
      waitMs_ = 0;
      connectNow();
    }
  });
}

EventStream::~EventStream() {
  drop();
}

void EventStream::start(qint64 afterId) {
  lastId_ = afterId;
  wanted_ = true;
  waitMs_ = 0;
  connectNow();
}

void EventStream::stop() {
  wanted_ = false;
  again_.stop();
  drop();
}

void EventStream::drop() {
  silence_.stop();
  open_ = false;
  if (reply_) {
    reply_->disconnect(this);
    reply_->abort();
    reply_->deleteLater();
    reply_.clear();
  }
}

void EventStream::connectNow() {
  if (!wanted_ || connection_.state() != ConnectionState::Connected) {
    return;  // stateChanged() brings it here again
  }
  drop();
  parser_.reset();
  const QUrl url(connection_.url().toString(QUrl::RemovePath) + path_);
  QNetworkRequest request(url);
  request.setRawHeader("Authorization", "Bearer " + connection_.token());
  request.setRawHeader("Accept", "text/event-stream");
  request.setRawHeader("Cache-Control", "no-cache");
  if (lastId_ > 0) {
    request.setRawHeader("Last-Event-ID", QByteArray::number(lastId_));
  }
  reply_ = network_->get(request);
  silence_.start();
  connect(reply_, &QNetworkReply::metaDataChanged, this, [this] {
    if (reply_->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 200 && !open_) {
      open_ = true;
      Q_EMIT opened();
    }
  });
  connect(reply_, &QNetworkReply::readyRead, this, &EventStream::onData);
  connect(reply_, &QNetworkReply::finished, this, &EventStream::onFinished);
}

void EventStream::onData() {
  silence_.start();
  if (reply_->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 200) {
    return;
  }
  waitMs_ = 0;
  const QPointer<EventStream> alive(this);
  for (const SseMessage& message : parser_.feed(reply_->readAll())) {
    bool isNumber = false;
    const qint64 id = message.id.toLongLong(&isNumber);
    if (isNumber) {
      lastId_ = id;
    }
    Q_EMIT messageReceived(message);
    if (!alive || !wanted_) {
      return;  // whoever listened has had enough
    }
  }
}

void EventStream::onFinished() {
  if (reply_->bytesAvailable() > 0) {
    onData();
  }
  const int status =
      reply_ ? reply_->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() : 0;
  const bool wasOpen = open_;
  drop();
  if (wasOpen) {
    Q_EMIT interrupted();
  }
  if (!wanted_) {
    return;
  }
  if (status == 404) {
    wanted_ = false;  // what it told of is gone
    return;
  }
  if (status == 0 || wasOpen) {
    connection_.suspect();
  }
  waitMs_ = waitMs_ == 0 ? kFirstWaitMs : qMin(waitMs_ * 2, kLongestWaitMs);
  again_.start(waitMs_);
}

WorkspaceEvents::WorkspaceEvents(ServerConnection& connection, QObject* parent)
    : QObject(parent), stream_(connection, QStringLiteral("/v1/events")) {
  connect(&stream_, &EventStream::opened, this, &WorkspaceEvents::opened);
  connect(&stream_, &EventStream::interrupted, this, &WorkspaceEvents::interrupted);
  connect(&stream_, &EventStream::messageReceived, this, [this](const SseMessage& message) {
    const auto parsed = base::parseJson(message.data.toStdString());
    if (!parsed) {
      return;
    }
    if (const auto event = base::fromJson<protocol::WorkspaceEvent>(*parsed)) {
      Q_EMIT eventReceived(*event);
    }
  });
}

JobEvents::JobEvents(ServerConnection& connection, const QString& jobId, QObject* parent)
    : QObject(parent),
      stream_(connection,
              QStringLiteral("/v1/fine-tuning/jobs/") + jobId + QStringLiteral("/events")) {
  connect(&stream_, &EventStream::messageReceived, this, &JobEvents::onMessage);
}

void JobEvents::onMessage(const SseMessage& message) {
  const auto parsed = base::parseJson(message.data.toStdString());
  if (!parsed) {
    return;
  }
  const auto event = base::fromJson<protocol::JobEvent>(*parsed);
  if (!event) {
    return;
  }
  const bool paused = event->data.is_object() && event->data.value("reason", "") == "paused";
  if (event->kind == "failed" || (event->kind == "finished" && !paused)) {
    stream_.stop();
  }
  Q_EMIT eventReceived(*event);
}

}  // namespace telesoft::ui
