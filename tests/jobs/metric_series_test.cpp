#include "telesoft/jobs/metric_series.h"

#include <cmath>

#include "jobs/jobs_fixture.h"

namespace {

using namespace telesoft;
using namespace telesoft::jobs;
using namespace telesoft::tests;
using protocol::JobEvent;
using protocol::MetricSeries;

const double kNan = std::numeric_limits<double>::quiet_NaN();

JobEvent metric(std::int64_t step, const base::json& values) {
  JobEvent event;
  event.kind = "metric";
  event.data = {{"step", step}, {"values", values}};
  return event;
}

MetricSeries wave(std::size_t count) {
  MetricSeries out;
  out.name = "loss";
  for (std::size_t i = 0; i < count; ++i) {
    out.steps.push_back(static_cast<std::int64_t>(i));
    out.values.push_back(std::sin(static_cast<double>(i) / 50));
  }
  return out;
}

bool has(const MetricSeries& series, std::int64_t step) {
  return std::find(series.steps.begin(), series.steps.end(), step) != series.steps.end();
}

std::size_t nans(const MetricSeries& series) {
  return static_cast<std::size_t>(std::count_if(series.values.begin(), series.values.end(),
                                                [](double value) { return std::isnan(value); }));
}

class MetricSeriesTest : public QObject {
  Q_OBJECT
 private slots:
  void collector_keepsEachNameAsASeries();
  void collector_keepsNull();
  void collector_replacesWhatAResumedRunRepeats();
  void collector_passesOverOtherEvents();
  void decimate_leavesShortSeriesAlone();
  void decimate_keepsEndsAndExtremes_data();
  void decimate_keepsEndsAndExtremes();
  void decimate_keepsNan_data();
  void decimate_keepsNan();
  void readMetrics_readsTheWholeFile();
};

void MetricSeriesTest::collector_keepsEachNameAsASeries() {
  MetricCollector collector;
  collector.add(metric(1, {{"loss", 2.0}, {"learningRate", 0.1}}));
  collector.add(metric(2, {{"loss", 1.5}}));
  const auto metrics = collector.metrics("job_1", 100);
  QCOMPARE(metrics.jobId, std::string("job_1"));
  QCOMPARE(metrics.series.size(), size_t{2});
  QCOMPARE(metrics.series[0].name, std::string("learningRate"));
  QVERIFY(metrics.series[1].steps == (std::vector<std::int64_t>{1, 2}));
  QVERIFY(metrics.series[1].values == (std::vector<double>{2.0, 1.5}));
}

void MetricSeriesTest::collector_keepsNull() {
  MetricCollector collector;
  collector.add(metric(1, {{"loss", nullptr}}));
  QVERIFY(std::isnan(collector.metrics("j", 100).series[0].values[0]));
}

void MetricSeriesTest::collector_replacesWhatAResumedRunRepeats() {
  MetricCollector collector;
  for (int step = 1; step <= 5; ++step) {
    collector.add(metric(step, {{"loss", step}}));
  }
  collector.add(metric(4, {{"validationLoss", 9.0}}));  // back to step 4, with another series
  collector.add(metric(4, {{"loss", 40}}));
  collector.add(metric(5, {{"loss", 50}}));
  const auto metrics = collector.metrics("j", 100);
  QVERIFY(metrics.series[0].steps == (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
  QVERIFY(metrics.series[0].values == (std::vector<double>{1, 2, 3, 40, 50}));
  QVERIFY(metrics.series[1].steps == (std::vector<std::int64_t>{4}));
}

void MetricSeriesTest::collector_passesOverOtherEvents() {
  MetricCollector collector;
  JobEvent progress = metric(1, {{"loss", 2.0}});
  progress.kind = "progress";
  collector.add(progress);
  JobEvent strange = metric(1, {{"loss", "high"}});
  collector.add(strange);
  QVERIFY(collector.metrics("j", 100).series.empty());
}

void MetricSeriesTest::decimate_leavesShortSeriesAlone() {
  const MetricSeries series = wave(100);
  QVERIFY(decimate(series, 100).steps == series.steps);
  QCOMPARE(decimate(wave(0), 4).steps.size(), size_t{0});
  QCOMPARE(decimate(wave(4), 1).steps.size(), size_t{4});  // fewer than 4 are not asked for
}

void MetricSeriesTest::decimate_keepsEndsAndExtremes_data() {
  QTest::addColumn<int>("points");
  for (const int points : {4, 5, 10, 99, 500}) {
    QTest::newRow(std::to_string(points).c_str()) << points;
  }
}

void MetricSeriesTest::decimate_keepsEndsAndExtremes() {
  QFETCH(int, points);
  MetricSeries series = wave(10000);
  series.values[3333] = 99;  // one spike each way
  series.values[7777] = -99;
  const MetricSeries out = decimate(series, static_cast<std::size_t>(points));
  QVERIFY2(out.steps.size() <= static_cast<std::size_t>(points),
           std::to_string(out.steps.size()).c_str());
  QVERIFY(out.steps.size() + 3 >= static_cast<std::size_t>(points));  // and uses what it may
  QCOMPARE(out.name, std::string("loss"));
  for (const std::int64_t step : {0, 3333, 7777, 9999}) {
    QVERIFY2(has(out, step), std::to_string(step).c_str());
  }
  QVERIFY(std::is_sorted(out.steps.begin(), out.steps.end()));
  QCOMPARE(std::set<std::int64_t>(out.steps.begin(), out.steps.end()).size(), out.steps.size());
  for (std::size_t i = 0; i < out.steps.size(); ++i) {
    QCOMPARE(out.values[i], series.values[static_cast<std::size_t>(out.steps[i])]);
  }
}

void MetricSeriesTest::decimate_keepsNan_data() {
  decimate_keepsEndsAndExtremes_data();
}

void MetricSeriesTest::decimate_keepsNan() {
  QFETCH(int, points);
  MetricSeries series = wave(10000);
  series.values[5000] = kNan;
  const MetricSeries one = decimate(series, static_cast<std::size_t>(points));
  QVERIFY(one.steps.size() <= static_cast<std::size_t>(points));
  QVERIFY(has(one, 5000));
  QCOMPARE(nans(one), size_t{1});
  series.values.assign(series.values.size(), kNan);
  const MetricSeries all = decimate(series, static_cast<std::size_t>(points));
  QVERIFY(all.steps.size() >= 3 && all.steps.size() <= static_cast<std::size_t>(points));
  QCOMPARE(nans(all), all.steps.size());
}

void MetricSeriesTest::readMetrics_readsTheWholeFile() {
  const TempFolder folder;
  const base::Path file = folder / "events.jsonl";
  QVERIFY(readMetrics(file, "j", 10)->series.empty());
  std::string text = eventLine(1, "started", {});
  for (int i = 2; i <= 2500; ++i) {
    text += eventLine(i, "metric", {{"step", i}, {"values", {{"loss", i}}}});
  }
  appendText(file, text);
  const auto metrics = readMetrics(file, "j", 5000);
  QVERIFY(metrics.has_value());
  QCOMPARE(metrics->series.size(), size_t{1});
  QCOMPARE(metrics->series[0].steps.size(), size_t{2499});
  QCOMPARE(metrics->series[0].values.back(), 2500.0);
}

TELESOFT_TEST(MetricSeriesTest)

}  // namespace

#include "metric_series_test.moc"
