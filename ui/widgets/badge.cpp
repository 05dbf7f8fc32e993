#include "telesoft/ui/widgets/badge.h"

#include <QPainter>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"

namespace telesoft::ui {

namespace {
constexpr int kHeight = 22;
constexpr int kMark = 14;
}  // namespace

Badge::Badge(const QString& text, Tone tone, QWidget* parent) : QWidget(parent), tone_(tone) {
  setFont(textFont(TextStyle::SmallStrong));
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setText(text);
}

void Badge::setText(const QString& text) {
  text_ = text;
  setAccessibleName(text);
  updateGeometry();
  update();
}

void Badge::setTone(Tone tone) {
  tone_ = tone;
  update();
}

void Badge::setIcon(const QString& name) {
  icon_ = name;
  update();
}

QSize Badge::sizeHint() const {
  return {fontMetrics().horizontalAdvance(text_) + kMark + kSpace4 + kSpace16, kHeight};
}

void Badge::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const Palette& p = colors();
  const QColor ink = toneColor(p, tone_);
  const QRect box(0, (height() - kHeight) / 2, width(), kHeight);
  drawBox(painter, box, toneGround(p, tone_), QColor(), 1, kHeight / 2.0);
  painter.drawPixmap(
      QPoint(kSpace8, box.center().y() - kMark / 2 + 1),
      iconPixmap(icon_.isEmpty() ? QStringLiteral("dot") : icon_, kMark, ink, devicePixelRatioF()));
  painter.setPen(ink);
  painter.drawText(box.adjusted(kSpace8 + kMark + kSpace4, 0, -kSpace4, 0),
                   Qt::AlignVCenter | Qt::AlignLeft, text_);
}

}  // namespace telesoft::ui
