#include "telesoft/ui/shell/search_button.h"

#include <QPainter>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"

namespace telesoft::ui {

SearchButton::SearchButton(QWidget* parent) : QAbstractButton(parent) {
  setText(tr("Search or run a command"));
  setToolTip(tr("Pages, datasets, runs, models and commands  (Ctrl+K)"));
  setAccessibleName(text());
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  setCursor(Qt::IBeamCursor);
  setFixedHeight(kFieldHeight);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setMaximumWidth(400);
}

QSize SearchButton::sizeHint() const {
  return {320, kFieldHeight};
}

void SearchButton::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const Palette& p = colors();
  drawBox(painter, rect(), p.window, underMouse() ? p.control : p.strongLine);
  painter.drawPixmap(
      kSpace8, (height() - kIconSmall) / 2,
      iconPixmap(QStringLiteral("search"), kIconSmall, p.secondary, devicePixelRatioF()));
  painter.setFont(textFont(TextStyle::Small));
  painter.setPen(p.secondary);
  const QRect inner = rect().adjusted(kSpace32, 0, -kSpace8, 0);
  const QString keys = QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText);
  const int room = painter.fontMetrics().horizontalAdvance(keys) + kSpace12;
  painter.drawText(inner, Qt::AlignVCenter | Qt::AlignRight, keys);
  painter.setFont(textFont(TextStyle::Body));
  painter.drawText(inner.adjusted(0, 0, -room, 0), Qt::AlignVCenter | Qt::AlignLeft,
                   painter.fontMetrics().elidedText(text(), Qt::ElideRight, inner.width() - room));
  if (hasFocus()) {
    drawFocusRing(painter, rect());
  }
}

}  // namespace telesoft::ui
