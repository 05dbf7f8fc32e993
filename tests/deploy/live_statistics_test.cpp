#include "telesoft/deploy/gateway/live_statistics.h"

#include <cmath>

#include "telesoft/evaluate/intervals.h"

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::deploy;
using std::chrono::seconds;
using Time = std::chrono::system_clock::time_point;

const Time kStart = Time(seconds(1764000000));  // the start of a minute

class LiveStatisticsTest : public QObject {
  Q_OBJECT
 private slots:
  void window_holdsTheLastSecondsOnly();
  void total_countsTheArmsApart();
  void total_hasWilsonsInterval();
  void direct_staysOutOfTheComparison();
  void outcome_isTheArmsAgreement();
  void minutes_areTheLastHour();
  void inputs_areTheNewestValues();
  void failuresInARow_endWithAnAnswer();
  void memory_staysConstant();
  void forget_beginsAnew();
  void unknown_isEmpty();
};

Observation seen(Arm arm, bool failed = false, double ms = 10, double confidence = .8) {
  return {"dp_1", arm, arm == Arm::Candidate ? "md_new" : "", failed, ms, confidence, {}};
}

void LiveStatisticsTest::window_holdsTheLastSecondsOnly() {
  LiveStatistics live;
  for (int i = 0; i < 100; ++i) {
    live.observe(seen(Arm::Stable), kStart + seconds(i));
  }
  QCOMPARE(live.window("dp_1", seconds(60), kStart + seconds(99))[0].requests, 60);
  QCOMPARE(live.window("dp_1", seconds(10), kStart + seconds(104))[0].requests, 5);
  QCOMPARE(live.window("dp_1", seconds(10), kStart + seconds(500))[0].requests, 0);
}

void LiveStatisticsTest::total_countsTheArmsApart() {
  LiveStatistics live;
  for (int i = 0; i < 90; ++i) {
    live.observe(seen(Arm::Stable, false, 10, .6), kStart);
  }
  for (int i = 0; i < 10; ++i) {
    live.observe(seen(Arm::Candidate, i < 3, 100, .9), kStart);
  }
  const auto arms = live.total("dp_1");
  QCOMPARE(arms[0].arm, std::string("stable"));
  QCOMPARE(arms[0].requests, 90);
  QCOMPARE(arms[0].errors, 0);
  QVERIFY(std::abs(arms[0].p99Ms - 10) < .5);
  QVERIFY(std::abs(arms[0].meanConfidence - .6) < 1e-9);
  QCOMPARE(arms[1].arm, std::string("candidate"));
  QCOMPARE(arms[1].modelId, std::string("md_new"));
  QCOMPARE(arms[1].requests, 10);
  QCOMPARE(arms[1].errors, 3);
  QVERIFY(std::abs(arms[1].p50Ms - 100) < 5);
  QVERIFY(std::abs(arms[1].meanConfidence - .9) < 1e-9);  // of its answers
}

void LiveStatisticsTest::total_hasWilsonsInterval() {
  LiveStatistics live;
  for (int i = 0; i < 100; ++i) {
    live.observe(seen(Arm::Stable, i < 8), kStart);
  }
  const protocol::Estimate rate = live.total("dp_1")[0].errorRate;
  QCOMPARE(rate.value, .08);
  QCOMPARE(rate.n, 100);
  // statsmodels proportion_confint(8, 100, method="wilson")
  QVERIFY(std::abs(rate.low - 0.0410935) < 1e-6);
  QVERIFY(std::abs(rate.high - 0.1499811) < 1e-6);
}

void LiveStatisticsTest::direct_staysOutOfTheComparison() {
  LiveStatistics live;
  live.observe(seen(Arm::Direct), kStart);
  Observation nowhere = seen(Arm::Stable);
  nowhere.deploymentId.clear();
  live.observe(nowhere, kStart);
  QCOMPARE(live.total("dp_1")[0].requests + live.total("dp_1")[1].requests, 0);
  QCOMPARE(live.total("")[0].requests, 0);
}

