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
    {"review_text", "review", "rv_text"},
    {"review_risk", "review", "rv_risk"},
    {"review_conflict", "review", "rv_text:adjudication"},
    {"deploy", "deploy", ""},
    {"deploy_staging", "deploy", "md_new"},
    {"knowledge", "knowledge", ""},
    {"knowledge_document", "knowledge", "kd_1"},
    {"admin", "admin", ""},
    {"admin_people", "admin", "people"},
    {"admin_backup", "admin", "backup"},
};

/// What takes keys to be seen.
struct Steps {
  const char* name;
  const char* panel;
  std::vector<std::pair<Qt::Key, Qt::KeyboardModifiers>> keys;
  const char* typed;
};

const std::vector<Steps>& stepsOfAll() {
  static const std::vector<Steps> all = {
      {"deploy_sign", "deploy", {{Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier}}, "short"},
      {"deploy_rollback", "deploy", {{Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier}}, ""},
      {"knowledge_new", "knowledge", {{Qt::Key_N, Qt::ControlModifier}}, "/data/sepsis.md"},
      {"knowledge_search", "knowledge", {{Qt::Key_F, Qt::ControlModifier}}, "apixaban\n"},
      {"knowledge_formulary", "knowledge", {{Qt::Key_D, Qt::ControlModifier}}, "clarithromycin\n"},
  };
  return all;
}

}  // namespace

class ScreenshotsTest : public QObject {
  Q_OBJECT

 private:
  static void take(QWidget& window, const QString& name) {
    const QDir folder(qEnvironmentVariable("TELESOFT_SCREENSHOTS"));
    QVERIFY2(folder.mkpath(QStringLiteral(".")), "the folder for screenshots cannot be made");
    QVERIFY(window.grab().save(folder.filePath(name + QStringLiteral(".png"))));
  }

  static void takeSteps(Workbench& bench, const Steps& steps, const QString& suffix) {
    for (const auto& [key, modifiers] : steps.keys) {
      QWidget* const at = QApplication::focusWidget();
      QTest::keyClick(at != nullptr ? at : &*bench.window, key, modifiers);
    }
    QTest::qWait(100);
    if (QWidget* at = QApplication::focusWidget()) {
      for (const char* letter = steps.typed; *letter != 0; ++letter) {
        *letter == '\n' ? QTest::keyClick(at, Qt::Key_Return) : QTest::keyClick(at, *letter);
      }
    }
    QTest::qWait(450);
    QWidget* const dialog = QApplication::activeModalWidget();
    take(dialog != nullptr ? *dialog : *bench.window, QString::fromLatin1(steps.name) + suffix);
    if (dialog != nullptr) {
      dialog->close();
    }
  }

  static void takeAll(Workbench& bench, const QString& suffix) {
    for (const Shot& shot : kShots) {
      bench.window->navigate(QString::fromLatin1(shot.panel), QString::fromLatin1(shot.subject));
      QTest::qWait(900);
      take(*bench.window, QString::fromLatin1(shot.name) + suffix);
    }
    for (const Steps& steps : stepsOfAll()) {
      bench.window->navigate(QString::fromLatin1(steps.panel));
      bench.window->activateWindow();
      QVERIFY(QTest::qWaitForWindowActive(&*bench.window));
      QTest::qWait(900);
      takeSteps(bench, steps, suffix);
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
    for (const char* page : {"home", "data", "jobs", "models", "review", "deploy", "knowledge"}) {
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
