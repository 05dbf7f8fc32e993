#include "telesoft/ui/widgets/progress_strip.h"

#include <cmath>

#include <QPainter>

#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"

namespace telesoft::ui {

ProgressStrip::ProgressStrip(QWidget* parent) : QWidget(parent), task_(tr("Progress")) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setThickness(thickness_);
  updateAccessible();
}

void ProgressStrip::setFraction(double fraction) {
  const double next = std::isnan(fraction) ? fraction : qBound(0.0, fraction, 1.0);
  if (next == fraction_ || (std::isnan(next) && std::isnan(fraction_))) {
    return;
  }
  fraction_ = next;
  updateAccessible();
  update();
}

void ProgressStrip::setTone(Tone tone) {
  tone_ = tone;
  update();
}

void ProgressStrip::setTask(const QString& name) {
  task_ = name;
  updateAccessible();
}

void ProgressStrip::setThickness(int pixels) {
  thickness_ = pixels;
  setFixedHeight(pixels);
}

QSize ProgressStrip::sizeHint() const {
  return {140, thickness_};
}

void ProgressStrip::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const Palette& p = colors();
  const double radius = thickness_ / 2.0;
  const bool unknown = std::isnan(fraction_);
  drawBox(painter, rect(), unknown ? p.strongLine : p.line, QColor(), 1, radius);
  if (!unknown && fraction_ > 0) {
    const double width = qMax(static_cast<double>(thickness_), fraction_ * this->width());
    drawBox(painter, QRectF(0, 0, width, thickness_), toneColor(p, tone_), QColor(), 1, radius);
  }
}

void ProgressStrip::updateAccessible() {
  setAccessibleName(task_);
  setAccessibleValue(this, std::isnan(fraction_)
                               ? tr("working")
                               : tr("%1 %").arg(static_cast<int>(std::floor(fraction_ * 100))));
}

}  // namespace telesoft::ui
