#include "telesoft/deploy/gateway/metrics.h"

#include "support/test_case.h"

namespace {

using namespace telesoft::deploy;

class MetricsTest : public QObject {
  Q_OBJECT
 private slots:
  void text_isWhatPrometheusReads();
  void label_isEscaped();
};

bool holds(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

void MetricsTest::text_isWhatPrometheusReads() {
  RequestMetrics metrics;
  const RequestLabels labels = {"base-a", "staging", "candidate", "md_1"};
  metrics.count(labels, "", .004);
  metrics.count(labels, "", .2);
  metrics.count(labels, "timeout", 60);
  MetricsText out;
  metrics.write(out);
  const std::string at = R"({service="base-a",environment="staging",arm="candidate",model="md_1")";
  const std::string& text = out.text();
  QVERIFY2(holds(text, "# TYPE telesoft_requests_total counter"), text.c_str());
  QVERIFY2(holds(text, "telesoft_requests_total" + at + "} 3"), text.c_str());
  QVERIFY2(holds(text, "telesoft_errors_total" + at + R"(,code="timeout"} 1)"), text.c_str());
  // Buckets count what is at most their bound, and each holds those before it.
  const std::string bucket = "telesoft_request_duration_seconds_bucket" + at + ",le=\"";
  QVERIFY2(holds(text, bucket + "0.0025\"} 0"), text.c_str());
  QVERIFY2(holds(text, bucket + "0.005\"} 1"), text.c_str());
  QVERIFY2(holds(text, bucket + "0.25\"} 2"), text.c_str());
  QVERIFY2(holds(text, bucket + "10\"} 2"), text.c_str());
  QVERIFY2(holds(text, bucket + "+Inf\"} 3"), text.c_str());
  QVERIFY2(holds(text, "telesoft_request_duration_seconds_count" + at + "} 3"), text.c_str());
  QVERIFY2(
      text.find("telesoft_request_duration_seconds_sum" + at + "} 60.204") != std::string::npos,
      text.c_str());
}

void MetricsTest::label_isEscaped() {
  MetricsText out;
  out.family("x", "gauge", "An x.");
  out.sample({{"name", "a\"b\\c\nd"}}, 1);
  out.sample({}, .5);
  QCOMPARE(out.text(), std::string("# HELP x An x.\n# TYPE x gauge\n"
                                   "x{name=\"a\\\"b\\\\c\\nd\"} 1\nx 0.5\n"));
}

TELESOFT_TEST(MetricsTest)

}  // namespace

#include "metrics_test.moc"
