#include "telesoft/ui/shell/least_height.h"

#include <QAbstractScrollArea>
#include <QBoxLayout>
#include <QGridLayout>
#include <QStackedLayout>
#include <QWidget>

namespace telesoft::ui {

namespace {

int heightOf(QLayoutItem* item) {
  if (item == nullptr || item->isEmpty()) {
    return 0;
  }
  if (const QLayout* inner = item->layout()) {
    return leastHeight(*inner);
  }
  const QWidget* const widget = item->widget();
  if (widget == nullptr) {
    return item->minimumSize().height();
  }
  if (widget->layout() != nullptr && qobject_cast<const QAbstractScrollArea*>(widget) == nullptr) {
    return qBound(widget->minimumHeight(), leastHeight(*widget->layout()), widget->maximumHeight());
  }
  return widget->hasHeightForWidth() ? widget->heightForWidth(widget->width())
                                     : item->minimumSize().height();
}

int heightOf(const QBoxLayout& box) {
  const bool upright =
      box.direction() == QBoxLayout::TopToBottom || box.direction() == QBoxLayout::BottomToTop;
  int height = 0;
  bool first = true;
  for (int i = 0; i < box.count(); ++i) {
    QLayoutItem* const item = box.itemAt(i);
    if (!upright) {
      height = qMax(height, heightOf(item));
    } else if (!item->isEmpty()) {
      height += heightOf(item) + (first || item->spacerItem() != nullptr ? 0 : box.spacing());
      first = false;
    }
  }
  return height;
}

int heightOf(const QGridLayout& grid) {
  int height = 0;
  for (int row = 0; row < grid.rowCount(); ++row) {
    int tallest = 0;
    for (int column = 0; column < grid.columnCount(); ++column) {
      tallest = qMax(tallest, heightOf(grid.itemAtPosition(row, column)));
    }
    height += tallest + (row > 0 && tallest > 0 ? grid.verticalSpacing() : 0);
  }
  return height;
}

}  // namespace

int leastHeight(const QLayout& layout) {
  const QMargins margins = layout.contentsMargins();
  const int around = margins.top() + margins.bottom();
  if (const auto* stack = qobject_cast<const QStackedLayout*>(&layout)) {
    return around + heightOf(stack->itemAt(stack->currentIndex()));
  }
  if (const auto* box = qobject_cast<const QBoxLayout*>(&layout)) {
    return around + heightOf(*box);
  }
  if (const auto* grid = qobject_cast<const QGridLayout*>(&layout)) {
    return around + heightOf(*grid);
  }
  return layout.minimumSize().height();
}

int fullHeight(const QLayout& layout, int width) {
  const auto* stack = qobject_cast<const QStackedLayout*>(&layout);
  const QWidget* const page = stack == nullptr ? nullptr : stack->currentWidget();
  if (page != nullptr && page->layout() != nullptr) {
    return fullHeight(*page->layout(), width);
  }
  return layout.hasHeightForWidth() ? layout.totalMinimumHeightForWidth(width)
                                    : layout.totalMinimumSize().height();
}

}  // namespace telesoft::ui
