// A workspace for a team, as an administrator and a clinician meet it: over TLS, with accounts.
#include <sys/stat.h>

#include "telesoft/base/os/files.h"
#include "telesoft/protocol/server.h"

#include "api/test_certificate.h"
#include "support/test_case.h"
#include "system/workspace_guard.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;

const QByteArray kPassword = "quiet river amber 71";

/// The programs of one person, who has a configuration folder of their own.
class TeamTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup();
  void serve_refusesWithoutAnAdministratorAndWithoutTls();
  void verbs_needASession();
  void session_isForOneServerAndItsOwnerOnly();
  void roles_holdForEveryVerb();
  void token_comesInByTheEnvironment();
  void serverFile_carriesNoToken();

 private:
  Ran telesoft(const QStringList& arguments, const QByteArray& input = "") const;
  Ran onServer(const QStringList& arguments, const QByteArray& input = "") const {
    return telesoft(arguments + QStringList{"--server", url_}, input);
  }
  void addUser(const QString& name, const QString& role) const;
  void endPrivateServer() const;
  bool serve();
  Ran signIn(const QString& name, const QByteArray& password = kPassword) const;
  [[nodiscard]] static QString codeOf(const Ran& ran) {
    return QString::fromStdString(ran.document()["error"].value("code", ""));
  }
  [[nodiscard]] QStringList tls() const {
    return {"--tls-cert", QString::fromStdString(TestCertificate::shared().certificate().string()),
            "--tls-key", QString::fromStdString(TestCertificate::shared().key().string())};
  }

  std::unique_ptr<WorkspaceGuard> workspace_;
  std::unique_ptr<TempFolder> config_;
  std::unique_ptr<QProcess> server_;
  QString url_;
  mutable QString token_;  // for TELESOFT_TOKEN
};

void TeamTest::init() {
  workspace_ = std::make_unique<WorkspaceGuard>();
  config_ = std::make_unique<TempFolder>();
  token_.clear();
}

void TeamTest::cleanup() {
  if (server_) {
    server_->terminate();
    QVERIFY(server_->waitForFinished(20000));
    server_.reset();
  }
  workspace_.reset();
}

Ran TeamTest::telesoft(const QStringList& arguments, const QByteArray& input) const {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert("XDG_CONFIG_HOME", QString::fromStdString(config_->path().string()));
  if (!token_.isEmpty()) {
    environment.insert("TELESOFT_TOKEN", token_);
  }
  process.setProcessEnvironment(environment);
  process.start(programPath("telesoft"), workspace_->with(arguments));
  process.write(input + "\n");
  process.closeWriteChannel();
  process.waitForFinished(60000);
  return {process.exitCode(), process.readAllStandardOutput().toStdString(),
          process.readAllStandardError().toStdString()};
}

void TeamTest::addUser(const QString& name, const QString& role) const {
  const Ran ran = telesoft({"users", "add", name, "--role", role, "--password-stdin"}, kPassword);
  QVERIFY2(ran.exitStatus == 0, ran.out.c_str());
}

/// By which the accounts were made.
void TeamTest::endPrivateServer() const {
  if (const int id = workspace_->serverProcess(); id > 0) {
    ::kill(id, SIGTERM);
  }
  for (int i = 0; i < 200 && workspace_->serverProcess() > 0; ++i) {
    QTest::qWait(50);
  }
}

bool TeamTest::serve() {
  endPrivateServer();
  server_ = std::make_unique<QProcess>();
  server_->start(programPath("telesoft"),
                 workspace_->with(QStringList{"serve", "--listen", "127.0.0.1:0"} + tls()));
  for (int i = 0; i < 400 && workspace_->serverProcess() == 0; ++i) {
    QTest::qWait(50);
  }
  const auto text = base::readFile(workspace_->path() / "server.json");
  url_ = text ? QString::fromStdString(base::parseJson(*text)->value("url", "")) : QString();
  return url_.startsWith("https://");
}

Ran TeamTest::signIn(const QString& name, const QByteArray& password) const {
  return onServer({"login", "--name", name, "--password-stdin", "--ca",
                   QString::fromStdString(TestCertificate::shared().certificate().string())},
                  password);
}

void TeamTest::serve_refusesWithoutAnAdministratorAndWithoutTls() {
  addUser("lee", "clinician");
  endPrivateServer();
  const Ran none = telesoft(QStringList{"serve", "--listen", "127.0.0.1:0"} + tls());
  QCOMPARE(codeOf(none), QStringLiteral("conflict"));
  QVERIFY(none.document()["error"].value("hint", "").find("telesoft users add") !=
          std::string::npos);
  const Ran plain = telesoft({"serve", "--listen", "0.0.0.0:0"});
  QCOMPARE(codeOf(plain), QStringLiteral("invalid_input"));
  const Ran half = telesoft({"serve", "--tls-cert", "/nowhere.pem"});
  QCOMPARE(codeOf(half), QStringLiteral("invalid_input"));
}

