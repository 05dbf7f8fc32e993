#include "telesoft/base/clock.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::base;

class ClockTest : public QObject {
  Q_OBJECT
 private slots:
  void iso8601_goesBothWays();
  void iso8601_refusesWhatIsNoTime_data();
  void iso8601_refusesWhatIsNoTime();
  void systemClock_isNotBeforeThisProgramWasWritten();
};

void ClockTest::iso8601_goesBothWays() {
  const TimePoint time =
      std::chrono::sys_days(std::chrono::year(2024) / 2 / 29) + std::chrono::milliseconds(86399999);
  QCOMPARE(toIso8601(time), std::string("2024-02-29T23:59:59.999Z"));
  const auto read = fromIso8601("2024-02-29T23:59:59.999Z");
  QVERIFY(read.has_value());
  QCOMPARE(read->time_since_epoch().count(), time.time_since_epoch().count());
}

void ClockTest::iso8601_refusesWhatIsNoTime_data() {
  QTest::addColumn<QByteArray>("text");
  for (const char* text : {"", "2024-02-30T00:00:00.000Z", "2024-13-01T00:00:00.000Z", "2024-01-01",
                           "2024-01-01T25:00:00.000Z", "2024-01-01T00:00:00.000Zx"}) {
    QTest::newRow(text) << QByteArray(text);
  }
}

void ClockTest::iso8601_refusesWhatIsNoTime() {
  QFETCH(QByteArray, text);
  const auto read = fromIso8601(text.toStdString());
  QVERIFY(!read.has_value());
  QCOMPARE(read.error().code, ErrorCode::InvalidInput);
}

void ClockTest::systemClock_isNotBeforeThisProgramWasWritten() {
  const SystemClock clock;
  QVERIFY(clock.now() > TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)));
  const auto before = clock.steady();
  QVERIFY(clock.steady() >= before);
}

TELESOFT_TEST(ClockTest)

}  // namespace

#include "clock_test.moc"
