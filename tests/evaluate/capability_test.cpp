#include "telesoft/evaluate/capability.h"

#include <cmath>

#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::evaluate;

class CapabilityTest : public QObject {
  Q_OBJECT
 private slots:
  void unknownNames_areRefusedWithTheKnownOnes();
  void state_followsTheInterval_data();
  void state_followsTheInterval();
  void answers_givePairedDifferences();
  void answers_thatAreEqualAreKept();
  void scores_giveTheAreaWithDeLong();
  void badInput_isRefused();
};

void CapabilityTest::unknownNames_areRefusedWithTheKnownOnes() {
  QVERIFY(checkCapabilities({}).has_value());
  QVERIFY(checkCapabilities(capabilityNames()).has_value());
  const auto refused = checkCapabilities({"general_medical_knowledge", "cooking"});
  QCOMPARE(refused.error().code, base::ErrorCode::InvalidInput);
  QVERIFY(refused.error().message.find("preserveCapabilities[1]") != std::string::npos);
  QVERIFY(refused.error().hint.find("regulatory_compliance") != std::string::npos);
}

void CapabilityTest::state_followsTheInterval_data() {
  QTest::addColumn<double>("low");
  QTest::addColumn<double>("high");
  QTest::addColumn<QString>("state");
  QTest::newRow("better") << 0.01 << 0.1 << "kept";
  QTest::newRow("at most a little worse") << -0.049 << 0.0 << "kept";
  QTest::newRow("from the border") << -0.05 << 0.0 << "uncertain";
  QTest::newRow("perhaps worse") << -0.08 << 0.02 << "uncertain";
  QTest::newRow("worse") << -0.2 << -0.06 << "lost";
  QTest::newRow("up to the border") << -0.2 << -0.05 << "uncertain";
  QTest::newRow("not known") << std::nan("") << std::nan("") << "uncertain";
}

void CapabilityTest::state_followsTheInterval() {
  QFETCH(double, low);
  QFETCH(double, high);
  QFETCH(QString, state);
  QCOMPARE(QString::fromStdString(capabilityState({0, low, high, 10, ""})), state);
}

/// 100 items: 80 right before, 50 after, all of them among the 80. Wilson's interval of 80 of 100
/// as R's prop.test(correct = FALSE) has it.
void CapabilityTest::answers_givePairedDifferences() {
  std::vector<bool> before(100), after(100);
  for (size_t i = 0; i < 100; ++i) {
    before[i] = i < 80;
    after[i] = i < 50;
  }
  const auto found = capabilityOfAnswers("general_medical_knowledge", before, after);
  QVERIFY(found.has_value());
  QCOMPARE(found->base.value, 0.8);
  QVERIFY(std::abs(found->base.low - 0.7111708) < 1e-6);
  QVERIFY(std::abs(found->base.high - 0.8666331) < 1e-6);
  QCOMPARE(found->tuned.value, 0.5);
  QCOMPARE(found->difference.value, -0.3);
  // Each item loses with probability .3: the interval is near -.3 +- 1.96 * sqrt(.21 / 100).
  QVERIFY(std::abs(found->difference.low - (-0.3 - 0.0898)) < 0.02);
  QVERIFY(std::abs(found->difference.high - (-0.3 + 0.0898)) < 0.02);
  QCOMPARE(found->state, std::string("lost"));
  const auto again = capabilityOfAnswers("general_medical_knowledge", before, after);
  QCOMPARE(again->difference.low, found->difference.low);
}

void CapabilityTest::answers_thatAreEqualAreKept() {
  const std::vector<bool> right = {true, false, true, true};
  const auto found = capabilityOfAnswers("regulatory_compliance", right, right);
  QCOMPARE(found->difference.low, 0.0);
  QCOMPARE(found->difference.high, 0.0);
  QCOMPARE(found->state, std::string("kept"));
}

void CapabilityTest::scores_giveTheAreaWithDeLong() {
  std::vector<double> good, bad;
  std::vector<bool> positive;
  for (int i = 0; i < 200; ++i) {
    positive.push_back(i % 2 == 1);
    good.push_back((i % 2 == 1 ? 1.0 : 0.0) + 0.6 * std::sin(i * 1.7));
    bad.push_back(std::sin(i * 1.3));
  }
  const auto found = capabilityOfScores("general_medical_knowledge", good, bad, positive);
  QVERIFY(found.has_value());
  QVERIFY(found->base.value > 0.9 && found->base.high <= 1.0);
  QVERIFY(std::abs(found->difference.value - (found->tuned.value - found->base.value)) < 1e-12);
  QCOMPARE(found->state, std::string("lost"));
  const auto same = capabilityOfScores("general_medical_knowledge", good, good, positive);
  QCOMPARE(same->state, std::string("kept"));
}

void CapabilityTest::badInput_isRefused() {
  QVERIFY(!capabilityOfAnswers("x", {}, {}).has_value());
  QVERIFY(!capabilityOfAnswers("x", {true}, {true, false}).has_value());
  QVERIFY(!capabilityOfScores("x", {0.1, 0.2}, {0.1, 0.2}, {true, true}).has_value());
  QCOMPARE(capabilityNotAsked("x", "why").state, std::string("not_applicable"));
}

TELESOFT_TEST(CapabilityTest)

}  // namespace

#include "capability_test.moc"
