#include "telesoft/ui/widgets/charts/line_chart.h"

#include <cmath>
#include <limits>

#include <QBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QSlider>

#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"
#include "telesoft/ui/widgets/charts/line_canvas.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

/// Over the canvas, and deaf to the mouse: the ring that says where the keyboard is.
class FocusFrame : public QWidget {
 public:
  explicit FocusFrame(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
  }

 protected:
  void paintEvent(QPaintEvent* event) override {
    Q_UNUSED(event)
    QPainter painter(this);
    drawFocusRing(painter, rect(), 4);
  }
};

}  // namespace

struct LineChart::Parts {
  LineCanvas* canvas = nullptr;
  QBoxLayout* layout = nullptr;
  QWidget* smoothingRow = nullptr;
  QSlider* slider = nullptr;
  TextLabel* weight = nullptr;
  FocusFrame* ring = nullptr;
};

LineChart::LineChart(const QString& accessibleName, QWidget* parent)
    : QWidget(parent), parts_(std::make_unique<Parts>()) {
  setAccessibleName(accessibleName);
  setFocusPolicy(Qt::TabFocus);
  parts_->canvas = new LineCanvas(this);
  parts_->canvas->viewport()->setMouseTracking(true);
  parts_->canvas->viewport()->installEventFilter(this);
  parts_->layout = new QVBoxLayout(this);
  parts_->layout->setContentsMargins(0, 0, 0, 0);
  parts_->layout->setSpacing(kSpace4);
  parts_->layout->addWidget(parts_->canvas, 1);
  parts_->ring = new FocusFrame(this);
  setMinimumHeight(72);
  connect(&theme(), &Theme::changed, this, [this] { parts_->canvas->refresh(); });
}

LineChart::~LineChart() = default;

void LineChart::setSeries(LineSeries series) {
  parts_->canvas->put(std::move(series));
  parts_->canvas->refresh();
  setAccessibleValue(this, cursorText());
}

void LineChart::removeSeries(const QString& id) {
  parts_->canvas->remove(id);
  parts_->canvas->refresh();
}

void LineChart::clear() {
  parts_->canvas->clear();
  parts_->canvas->refresh();
}

void LineChart::setBaseLevel(std::optional<double> value, const QString& label) {
  parts_->canvas->baseLevel = value && std::isfinite(*value) ? value : std::nullopt;
  parts_->canvas->baseLabel = label;
  parts_->canvas->refresh();
}

void LineChart::setSmoothing(double weight) {
  const double bounded = qBound(0.0, weight, 0.99);
  if (bounded == parts_->canvas->smoothing) {
    return;
  }
  parts_->canvas->smoothing = bounded;
  parts_->canvas->refresh();
  if (parts_->slider != nullptr) {
    parts_->slider->setValue(static_cast<int>(std::lround(bounded * 100)));
    parts_->weight->setText(QString::number(bounded, 'f', 2));
  }
  Q_EMIT smoothingChanged(bounded);
}

double LineChart::smoothing() const {
  return parts_->canvas->smoothing;
}

void LineChart::setSmoothingSlider(bool on) {
  if (on && parts_->slider == nullptr) {
    auto* name = new TextLabel(tr("Smoothing"), TextStyle::Small, Ink::Secondary);
    parts_->slider = new QSlider(Qt::Horizontal);
    parts_->slider->setRange(0, 99);
    parts_->slider->setFixedWidth(120);
    parts_->slider->setAccessibleName(tr("Smoothing of %1").arg(accessibleName()));
    parts_->slider->setValue(static_cast<int>(std::lround(smoothing() * 100)));
    parts_->weight =
        new TextLabel(QString::number(smoothing(), 'f', 2), TextStyle::Figures, Ink::Secondary);
    parts_->weight->setMinimumWidth(32);
    parts_->smoothingRow = new QWidget(this);
    auto* row = new QHBoxLayout(parts_->smoothingRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpace8);
    row->addStretch(1);
    row->addWidget(name);
    row->addWidget(parts_->slider);
    row->addWidget(parts_->weight);
    parts_->layout->insertWidget(0, parts_->smoothingRow);
    connect(parts_->slider, &QSlider::valueChanged, this,
            [this](int value) { setSmoothing(value / 100.0); });
  }
  if (parts_->smoothingRow != nullptr) {
    parts_->smoothingRow->setVisible(on);
  }
}

