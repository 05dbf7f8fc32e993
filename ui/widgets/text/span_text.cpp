#include "telesoft/ui/widgets/text/span_text.h"

#include <algorithm>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QTextBoundaryFinder>
#include <QToolTip>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"

namespace telesoft::ui {

namespace {

constexpr int kLineHeight = 26;
constexpr int kMargin = 4;

}  // namespace

/// A run of text of one line and one span (or none), or a span's kind label.
struct SpanText::Piece {
  QRect rect;
  QString text;
  int span = -1;
  bool label = false;
};

SpanText::SpanText(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setFont(textFont(TextStyle::Body));
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  setMouseTracking(true);
}

void SpanText::setText(const QString& text, std::vector<TextSpan> spans) {
  text_ = text;
  const int length = static_cast<int>(text.size());
  spans_.clear();
  std::sort(spans.begin(), spans.end(),
            [](const TextSpan& a, const TextSpan& b) { return a.begin < b.begin; });
  for (TextSpan& span : spans) {  // what is out of the text, or overlaps, cannot be drawn
    span.begin = std::clamp(span.begin, spans_.empty() ? 0 : spans_.back().end, length);
    span.end = std::clamp(span.end, span.begin, length);
    spans_.push_back(std::move(span));
  }
  current_ = spans_.empty() ? -1 : 0;
  updateAccessible();
  updateGeometry();
  update();
}

void SpanText::setKept(int index, bool kept) {
  if (index >= 0 && static_cast<size_t>(index) < spans_.size()) {
    spans_[static_cast<size_t>(index)].kept = kept;
    updateAccessible();
    update();
  }
}

void SpanText::setCurrent(int index) {
  if (index != current_ && index >= 0 && static_cast<size_t>(index) < spans_.size()) {
    current_ = index;
    updateAccessible();
    update();
    Q_EMIT currentChanged(index);
  }
}

QColor SpanText::kindColor(const QString& kind) {
  static const QStringList known = {QStringLiteral("name"),  QStringLiteral("date"),
                                    QStringLiteral("phone"), QStringLiteral("mrn"),
                                    QStringLiteral("email"), QStringLiteral("address")};
  const auto& series = seriesColors();
  const qsizetype at = known.indexOf(kind.toLower());
  return series[static_cast<size_t>(at < 0 ? qHash(kind) % series.size()
                                           : static_cast<size_t>(at))];
}

std::vector<SpanText::Piece> SpanText::layOut(int width) const {
  std::vector<Piece> pieces;
  const QFontMetrics metrics(font());
  const QFontMetrics small(textFont(TextStyle::Small));
  const int right = qMax(80, width - kMargin);
  int x = kMargin;
  int y = kMargin;
  const auto place = [&](const QString& text, int advance, int span, bool label) {
    if (x + advance > right && x > kMargin) {
      x = kMargin;
      y += kLineHeight;
    }
    if (!pieces.empty() && !label && !pieces.back().label && pieces.back().span == span &&
        pieces.back().rect.top() == y && pieces.back().rect.right() + 1 == x) {
      pieces.back().text += text;
      pieces.back().rect.setWidth(pieces.back().rect.width() + advance);
    } else {
      pieces.push_back({QRect(x, y, advance, kLineHeight), text, span, label});
    }
    x += advance;
  };
  const auto placeWords = [&](const QString& run, int span) {
    QTextBoundaryFinder finder(QTextBoundaryFinder::Line, run);
    qsizetype from = 0;
    while (from < run.size()) {
      qsizetype to = finder.toNextBoundary();
      to = to < 0 ? run.size() : to;
      QString word = run.mid(from, to - from);
      const bool newLine = word.endsWith(QLatin1Char('\n'));
      word.remove(QLatin1Char('\n'))
          .remove(QLatin1Char('\r'))
          .replace(QLatin1Char('\t'), QLatin1Char(' '));
      if (!word.isEmpty()) {
        place(word, metrics.horizontalAdvance(word), span, false);
      }
      if (newLine) {
        x = kMargin;
        y += kLineHeight;
      }
      from = to;
    }
  };
  int at = 0;
  for (size_t i = 0; i < spans_.size(); ++i) {
    const TextSpan& span = spans_[i];
    placeWords(text_.mid(at, span.begin - at), -1);
    placeWords(text_.mid(span.begin, span.end - span.begin), static_cast<int>(i));
    place(span.kind, small.horizontalAdvance(span.kind) + kSpace12, static_cast<int>(i), true);
    at = span.end;
  }
  placeWords(text_.mid(at), -1);
  return pieces;
}

QSize SpanText::sizeHint() const {
  return {480, heightForWidth(480)};
}

int SpanText::heightForWidth(int width) const {
  const auto pieces = layOut(width);
  return (pieces.empty() ? kLineHeight + kMargin : pieces.back().rect.bottom() + 1) + kMargin;
}

void SpanText::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const Palette& p = colors();
  for (const Piece& piece : layOut(width())) {
    painter.setFont(piece.label ? textFont(TextStyle::Small) : font());
    painter.setPen(p.text);
    if (piece.span < 0) {
      painter.drawText(piece.rect, Qt::AlignVCenter | Qt::AlignLeft, piece.text);
      continue;
    }
    const TextSpan& span = spans_[static_cast<size_t>(piece.span)];
    const QColor color = kindColor(span.kind);
    const QRectF box = QRectF(piece.rect).adjusted(0, 3, piece.label ? -3 : 0, -3);
    const QColor ground = blend(color, p.surface, span.kept ? 0.0 : (p.dark ? 0.38 : 0.22));
    drawBox(painter, box, ground, span.kept ? color : QColor(), 1, 3);
    if (piece.label) {
      painter.setPen(p.secondary);
      if (!span.kept) {
        painter.setPen(p.text);
      }
      painter.fillRect(QRectF(box.left(), box.bottom() - 2, box.width(), 2), color);
    }
    painter.drawText(piece.rect.adjusted(piece.label ? 4 : 0, 0, 0, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, piece.text);
    if (hasFocus() && piece.span == current_) {
      drawFocusRing(painter, box.adjusted(-2, -2, 2, 2), 4);
    }
  }
}

int SpanText::spanAt(const QPoint& point) const {
  for (const Piece& piece : layOut(width())) {
    if (piece.span >= 0 && piece.rect.contains(point)) {
      return piece.span;
    }
  }
  return -1;
}

void SpanText::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(spans_.size()) - 1;
  switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Down:
      setCurrent(qMin(current_ + 1, last));
      break;
    case Qt::Key_Left:
    case Qt::Key_Up:
      setCurrent(qMax(current_ - 1, 0));
      break;
    case Qt::Key_Home:
      setCurrent(0);
      break;
    case Qt::Key_End:
      setCurrent(last);
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      if (current_ >= 0) {
        Q_EMIT toggleRequested(current_);
      }
      break;
    default:
      QWidget::keyPressEvent(event);
  }
}

