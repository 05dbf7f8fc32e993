#include "telesoft/ui/widgets/page.h"

#include <QBoxLayout>
#include <QScrollArea>

#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/message_bar.h"
#include "telesoft/ui/widgets/progress_strip.h"
#include "telesoft/ui/widgets/text/text_label.h"
#include "telesoft/ui/widgets/two_columns.h"

namespace telesoft::ui {

namespace {

constexpr int kNarrow = 720;

}  // namespace

Page::Page(QWidget* parent)
    : QWidget(parent),
      breadcrumb_(new TextLabel(QString(), TextStyle::Small, Ink::Secondary)),
      title_(new TextLabel(QString(), TextStyle::Title)),
      state_(new TextLabel(QString(), TextStyle::Body, Ink::Secondary)),
      head_(new QHBoxLayout()),
      actions_(new QHBoxLayout()),
      primary_(new QHBoxLayout()),
      body_(new QHBoxLayout()),
      below_(new QVBoxLayout()) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(kSpace24, kSpace16, kSpace24, kSpace16);
  all->setSpacing(kSpace12);
  auto* words = new QVBoxLayout();
  words->setSpacing(2);
  title_->setElided(true);
  state_->setWordWrap(true);
  breadcrumb_->hide();
  for (TextLabel* line : {breadcrumb_, title_, state_}) {
    words->addWidget(line);
  }
  head_->setSpacing(kSpace12);
  head_->addLayout(words, 1);
  auto* buttons = new QHBoxLayout();
  buttons->setSpacing(kSpace12);
  actions_->setSpacing(kSpace12);
  buttons->addLayout(actions_);
  buttons->addLayout(primary_);
  buttons->addStretch(0);
  head_->addLayout(buttons);
  below_->setSpacing(kSpace12);
  body_->setSpacing(kSpace12);
  all->addLayout(head_);
  all->addLayout(below_);
  all->addLayout(body_, 1);
}

void Page::setTitle(const QString& title) {
  title_->setText(title);
  setAccessibleName(title);
}

QString Page::title() const {
  return title_->text();
}

void Page::setState(const QString& sentence) {
  state_->setText(sentence);
}

QString Page::state() const {
  return state_->text();
}

void Page::setBreadcrumb(const QString& text) {
  breadcrumb_->setText(text);
  breadcrumb_->setVisible(!text.isEmpty());
}

void Page::setPrimaryAction(QWidget* button) {
  while (QLayoutItem* item = primary_->takeAt(0)) {
    if (item->widget() != nullptr) {
      item->widget()->deleteLater();
    }
    delete item;
  }
  if (button != nullptr) {
    primary_->addWidget(button, 0, Qt::AlignVCenter);
  }
}

void Page::addAction(QWidget* button) {
  actions_->addWidget(button, 0, Qt::AlignVCenter);
}

ProgressStrip* Page::progress() {
  if (progress_ == nullptr) {
    progress_ = new ProgressStrip(this);
    progress_->hide();
    below_->insertWidget(0, progress_);
  }
  return progress_;
}

MessageBar* Page::messageBar() {
  if (messages_ == nullptr) {
    messages_ = new MessageBar(this);
    below_->addWidget(messages_);
  }
  return messages_;
}

void Page::placeColumns(QWidget* main, QWidget* side) {
  while (QLayoutItem* item = body_->takeAt(0)) {
    if (item->widget() != nullptr) {
      item->widget()->hide();
      item->widget()->deleteLater();
    }
    delete item;
  }
  body_->addWidget(new TwoColumns(main, side), 1);
}

void Page::arrange() {
  head_->setDirection(width() < kNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void Page::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

void Page::setContent(QWidget* main, QWidget* side) {
  placeColumns(main, side);
}

void Page::setScrollingContent(QWidget* main, QWidget* side) {
  auto* area = new QScrollArea(this);
  area->setFrameShape(QFrame::NoFrame);
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->viewport()->setAutoFillBackground(false);
  main->setAutoFillBackground(false);
  area->setWidget(main);
  main->setAutoFillBackground(false);  // setWidget() turns it on
  area->setFocusPolicy(Qt::NoFocus);
  placeColumns(area, side);
}

}  // namespace telesoft::ui
