#include "telesoft/deploy/release/watch.h"

#include "telesoft/deploy/release/two_arms.h"

#include "support/fake_clock.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::tests;
using namespace std::chrono_literals;
using deploy::Finding;
using protocol::DeploymentLive;

DeploymentLive window(std::int64_t requests, std::int64_t errors, double p99Ms) {
  DeploymentLive out;
  protocol::ArmStatistics arm;
  arm.arm = "candidate";
  arm.requests = requests;
  arm.errors = errors;
  arm.p99Ms = p99Ms;
  out.window = {arm};
  return out;
}

std::string textOf(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& finding : findings) {
    out += (out.empty() ? "" : ", ") + finding.kind + " " + finding.severity;
  }
  return out;
}

class WatchTest : public QObject {
  Q_OBJECT
 private slots:
  void oneWindow_isJudged_data();
  void oneWindow_isJudged();
  void threeWindowsRunning_holdButTwoDoNot();
  void aQuietWindow_neitherCountsNorForgives();
  void aGoodWindow_beginsAnew();
  void outcome_needsAnIntervalBelowZero();
  void sampleRatioAndDrift_holdAndWatch();
  void withoutTracking_onlyErrorsAndLatencyCount();
  void verdict_isASentence();
};

void WatchTest::oneWindow_isJudged_data() {
  QTest::addColumn<int>("requests");
  QTest::addColumn<int>("errors");
  QTest::addColumn<double>("p99");
  QTest::addColumn<int>("inARow");
  QTest::addColumn<QString>("findings");
  QTest::newRow("no data") << 0 << 0 << std::nan("") << 0 << "";
  QTest::newRow("too few, all failed but not in a row") << 99 << 99 << 9000.0 << 4 << "";
  QTest::newRow("five failures in a row, whatever else")
      << 5 << 5 << 1.0 << 5 << "error_rate rollback";
  QTest::newRow("a hundred good ones") << 100 << 0 << 499.0 << 0 << "";
  // Wilson's lower bound: 11/100 -> .0625, 9/100 -> .0481.
  QTest::newRow("the interval lies above") << 100 << 11 << 10.0 << 0 << "error_rate rollback";
  QTest::newRow("the interval includes the limit") << 100 << 9 << 10.0 << 0 << "";
  QTest::newRow("P99 at twice the limit") << 100 << 0 << 1000.0 << 0 << "";
  QTest::newRow("P99 above twice the limit") << 100 << 0 << 1000.1 << 0 << "latency rollback";
  QTest::newRow("both") << 1000 << 200 << 2000.0 << 0 << "error_rate rollback, latency rollback";
}

void WatchTest::oneWindow_isJudged() {
  QFETCH(int, requests);
  QFETCH(int, errors);
  QFETCH(double, p99);
  QFETCH(int, inARow);
  QFETCH(QString, findings);
  deploy::WatchMemory memory;
  const auto found = deploy::findingsOf(window(requests, errors, p99), inARow, {}, 0ms, memory);
  QCOMPARE(textOf(found), findings.toStdString());
  for (const Finding& finding : found) {
    QVERIFY(!finding.message.empty());
  }
}

void WatchTest::threeWindowsRunning_holdButTwoDoNot() {
  FakeClock clock;
  deploy::WatchMemory memory;
  const DeploymentLive soft =
      window(200, 14, 600);  // 7 %, .042 to .114; P99 between 1 and 2 limits
  int seconds = 0;
  std::string at;
  for (; seconds <= 200 && at.empty(); seconds += 2) {
    at = textOf(deploy::findingsOf(soft, 0, {}, clock.steady(), memory));
    clock.advance(2s);
  }
  QCOMPARE(at, std::string("error_rate hold, latency hold"));
  QVERIFY2(seconds >= 180 && seconds <= 184, QByteArray::number(seconds));  // 3 windows of 60 s
}

void WatchTest::aQuietWindow_neitherCountsNorForgives() {
  FakeClock clock;
  deploy::WatchMemory memory;
  const auto look = [&](const DeploymentLive& live) {
    clock.advance(60s);
    return textOf(deploy::findingsOf(live, 0, {}, clock.steady(), memory));
  };
  QCOMPARE(look(window(200, 0, 600)), std::string());  // begins the first window
  QCOMPARE(look(window(200, 0, 600)), std::string());
  QCOMPARE(look(window(200, 0, 600)), std::string());
  QCOMPARE(look(window(20, 0, 600)), std::string());
  QCOMPARE(look(window(200, 0, 600)), std::string("latency hold"));
}

