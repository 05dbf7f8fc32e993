#include "telesoft/ui/client/api_client.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

#include "telesoft/protocol/server.h"
#include "telesoft/ui/client/server_connection.h"

namespace telesoft::ui {

namespace {

constexpr int kSilenceMs = 60000;

base::Error noConnection() {
  return base::fail(base::ErrorCode::Unavailable, "there is no connection to the workspace server",
                    "the workbench looks for it by itself; try again in a moment");
}

base::Error transportError(const QNetworkReply& reply) {
  if (reply.error() == QNetworkReply::OperationCanceledError ||
      reply.error() == QNetworkReply::TimeoutError) {
    return base::fail(base::ErrorCode::Timeout, "the workspace server did not answer in time",
                      "try again; `telesoft doctor` looks for the cause where it stays so");
  }
  return base::fail(base::ErrorCode::Unavailable,
                    "the connection to the workspace server broke off",
                    "the workbench connects again by itself; try again in a moment");
}

}  // namespace

ApiClient::ApiClient(ServerConnection& connection, QObject* parent)
    : QObject(parent), connection_(connection) {}

base::Error ApiClient::errorOf(int status, const QByteArray& body) {
  const auto parsed = base::parseJson(body.toStdString());
  if (parsed) {
    if (const auto reply = base::fromJson<protocol::ErrorReply>(*parsed)) {
      base::Error error =
          base::fail(base::errorCodeOf(reply->error.code), reply->error.message, reply->error.hint);
      if (!reply->error.requestId.empty()) {
        error.context.push_back("request " + reply->error.requestId);
      }
      return error;
    }
  }
  return base::fail(
      base::ErrorCode::Internal,
      "the workspace server answered with status " + std::to_string(status) + " and no explanation",
      "its log is in logs/ of the workspace");
}

base::Result<QByteArray> ApiClient::answerOf(QNetworkReply& reply) {
  const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  const QByteArray body = reply.readAll();
  if (status == 401) {
    connection_.sessionEnded();
  }
  if (status >= 400) {
    return errorOf(status, body);
  }
  if (reply.error() != QNetworkReply::NoError || status == 0) {
    connection_.suspect();
    return transportError(reply);
  }
  return body;
}

void ApiClient::sendRaw(const QByteArray& method,
                        const QString& path,
                        const QByteArray& body,
                        QObject* context,
                        Done<QByteArray> done) {
  if (connection_.state() != ConnectionState::Connected) {
    QMetaObject::invokeMethod(
        context, [done = std::move(done)] { done(noConnection()); }, Qt::QueuedConnection);
    return;
  }
  const QUrl url(connection_.url().toString(QUrl::RemovePath) + path);
  QNetworkRequest request(url);
  request.setTransferTimeout(kSilenceMs);
  request.setRawHeader("Authorization", "Bearer " + connection_.token());
  request.setRawHeader("Accept", "application/json, text/html;q=0.9");
  if (method != "GET") {
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
  }
  QNetworkReply* reply = method == "GET" ? connection_.network().get(request)
                                         : connection_.network().post(request, body);
  const QPointer<QObject> alive(context);
  connect(reply, &QNetworkReply::finished, this, [this, reply, alive, done = std::move(done)] {
    reply->deleteLater();
    auto answer = answerOf(*reply);
    if (alive) {
      done(std::move(answer));
    }
  });
}

void ApiClient::send(const QByteArray& method,
                     const QString& path,
                     const QByteArray& body,
                     QObject* context,
                     JsonDone done) {
  sendRaw(method, path, body, context, [done = std::move(done)](base::Result<QByteArray> answer) {
    if (!answer) {
      done(std::move(answer).error());
      return;
    }
    done(base::parseJson(answer->toStdString()).in("reading the server's answer"));
  });
}

void ApiClient::getText(const QString& path, QObject* context, Done<QByteArray> done) {
  sendRaw("GET", path, {}, context, std::move(done));
}

}  // namespace telesoft::ui
