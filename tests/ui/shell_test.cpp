// The window: driven by keyboard alone, before a server that may not be there.
#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QTextBrowser>

#include "telesoft/ui/shell/rail.h"
#include "telesoft/ui/shell/status_strip.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/side_sheet.h"
#include "telesoft/ui/widgets/states.h"

#include "sample_release.h"
#include "workbench_fixture.h"

namespace telesoft::tests {

namespace {

const char* const kPages[] = {"home",   "data",   "jobs",      "review",
                              "models", "deploy", "knowledge", "admin"};
const char* const kWizards[] = {"import", "deidentify", "split", "approach"};

void press(Workbench& bench, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
  QWidget* at = QApplication::focusWidget();
  QTest::keyClick(at != nullptr ? at : static_cast<QWidget*>(&*bench.window), Qt::Key(key),
                  modifiers);
}

/// A text that wraps and does not get the height it needs.
QString cutText(const QWidget& within) {
  for (const QLabel* label : within.findChildren<QLabel*>()) {
    if (label->isVisible() && label->wordWrap() &&
        label->height() < label->heightForWidth(label->width())) {
      return label->text();
    }
  }
  return {};
}

void type(const char* text) {
  QTest::keyClicks(QApplication::focusWidget(), QString::fromLatin1(text));
}

}  // namespace

class ShellTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
  void cleanup() { ui::theme().setMode(ui::ThemeMode::Light); }

  void pages_openByTheirNumbers() {
    Workbench bench;
    QVERIFY(bench.open());
    int key = Qt::Key_1;
    for (const char* page : kPages) {
      press(bench, key++, Qt::ControlModifier);
      QCOMPARE(bench.window->current().panel, QString::fromLatin1(page));
      QCOMPARE(bench.window->rail().current(), QString::fromLatin1(page));
    }
  }

  void rail_isOneStopAndMovesByArrows() {
    Workbench bench;
    QVERIFY(bench.open());
    press(bench, Qt::Key_F6);
    QVERIFY(bench.window->rail().isAncestorOf(QApplication::focusWidget()));
    press(bench, Qt::Key_Down);
    press(bench, Qt::Key_Down);
    QCOMPARE(bench.window->current().panel, QStringLiteral("home"));  // moved, not opened
    press(bench, Qt::Key_Return);
    QCOMPARE(bench.window->current().panel, QStringLiteral("jobs"));
    QVERIFY(!bench.window->rail().isAncestorOf(QApplication::focusWidget()));
  }

  void history_goesBackAndForward() {
    Workbench bench;
    QVERIFY(bench.open());
    bench.window->navigate(QStringLiteral("jobs"));
    bench.window->navigate(QStringLiteral("jobs"), QStringLiteral("jb_17"));
    bench.window->navigate(QStringLiteral("admin"));
    press(bench, Qt::Key_BracketLeft, Qt::ControlModifier);
    QCOMPARE(bench.window->current().subject, QStringLiteral("jb_17"));
    press(bench, Qt::Key_BracketLeft, Qt::ControlModifier);
    press(bench, Qt::Key_BracketRight, Qt::ControlModifier);
    QCOMPARE(bench.window->current().subject, QStringLiteral("jb_17"));
    bench.window->navigate(QStringLiteral("data"));
    press(bench, Qt::Key_BracketRight, Qt::ControlModifier);  // what was ahead is given up
    QCOMPARE(bench.window->current().panel, QStringLiteral("data"));
  }

  void closedWizard_goesBackToWhereItWasOpened() {
    Workbench bench;
    QVERIFY(bench.open());
    bench.window->navigate(QStringLiteral("models"));
    press(bench, Qt::Key_I, Qt::ControlModifier);
    QCOMPARE(bench.window->current().panel, QStringLiteral("import"));
    QCOMPARE(bench.window->rail().current(), QStringLiteral("data"));
    Q_EMIT bench.window->currentPanel()->closed();
    QCOMPARE(bench.window->current().panel, QStringLiteral("models"));
  }

  void palette_findsAndRuns() {
    Workbench bench;
    QVERIFY(bench.open());
    ui::CommandPalette& palette = bench.window->commandPalette();
    press(bench, Qt::Key_K, Qt::ControlModifier);
    QVERIFY(palette.isOpen());
    type("adm");
    QCOMPARE(palette.shownTitles().value(0), QStringLiteral("Admin"));
    press(bench, Qt::Key_Return);
    QVERIFY(!palette.isOpen());
    QCOMPARE(bench.window->current().panel, QStringLiteral("admin"));
    press(bench, Qt::Key_K, Qt::ControlModifier);
    type("lora r16");
    press(bench, Qt::Key_Return);
    QCOMPARE(bench.window->current().panel, QStringLiteral("jobs"));
    QCOMPARE(bench.window->current().subject, QStringLiteral("jb_17"));
  }