void LineChart::setXRange(std::optional<double> from, std::optional<double> to) {
  parts_->canvas->xFrom = from;
  parts_->canvas->xTo = to;
  parts_->canvas->refresh();
}

void LineChart::setYRange(std::optional<double> from, std::optional<double> to) {
  parts_->canvas->yFrom = from;
  parts_->canvas->yTo = to;
  parts_->canvas->refresh();
}

void LineChart::setXTitle(const QString& title) {
  parts_->canvas->xTitle = title;
  parts_->canvas->refresh();
}

void LineChart::setDecimals(int decimals) {
  parts_->canvas->decimals = decimals;
}

void LineChart::setSparse(bool sparse) {
  parts_->canvas->sparse = sparse;
  parts_->canvas->refresh();
}

void LineChart::setCursor(double x) {
  const double at = std::isnan(x) ? x : parts_->canvas->nearestStep(x);
  if (at == parts_->canvas->cursor || (std::isnan(at) && std::isnan(parts_->canvas->cursor))) {
    return;
  }
  parts_->canvas->cursor = at;
  parts_->canvas->viewport()->update();
  setAccessibleValue(this, cursorText());
}

double LineChart::cursor() const {
  return parts_->canvas->cursor;
}

std::vector<double> LineChart::nanPositions() const {
  return parts_->canvas->nanPositions();
}

QString LineChart::cursorText() const {
  const double at = std::isnan(cursor()) ? parts_->canvas->nearestStep(1e300) : cursor();
  return parts_->canvas->words(at);
}

std::vector<double> LineChart::smooth(const std::vector<double>& values, double weight) {
  // Source: TensorBoard's scalar chart, an exponential moving average divided by 1 - weight^n.
  std::vector<double> out;
  out.reserve(values.size());
  double last = 0;
  double debias = 1;
  for (const double value : values) {
    if (!std::isfinite(value)) {
      out.push_back(value);
      continue;
    }
    last = last * weight + (1 - weight) * value;
    debias *= weight;
    out.push_back(weight > 0 ? last / (1 - debias) : value);
  }
  return out;
}

QSize LineChart::sizeHint() const {
  return {360, 220};
}

void LineChart::keyPressEvent(QKeyEvent* event) {
  const int direction = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
  if (direction != 0) {
    setCursor(parts_->canvas->nextStep(cursor(), direction));
    Q_EMIT cursorMoved(cursor());
    return;
  }
  if (event->key() == Qt::Key_Escape && !std::isnan(cursor())) {
    setCursor(std::numeric_limits<double>::quiet_NaN());
    Q_EMIT cursorMoved(cursor());
    return;
  }
  QWidget::keyPressEvent(event);
}

void LineChart::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  parts_->ring->setGeometry(rect());
}

void LineChart::focusInEvent(QFocusEvent* event) {
  parts_->ring->setGeometry(rect());
  parts_->ring->show();
  parts_->ring->raise();
  QWidget::focusInEvent(event);
}

void LineChart::focusOutEvent(QFocusEvent* event) {
  parts_->ring->hide();
  QWidget::focusOutEvent(event);
}

bool LineChart::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::MouseMove) {
    setCursor(parts_->canvas->stepAt(static_cast<QMouseEvent*>(event)->position()));
    Q_EMIT cursorMoved(cursor());
  } else if (event->type() == QEvent::Leave) {
    setCursor(std::numeric_limits<double>::quiet_NaN());
    Q_EMIT cursorMoved(cursor());
  } else if (event->type() == QEvent::Wheel) {
    event->ignore();  // the page scrolls, not the plot
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace telesoft::ui
