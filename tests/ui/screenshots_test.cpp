// Every page as a picture, light and dark, at 1280x800 and as it is at 200 %: for people to look
// at. Needs TELESOFT_SCREENSHOTS, a folder.
#include <QDir>

#include "workbench_fixture.h"

namespace telesoft::tests {

namespace {

struct Shot {
  const char* name;
  const char* panel;
  const char* subject;
};

constexpr Shot kShots[] = {
    {"home", "home", ""},
    {"data", "data", ""},
    {"import", "import", ""},
    {"deidentify", "deidentify", "ds_new"},
    {"split", "split", "ds_clean"},
    {"approach", "approach", "ds_train"},
    {"jobs", "jobs", ""},
    {"monitor", "jobs", "jb_17"},
    {"monitor_failed", "jobs", "jb_failed"},
    {"models", "models", "md_jb_done"},
    {"compare", "compare", "ev_1"},
    {"review", "review", ""},
    {"deploy", "deploy", ""},
    {"knowledge", "knowledge", ""},
    {"admin", "admin", ""},
};

}  // namespace

class ScreenshotsTest : public QObject {
  Q_OBJECT

 private:
  static void take(QWidget& window, const QString& name) {
    const QDir folder(qEnvironmentVariable("TELESOFT_SCREENSHOTS"));
    QVERIFY2(folder.mkpath(QStringLiteral(".")), "the folder for screenshots cannot be made");
    QVERIFY(window.grab().save(folder.filePath(name + QStringLiteral(".png"))));
  }

  static void takeAll(Workbench& bench, const QString& suffix) {
    for (const Shot& shot : kShots) {
      bench.window->navigate(QString::fromLatin1(shot.panel), QString::fromLatin1(shot.subject));
      QTest::qWait(450);
      take(*bench.window, QString::fromLatin1(shot.name) + suffix);
    }
    bench.window->openPalette();
    QTest::qWait(50);
    take(*bench.window, QStringLiteral("palette") + suffix);
    bench.window->openPalette();
    bench.window->toggleHelp();
    QTest::qWait(50);
    take(*bench.window, QStringLiteral("help") + suffix);
    bench.window->toggleHelp();
  }

 private Q_SLOTS:
  void screens_ofEveryPage() {
    if (!qEnvironmentVariableIsSet("TELESOFT_SCREENSHOTS")) {
      QSKIP("TELESOFT_SCREENSHOTS names no folder");
    }
    Workbench bench;
    const QString scale = QString::number(qRound(qApp->devicePixelRatio() * 100));
    bench.window->resize(QSize(1280, 800) / qApp->devicePixelRatio());
    QVERIFY(bench.open());
    takeAll(bench, QStringLiteral("_light_") + scale);
    ui::theme().setMode(ui::ThemeMode::Dark);
    takeAll(bench, QStringLiteral("_dark_") + scale);
    ui::theme().setMode(ui::ThemeMode::Light);
  }

  void screens_ofAnEmptyWorkspace() {
    if (!qEnvironmentVariableIsSet("TELESOFT_SCREENSHOTS")) {
      QSKIP("TELESOFT_SCREENSHOTS names no folder");
    }
    Workbench bench(false);
    bench.window->resize(1280, 800);
    QVERIFY(bench.open());
    for (const char* page : {"home", "data", "jobs", "models"}) {
      bench.window->navigate(QString::fromLatin1(page));
      QTest::qWait(300);
      take(*bench.window, QStringLiteral("empty_") + QString::fromLatin1(page));
    }
    bench.server.goSilent();
    QVERIFY(QTest::qWaitFor([&] { return bench.window->banner().isVisible(); }, 15000));
    QTest::qWait(100);
    take(*bench.window, QStringLiteral("lost"));
  }
};

TELESOFT_TEST(ScreenshotsTest)

}  // namespace telesoft::tests

#include "screenshots_test.moc"
