// The live monitor: fed with events, held, stopped, and with a second run behind it.
#include <cmath>

#include "telesoft/ui/monitor/event_words.h"
#include "telesoft/ui/monitor/run_charts.h"
#include "telesoft/ui/monitor/run_page.h"
#include "telesoft/ui/monitor/run_settings.h"
#include "telesoft/ui/monitor/series_thinning.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/charts/line_chart.h"
#include "telesoft/ui/widgets/table/data_table.h"

#include "workbench_fixture.h"

namespace telesoft::tests {

namespace {

protocol::JobEvent eventOf(const std::string& kind, const base::json& data) {
  return *base::fromJson<protocol::JobEvent>(jobEvent(1, kind, data));
}

template <class Button = ui::Button>
Button* buttonOf(QWidget& within, const QString& text) {
  for (Button* button : within.findChildren<Button*>()) {
    if (button->text() == text && button->isVisible()) {
      return button;
    }
  }
  return nullptr;
}

/// The window on the monitor of a run.
struct Monitor : Workbench {
  [[nodiscard]] bool openRun(const char* id) {
    if (!open()) {
      return false;
    }
    window->navigate(QStringLiteral("jobs"), QString::fromLatin1(id));
    page = window->findChild<ui::RunPage*>();
    charts = window->findChild<ui::RunCharts*>();
    return page != nullptr && charts != nullptr;
  }
  ui::RunPage* page = nullptr;
  ui::RunCharts* charts = nullptr;
};

}  // namespace

class MonitorTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void logLine_saysWhatHappened_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("data");
    QTest::addColumn<QString>("text");
    QTest::newRow("warning") << "warning"
                             << R"({"message": "slow", "hint": "wait"})"
                             << "slow. wait";
    QTest::newRow("early stop")
        << "finished"
        << R"({"step": 900, "bestStep": 600, "bestValue": 0.5, "reason": "early_stopping"})"
        << "Stopped early at step 900: it got no better; best 0.5 at step 600";
    QTest::newRow("no best") << "finished"
                             << R"({"step": 9, "bestValue": null, "reason": "cancelled"})"
                             << "Stopped on request at step 9";
    QTest::newRow("unknown kind") << "eclipse"
                                  << R"({"moon":1})"
                                  << R"({"moon":1})";
    QTest::newRow("data that is no object") << "warning"
                                            << R"("text")"
                                            << "";
  }
  void logLine_saysWhatHappened() {
    QFETCH(QString, kind);
    QFETCH(QString, data);
    QFETCH(QString, text);
    const ui::LogLine line =
        ui::logLineOf(eventOf(kind.toStdString(), base::json::parse(data.toStdString())));
    QCOMPARE(line.text, text);
    QVERIFY(!line.level.isEmpty());
  }

  void worstExamples_areThoseOfTheNewestValidation() {
    const auto sample = [](int step, int row, double loss) {
      return eventOf("sample", {{"step", step}, {"row", row}, {"loss", loss}});
    };
    const auto worst = ui::worstExamples(
        {sample(10, 1, 9), sample(20, 2, 1), sample(20, 3, 3), eventOf("log", {})});
    QCOMPARE(worst.size(), size_t(2));
    QCOMPARE(worst[0].row, 3);
    QCOMPARE(worst[1].row, 2);
  }

  void thinned_keepsPeaksEndsAndNan() {
    std::vector<QPointF> points;
    for (int i = 0; i < 10000; ++i) {
      points.emplace_back(i, i == 5000 ? 99 : i == 7000 ? std::nan("") : std::sin(i * 0.01));
    }
    const std::vector<QPointF> few = ui::thinned(points, 500);
    QVERIFY(few.size() <= 502);
    QCOMPARE(few.front(), points.front());
    QCOMPARE(few.back(), points.back());
    QVERIFY(std::count(few.begin(), few.end(), QPointF(5000, 99)) == 1);
    QVERIFY(
        std::any_of(few.begin(), few.end(), [](const QPointF& p) { return std::isnan(p.y()); }));
    QVERIFY(std::is_sorted(few.begin(), few.end(),
                           [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); }));
    QCOMPARE(ui::thinned({{1, 1}}, 500).size(), size_t(1));
  }

  void settings_putWhatDiffersFirst() {
    protocol::JobRequest one = runningJob().request;
    protocol::JobRequest other = finishedJob().request;
    const auto alone = ui::settingRows(one, nullptr);
    QVERIFY(std::none_of(alone.begin(), alone.end(), [](const auto& r) { return r.differs; }));
    const auto both = ui::settingRows(one, &other);
    QCOMPARE(both.size(), alone.size());
    QCOMPARE(both[0].name, QStringLiteral("Lora rank"));
    QCOMPARE(both[0].value, QStringLiteral("16"));
    QCOMPARE(both[0].other, QStringLiteral("8"));
    QVERIFY(!both[1].differs);
  }

  void monitor_showsStateCurvesAndNan() {
    Monitor monitor;
    QVERIFY(monitor.openRun("jb_17"));
    QCOMPARE(monitor.page->title(), QStringLiteral("Arrhythmia LoRA r16"));
    QVERIFY(monitor.page->state().contains(QStringLiteral("Macro-F1 .871 at step 600")));
    QTRY_COMPARE(monitor.charts->loss()->nanPositions(), std::vector<double>{300});
    QVERIFY(monitor.charts->primary()->nanPositions().empty());
  }

  void monitor_growsWithTheRunsEvents() {
    Monitor monitor;
    QVERIFY(monitor.openRun("jb_17"));
    QTRY_COMPARE(monitor.charts->loss()->nanPositions().size(), size_t(1));
    monitor.server.send("/v1/fine-tuning/jobs/jb_17/events", 100,
                        jobEvent(100, "metric", {{"step", 642}, {"values", {{"loss", nullptr}}}}));
    QTRY_COMPARE(monitor.charts->loss()->nanPositions(), (std::vector<double>{300, 642}));
    // Broken off and taken up again: what came between is there, and nothing twice.
    monitor.server.breakStreams();
    monitor.server.send("/v1/fine-tuning/jobs/jb_17/events", 101,
                        jobEvent(101, "metric", {{"step", 644}, {"values", {{"loss", 0.25}}}}));
    monitor.charts->loss()->setCursor(644);
    QTRY_VERIFY_WITH_TIMEOUT(
        (monitor.charts->loss()->setCursor(644),
         monitor.charts->loss()->cursorText().contains(QStringLiteral("step 644"))),
        6000);
    QCOMPARE(monitor.server.last("GET /v1/fine-tuning/jobs/jb_17/events")->lastEventId,
             QByteArray("100"));
  }

  void monitor_stopsOnlyWhenItIsConfirmed() {
    Monitor monitor;
    QVERIFY(monitor.openRun("jb_17"));
    protocol::Job stopped = runningJob();
    stopped.status = protocol::JobState::Cancelled;
    monitor.server.answer("POST /v1/fine-tuning/jobs/jb_17/cancel", base::toJson(stopped));
    QTest::keyClick(&*monitor.window, Qt::Key_Period, Qt::ControlModifier);
    ui::MessageBar* bar = monitor.page->messageBar();
    QTRY_VERIFY(bar->isVisible());
    QVERIFY(bar->text().contains(QStringLiteral("Arrhythmia LoRA r16")));
    QVERIFY(bar->text().contains(QStringLiteral(".871")));
    QCOMPARE(monitor.server.count("POST /v1/fine-tuning/jobs/jb_17/cancel"), 0);
    auto* confirm = buttonOf<ui::LinkButton>(*bar, QStringLiteral("Stop the run"));
    QVERIFY(confirm != nullptr && confirm->hasFocus());
    QTest::keyClick(confirm, Qt::Key_Space);
    QTRY_COMPARE(monitor.server.count("POST /v1/fine-tuning/jobs/jb_17/cancel"), 1);
    QVERIFY(!bar->isVisible());
  }

  void monitor_pausesAndResumes() {
    Monitor monitor;
    QVERIFY(monitor.openRun("jb_17"));
    protocol::Job paused = runningJob();
    paused.status = protocol::JobState::Paused;
    monitor.server.handle("POST /v1/fine-tuning/jobs/jb_17/pause", [&](const FakeRequest&) {
      monitor.server.list<protocol::Job>("/v1/fine-tuning/jobs", {paused});
      return FakeAnswer{base::toJson(paused)};
    });
    monitor.server.answer("POST /v1/fine-tuning/jobs/jb_17/resume", base::toJson(runningJob()));
    QTest::keyClick(&*monitor.window, Qt::Key_P, Qt::ControlModifier);
    QTRY_VERIFY(buttonOf(*monitor.page, QStringLiteral("Resume")) != nullptr);
    QVERIFY(monitor.page->state().startsWith(QStringLiteral("Paused at step 640")));
    QTest::keyClick(&*monitor.window, Qt::Key_P, Qt::ControlModifier);
    QTRY_COMPARE(monitor.server.count("POST /v1/fine-tuning/jobs/jb_17/resume"), 1);
  }

  void monitor_saysWhyACommandWasRefused() {
    Monitor monitor;
    QVERIFY(monitor.openRun("jb_17"));
    monitor.server.fail("POST /v1/fine-tuning/jobs/jb_17/pause", "conflict", "the run has ended",
                        "start a new one", 409);
    monitor.page->pauseOrResume();
    QTRY_VERIFY(monitor.page->messageBar()->isVisible());
    const QString text = monitor.page->messageBar()->text();
    QVERIFY(text.contains(QStringLiteral("The run has ended.")));
    QVERIFY(text.contains(QStringLiteral("Start a new one.")));
  }

  void monitor_saysWhyARunFailed() {
    Monitor monitor;
    QVERIFY(monitor.openRun("jb_failed"));
    QVERIFY(monitor.page->messageBar()->isVisible());
    QVERIFY(
        monitor.page->messageBar()->text().contains(QStringLiteral("Lower the learning rate.")));
    QVERIFY(buttonOf(*monitor.page, QStringLiteral("Stop and keep best")) == nullptr);
  }

  void monitor_leadsFromAFinishedRunToItsComparison() {
    Monitor monitor;
    QVERIFY(monitor.openRun("jb_done"));
    ui::Button* result = buttonOf(*monitor.page, QStringLiteral("See the result"));
    QVERIFY(result != nullptr);
    result->click();
    QCOMPARE(monitor.window->current().panel, QStringLiteral("compare"));
    QCOMPARE(monitor.window->current().subject, QStringLiteral("ev_1"));
  }

  void monitor_putsASecondRunBehindTheFirst() {
    Monitor monitor;
    QVERIFY(monitor.openRun("jb_17"));
    auto* settings = monitor.window->findChild<ui::DataTable*>(QStringLiteral("settings"));
    QVERIFY(settings->isColumnHidden(2));
    monitor.page->setOther(QStringLiteral("jb_done"));
    QTRY_VERIFY(
        (monitor.charts->loss()->setCursor(100),
         monitor.charts->loss()->cursorText().contains(QStringLiteral("Arrhythmia LoRA r8"))));
    QVERIFY(!settings->isColumnHidden(2));
    monitor.page->setOther(QString());
    QVERIFY(settings->isColumnHidden(2));
  }

  void jobList_opensARunByKeyboard() {
    Monitor monitor;
    QVERIFY(monitor.open());
    QTest::keyClick(&*monitor.window, Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(monitor.window->current().panel, QStringLiteral("jobs"));
    ui::DataTable* table = nullptr;
    for (auto* each : monitor.window->findChildren<ui::DataTable*>()) {
      table = each->accessibleName() == QLatin1String("Runs") ? each : table;
    }
    QVERIFY(table != nullptr);
    for (int i = 0; i < 12 && !table->hasFocus(); ++i) {
      QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QVERIFY(table->hasFocus());
    QTest::keyClick(table, Qt::Key_Down);
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(monitor.window->current().subject, QStringLiteral("jb_failed"));
  }
};

TELESOFT_TEST(MonitorTest)

}  // namespace telesoft::tests

#include "monitor_test.moc"
