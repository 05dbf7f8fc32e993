#include "telesoft/ui/widgets/two_columns.h"

#include <QBoxLayout>

#include "telesoft/ui/theme/metrics.h"

namespace telesoft::ui {

namespace {

constexpr int kNarrow = 672;

}  // namespace

TwoColumns::TwoColumns(QWidget* main, QWidget* side, QWidget* parent)
    : QWidget(parent), columns_(new QHBoxLayout(this)), side_(side) {
  columns_->setContentsMargins(0, 0, 0, 0);
  columns_->setSpacing(kSpace12);
  columns_->addWidget(main, 1);
  if (side != nullptr) {
    columns_->addWidget(side);
  }
  arrange();
}

void TwoColumns::arrange() {
  stacked_ = width() < kNarrow;
  columns_->setDirection(stacked_ ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  if (side_ != nullptr) {
    side_->setMinimumWidth(stacked_ ? 0 : kDetailWidth);
    side_->setMaximumWidth(stacked_ ? QWIDGETSIZE_MAX : kDetailWidth);
  }
}

void TwoColumns::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

}  // namespace telesoft::ui
