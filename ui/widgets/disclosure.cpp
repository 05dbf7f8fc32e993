#include "telesoft/ui/widgets/disclosure.h"

#include <QBoxLayout>

#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/widgets/buttons.h"

namespace telesoft::ui {

Disclosure::Disclosure(const QString& title, QWidget* parent)
    : QWidget(parent), button_(new LinkButton(title, this)), layout_(new QVBoxLayout(this)) {
  layout_->setContentsMargins(0, 0, 0, 0);
  layout_->setSpacing(kSpace8);
  layout_->addWidget(button_, 0, Qt::AlignLeft);
  button_->setCheckable(true);
  connect(button_, &QAbstractButton::clicked, this, [this] { setOpen(!open_); });
  updateButton();
}

void Disclosure::setTitle(const QString& title) {
  button_->setText(title);
  updateButton();
}

void Disclosure::setContent(QWidget* content) {
  delete content_;
  content_ = content;
  content_->setVisible(open_);
  layout_->addWidget(content_, 1);
}

void Disclosure::setOpen(bool open) {
  if (open_ == open) {
    return;
  }
  open_ = open;
  if (content_ != nullptr) {
    content_->setVisible(open);
  }
  updateButton();
  Q_EMIT toggled(open);
}

void Disclosure::updateButton() {
  button_->setChecked(open_);
  button_->setIcon(icon(open_ ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
  button_->setAccessibleDescription(open_ ? tr("open") : tr("folded"));
}

}  // namespace telesoft::ui