void SpanText::mousePressEvent(QMouseEvent* event) {
  setCurrent(spanAt(event->pos()));
}

void SpanText::mouseDoubleClickEvent(QMouseEvent* event) {
  if (const int span = spanAt(event->pos()); span >= 0) {
    Q_EMIT toggleRequested(span);
  }
}

void SpanText::resizeEvent(QResizeEvent* event) {
  updateGeometry();
  QWidget::resizeEvent(event);
}

void SpanText::focusInEvent(QFocusEvent* event) {
  update();
  QWidget::focusInEvent(event);
}

void SpanText::focusOutEvent(QFocusEvent* event) {
  update();
  QWidget::focusOutEvent(event);
}

bool SpanText::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int span = spanAt(help->pos());
    if (span < 0) {
      QToolTip::hideText();
      return true;
    }
    const TextSpan& found = spans_[static_cast<size_t>(span)];
    QToolTip::showText(help->globalPos(), found.kind + QStringLiteral(": ") + found.reason, this);
    return true;
  }
  return QWidget::event(event);
}

void SpanText::updateAccessible() {
  if (current_ < 0) {
    setAccessibleValue(this, tr("nothing marked"));
    return;
  }
  const TextSpan& span = spans_[static_cast<size_t>(current_)];
  setAccessibleValue(this,
                     tr("span %1 of %2, %3, %4, %5")
                         .arg(current_ + 1)
                         .arg(spans_.size())
                         .arg(span.kind, span.reason, span.kept ? tr("kept") : tr("removed")));
}

}  // namespace telesoft::ui
