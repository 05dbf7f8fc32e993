#include "telesoft/ui/widgets/flow_grid.h"

#include <QGridLayout>

#include "telesoft/ui/theme/metrics.h"

namespace telesoft::ui {

FlowGrid::FlowGrid(int leastWidth, int mostColumns, QWidget* parent)
    : QWidget(parent),
      grid_(new QGridLayout(this)),
      leastWidth_(leastWidth),
      mostColumns_(mostColumns),
      columns_(mostColumns) {
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setSpacing(kSpace12);
}

void FlowGrid::add(QWidget* widget) {
  widgets_.push_back(widget);
  place();
}

void FlowGrid::place() {
  for (int i = 0; i < mostColumns_; ++i) {
    grid_->setColumnStretch(i, i < columns_ ? 1 : 0);
  }
  for (size_t i = 0; i < widgets_.size(); ++i) {
    const int at = static_cast<int>(i);
    grid_->addWidget(widgets_[i], at / columns_, at % columns_);
  }
}

QSize FlowGrid::minimumSizeHint() const {
  int width = 0;
  for (const QWidget* widget : widgets_) {
    width = qMax(width, widget->minimumSizeHint().width());
  }
  return {width, QWidget::minimumSizeHint().height()};
}

void FlowGrid::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const int fit = (width() + kSpace12) / (leastWidth_ + kSpace12);
  const int columns = qBound(1, fit, mostColumns_);
  if (columns != columns_) {
    columns_ = columns;
    place();
  }
}

}  // namespace telesoft::ui
