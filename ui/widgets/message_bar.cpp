#include "telesoft/ui/widgets/message_bar.h"

#include <QBoxLayout>
#include <QPainter>
#include <QToolButton>

#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"
#include "telesoft/ui/widgets/buttons.h"
#include "telesoft/ui/widgets/text/text_label.h"

namespace telesoft::ui {

namespace {

QString iconOf(Tone tone) {
  switch (tone) {
    case Tone::Good:
      return QStringLiteral("check-circle");
    case Tone::Caution:
      return QStringLiteral("warning");
    case Tone::Danger:
      return QStringLiteral("error");
    default:
      return QStringLiteral("info");
  }
}

}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), text_(new TextLabel()), action_(new LinkButton(QString())) {
  setFrameShape(QFrame::NoFrame);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kSpace32 + kSpace8, kSpace4, kSpace8, kSpace4);
  row->setSpacing(kSpace8);
  text_->setWordWrap(true);
  auto* closer = new QToolButton();
  closer->setIcon(icon(QStringLiteral("close")));
  closer->setAutoRaise(true);
  closer->setFocusPolicy(Qt::TabFocus);
  closer->setToolTip(tr("Close this message"));
  closer->setAccessibleName(tr("Close this message"));
  close_ = closer;
  row->addWidget(text_, 1);
  row->addWidget(action_);
  row->addWidget(close_);
  setMinimumHeight(kRowHeight + kSpace8);
  connect(action_, &QAbstractButton::clicked, this, &MessageBar::actionTriggered);
  connect(closer, &QAbstractButton::clicked, this, [this] {
    clear();
    Q_EMIT dismissed();
  });
  hide();
}

void MessageBar::showMessage(Tone tone, const QString& text, const QString& action) {
  tone_ = tone;
  text_->setText(text);
  action_->setText(action);
  action_->setVisible(!action.isEmpty());
  setAccessibleName(text);
  setAccessibleValue(this, text);
  show();
  update();
}

void MessageBar::clear() {
  hide();
  text_->clear();
}

QString MessageBar::text() const {
  return text_->text();
}

void MessageBar::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const Palette& p = colors();
  const QColor ink = toneColor(p, tone_);
  drawBox(painter, rect(), toneGround(p, tone_), blend(ink, p.surface, 0.35));
  painter.drawPixmap(QPoint(kSpace12, (height() - kIconSmall) / 2),
                     iconPixmap(iconOf(tone_), kIconSmall, ink, devicePixelRatioF()));
}

}  // namespace telesoft::ui
