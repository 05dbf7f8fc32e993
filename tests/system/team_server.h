// A server for a team: `telesoft serve --listen` over TLS, with a certificate made for the test,
// and people who sign in to it.
#pragma once

#include <csignal>

#include <QProcess>
#include <QTest>

#include "telesoft/client/client.h"
#include "telesoft/protocol/access.h"
#include "telesoft/protocol/server.h"

#include "api/test_certificate.h"
#include "support/must.h"
#include "support/program.h"
#include "support/temp_folder.h"

namespace telesoft::tests {

class TeamServer {
 public:
  explicit TeamServer(std::filesystem::path workspace) : workspace_(std::move(workspace)) {}
  ~TeamServer() { stop(); }
  TeamServer(const TeamServer&) = delete;
  TeamServer& operator=(const TeamServer&) = delete;

  /// Makes an account through the workspace's own private server, which must not run afterwards.
  void addUser(const QString& name, const QString& role, const QString& password) const {
    QProcess process;
    process.start(
        programPath(QStringLiteral("telesoft")),
        {"users", "add", name, "--role", role, "--password-stdin", "--workspace", folder()});
    process.waitForStarted();
    process.write(password.toUtf8() + "\n");
    process.closeWriteChannel();
    process.waitForFinished(30000);
    if (process.exitCode() != 0) {
      qFatal("the account was not made: %s", process.readAllStandardError().constData());
    }
  }
  void stopPrivateServer() const {
    const auto text = base::readFile(workspace_ / "server.json");
    const auto parsed = text ? base::parseJson(*text) : base::Result<base::json>(base::Error{});
    const int id = parsed ? parsed->value("processId", 0) : 0;
    if (id > 0) {
      ::kill(id, SIGTERM);
      for (int i = 0; i < 200 && std::filesystem::exists(workspace_ / "server.json"); ++i) {
        QTest::qWait(50);
      }
    }
  }
  /// Until it answers.
  void start() {
    process_.start(programPath(QStringLiteral("telesoft")),
                   {"serve", "--listen", "127.0.0.1:0", "--tls-cert", certificate(), "--tls-key",
                    QString::fromStdString(TestCertificate::shared().key().string()), "--workspace",
                    folder()});
    for (int i = 0; i < 400; ++i) {
      const auto text = base::readFile(workspace_ / "server.json");
      const auto parsed = text ? base::parseJson(*text) : base::Result<base::json>(base::Error{});
      if (parsed && parsed->value("processId", 0) == process_.processId()) {
        url_ = parsed->value("url", "");
        return;
      }
      QTest::qWait(50);
    }
    qFatal("the server did not start: %s", process_.readAllStandardError().constData());
  }
  void stop() {
    if (process_.state() != QProcess::NotRunning) {
      process_.terminate();
      process_.waitForFinished(20000);
    }
  }
  void kill() {
    process_.kill();
    process_.waitForFinished(20000);
  }
  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] qint64 processId() const { return process_.processId(); }
  [[nodiscard]] QString folder() const { return QString::fromStdString(workspace_.string()); }

  [[nodiscard]] client::Client as(const std::string& token) const {
    client::ServerAddress address = must(client::parseAddress(url_, token));
    address.caFile = certificate().toStdString();
    return client::Client(address);
  }
  /// Signs in; the session's client.
  [[nodiscard]] client::Client signIn(const std::string& name, const std::string& password) const {
    const auto answer = must(
        as("").post<protocol::LoginAnswer>("/v1/sessions", protocol::LoginRequest{name, password}));
    return as(answer.token);
  }

 private:
  [[nodiscard]] static QString certificate() {
    return QString::fromStdString(TestCertificate::shared().certificate().string());
  }
  std::filesystem::path workspace_;
  QProcess process_;
  std::string url_;
};

}  // namespace telesoft::tests
