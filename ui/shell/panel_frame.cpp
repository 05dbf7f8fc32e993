#include "telesoft/ui/shell/panel_frame.h"

#include <QEvent>
#include <QLayout>
#include <QScrollBar>

#include "telesoft/ui/widgets/panel.h"

namespace telesoft::ui {

PanelFrame::PanelFrame(const QString& title, QWidget* parent) : QScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::NoFocus);
  setAccessibleName(title);
  viewport()->setAutoFillBackground(false);
}

void PanelFrame::setPanel(ui::Panel* panel) {
  panel_ = panel;
  setWidget(panel);
  panel->setAutoFillBackground(false);
  panel->installEventFilter(this);
  fit();
}

void PanelFrame::fit() {
  if (panel_ == nullptr) {
    return;
  }
  const QSize room = maximumViewportSize();
  QLayout* layout = panel_->layout();
  const auto needed = [layout, this](int width) {
    if (layout == nullptr) {
      return panel_->minimumSizeHint().height();
    }
    return layout->hasHeightForWidth() ? layout->totalMinimumHeightForWidth(width)
                                       : layout->totalMinimumSize().height();
  };
  const int leastWidth = layout == nullptr ? 0 : layout->totalMinimumSize().width();
  int width = qMax(room.width(), leastWidth);
  if (needed(width) > room.height()) {
    width = qMax(room.width() - verticalScrollBar()->sizeHint().width(), leastWidth);
  }
  panel_->resize(width, qMax(room.height(), needed(width)));
}

bool PanelFrame::eventFilter(QObject* watched, QEvent* event) {
  if (watched == panel_ && event->type() == QEvent::LayoutRequest) {
    fit();
  }
  return QScrollArea::eventFilter(watched, event);
}

void PanelFrame::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  fit();
}

}  // namespace telesoft::ui
