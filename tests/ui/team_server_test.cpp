// The window before a team's server over TLS: signing in, and what each role meets there. Needs
// `telesoft` in the build. Pictures of every page in every role with TELESOFT_SCREENSHOTS.
#include "system/team_server.h"

#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QSslConfiguration>

#include "telesoft/ui/shell/sign_in_view.h"

#include "workbench_fixture.h"

namespace telesoft::tests {

namespace {

constexpr auto kPassword = "quiet river amber 71";
constexpr const char* kRoles[] = {"clinician", "ml_staff", "admin", "auditor"};
constexpr const char* kPages[] = {"home",   "data",   "import",    "jobs", "models",
                                  "review", "deploy", "knowledge", "admin"};

}  // namespace

class TeamServerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    if (!QFileInfo::exists(programPath(QStringLiteral("telesoft")))) {
      QSKIP("the server program is not built in this tree");
    }
    dressApplication();
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    QVERIFY(configuration.addCaCertificates(
        QString::fromStdString(TestCertificate::shared().certificate().string())));
    QSslConfiguration::setDefaultConfiguration(configuration);
    server_ = std::make_unique<TeamServer>(folder_ / "workspace");
    for (const char* role : kRoles) {
      server_->addUser(QLatin1String(role), QLatin1String(role), QLatin1String(kPassword));
    }
    server_->stopPrivateServer();
    server_->start();
  }

  void aWrongPassword_isToldAndTheRightOneEnters() {
    Window bench(*this);
    QTRY_COMPARE_WITH_TIMEOUT(bench.state(), ui::ConnectionState::SignIn, 15000);
    bench.signIn("clinician", "not this one at all");
    QTRY_VERIFY(bench.says("password is wrong"));
    QCOMPARE(bench.state(), ui::ConnectionState::SignIn);
    bench.signIn("clinician", kPassword);
    QTRY_COMPARE_WITH_TIMEOUT(bench.state(), ui::ConnectionState::Connected, 15000);
    QTRY_VERIFY(bench.workspace.me().isKnown());
    QVERIFY(bench.workspace.me().is("clinician"));
    QVERIFY(bench.workspace.me().may("review.decide"));
    QVERIFY(!bench.workspace.me().may("users.manage"));
  }

  void everyRole_readsItsPagesAndNoOthers_data() {
    QTest::addColumn<QString>("role");
    for (const char* role : kRoles) {
      QTest::newRow(role) << QString::fromLatin1(role);
    }
  }
  void everyRole_readsItsPagesAndNoOthers() {
    QFETCH(const QString, role);
    Window bench(*this);
    QTRY_COMPARE_WITH_TIMEOUT(bench.state(), ui::ConnectionState::SignIn, 15000);
    bench.signIn(role.toLatin1().constData(), kPassword);
    QTRY_COMPARE_WITH_TIMEOUT(bench.state(), ui::ConnectionState::Connected, 15000);
    QTRY_VERIFY(bench.workspace.me().is(role.toLatin1().constData()));
    QTRY_VERIFY(bench.workspace.models().readAt().isValid());
    QTest::qWait(500);
    // The accounts are asked for by those alone who manage them.
    QCOMPARE(bench.workspace.users().readAt().isValid(), role == QLatin1String("admin"));
    QVERIFY(bench.workspace.users().state() != ui::LoadState::Failed);
    for (const char* page : kPages) {
      bench.window.navigate(QLatin1String(page));
      QTest::qWait(400);
      bench.picture(role, QLatin1String(page));
    }
  }

 private:
  struct Window {
    explicit Window(const TeamServerTest& test)
        : settings(QString::fromStdString((test.folder_ / "settings.ini").string()),
                   QSettings::IniFormat),
          workspace(QString()),
          window(workspace, ui::allPanels(workspace), settings) {
      workspace.connection().setRemote(QUrl(QString::fromStdString(test.server_->url())));
      window.resize(1280, 800);
      window.show();
      workspace.connection().open();
    }
    [[nodiscard]] ui::ConnectionState state() { return workspace.connection().state(); }
    void signIn(const char* name, const char* password) {
      auto* view = window.findChild<ui::SignInView*>();
      QVERIFY(view != nullptr);
      const auto fields = view->findChildren<QLineEdit*>();
      QCOMPARE(fields.size(), 2);
      fields[0]->setText(QLatin1String(name));
      fields[1]->setFocus();
      QTest::keyClicks(fields[1], QLatin1String(password));
      QTest::keyClick(fields[1], Qt::Key_Return);
    }
    [[nodiscard]] bool says(const char* text) const {
      const auto labels = window.findChild<ui::SignInView*>()->findChildren<QLabel*>();
      return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
        return label->isVisible() && label->text().contains(QLatin1String(text));
      });
    }
    void picture(const QString& role, const QString& page) {
      if (!qEnvironmentVariableIsSet("TELESOFT_SCREENSHOTS")) {
        return;
      }
      for (const ui::ThemeMode mode : {ui::ThemeMode::Light, ui::ThemeMode::Dark}) {
        ui::theme().setMode(mode);
        QTest::qWait(30);
        const QString name = QStringLiteral("%1_%2_%3.png")
                                 .arg(role, page,
                                      mode == ui::ThemeMode::Dark ? QStringLiteral("dark")
                                                                  : QStringLiteral("light"));
        QVERIFY(
            window.grab().save(QDir(qEnvironmentVariable("TELESOFT_SCREENSHOTS")).filePath(name)));
      }
      ui::theme().setMode(ui::ThemeMode::Light);
    }
    QSettings settings;
    ui::Workspace workspace;
    ui::MainWindow window;
  };

  TempFolder folder_;
  std::unique_ptr<TeamServer> server_;
};

TELESOFT_TEST(TeamServerTest)

}  // namespace telesoft::tests

#include "team_server_test.moc"
