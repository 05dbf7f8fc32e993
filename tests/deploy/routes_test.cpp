#include "telesoft/deploy/gateway/routes.h"

#include "deploy/gateway_fixture.h"
#include "support/test_case.h"

namespace {

using namespace telesoft;
using namespace telesoft::deploy;
using base::ErrorCode;

const std::string kKey(32, 'k');

class RoutesTest : public QObject {
  Q_OBJECT
 private slots:
  void bucketOf_isAFixedPlace();
  void ramp_movesNobodyBack();
  void ramp_givesEachStageItsShare();
  void choose_followsTheId_data();
  void choose_followsTheId();
  void choose_keepsASubjectInItsArm();
  void choose_namesWhatIsServed();
  void choose_refusesToGuessAService();
};

Route route(const std::string& service, const std::string& environment, double percentage) {
  Route out;
  out.service = service;
  out.environment = environment;
  out.deploymentId = "dp_" + environment;
  out.stable = tests::notesModel("md_stable");
  out.candidate = tests::notesModel("md_candidate");
  out.percentage = percentage;
  out.salt = "salt";
  return out;
}

base::Result<Choice> chosen(const Routes& routes,
                            const std::string& id,
                            const std::string& environment = "",
                            const std::string& subject = "p1") {
  protocol::AnalyzeRequest request;
  request.modelId = id;
  request.environment = environment;
  return choose(routes, request, subject, kKey);
}

void RoutesTest::bucketOf_isAFixedPlace() {
  // Python: int(hmac.new(b"k"*32, b"salt|p1", "sha256").hexdigest()[:15], 16) % 10000
  QCOMPARE(bucketOf(kKey, "salt", "p1"), 8445);
  QCOMPARE(bucketOf(kKey, "salt", "p2"), 3484);
  QVERIFY(bucketOf(kKey, "other", "p1") != bucketOf(kKey, "salt", "p1"));
  QVERIFY(bucketOf(std::string(32, 'x'), "salt", "p1") != bucketOf(kKey, "salt", "p1"));
}

void RoutesTest::ramp_movesNobodyBack() {
  constexpr int kSubjects = 10000;
  std::vector<bool> candidate(kSubjects, false);
  int flips = 0;
  for (const double percentage : {1.0, 5.0, 10.0, 25.0, 50.0, 100.0}) {
    const Routes routes{{route("base-a", "production", percentage)}};
    for (int i = 0; i < kSubjects; ++i) {
      const auto choice = chosen(routes, "base-a", "", "subject " + std::to_string(i));
      const bool now = choice->arm == Arm::Candidate;
      flips += candidate[static_cast<size_t>(i)] && !now ? 1 : 0;
      candidate[static_cast<size_t>(i)] = now;
    }
  }
  QCOMPARE(flips, 0);
  QCOMPARE(std::count(candidate.begin(), candidate.end(), true), std::ptrdiff_t{kSubjects});
}

void RoutesTest::ramp_givesEachStageItsShare() {
  for (const double percentage : {1.0, 25.0, 50.0}) {
    int count = 0;
    for (int i = 0; i < 20000; ++i) {
      count += bucketOf(kKey, "salt", std::to_string(i)) < percentage * 100 ? 1 : 0;
    }
    // Five standard errors of the binomial.
    const double p = percentage / 100;
    QVERIFY2(std::abs(count / 20000.0 - p) < 5 * std::sqrt(p * (1 - p) / 20000),
             qPrintable(QString::number(count)));
  }
}

void RoutesTest::choose_followsTheId_data() {
  QTest::addColumn<double>("percentage");
  QTest::addColumn<QString>("id");
  QTest::addColumn<QString>("model");
  QTest::addColumn<QString>("arm");
  QTest::newRow("service, nobody") << 0.0 << "base-a"
                                   << "md_stable"
                                   << "stable";
  QTest::newRow("service, everybody") << 100.0 << "base-a"
                                      << "md_candidate"
                                      << "candidate";
  QTest::newRow("the only service") << 100.0 << ""
                                    << "md_candidate"
                                    << "candidate";
  QTest::newRow("version beside another") << 25.0 << "md_candidate"
                                          << "md_candidate"
                                          << "direct";
  QTest::newRow("version of everybody") << 100.0 << "md_candidate"
                                        << "md_candidate"
                                        << "candidate";
  QTest::newRow("stable beside another") << 25.0 << "md_stable"
                                         << "md_stable"
                                         << "direct";
  QTest::newRow("stable of everybody") << 0.0 << "md_stable"
                                       << "md_stable"
                                       << "stable";
}

void RoutesTest::choose_followsTheId() {
  QFETCH(double, percentage);
  QFETCH(QString, id);
  QFETCH(QString, model);
  QFETCH(QString, arm);
  const Routes routes{{route("base-a", "staging", percentage)}};
  const auto choice = chosen(routes, id.toStdString());
  QVERIFY(choice.has_value());
  QCOMPARE(choice->model->modelId, model.toStdString());
  QCOMPARE(std::string(nameOf(choice->arm)), arm.toStdString());
  QCOMPARE(choice->deploymentId, std::string("dp_staging"));
}

void RoutesTest::choose_keepsASubjectInItsArm() {
  const Routes staging{{route("base-a", "staging", 50)}};
  const Routes both{{route("base-a", "staging", 50), route("base-a", "production", 50)}};
  for (int i = 0; i < 200; ++i) {
    const std::string subject = std::to_string(i);
    QVERIFY(chosen(staging, "", "", subject)->arm == chosen(both, "base-a", "", subject)->arm);
  }
  QCOMPARE(chosen(both, "base-a")->environment, std::string("production"));
  QCOMPARE(chosen(both, "base-a", "staging")->environment, std::string("staging"));
}

void RoutesTest::choose_namesWhatIsServed() {
  const auto nothing = chosen(Routes{}, "md_1");
  QCOMPARE(nothing.error().code, ErrorCode::NotFound);
  const Routes routes{{route("base-a", "staging", 5)}};
  const auto other = chosen(routes, "md_1");
  QCOMPARE(other.error().code, ErrorCode::NotFound);
  QVERIFY(other.error().hint.find("md_candidate") != std::string::npos);
  QCOMPARE(chosen(routes, "base-a", "production").error().code, ErrorCode::NotFound);
}

void RoutesTest::choose_refusesToGuessAService() {
  const Routes routes{{route("base-a", "staging", 5), route("base-b", "staging", 5)}};
  QCOMPARE(chosen(routes, "").error().code, ErrorCode::Conflict);
  QVERIFY(chosen(routes, "base-b").has_value());
}

TELESOFT_TEST(RoutesTest)

}  // namespace

#include "routes_test.moc"
