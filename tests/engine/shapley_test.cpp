#include "telesoft/engine/serve/shapley.h"

#include <cmath>

#include "support/test_case.h"

namespace telesoft::engine {

namespace {

CoalitionValues each(const std::function<double(const Coalition&)>& f) {
  return [f](const std::vector<Coalition>& all) {
    std::vector<double> out;
    for (const Coalition& one : all) {
      out.push_back(f(one));
    }
    return base::Result<std::vector<double>>(out);
  };
}

double total(const std::vector<double>& values) {
  double sum = 0;
  for (const double x : values) {
    sum += x;
  }
  return sum;
}

}  // namespace

class ShapleyTest : public QObject {
  Q_OBJECT
 private slots:
  void values_ofASumAreItsTerms() {
    const auto got = shapleyValues(
        3, each([](const Coalition& s) { return 5 + 2.0 * s[0] - 1.5 * s[1] + 0.0 * s[2]; }));
    QCOMPARE(got->permutations, 64);
    QVERIFY(std::abs(got->values[0] - 2) < 1e-12 && std::abs(got->values[1] + 1.5) < 1e-12);
    QVERIFY(std::abs(got->values[2]) < 1e-12);
  }

  /// In an order and its reverse, each of two comes last once: antithetic pairs make it exact.
  void values_ofAProductAreSharedEqually() {
    const auto got =
        shapleyValues(4, each([](const Coalition& s) { return s[1] && s[3] ? 3.0 : 0.0; }));
    QVERIFY(std::abs(got->values[1] - 1.5) < 1e-12 && std::abs(got->values[3] - 1.5) < 1e-12);
    QVERIFY(std::abs(got->values[0]) < 1e-12);
  }

  /// The glove game (Shapley 1953's textbook example): one left glove, two right ones; a pair is
  /// worth 1. Values 2/3, 1/6, 1/6.
  void values_ofTheGloveGameAreNearItsKnownAnswer() {
    const auto got = shapleyValues(
        3, each([](const Coalition& s) { return s[0] && (s[1] || s[2]) ? 1.0 : 0.0; }));
    QVERIFY2(std::abs(got->values[0] - 2.0 / 3) < 0.08, std::to_string(got->values[0]).c_str());
    QVERIFY(std::abs(got->values[1] - 1.0 / 6) < 0.08);
  }

  void values_addUpAndAreRepeatable_data() {
    QTest::addColumn<int>("features");
    QTest::addColumn<int>("permutations");
    QTest::newRow("one") << 1 << 64;
    QTest::newRow("twelve") << 12 << 64;
    QTest::newRow("many") << 1000 << 20;
  }
  void values_addUpAndAreRepeatable() {
    QFETCH(int, features);
    QFETCH(int, permutations);
    const auto f = [](const Coalition& s) {
      double sum = 1;
      for (size_t i = 0; i < s.size(); ++i) {
        sum += s[i] ? std::sin(static_cast<double>(i) + 1) : 0;
      }
      return std::log(1 + sum * sum);
    };
    const auto n = static_cast<size_t>(features);
    const auto got = shapleyValues(features, each(f));
    QCOMPARE(got->permutations, permutations);
    QVERIFY(std::abs(total(got->values) - (f(Coalition(n, true)) - f(Coalition(n, false)))) < 1e-9);
    QCOMPARE(shapleyValues(features, each(f))->values, got->values);
  }

  void values_ofNothingAreNone_andErrorsGoThrough() {
    QVERIFY(shapleyValues(0, each([](const Coalition&) { return 1.0; }))->values.empty());
    const auto failed = shapleyValues(2, [](const std::vector<Coalition>&) {
      return base::Result<std::vector<double>>(base::fail(base::ErrorCode::Cancelled, "stopped"));
    });
    QCOMPARE(failed.error().code, base::ErrorCode::Cancelled);
  }
};

TELESOFT_TEST(ShapleyTest)

}  // namespace telesoft::engine

#include "shapley_test.moc"
