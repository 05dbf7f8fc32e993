#include "telesoft/ui/shell/rail.h"

#include <algorithm>

#include <QBoxLayout>
#include <QKeyEvent>
#include <QPainter>

#include "telesoft/ui/shell/rail_button.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/theme.h"

namespace telesoft::ui {

namespace {

constexpr int kCompactWidth = 56;

}  // namespace

Rail::Rail(std::vector<RailItem> items, QWidget* parent)
    : QWidget(parent), items_(std::move(items)), column_(new QVBoxLayout(this)) {
  setAccessibleName(tr("Pages"));
  setFixedWidth(kRailWidth);
  column_->setContentsMargins(kSpace8, kSpace12, kSpace8, kSpace12);
  column_->setSpacing(0);
  for (const RailItem& item : items_) {
    if (item.gapBefore) {
      column_->addSpacing(kSpace12);
    }
    auto* button = new RailButton(item);
    button->setFocusPolicy(buttons_.empty() ? Qt::TabFocus : Qt::NoFocus);
    button->installEventFilter(this);
    column_->addWidget(button);
    buttons_.push_back(button);
    connect(button, &QAbstractButton::clicked, this, [this, button] {
      button->setChecked(button->id() == current_);  // the window says what is current
      Q_EMIT pageRequested(button->id());
    });
  }
  column_->addStretch(1);
}

RailButton* Rail::button(const QString& id) const {
  const auto found = std::find_if(buttons_.begin(), buttons_.end(),
                                  [&id](const RailButton* b) { return b->id() == id; });
  return found == buttons_.end() ? nullptr : *found;
}

void Rail::setCurrent(const QString& id) {
  current_ = id;
  for (RailButton* each : buttons_) {
    each->setChecked(each->id() == id);
    each->setFocusPolicy(each->id() == id ? Qt::TabFocus : Qt::NoFocus);
  }
}

void Rail::setBadge(const QString& id, const QString& text, const QString& meaning) {
  if (RailButton* found = button(id)) {
    found->setBadge(text, meaning);
  }
}

QString Rail::badge(const QString& id) const {
  const RailButton* found = button(id);
  return found == nullptr ? QString() : found->badge();
}

void Rail::setCompact(bool compact) {
  setFixedWidth(compact ? kCompactWidth : kRailWidth);
  for (RailButton* each : buttons_) {
    each->setCompact(compact);
  }
}

void Rail::takeFocus() {
  if (RailButton* found = button(current_)) {
    found->setFocus(Qt::TabFocusReason);
  }
}

bool Rail::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) {
    return QWidget::eventFilter(watched, event);
  }
  const int key = static_cast<QKeyEvent*>(event)->key();
  const auto at = std::find(buttons_.begin(), buttons_.end(), watched);
  if (at == buttons_.end()) {
    return false;
  }
  if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    (*at)->click();
    return true;
  }
  const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
  const auto next = (at - buttons_.begin()) + step;
  if (step != 0 && next >= 0 && next < static_cast<std::ptrdiff_t>(buttons_.size())) {
    buttons_[static_cast<size_t>(next)]->setFocus(Qt::TabFocusReason);
  }
  return step != 0;
}

void Rail::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  painter.fillRect(rect(), colors().surface);
  painter.fillRect(QRect(width() - 1, 0, 1, height()), colors().line);
}

}  // namespace telesoft::ui
