#include "telesoft/ui/widgets/text/text_label.h"

#include <QPainter>
#include <QStyleOption>

#include "telesoft/ui/theme/theme.h"

namespace telesoft::ui {

namespace {

QColor colorOf(Ink ink) {
  const Palette& p = colors();
  switch (ink) {
    case Ink::Secondary:
      return p.secondary;
    case Ink::Disabled:
      return p.disabled;
    case Ink::Accent:
      return p.accent;
    case Ink::Good:
      return p.good;
    case Ink::Caution:
      return p.caution;
    case Ink::Danger:
      return p.danger;
    case Ink::Info:
      return p.info;
    case Ink::Text:
      break;
  }
  return p.text;
}

}  // namespace

TextLabel::TextLabel(const QString& text, TextStyle style, Ink ink, QWidget* parent)
    : QLabel(text, parent), ink_(ink) {
  setTextFormat(Qt::PlainText);
  setFont(textFont(style));
  recolor();
  connect(&theme(), &Theme::changed, this, &TextLabel::recolor);
}

void TextLabel::setStyle(TextStyle style) {
  setFont(textFont(style));
}

void TextLabel::setInk(Ink ink) {
  if (ink_ != ink) {
    ink_ = ink;
    recolor();
  }
}

void TextLabel::recolor() {
  QPalette own = palette();
  own.setColor(QPalette::WindowText, colorOf(ink_));
  own.setColor(QPalette::Link, colors().accent);
  setPalette(own);
}

void TextLabel::setElided(bool on) {
  elided_ = on;
  updateGeometry();
  update();
}

QSize TextLabel::minimumSizeHint() const {
  const QSize hint = QLabel::minimumSizeHint();
  return elided_ ? QSize(qMin(hint.width(), 40), hint.height()) : hint;
}

void TextLabel::paintEvent(QPaintEvent* event) {
  if (!elided_) {
    QLabel::paintEvent(event);
    return;
  }
  QPainter painter(this);
  painter.setPen(
      palette().color(isEnabled() ? QPalette::Normal : QPalette::Disabled, QPalette::WindowText));
  const QRect rect = contentsRect();
  const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, rect.width());
  painter.drawText(rect, static_cast<int>(alignment()) | Qt::TextSingleLine, shown);
  const QString tip = shown == text() ? QString() : text();
  if (toolTip() != tip) {
    setToolTip(tip);
  }
}

Ink inkOf(Tone tone) {
  switch (tone) {
    case Tone::Accent:
      return Ink::Accent;
    case Tone::Good:
      return Ink::Good;
    case Tone::Caution:
      return Ink::Caution;
    case Tone::Danger:
      return Ink::Danger;
    case Tone::Info:
      return Ink::Info;
    case Tone::Neutral:
      break;
  }
  return Ink::Secondary;
}

}  // namespace telesoft::ui
