// Words, lists that stay fresh, and the curves of a run.
#include <cmath>

#include <QLocale>
#include <QSignalSpy>

#include "telesoft/ui/models/metric_model.h"
#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/models/workspace.h"

#include "sample_workspace.h"
#include "support/temp_folder.h"
#include "support/test_case.h"

namespace telesoft::tests {

namespace {

QString plain(QString text) {
  return text.replace(QChar(0xA0), QLatin1Char(' '));
}

struct Linked {
  Linked() : server(folder / "workspace") {
    fillSample(server);
    workspace.emplace(QString::fromStdString((folder / "workspace").string()));
  }
  [[nodiscard]] bool connected() {
    workspace->connection().open();
    return QTest::qWaitFor([this] { return workspace->jobs().readAt().isValid(); }, 5000);
  }
  TempFolder folder;
  FakeServer server;
  std::optional<ui::Workspace> workspace;
};

}  // namespace

class ModelsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void numbers_asPeopleWriteThem_data() {
    QTest::addColumn<QString>("got");
    QTest::addColumn<QString>("wanted");
    const double nan = std::nan("");
    const auto row = [](const char* name, const QString& got, const QString& wanted) {
      QTest::newRow(name) << plain(got) << wanted;
    };
    row("share", ui::shareText(0.9124), QStringLiteral(".912"));
    row("share of one", ui::shareText(1), QStringLiteral("1.000"));
    row("share that is none", ui::shareText(nan), QStringLiteral("not defined"));
    row("difference up", ui::differenceText(0.031), QStringLiteral("+.031"));
    row("difference down", ui::differenceText(-0.0042), QStringLiteral(u"\u2212.004"));
    row("count", ui::countText(3512, QStringLiteral("row"), QStringLiteral("rows")),
        QStringLiteral("3,512 rows"));
    row("one", ui::countText(1, QStringLiteral("row"), QStringLiteral("rows")),
        QStringLiteral("1 row"));
    row("small number", ui::numberText(0.0002), QStringLiteral("0.0002"));
    row("number", ui::numberText(44.10), QStringLiteral("44.1"));
    row("not a number", ui::numberText(nan), QStringLiteral("NaN"));
    row("percent is not rounded up", ui::percentText(0.999), QStringLiteral("99 %"));
    row("percent below", ui::percentText(-1), QStringLiteral("0 %"));
    row("seconds", ui::durationText(20), QStringLiteral("under a minute"));
    row("minutes", ui::durationText(370), QStringLiteral("6 min"));
    row("hours", ui::durationText(4800), QStringLiteral("1 h 20 min"));
    row("unknown time", ui::durationText(nan), QString());
    row("bytes", ui::bytesText(560e6), QStringLiteral("560 MB"));
    row("gigabytes", ui::bytesText(1.234e9), QStringLiteral("1.23 GB"));
    row("no moment", ui::ageText("yesterday"), QString());
    row("minutes ago", ui::ageText(momentAt(-125)), QStringLiteral("2 min ago"));
    row("metric", ui::metricTitle("f1_score"), QStringLiteral("Macro-F1"));
    row("unknown metric", ui::metricTitle("kappa"), QStringLiteral("kappa"));
  }
  void numbers_asPeopleWriteThem() {
    QFETCH(QString, got);
    QFETCH(QString, wanted);
    QCOMPARE(got, wanted);
  }

  void estimate_saysIntervalAndN() {
    protocol::Estimate estimate{0.912, 0.897, 0.926, 1204, "Wilson"};
    QCOMPARE(plain(ui::estimateText(estimate)),
             QStringLiteral(u".912 (95 % CI .897\u2013.926, n = 1,204)"));
    estimate.low = std::nan("");
    estimate.n = 0;
    QCOMPARE(ui::estimateText(estimate), QStringLiteral(".912"));
  }

  void charPosition_countsCharactersNotBytes() {
    const std::string text = "Jürgen 😀 x";
    QCOMPARE(ui::charPosition(text, 0), 0);
    QCOMPARE(ui::charPosition(text, 3), 2);           // behind the two bytes of ü
    QCOMPARE(ui::charPosition(text, 8 + 4 + 1), 10);  // behind an emoji of four bytes, two QChars
    QCOMPARE(ui::charPosition(text, 999), 11);
    QCOMPARE(ui::charPosition(text, -1), 0);
  }

