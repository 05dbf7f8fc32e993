// The HTTP API as typed calls that answer later: ask, go on, and be called when the answer is
// there.
#pragma once

#include <functional>
#include <utility>

#include <QByteArray>
#include <QObject>
#include <QPointer>
#include <QString>

#include "telesoft/base/json.h"

class QNetworkReply;

namespace telesoft::ui {

class ServerConnection;

template <class T>
using Done = std::function<void(base::Result<T>)>;

/// `done` is called once, in this thread, and not at all when `context` is gone by then. A path
/// starts with "/v1/". Errors: the server's own; Unavailable while there is no connection or when
/// it breaks; Corrupt for an answer that is not what was asked for; Timeout after 60 s of silence.
class ApiClient : public QObject {
  Q_OBJECT

 public:
  explicit ApiClient(ServerConnection& connection, QObject* parent = nullptr);

  template <class T>
  void get(const QString& path, QObject* context, Done<T> done) {
    send("GET", path, {}, context, typed<T>(std::move(done)));
  }
  template <class T, class Body>
  void post(const QString& path, const Body& body, QObject* context, Done<T> done) {
    send("POST", path, QByteArray::fromStdString(base::toJson(body).dump()), context,
         typed<T>(std::move(done)));
  }
  template <class T>
  void post(const QString& path, QObject* context, Done<T> done) {
    send("POST", path, "{}", context, typed<T>(std::move(done)));
  }
  /// The body as it is, such as an HTML report.
  void getText(const QString& path, QObject* context, Done<QByteArray> done);

  [[nodiscard]] ServerConnection& connection() { return connection_; }
  /// The error of an answer of status >= 400, from the one error shape.
  [[nodiscard]] static base::Error errorOf(int status, const QByteArray& body);

 private:
  using JsonDone = std::function<void(base::Result<base::json>)>;
  template <class T>
  static JsonDone typed(Done<T> done) {
    return [done = std::move(done)](base::Result<base::json> answer) {
      if (!answer) {
        done(std::move(answer).error());
      } else {
        done(base::fromJson<T>(*answer));
      }
    };
  }
  void send(const QByteArray& method,
            const QString& path,
            const QByteArray& body,
            QObject* context,
            JsonDone done);
  void sendRaw(const QByteArray& method,
               const QString& path,
               const QByteArray& body,
               QObject* context,
               Done<QByteArray> done);
  [[nodiscard]] base::Result<QByteArray> answerOf(QNetworkReply& reply);

  ServerConnection& connection_;
};

}  // namespace telesoft::ui
