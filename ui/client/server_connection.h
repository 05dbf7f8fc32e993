// The workspace's private server: found when it runs, started when it does not, watched while the
// window is open; or a team's server at its address, which a person signs in to. Nothing here
// waits: every answer comes by a signal.
#pragma once

#include <QDateTime>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include "telesoft/protocol/server.h"
#include "telesoft/ui/client/server_search.h"

class QNetworkAccessManager;

namespace telesoft::ui {

enum class ConnectionState {
  Idle,        // open() has not been called
  Connecting,  // looking for a server, or waiting for one that was started
  Connected,
  Lost,    // was connected; trying again by itself
  Failed,  // could not be started; error() says why, retry() tries again
  SignIn,  // a team's server answers, and wants to know who comes
};

class ServerConnection : public QObject {
  Q_OBJECT

 public:
  explicit ServerConnection(QString workspace, QObject* parent = nullptr);
  ~ServerConnection() override;

  /// The server program; by default `telesoft` beside this program. Set before open().
  void setServerProgram(const QString& path) { program_ = path; }
  /// A team's server instead of a private one. Set before open().
  void setRemote(const QUrl& url) { url_ = url; }
  [[nodiscard]] bool isRemote() const { return workspace_.isEmpty(); }
  /// Connected when it succeeds; signInFailed() with the reason when not.
  void signIn(const QString& name, const QString& password);
  /// A call was answered with 401: the session has ended.
  void sessionEnded();
  void open();
  void retry();
  /// A call failed on the way: look whether the server still lives.
  void suspect();

  [[nodiscard]] ConnectionState state() const { return state_; }
  [[nodiscard]] const base::Error& error() const { return error_; }
  [[nodiscard]] QString workspace() const { return workspace_; }
  [[nodiscard]] QString workspaceName() const;
  [[nodiscard]] QUrl url() const { return url_; }
  [[nodiscard]] QByteArray token() const { return token_; }
  [[nodiscard]] const protocol::Health& health() const { return health_; }
  /// When the server last answered; invalid before the first answer.
  [[nodiscard]] QDateTime lastSeen() const { return lastSeen_; }
  [[nodiscard]] QNetworkAccessManager& network() { return *network_; }

 Q_SIGNALS:
  void signInFailed(const telesoft::base::Error& error);
  void stateChanged(telesoft::ui::ConnectionState state);
  void healthChanged();

 private:
  void look();
  void onTrace(const ServerTrace& trace);
  void start();
  void onStarted(const base::Result<int>& processId);
  void check();
  void onHealthy(const protocol::Health& health);
  void onUnhealthy();
  void giveUp();
  void failed(base::Error error);
  void setState(ConnectionState state);

  QString workspace_;
  QString program_;
  ConnectionState state_ = ConnectionState::Idle;
  base::Error error_;
  QUrl url_;
  QByteArray token_;
  protocol::Health health_;
  QDateTime lastSeen_;
  QNetworkAccessManager* network_;
  QTimer again_;  // the next look while connecting or lost
  QTimer beat_;   // health while connected
  QElapsedTimer since_;
  int serverProcess_ = 0;  // of the server that was started here
  bool looking_ = false;
  bool checking_ = false;
  int misses_ = 0;
};

}  // namespace telesoft::ui
