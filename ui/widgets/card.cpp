#include "telesoft/ui/widgets/card.h"

#include <QBoxLayout>
#include <QPainter>

#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent), header_(new QHBoxLayout()), content_(new QVBoxLayout()) {
  setFrameShape(QFrame::NoFrame);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(kSpace16, kSpace12, kSpace16, kSpace16);
  all->setSpacing(kSpace12);
  header_->setSpacing(kSpace8);
  content_->setSpacing(kSpace12);
  all->addLayout(header_);
  all->addLayout(content_, 1);
  if (!title.isEmpty()) {
    setTitle(title);
  } else {
    all->setContentsMargins(kSpace16, kSpace16, kSpace16, kSpace16);
    all->setSpacing(0);
  }
}

void Card::setTitle(const QString& title) {
  if (title_ == nullptr) {
    title_ = new TextLabel(QString(), TextStyle::Section, Ink::Text, this);
    title_->setElided(true);
    header_->insertWidget(0, title_, 1);
    layout()->setContentsMargins(kSpace16, kSpace12, kSpace16, kSpace16);
    layout()->setSpacing(kSpace12);
  }
  title_->setText(title);
  setAccessibleName(title);
}

QString Card::title() const {
  return title_ == nullptr ? QString() : title_->text();
}

void Card::addHeaderWidget(QWidget* widget) {
  header_->addWidget(widget, 0, Qt::AlignRight);
}

void Card::add(QWidget* widget, int stretch) {
  content_->addWidget(widget, stretch);
}

void Card::setSelected(bool selected) {
  selected_ = selected;
  update();
}

void Card::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const Palette& p = colors();
  drawBox(painter, rect(), p.surface, selected_ ? p.accent : p.line, selected_ ? 2 : 1);
}

}  // namespace telesoft::ui
