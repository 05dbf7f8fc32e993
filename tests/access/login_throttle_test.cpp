#include "telesoft/access/login_throttle.h"

#include "support/fake_clock.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace std::chrono_literals;
using access::LoginThrottle;

class LoginThrottleTest : public QObject {
  Q_OBJECT
 private slots:
  void fiveFailuresAreFree();
  void delayGrowsToFiveMinutesAndNoFurther();
  void successForgets();
  void namesAreSlowedApart();
  void allNamesTogetherFailOnceASecond();
  void tenThousandGuessesTakeWeeks();
};

void LoginThrottleTest::fiveFailuresAreFree() {
  const tests::FakeClock clock;
  LoginThrottle throttle(clock);
  for (int i = 0; i < 4; ++i) {
    throttle.failed("lee");
    QCOMPARE(throttle.wait("lee").count(), 0);
  }
  throttle.failed("lee");
  QCOMPARE(throttle.wait("lee").count(), 1000);
}

void LoginThrottleTest::delayGrowsToFiveMinutesAndNoFurther() {
  tests::FakeClock clock;
  LoginThrottle throttle(clock);
  for (int i = 0; i < 5; ++i) {
    throttle.failed("lee");
  }
  for (const std::int64_t seconds : {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300}) {
    QCOMPARE(throttle.wait("lee").count(), seconds * 1000);
    clock.advance(std::chrono::seconds(seconds) - 1ms);
    QCOMPARE(throttle.wait("lee").count(), 1);
    clock.advance(1ms);
    QCOMPARE(throttle.wait("lee").count(), 0);
    throttle.failed("lee");
  }
  clock.advance(15min);
  throttle.failed("lee");  // long ago is forgotten
  QCOMPARE(throttle.wait("lee").count(), 0);
}

void LoginThrottleTest::successForgets() {
  const tests::FakeClock clock;
  LoginThrottle throttle(clock);
  for (int i = 0; i < 8; ++i) {
    throttle.failed("lee");
  }
  QVERIFY(throttle.wait("lee") > 0ms);
  throttle.succeeded("lee");
  QCOMPARE(throttle.wait("lee").count(), 0);
}

void LoginThrottleTest::namesAreSlowedApart() {
  const tests::FakeClock clock;
  LoginThrottle throttle(clock);
  for (int i = 0; i < 20; ++i) {
    throttle.failed("lee");
  }
  QCOMPARE(throttle.wait("okafor").count(), 0);
}

void LoginThrottleTest::allNamesTogetherFailOnceASecond() {
  tests::FakeClock clock;
  LoginThrottle throttle(clock);
  for (int i = 0; i < 49; ++i) {
    throttle.failed("name" + std::to_string(i));
  }
  QCOMPARE(throttle.wait("fresh").count(), 0);
  throttle.failed("one more");
  QCOMPARE(throttle.wait("fresh").count(), 1000);
  clock.advance(1s);
  QCOMPARE(throttle.wait("fresh").count(), 0);
  clock.advance(1h);
  QCOMPARE(throttle.wait("fresh").count(), 0);
}

void LoginThrottleTest::tenThousandGuessesTakeWeeks() {
  tests::FakeClock clock;
  LoginThrottle throttle(clock);
  const auto began = clock.steady();
  for (int i = 0; i < 10000; ++i) {
    const auto wait = throttle.wait("lee");
    QVERIFY(wait <= 5min);  // never shut out for good
    clock.advance(wait);
    throttle.failed("lee");
  }
  QVERIFY(clock.steady() - began > std::chrono::hours(24 * 30));
}

TELESOFT_TEST(LoginThrottleTest)

}  // namespace

#include "login_throttle_test.moc"
