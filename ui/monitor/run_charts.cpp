#include "telesoft/ui/monitor/run_charts.h"

#include <cmath>

#include <QBoxLayout>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/monitor/job_words.h"
#include "telesoft/ui/monitor/series_thinning.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/card.h"
#include "telesoft/ui/widgets/charts/line_chart.h"
#include "telesoft/ui/widgets/flow_grid.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

constexpr size_t kMostPoints = 1200;
constexpr double kFirstSmoothing = 0.8;
constexpr int kOtherColor = 1;  // of the Okabe-Ito order
constexpr int kValidationColor = 4;

LineSeries seriesOf(const MetricModel& metrics, const std::string& metric, const QString& label) {
  LineSeries series;
  series.id = toQString(metric);
  series.label = label;
  series.points = thinned(metrics.points(metric), kMostPoints);
  return series;
}

QString latestText(const std::string& metric, double value, bool known) {
  if (!known) {
    return QStringLiteral(u"\u2013");
  }
  if (metric == "memoryMb") {
    return std::isfinite(value) ? bytesText(value * 1e6) : numberText(value);
  }
  const QString text = metricText(metric, value);
  return metric == "samplesPerSecond" ? RunCharts::tr("%1 samples/s").arg(text) : text;
}

}  // namespace

RunCharts::RunCharts(QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace12);
  auto* large = new FlowGrid(340, 2);
  auto* lossCard = new Card(metricTitle("loss"));
  primaryCard_ = new Card(metricTitle(primaryMetric_));
  loss_ = addLarge(lossCard, lossValue_);
  loss_->setSmoothing(kFirstSmoothing);
  loss_->setSmoothingSlider(true);
  primary_ = addLarge(primaryCard_, primaryValue_);
  primary_->setDecimals(3);
  large->add(lossCard);
  large->add(primaryCard_);
  column->addWidget(large, 1);
  auto* row = new FlowGrid(150, 4);
  for (const char* metric : {"learningRate", "gradientNorm", "samplesPerSecond", "memoryMb"}) {
    auto* card = new Card();
    small_.push_back(makeSmall(metric, card));
    row->add(card);
  }
  column->addWidget(row);
}

LineChart* RunCharts::addLarge(Card* card, TextLabel*& value) {
  value = new TextLabel(QString(), TextStyle::FiguresLarge, Ink::Accent);
  card->addHeaderWidget(value);
  auto* chart = new LineChart(card->title());
  chart->setMinimumHeight(180);
  card->add(chart, 1);
  shareCursor(chart);
  return chart;
}

RunCharts::Small RunCharts::makeSmall(const std::string& metric, QWidget* card) {
  Small small;
  small.metric = metric;
  auto* column = qobject_cast<Card*>(card)->content();
  card->layout()->setContentsMargins(kSpace12, kSpace8, kSpace12, kSpace8);
  column->setSpacing(kSpace4);
  auto* head = new QHBoxLayout();
  auto* title = new TextLabel(metricTitle(metric), TextStyle::Small, Ink::Secondary);
  title->setElided(true);
  small.value = new TextLabel(QStringLiteral(u"\u2013"), TextStyle::FiguresStrong);
  head->addWidget(title, 1);
  head->addWidget(small.value);
  column->addLayout(head);
  small.chart = new LineChart(metricTitle(metric));
  small.chart->setSparse(true);
  small.chart->setSmoothing(metric == "learningRate" ? 0 : kFirstSmoothing);
  small.chart->setFixedHeight(72);
  column->addWidget(small.chart);
  card->setAccessibleName(metricTitle(metric));
  shareCursor(small.chart);
  return small;
}

void RunCharts::shareCursor(LineChart* chart) {
  connect(chart, &LineChart::cursorMoved, this, &RunCharts::setCursor);
}

void RunCharts::setCursor(double step) {
  loss_->setCursor(step);
  primary_->setCursor(step);
  for (const Small& small : small_) {
    small.chart->setCursor(step);
  }
}

void RunCharts::setJob(const protocol::Job& job) {
  const protocol::TargetMetrics& target = job.request.targetMetrics;
  primaryMetric_ = target.primary == "loss" ? "validationLoss" : target.primary;
  const QString title = tr("%1 on the validation part").arg(metricTitle(primaryMetric_));
  primaryCard_->setTitle(title);
  primary_->setAccessibleName(title);
  primary_->setBaseLevel(target.minimum > 0 ? std::optional<double>(target.minimum) : std::nullopt,
                         tr("target %1").arg(shareText(target.minimum, 2)));
  const std::optional<double> end = job.totalSteps > 0
                                        ? std::optional<double>(static_cast<double>(job.totalSteps))
                                        : std::nullopt;
  loss_->setXRange(0, end);
  primary_->setXRange(0, end);
  for (const Small& small : small_) {
    small.chart->setXRange(0, end);
  }
}

void RunCharts::showSeries(const MetricModel& metrics) {
  loss_->setSeries(seriesOf(metrics, "loss", tr("training")));
  LineSeries validation = seriesOf(metrics, "validationLoss", tr("validation"));
  validation.color = kValidationColor;
  if (!validation.points.empty()) {
    loss_->setSeries(std::move(validation));
  }
  primary_->setSeries(seriesOf(metrics, primaryMetric_, QString()));
  const auto latest = [&metrics](const std::string& metric) {
    return latestText(metric, metrics.latest(metric), !metrics.points(metric).empty());
  };
  lossValue_->setText(latest("loss"));
  primaryValue_->setText(latest(primaryMetric_));
  for (const Small& small : small_) {
    small.chart->setSeries(seriesOf(metrics, small.metric, QString()));
    small.value->setText(latest(small.metric));
  }
}

void RunCharts::showOther(const MetricModel* metrics, const QString& name) {
  const QString id = QStringLiteral("other");
  if (metrics == nullptr) {
    loss_->removeSeries(id);
    primary_->removeSeries(id);
    return;
  }
  const auto put = [&](LineChart* chart, const std::string& metric) {
    LineSeries series = seriesOf(*metrics, metric, name);
    series.id = id;
    series.color = kOtherColor;
    chart->setSeries(std::move(series));
  };
  put(loss_, "loss");
  put(primary_, primaryMetric_);
}

void RunCharts::clear() {
  loss_->clear();
  primary_->clear();
  for (const Small& small : small_) {
    small.chart->clear();
  }
}

}  // namespace telesoft::ui
