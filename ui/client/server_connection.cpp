#include "telesoft/ui/client/server_connection.h"

#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

#include "telesoft/base/os/subprocess.h"
#include "telesoft/protocol/access.h"
#include "telesoft/ui/client/api_client.h"
#include "telesoft/ui/client/task.h"

namespace telesoft::ui {

namespace {

constexpr int kLookMs = 40;        // between looks while a server comes up
constexpr int kLostLookMs = 1000;  // between looks after a connection was lost
constexpr int kBeatMs = 5000;      // between health calls while connected
constexpr int kHealthLimitMs = 4000;
constexpr int kStartLimitMs = 20000;
constexpr int kSignInLimitMs = 20000;

base::Error notThere(const QNetworkReply& reply) {
  return base::fail(base::ErrorCode::Unavailable,
                    "the server did not answer: " + reply.errorString().toStdString(),
                    "check its address and the certificate authority");
}

std::filesystem::path pathOf(const QString& text) {
  return text.toUtf8().toStdString();
}

}  // namespace

ServerConnection::ServerConnection(QString workspace, QObject* parent)
    : QObject(parent), workspace_(std::move(workspace)), network_(new QNetworkAccessManager(this)) {
  network_->setProxy(QNetworkProxy::NoProxy);  // loopback goes through nobody's proxy
  again_.setSingleShot(true);
  beat_.setInterval(kBeatMs);
  connect(&again_, &QTimer::timeout, this, &ServerConnection::look);
  connect(&beat_, &QTimer::timeout, this, &ServerConnection::check);
}

ServerConnection::~ServerConnection() = default;

QString ServerConnection::workspaceName() const {
  return isRemote() ? QString::fromStdString(health_.workspace) : QFileInfo(workspace_).fileName();
}

void ServerConnection::open() {
  if (state_ == ConnectionState::Idle) {
    retry();
  }
}

void ServerConnection::retry() {
  since_.start();
  serverProcess_ = 0;
  misses_ = 0;
  setState(ConnectionState::Connecting);
  look();
}

void ServerConnection::suspect() {
  if (state_ == ConnectionState::Connected || state_ == ConnectionState::SignIn) {
    check();
  }
}

void ServerConnection::look() {
  if (isRemote()) {
    check();
    return;
  }
  if (looking_) {
    return;
  }
  looking_ = true;
  runTask<ServerTrace>(
      this, [workspace = pathOf(workspace_)] { return lookForServer(workspace); },
      [this](const ServerTrace& trace) {
        looking_ = false;
        onTrace(trace);
      });
}

void ServerConnection::onTrace(const ServerTrace& trace) {
  if (trace.info) {
    url_ = QUrl::fromEncoded(QByteArray::fromStdString(trace.info->url));
    token_ = QByteArray::fromStdString(trace.info->token);
    check();
    return;
  }
  const bool starting = serverProcess_ > 0 && base::isRunning(serverProcess_);
  if (trace.lockHeld || starting) {
    if (since_.elapsed() > kStartLimitMs) {
      giveUp();
    } else {
      again_.start(kLookMs);
    }
  } else if (serverProcess_ > 0) {
    giveUp();
  } else {
    start();
  }
}

void ServerConnection::start() {
  runTask<base::Result<int>>(
      this,
      [workspace = pathOf(workspace_), program = pathOf(program_)] {
        return startServer(workspace, program);
      },
      [this](const base::Result<int>& processId) { onStarted(processId); });
}

void ServerConnection::onStarted(const base::Result<int>& processId) {
  if (!processId) {
    failed(processId.error());
    return;
  }
  serverProcess_ = *processId;
  again_.start(kLookMs);
}

void ServerConnection::check() {
  if (checking_) {
    return;
  }
  checking_ = true;
  QUrl url = url_;
  url.setPath(QStringLiteral("/v1/health"));
  QNetworkRequest request(url);
  request.setTransferTimeout(kHealthLimitMs);
  QNetworkReply* reply = network_->get(request);
  connect(reply, &QNetworkReply::finished, this, [this, reply] {
    checking_ = false;
    reply->deleteLater();
    const auto parsed = base::parseJson(reply->readAll().toStdString());
    auto health = parsed && reply->error() == QNetworkReply::NoError
                      ? base::fromJson<protocol::Health>(*parsed)
                      : base::Result<protocol::Health>(base::Error{});
    if (health) {
      onHealthy(*health);
    } else {
      onUnhealthy();
    }
  });
}

void ServerConnection::onHealthy(const protocol::Health& health) {
  misses_ = 0;
  serverProcess_ = 0;
  health_ = health;
  lastSeen_ = QDateTime::currentDateTimeUtc();
  beat_.start();
  setState(isRemote() && token_.isEmpty() ? ConnectionState::SignIn : ConnectionState::Connected);
  Q_EMIT healthChanged();
}

void ServerConnection::signIn(const QString& name, const QString& password) {
  QUrl url = url_;
  url.setPath(QStringLiteral("/v1/sessions"));
  QNetworkRequest request(url);
  request.setTransferTimeout(kSignInLimitMs);
  request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
  const protocol::LoginRequest login{name.toStdString(), password.toStdString()};
  QNetworkReply* reply =
      network_->post(request, QByteArray::fromStdString(base::toJson(login).dump()));
  connect(reply, &QNetworkReply::finished, this, [this, reply] {
    reply->deleteLater();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QByteArray body = reply->readAll();
    const auto parsed = base::parseJson(body.toStdString());
    const auto answer = parsed && status > 0 && status < 400
                            ? base::fromJson<protocol::LoginAnswer>(*parsed)
                            : base::Result<protocol::LoginAnswer>(base::Error{});
    if (answer) {
      token_ = QByteArray::fromStdString(answer->token);
      setState(ConnectionState::Connected);
    } else {
      Q_EMIT signInFailed(status > 0 ? ApiClient::errorOf(status, body) : notThere(*reply));
    }
  });
}

void ServerConnection::sessionEnded() {
  if (isRemote() && !token_.isEmpty()) {
    token_.clear();
    setState(ConnectionState::SignIn);
  }
}

void ServerConnection::onUnhealthy() {
  ++misses_;
  if (state_ == ConnectionState::Connected || state_ == ConnectionState::SignIn) {
    beat_.stop();
    since_.start();
    setState(ConnectionState::Lost);
    again_.start(kLookMs);  // a server that was killed has let its lock go: look at once
    return;
  }
  if (since_.elapsed() > kStartLimitMs && state_ == ConnectionState::Connecting) {
    giveUp();
    return;
  }
  again_.start(state_ == ConnectionState::Lost && misses_ > 3 ? kLostLookMs : kLookMs);
}

void ServerConnection::giveUp() {
  if (isRemote()) {
    failed(base::fail(base::ErrorCode::Unavailable, "the server does not answer",
                      "check its address and the certificate authority, or ask who runs it"));
    return;
  }
  runTask<std::string>(
      this, [workspace = pathOf(workspace_)] { return startLogTail(workspace); },
      [this](const std::string& tail) {
        base::Error error = base::fail(
            base::ErrorCode::Unavailable, "the workspace server did not start",
            "its own words are in logs/server-start.log of the workspace; `telesoft doctor` looks "
            "for the cause");
        if (!tail.empty()) {
          error.context.push_back("starting the server: " + tail);
        }
        failed(std::move(error));
      });
}

void ServerConnection::failed(base::Error error) {
  error_ = std::move(error);
  beat_.stop();
  again_.stop();
  setState(ConnectionState::Failed);
}

void ServerConnection::setState(ConnectionState state) {
  if (state_ != state) {
    state_ = state;
    Q_EMIT stateChanged(state);
  }
}

}  // namespace telesoft::ui
