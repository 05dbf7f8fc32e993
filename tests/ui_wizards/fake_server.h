// A workspace server of canned answers on loopback, which the client finds as it finds a real one.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QTcpServer>
#include <QTcpSocket>

#include "telesoft/base/json.h"
#include "telesoft/base/os/lock_file.h"

#include "support/temp_folder.h"

namespace telesoft::tests {

struct Answer {
  int status = 200;
  QByteArray body;
  QByteArray type = "application/json";
};

class FakeServer : public QObject {
 public:
  using Handler = std::function<Answer(const base::json& body)>;

  FakeServer();
  ~FakeServer() override;
  [[nodiscard]] QString workspace() const {
    return QString::fromStdString(folder_.path().string());
  }

  /// `what`: "GET /v1/datasets", without a query.
  void on(const QByteArray& what, Handler handler) { handlers_[what] = std::move(handler); }
  template <class T>
  void gives(const QByteArray& what, const T& value) {
    on(what, [text = QByteArray::fromStdString(base::toJson(value).dump())](const base::json&) {
      return Answer{200, text};
    });
  }
  void fails(
      const QByteArray& what, int status, const char* code, const char* message, const char* hint);
  /// Leaves the request without an answer until release().
  void hold(const QByteArray& what) { held_ = what; }
  void release();

  /// Bodies that came for `what`, in order.
  [[nodiscard]] const std::vector<base::json>& asked(const QByteArray& what) {
    return asked_[what];
  }
  /// Tells clients that something of this kind changed.
  void announce(const char* kind);

 private:
  void onConnection();
  void onData(QTcpSocket* socket);
  bool answerOne(QTcpSocket* socket, QByteArray& waiting);
  void answer(QTcpSocket* socket, const QByteArray& what, const base::json& body);
  void send(QTcpSocket* socket, const Answer& answer);
  TempFolder folder_;
  std::optional<base::LockFile> lock_;
  QTcpServer server_;
  std::map<QByteArray, Handler> handlers_;
  std::map<QByteArray, std::vector<base::json>> asked_;
  std::map<QTcpSocket*, QByteArray> waiting_;
  std::vector<QTcpSocket*> streams_;
  QByteArray held_;
  std::function<void()> heldAnswer_;
  int seq_ = 0;
};

}  // namespace telesoft::tests