  void palette_findsDatasetsModelsAndThePagesOwnCommands() {
    Workbench bench;
    QVERIFY(bench.open());
    bench.window->navigate(QStringLiteral("jobs"), QStringLiteral("jb_17"));
    press(bench, Qt::Key_K, Qt::ControlModifier);
    const QStringList all = bench.window->commandPalette().shownTitles();
    for (const char* title : {"Pause the run", "Holter reports 2026-Q3", "Arrhythmia LoRA r8",
                              "Import a file", "Switch between light and dark", "Models"}) {
      QVERIFY2(all.contains(QString::fromLatin1(title)), title);
    }
    press(bench, Qt::Key_Escape);
    QVERIFY(!bench.window->commandPalette().isOpen());
  }

  void palette_saysNothingForNonsenseAndTakesEnter() {
    Workbench bench;
    QVERIFY(bench.open());
    press(bench, Qt::Key_K, Qt::ControlModifier);
    type("qqqqzz");
    QVERIFY(bench.window->commandPalette().shownTitles().isEmpty());
    press(bench, Qt::Key_Return);
    QVERIFY(bench.window->commandPalette().isOpen());
  }

  void help_explainsThePageAndGivesTheFocusBack() {
    Workbench bench;
    QVERIFY(bench.open());
    for (const char* page : {"home", "jobs", "admin", "review", "data", "models"}) {
      bench.window->navigate(QString::fromLatin1(page));
      press(bench, Qt::Key_F1);
      QVERIFY(bench.window->help().isOpen());
      const auto* text = bench.window->help().findChild<QTextBrowser*>();
      QVERIFY2(text->toPlainText().size() > 60, page);
      press(bench, Qt::Key_Escape);
      QVERIFY(!bench.window->help().isOpen());
    }
  }

  void theme_switchesAndIsRemembered() {
    Workbench bench;
    QVERIFY(bench.open());
    QVERIFY(!ui::colors().dark);
    const QColor before = bench.window->grab().toImage().pixelColor(4, 4);
    press(bench, Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(ui::colors().dark);
    QVERIFY(bench.window->grab().toImage().pixelColor(4, 4).lightness() < before.lightness());
    QCOMPARE(bench.settings->value(QStringLiteral("theme")).toInt(),
             static_cast<int>(ui::ThemeMode::Dark));
  }

  void geometry_isRemembered() {
    Workbench bench;
    QVERIFY(bench.open());
    bench.window->resize(1000, 640);
    bench.window->close();
    ui::MainWindow again(*bench.workspace, ui::allPanels(*bench.workspace), *bench.settings);
    QCOMPARE(again.size(), QSize(1000, 640));
  }

  void lostConnection_saysTheAgeOfWhatIsShownAndHeals() {
    Workbench bench;
    QVERIFY(bench.open());
    QVERIFY(!bench.window->banner().isVisible());
    bench.server.goSilent();
    bench.workspace->connection().suspect();
    QTRY_VERIFY(bench.window->banner().isVisible());
    QVERIFY(bench.window->banner().text().contains(QStringLiteral("just now")));
    QVERIFY(bench.window->status().serverText().contains(QStringLiteral("just now")));
    QVERIFY(bench.window->isEnabled());
    QVERIFY(!bench.workspace->jobs().items().empty());  // what was read stays
    bench.server.wakeUp();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.window->banner().isVisible(), 8000);
    QCOMPARE(bench.window->status().serverText(), QStringLiteral("server on this computer"));
  }

  void noServer_saysWhyAndTriesAgain() {
    const TempFolder folder;
    dressApplication();
    QSettings settings(QString::fromStdString((folder / "settings.ini").string()),
                       QSettings::IniFormat);
    ui::Workspace workspace(QString::fromStdString((folder / "none").string()));
    workspace.connection().setServerProgram(QStringLiteral("/nowhere/telesoft"));
    ui::MainWindow window(workspace, ui::allPanels(workspace), settings);
    window.show();
    workspace.connection().open();
    QTRY_COMPARE(workspace.connection().state(), ui::ConnectionState::Failed);
    auto* error = window.findChild<ui::ErrorState*>(QStringLiteral("noServer"));
    QVERIFY(error != nullptr && error->isVisible());
    QVERIFY(error->error().why.contains(QStringLiteral("telesoft")));
    QVERIFY(!error->error().todo.isEmpty());
    FakeServer server(folder / "none");  // now there is one
    Q_EMIT error->retryTriggered();
    QTRY_COMPARE(workspace.connection().state(), ui::ConnectionState::Connected);
    QVERIFY(!error->isVisible());
  }