void TeamTest::verbs_needASession() {
  addUser("okafor", "admin");
  QVERIFY(serve());
  const Ran own = telesoft({"models"});  // the workspace's own server is the team's
  QCOMPARE(codeOf(own), QStringLiteral("conflict"));
  QVERIFY(own.document()["error"].value("hint", "").find("telesoft login") != std::string::npos);
  QCOMPARE(codeOf(onServer({"models"})), QStringLiteral("unauthenticated"));
  QCOMPARE(codeOf(signIn("okafor", "wrong")), QStringLiteral("unauthenticated"));
  QCOMPARE(codeOf(onServer({"models"})), QStringLiteral("unauthenticated"));
  const Ran untrusted = onServer({"login", "--name", "okafor", "--password-stdin"}, kPassword);
  QCOMPARE(codeOf(untrusted), QStringLiteral("unavailable"));  // nobody vouches for it
}

void TeamTest::session_isForOneServerAndItsOwnerOnly() {
  addUser("okafor", "admin");
  QVERIFY(serve());
  const Ran in = signIn("okafor");
  QVERIFY2(in.exitStatus == 0, in.out.c_str());
  QCOMPARE(in.document().value("name", ""), std::string("okafor"));
  struct stat info {};
  QCOMPARE(::stat((*config_ / "telesoft/session.json").c_str(), &info), 0);
  QCOMPARE(info.st_mode & 0777U, 0600U);
  QCOMPARE(onServer({"models"}).exitStatus, 0);
  QCOMPARE(codeOf(telesoft({"models", "--server", "https://127.0.0.1:1"})),
           QStringLiteral("unauthenticated"));
  QCOMPARE(onServer({"logout"}).exitStatus, 0);
  QCOMPARE(codeOf(onServer({"models"})), QStringLiteral("unauthenticated"));
  const Ran trail = [&] {
    static_cast<void>(signIn("okafor"));
    return onServer({"audit", "--limit", "1000"});
  }();
  QStringList actions;
  const base::json document = trail.document();
  for (const auto& entry : document["entries"]) {
    actions << QString::fromStdString(entry.value("action", ""));
  }
  QVERIFY2(actions.contains("session.begin") && actions.contains("session.end"),
           qPrintable(actions.join(' ')));
  QVERIFY(onServer({"audit", "--verify"}).document().value("intact", false));
}

void TeamTest::roles_holdForEveryVerb() {
  addUser("okafor", "admin");
  addUser("lee", "clinician");
  QVERIFY(serve());
  QCOMPARE(signIn("lee").exitStatus, 0);
  const Ran refused = onServer({"users", "list"});
  QCOMPARE(codeOf(refused), QStringLiteral("permission_denied"));
  QVERIFY(refused.document()["error"].value("message", "").find("users.manage") !=
          std::string::npos);
  QCOMPARE(signIn("okafor").exitStatus, 0);
  QCOMPARE(onServer({"users", "list"}).document()["items"].size(), size_t{2});
  QCOMPARE(codeOf(onServer({"users", "disable", "okafor"})), QStringLiteral("conflict"));
  QCOMPARE(onServer({"users", "disable", "lee"}).document().value("disabled", false), true);
  QCOMPARE(codeOf(signIn("lee")), QStringLiteral("unauthenticated"));
  QCOMPARE(onServer({"users", "change", "lee", "--enable", "--role", "auditor"}).exitStatus, 0);
  QCOMPARE(signIn("lee").exitStatus, 0);
  const Ran own =
      onServer({"users", "password", "--password-stdin"}, kPassword + "\nanother river amber 72");
  QVERIFY2(own.exitStatus == 0, own.out.c_str());
  QCOMPARE(signIn("lee", "another river amber 72").exitStatus, 0);
}

void TeamTest::token_comesInByTheEnvironment() {
  addUser("okafor", "admin");
  QVERIFY(serve());
  QCOMPARE(signIn("okafor").exitStatus, 0);
  const Ran made = onServer({"tokens", "add", "nightly", "--permission", "users.manage"});
  const std::string id = made.document().value("id", "");
  QCOMPARE(onServer({"tokens", "list"}).document()["items"].size(), size_t{1});
  token_ = QString::fromStdString(made.document().value("token", ""));
  QCOMPARE(onServer({"users", "list"}).exitStatus, 0);
  QCOMPARE(codeOf(onServer({"audit"})), QStringLiteral("permission_denied"));
  token_.clear();
  QCOMPARE(onServer({"users", "list", "--token-stdin"},
                    QByteArray::fromStdString(made.document().value("token", "")))
               .exitStatus,
           0);
  QCOMPARE(onServer({"tokens", "revoke", QString::fromStdString(id)}).exitStatus, 0);
  token_ = QString::fromStdString(made.document().value("token", ""));
  QCOMPARE(codeOf(onServer({"users", "list"})), QStringLiteral("unauthenticated"));
}

void TeamTest::serverFile_carriesNoToken() {
  addUser("okafor", "admin");
  const auto embedded = base::readFile(workspace_->path() / "token");
  QVERIFY(embedded.has_value());
  QVERIFY(serve());
  const auto text = base::readFile(workspace_->path() / "server.json");
  QCOMPARE(base::parseJson(*text)->value("token", "x"), std::string());
  QCOMPARE(signIn("okafor").exitStatus, 0);  // for the authority's file
  token_ = QString::fromStdString(*embedded);
  QCOMPARE(codeOf(onServer({"models"})), QStringLiteral("unauthenticated"));
}

TELESOFT_TEST(TeamTest)

}  // namespace

#include "team_test.moc"