  void errorWords_sayWhatWhyAndWhatToDo() {
    const ui::ErrorWords words = ui::errorWords(
        base::fail(base::ErrorCode::NotFound, "there is no run \"jb\"", "look at the list"),
        QStringLiteral("The run could not be read"));
    QCOMPARE(words.what, QStringLiteral("The run could not be read"));
    QCOMPARE(words.why, QStringLiteral("There is no run \"jb\"."));
    QCOMPARE(words.todo, QStringLiteral("Look at the list."));
    QVERIFY(words.details.startsWith(QStringLiteral("not_found")));
  }

  void listStore_readsAgainWhenSomethingChanged() {
    Linked link;
    QVERIFY(link.connected());
    QTRY_VERIFY(link.workspace->events().isOpen());
    QTest::qWait(450);  // the readings of the opening are over
    const int before = link.server.count("GET /v1/fine-tuning/jobs");
    protocol::Job job = runningJob();
    job.progress = 80;
    link.server.list<protocol::Job>("/v1/fine-tuning/jobs", {job});
    for (int i = 0; i < 20; ++i) {
      link.server.announce("job", job.id);
    }
    QTRY_COMPARE(link.workspace->jobs().items().size(), size_t(1));
    QCOMPARE(link.workspace->jobs().items()[0].progress, 80.0);
    QTest::qWait(450);
    QVERIFY(link.server.count("GET /v1/fine-tuning/jobs") - before <= 3);  // twenty asks became few
  }

  void listStore_keepsWhatItHasWhenAReadingFails() {
    Linked link;
    QVERIFY(link.connected());
    const size_t before = link.workspace->jobs().items().size();
    link.server.fail("GET /v1/fine-tuning/jobs", "internal", "broken", "", 500);
    QTest::qWait(250);
    link.workspace->jobs().refresh();
    const int asked = link.server.count("GET /v1/fine-tuning/jobs");
    QTRY_VERIFY(link.server.count("GET /v1/fine-tuning/jobs") > asked);
    QCOMPARE(link.workspace->jobs().items().size(), before);
    QCOMPARE(link.workspace->jobs().state(), ui::LoadState::Ready);
  }

  void metricModel_keepsNanAndReplacesWhatAResumedRunRepeats() {
    Linked link;
    QVERIFY(link.connected());
    const std::string path = "/v1/fine-tuning/jobs/x/events";
    link.server.answer("GET /v1/fine-tuning/jobs/x/metrics",
                       {{"jobId", "x"}, {"series", base::json::array()}});
    std::int64_t seq = 0;
    const auto metric = [&](int step, const base::json& loss) {
      ++seq;
      link.server.send(path, seq,
                       jobEvent(seq, "metric", {{"step", step}, {"values", {{"loss", loss}}}}));
    };
    ui::MetricModel model(link.workspace->api());
    model.setJob(QStringLiteral("x"));
    metric(10, 2.0);
    metric(20, nullptr);
    metric(30, 1.5);
    metric(40, 1.4);
    QTRY_COMPARE(model.points("loss").size(), size_t(4));
    QVERIFY(std::isnan(model.points("loss")[1].y()));
    metric(30, 1.6);  // gone on from the checkpoint at 20
    QTRY_COMPARE(model.points("loss").size(), size_t(3));
    QCOMPARE(model.latest("loss"), 1.6);
    QVERIFY(std::isnan(model.latest("accuracy")));
  }

  void metricModel_readsTheSeriesOfBefore() {
    Linked link;
    QVERIFY(link.connected());
    ui::MetricModel model(link.workspace->api());
    QSignalSpy spy(&model, &ui::MetricModel::changed);
    model.setJob(QStringLiteral("jb_17"));
    QTRY_COMPARE(model.points("loss").size(), size_t(320));
    QTRY_COMPARE(model.events().size(), size_t(7));  // no metrics and no progress among them
    model.setJob(QString());
    QCOMPARE(model.points("loss").size(), size_t(0));
    QVERIFY(spy.count() < 10);
  }
};

TELESOFT_TEST(ModelsTest)

}  // namespace telesoft::tests

#include "models_test.moc"