  void status_tellsOfTheRunAndLeadsToIt() {
    Workbench bench;
    QVERIFY(bench.open());
    QTRY_VERIFY(bench.window->status().jobText().contains(QStringLiteral("Arrhythmia LoRA r16")));
    QVERIFY(bench.window->status().jobText().contains(QStringLiteral("6")));
    Q_EMIT bench.window->status().jobRequested(QStringLiteral("jb_17"));
    QCOMPARE(bench.window->current().subject, QStringLiteral("jb_17"));
  }

  void badges_countWhatWaits() {
    Workbench bench;
    QVERIFY(bench.open());
    QTRY_COMPARE(bench.window->rail().badge(QStringLiteral("data")), QStringLiteral("1"));
    QCOMPARE(bench.window->rail().badge(QStringLiteral("jobs")), QStringLiteral("1"));
    QCOMPARE(bench.window->rail().badge(QStringLiteral("models")), QString());
    bench.server.list<protocol::Job>("/v1/fine-tuning/jobs", {failedJob()});
    bench.server.announce("job", "jb_failed");
    QTRY_COMPARE(bench.window->rail().badge(QStringLiteral("jobs")), QStringLiteral("!"));
  }

  void badges_ofReviewAndDeployCountWhatWaitsForThisPerson() {
    Workbench bench;
    QVERIFY(bench.open());
    // Cases: 42 and a conflict in the one review, 30 in the other; an alert in production.
    QTRY_COMPARE(bench.window->rail().badge(QStringLiteral("review")), QStringLiteral("73"));
    QTRY_COMPARE(bench.window->rail().badge(QStringLiteral("deploy")), QStringLiteral("1"));
    bench.server.answer("GET /v1/me", base::toJson(person({"auditor"})));
    bench.server.announce("user", "us_1");
    QTRY_COMPARE(bench.window->rail().badge(QStringLiteral("review")), QString());
    QTRY_COMPARE(bench.window->rail().badge(QStringLiteral("deploy")), QString());
  }

  void admin_verifiesTheAuditTrail() {
    Workbench bench;
    QVERIFY(bench.open());
    press(bench, Qt::Key_8, Qt::ControlModifier);
    protocol::AuditVerification broken;
    broken.entries = 3;
    broken.firstBroken = 2;
    bench.server.answer("POST /v1/audit/verify", base::toJson(broken));
    press(bench, Qt::Key_E, Qt::ControlModifier);
    QTRY_COMPARE(bench.server.count("POST /v1/audit/verify"), 1);
    const auto says = [&](const char* text) {
      for (const QLabel* label : bench.window->currentPanel()->findChildren<QLabel*>()) {
        if (label->text().contains(QString::fromLatin1(text))) {
          return true;
        }
      }
      return false;
    };
    QTRY_VERIFY(says("Entry 2 of 3 entries does not follow"));
  }

  void controls_haveNames() {
    Workbench bench;
    QVERIFY(bench.open());
    QStringList pages;
    for (const char* page : kPages) {
      pages << QString::fromLatin1(page);
    }
    for (const char* page : kWizards) {
      pages << QString::fromLatin1(page);
    }
    for (const QString& page : pages) {
      bench.window->navigate(page);
      QTest::qWait(50);
      for (const QWidget* widget : bench.window->findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) {
          continue;
        }
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        const bool named = !widget->accessibleName().isEmpty() ||
                           (button != nullptr && !button->text().isEmpty()) ||
                           widget->parentWidget()->inherits("QAbstractSpinBox") ||
                           widget->parentWidget()->inherits("QComboBox");
        QVERIFY2(
            named,
            qPrintable(page + QStringLiteral(": ") +
                       QLatin1String(widget->metaObject()->className()) + QStringLiteral(" in ") +
                       QLatin1String(widget->parentWidget()->metaObject()->className())));
      }
    }
  }

  void pages_fitASmallWindow() {
    Workbench bench;
    QVERIFY(bench.open());
    bench.window->resize(640, 400);  // 1280x800 at 200 %
    QTest::qWait(20);
    QCOMPARE(bench.window->size(), QSize(640, 400));
    for (const char* page : kPages) {
      bench.window->navigate(QString::fromLatin1(page));
      QTest::qWait(20);
      const ui::Panel* panel = bench.window->currentPanel();
      QVERIFY2(panel->width() <= 640 - 56, page);  // no page is cut at its right
      QTRY_COMPARE(cutText(*panel), QString());
    }
  }
};

TELESOFT_TEST(ShellTest)

}  // namespace telesoft::tests

#include "shell_test.moc"
