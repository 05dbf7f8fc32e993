#include "telesoft/ui/shell/waiting_row.h"

#include <QBoxLayout>
#include <QPainter>

#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

WaitingRow::WaitingRow(const WaitingItem& item, bool last, QWidget* parent)
    : QWidget(parent), icon_(item.icon), tone_(item.tone), last_(last) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kIconLarge + kSpace12, kSpace8, 0, kSpace8);
  row->setSpacing(kSpace12);
  auto* words = new QVBoxLayout();
  words->setSpacing(2);
  auto* title = new TextLabel(item.title, TextStyle::BodyStrong);
  title->setWordWrap(true);
  words->addWidget(title);
  if (!item.detail.isEmpty()) {
    auto* detail = new TextLabel(item.detail, TextStyle::Small, Ink::Secondary);
    detail->setWordWrap(true);
    words->addWidget(detail);
  }
  row->addLayout(words, 1);
  auto* button = new SecondaryButton(item.action);
  button->setAccessibleName(item.action + QStringLiteral(": ") + item.title);
  row->addWidget(button, 0, Qt::AlignVCenter);
  connect(button, &QAbstractButton::clicked, this, &WaitingRow::activated);
}

void WaitingRow::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  painter.drawPixmap(
      0, (height() - kIconLarge) / 2,
      iconPixmap(icon_, kIconLarge, toneColor(colors(), tone_), devicePixelRatioF()));
  if (!last_) {
    painter.fillRect(QRect(kIconLarge + kSpace12, height() - 1, width(), 1), colors().line);
  }
}

}  // namespace telesoft::ui
