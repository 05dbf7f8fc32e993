// The window before the real server, which it starts by itself. Needs `telesoft` in the build.
#include <QFileInfo>

#include "telesoft/ui/shell/status_strip.h"

#include "support/program.h"
#include "workbench_fixture.h"

namespace telesoft::tests {

class RealServerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void window_startsTheServerReadsItAndOutlivesIt() {
    const QString program = programPath(QStringLiteral("telesoft"));
    if (!QFileInfo::exists(program)) {
      QSKIP("the server program is not built in this tree");
    }
    const TempFolder folder;
    dressApplication();
    QSettings settings(QString::fromStdString((folder / "settings.ini").string()),
                       QSettings::IniFormat);
    ui::Workspace workspace(QString::fromStdString((folder / "workspace").string()));
    workspace.connection().setServerProgram(program);
    ui::MainWindow window(workspace, ui::allPanels(workspace), settings);
    window.show();
    workspace.connection().open();
    QTRY_COMPARE_WITH_TIMEOUT(workspace.connection().state(), ui::ConnectionState::Connected,
                              15000);
    QTRY_VERIFY(workspace.datasets().readAt().isValid());
    QTRY_VERIFY(workspace.baseModels().readAt().isValid());
    QVERIFY(!workspace.baseModels().items().empty());
    QTRY_VERIFY(workspace.events().isOpen());

    std::optional<bool> intact;
    workspace.api().post<protocol::AuditVerification>(
        QStringLiteral("/v1/audit/verify"), this,
        [&](const base::Result<protocol::AuditVerification>& answer) {
          intact = answer && answer->intact;
        });
    QTRY_VERIFY(intact.has_value());
    QVERIFY(*intact);

    workspace.api().post<base::json>(QStringLiteral("/v1/server/stop"), this,
                                     [](const base::Result<base::json>&) {});
    QTRY_VERIFY(window.status().serverText() != QStringLiteral("server on this computer"));
    // It is started again by itself: nobody has to know that there is a server.
    QTRY_COMPARE_WITH_TIMEOUT(workspace.connection().state(), ui::ConnectionState::Connected,
                              15000);
    bool stopped = false;
    workspace.api().post<base::json>(
        QStringLiteral("/v1/server/stop"), this,
        [&](const base::Result<base::json>& answer) { stopped = answer.has_value(); });
    QTRY_VERIFY(stopped);
  }
};

TELESOFT_TEST(RealServerTest)

}  // namespace telesoft::tests

#include "real_server_test.moc"
