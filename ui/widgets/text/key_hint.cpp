#include "telesoft/ui/widgets/text/key_hint.h"

#include <QPainter>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"

namespace telesoft::ui {

KeyHint::KeyHint(const QKeySequence& keys, QWidget* parent) : QWidget(parent) {
  setFont(textFont(TextStyle::Small));
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setKeys(keys);
}

void KeyHint::setKeys(const QKeySequence& keys) {
  const QString text = keys.toString(QKeySequence::NativeText);
  keys_ = text.split(QLatin1Char('+'), Qt::SkipEmptyParts);
  setAccessibleName(text);
  updateGeometry();
  update();
}

QSize KeyHint::sizeHint() const {
  int width = 0;
  for (const QString& key : keys_) {
    width += qMax(fontMetrics().horizontalAdvance(key) + kSpace8, 20) + kSpace4;
  }
  return {qMax(0, width - kSpace4), 20};
}

void KeyHint::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const Palette& p = colors();
  int x = 0;
  const int y = (height() - 20) / 2;
  for (const QString& key : keys_) {
    const QRect box(x, y, qMax(fontMetrics().horizontalAdvance(key) + kSpace8, 20), 20);
    drawBox(painter, box, p.surface, p.strongLine, 1, 4);
    painter.setPen(p.secondary);
    painter.drawText(box, Qt::AlignCenter, key);
    x = box.right() + 1 + kSpace4;
  }
}

}  // namespace telesoft::ui
