#include "telesoft/ui/shell/panel_frame.h"

#include <QEvent>
#include <QLayout>
#include <QScrollBar>

#include "telesoft/ui/shell/least_height.h"
#include "telesoft/ui/widgets/panel.h"

namespace telesoft::ui {

PanelFrame::PanelFrame(const QString& title, QWidget* parent) : QScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::NoFocus);
  setAccessibleName(title);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
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
  QLayout* const layout = panel_ == nullptr ? nullptr : panel_->layout();
  if (layout == nullptr || fitting_) {
    return;
  }
  fitting_ = true;
  const QSize room = maximumViewportSize();
  const auto heightAt = [&](int width) {
    panel_->resize(width, qMax(panel_->height(), room.height()));
    layout->activate();
    return leastHeight(*layout);
  };
  int width = room.width();
  int height = heightAt(width);
  if (height > room.height()) {
    width -= verticalScrollBar()->sizeHint().width();
    height = qMax(heightAt(width), fullHeight(*layout, width));
  }
  panel_->resize(width, qMax(room.height(), height));
  fitting_ = false;
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