void WatchTest::aGoodWindow_beginsAnew() {
  FakeClock clock;
  deploy::WatchMemory memory;
  const auto look = [&](const DeploymentLive& live) {
    clock.advance(60s);
    return textOf(deploy::findingsOf(live, 0, {}, clock.steady(), memory));
  };
  for (int i = 0; i < 3; ++i) {
    QCOMPARE(look(window(200, 0, 600)), std::string());
  }
  QCOMPARE(look(window(200, 0, 400)), std::string());
  for (int i = 0; i < 2; ++i) {
    QCOMPARE(look(window(200, 0, 600)), std::string());
  }
  QCOMPARE(look(window(200, 0, 600)), std::string("latency hold"));
}

void WatchTest::outcome_needsAnIntervalBelowZero() {
  deploy::WatchMemory memory;
  DeploymentLive live;
  live.agreementDifference = deploy::differenceOfShares({30, 60}, {50, 60});
  QVERIFY(live.agreementDifference.high < 0);
  QCOMPARE(textOf(deploy::findingsOf(live, 0, {}, 0ms, memory)), std::string("outcome rollback"));
  live.agreementDifference = deploy::differenceOfShares({3, 6}, {5, 6});  // as far, but few
  QCOMPARE(textOf(deploy::findingsOf(live, 0, {}, 0ms, memory)), std::string());
  live.agreementDifference = deploy::differenceOfShares({9000, 10000}, {9200, 10000});  // small
  QVERIFY(live.agreementDifference.high < 0);
  QCOMPARE(textOf(deploy::findingsOf(live, 0, {}, 0ms, memory)), std::string());
}

void WatchTest::sampleRatioAndDrift_holdAndWatch() {
  deploy::WatchMemory memory;
  DeploymentLive live;
  live.sampleRatioP = 0.0009;
  protocol::DriftFinding drift;
  drift.field = "age";
  drift.psi = 0.4;
  drift.n = 700;
  drift.state = "drift";
  live.drift = {drift};
  QCOMPARE(textOf(deploy::findingsOf(live, 0, {}, 0ms, memory)),
           std::string("sample_ratio hold, drift watch"));
  live.sampleRatioP = 0.0011;
  live.drift[0].state = "watch";
  QCOMPARE(textOf(deploy::findingsOf(live, 0, {}, 0ms, memory)), std::string());
}

void WatchTest::withoutTracking_onlyErrorsAndLatencyCount() {
  deploy::WatchMemory memory;
  protocol::MonitoringSettings settings;
  settings.performanceTracking = false;
  DeploymentLive live = window(100, 50, 10);
  live.sampleRatioP = 0;
  live.agreementDifference = deploy::differenceOfShares({0, 60}, {50, 60});
  QCOMPARE(textOf(deploy::findingsOf(live, 0, settings, 0ms, memory)),
           std::string("error_rate rollback"));
}

void WatchTest::verdict_isASentence() {
  const auto verdict = [](const DeploymentLive& live, std::int64_t inARow = 0) {
    deploy::WatchMemory memory;
    return deploy::verdictOf(live, deploy::findingsOf(live, inARow, {}, 0ms, memory), {});
  };
  QCOMPARE(verdict({}),
           std::string("No request reached the candidate in the last 60 s: nothing to judge."));
  QCOMPARE(verdict(window(38, 0, 20)),
           std::string("38 requests in the last 60 s; a verdict needs 100."));
  QCOMPARE(verdict(window(1204, 6, 120)),
           std::string("Within limits: 0.5 % of 1,204 requests failed, P99 120 ms."));
  QCOMPARE(verdict(window(100, 20, 120)),
           std::string("20.0 % of the candidate's 100 requests failed (95 % CI 13.3 % to 28.9 %; "
                       "limit 5.0 %)."));
}

TELESOFT_TEST(WatchTest)

}  // namespace

#include "watch_test.moc"