void LiveStatisticsTest::outcome_isTheArmsAgreement() {
  LiveStatistics live;
  live.outcome("dp_1", Arm::Stable, true);  // before anything was seen: nowhere to count
  live.observe(seen(Arm::Candidate), kStart);
  for (int i = 0; i < 4; ++i) {
    live.outcome("dp_1", Arm::Candidate, i != 0);
  }
  const auto arms = live.total("dp_1");
  QCOMPARE(arms[1].agreement.n, 4);
  QCOMPARE(arms[1].agreement.value, .75);
  QVERIFY(std::isnan(arms[0].agreement.value));
  QCOMPARE(live.window("dp_1", seconds(5), kStart)[1].agreement.n, 4);
}

void LiveStatisticsTest::minutes_areTheLastHour() {
  LiveStatistics live;
  for (int i = 0; i < 90; ++i) {
    live.observe(seen(i % 3 == 0 ? Arm::Candidate : Arm::Stable, i % 45 == 0), kStart + seconds(i));
  }
  const auto minutes = live.minutes("dp_1", kStart + seconds(119));
  QCOMPARE(minutes.size(), size_t{60});
  QCOMPARE(minutes[59].time, std::string("2025-11-24T16:01:00.000Z"));
  QCOMPARE(minutes[58].stable + minutes[58].candidate, 60);
  QCOMPARE(minutes[59].stable + minutes[59].candidate, 30);
  QCOMPARE(minutes[58].candidate, 20);
  QCOMPARE(minutes[58].errors, 2);
  QVERIFY(std::abs(minutes[58].p99Ms - 10) < .5);
  QCOMPARE(minutes[0].stable, 0);
  QVERIFY(std::isnan(minutes[0].p99Ms));
}

void LiveStatisticsTest::inputs_areTheNewestValues() {
  LiveStatistics live;
  for (int i = 0; i < 5000; ++i) {
    Observation what = seen(Arm::Stable);
    what.inputs = {{"age", i % 10 == 0 ? base::json() : base::json(i)},
                   {"grade", i < 2500 ? "1" : "2"}};
    live.observe(what, kStart);
  }
  const auto inputs = live.inputs("dp_1");
  const FieldSample& age = inputs.at("age");
  QCOMPARE(age.n, 4000);
  QCOMPARE(age.missing, 400);
  QCOMPARE(age.numbers.size(), size_t{3600});
  QCOMPARE(*std::min_element(age.numbers.begin(), age.numbers.end()), 1001.0);
  QCOMPARE(inputs.at("grade").categories.at("1"), 1500);
  QCOMPARE(inputs.at("grade").categories.at("2"), 2500);
}

void LiveStatisticsTest::failuresInARow_endWithAnAnswer() {
  LiveStatistics live;
  for (int i = 0; i < 3; ++i) {
    live.observe(seen(Arm::Candidate, true), kStart);
    live.observe(seen(Arm::Stable), kStart);
  }
  QCOMPARE(live.failuresInARow("dp_1"), 3);
  live.observe(seen(Arm::Candidate), kStart);
  QCOMPARE(live.failuresInARow("dp_1"), 0);
}

void LiveStatisticsTest::memory_staysConstant() {
  LiveStatistics live;
  for (int i = 0; i < 20000; ++i) {  // five and a half hours
    live.observe(seen(Arm::Stable), kStart + seconds(i));
  }
  QCOMPARE(live.window("dp_1", seconds(100000), kStart + seconds(20000))[0].requests, 3600);
  QCOMPARE(live.total("dp_1")[0].requests, 20000);
}

void LiveStatisticsTest::forget_beginsAnew() {
  LiveStatistics live;
  live.observe(seen(Arm::Stable), kStart);
  live.forget("dp_1");
  QCOMPARE(live.total("dp_1")[0].requests, 0);
}

void LiveStatisticsTest::unknown_isEmpty() {
  const LiveStatistics live;
  QCOMPARE(live.total("dp_9").size(), size_t{2});
  QCOMPARE(live.window("dp_9", seconds(60), kStart).size(), size_t{2});
  QCOMPARE(live.minutes("dp_9", kStart).size(), size_t{60});
  QVERIFY(live.inputs("dp_9").empty());
  QVERIFY(std::isnan(live.total("dp_9")[1].errorRate.value));
}

TELESOFT_TEST(LiveStatisticsTest)

}  // namespace

#include "live_statistics_test.moc"
