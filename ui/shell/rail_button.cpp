#include "telesoft/ui/shell/rail_button.h"

#include <QPainter>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"

namespace telesoft::ui {

namespace {

constexpr int kHeight = 36;
constexpr int kLeastHeight = 28;  // in a low window

}  // namespace

RailButton::RailButton(RailItem item, QWidget* parent)
    : QAbstractButton(parent), item_(std::move(item)) {
  setText(item_.title);
  setCheckable(true);
  setAttribute(Qt::WA_Hover);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  setMaximumHeight(kHeight);
  updateWords();
}

void RailButton::setBadge(const QString& text, const QString& meaning) {
  badge_ = text;
  meaning_ = meaning;
  updateWords();
  update();
}

void RailButton::setCompact(bool compact) {
  compact_ = compact;
  updateWords();
  update();
}

void RailButton::updateWords() {
  QStringList words = {item_.title};
  if (!badge_.isEmpty()) {
    words << meaning_;
  }
  setAccessibleName(words.join(QStringLiteral(", ")));
  setToolTip(words.join(QStringLiteral(", ")) + QStringLiteral("  (") +
             item_.keys.toString(QKeySequence::NativeText) + QLatin1Char(')'));
}

QSize RailButton::sizeHint() const {
  return {compact_ ? kHeight + kSpace4 : kRailWidth - kSpace16, kHeight};
}

QSize RailButton::minimumSizeHint() const {
  return {kHeight + kSpace4, kLeastHeight};
}

void RailButton::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const Palette& p = colors();
  const bool on = isChecked();
  if (on) {
    drawBox(painter, rect(), p.window, QColor());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(p.accent);
    painter.drawRoundedRect(QRectF(0, kSpace8, 3, height() - kSpace16), 1.5, 1.5);
  } else if (underMouse()) {
    drawBox(painter, rect(), blend(p.text, p.surface, 0.05), QColor());
  }
  const int left = compact_ ? (width() - kIconLarge) / 2 : kSpace12;
  painter.drawPixmap(
      left, (height() - kIconLarge) / 2,
      iconPixmap(item_.icon, kIconLarge, on ? p.accent : p.secondary, devicePixelRatioF()));
  if (!compact_) {
    painter.setFont(textFont(on ? TextStyle::BodyStrong : TextStyle::Body));
    painter.setPen(p.text);
    painter.drawText(rect().adjusted(left + kIconLarge + kSpace12, 0, -kSpace8, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, item_.title);
  }
  drawBadge(painter, rect());
  if (hasFocus()) {
    drawFocusRing(painter, rect());
  }
}

void RailButton::drawBadge(QPainter& painter, const QRect& row) const {
  const Palette& p = colors();
  if (badge_.isEmpty()) {
    return;
  }
  const QColor ink = badge_ == QLatin1String("!") ? p.danger : p.accent;
  if (compact_) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawEllipse(QPointF(row.right() - 9, row.top() + 10), 4, 4);
    return;
  }
  painter.setFont(textFont(TextStyle::FiguresStrong));
  painter.setPen(ink);
  painter.drawText(row.adjusted(0, 0, -kSpace12, 0), Qt::AlignVCenter | Qt::AlignRight, badge_);
}

}  // namespace telesoft::ui
