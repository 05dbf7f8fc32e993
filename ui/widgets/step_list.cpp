#include "telesoft/ui/widgets/step_list.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"

namespace telesoft::ui {

namespace {

constexpr int kRow = 48;
constexpr int kDisc = 24;

QString word(StepMark mark) {
  switch (mark) {
    case StepMark::Current:
      return StepList::tr("current");
    case StepMark::Done:
      return StepList::tr("done");
    case StepMark::Warning:
      return StepList::tr("needs attention");
    case StepMark::Blocked:
      return StepList::tr("blocked");
    case StepMark::Open:
      break;
  }
  return StepList::tr("open");
}

void drawDisc(QPainter& painter, const QRect& disc, const Step& step, int number, bool current) {
  const Palette& p = colors();
  const qreal ratio = painter.device()->devicePixelRatio();
  const auto mark = [&](const char* name, const QColor& color) {
    painter.drawPixmap(disc.topLeft() + QPoint(4, 4),
                       iconPixmap(QLatin1String(name), 16, color, ratio));
  };
  const double radius = kDisc / 2.0;
  if (step.mark == StepMark::Done && !current) {
    drawBox(painter, disc, toneGround(p, Tone::Accent), p.accent, 1, radius);
    mark("check", p.accent);
    return;
  }
  if (step.mark == StepMark::Warning) {
    drawBox(painter, disc, toneGround(p, Tone::Caution), p.caution, 1, radius);
    mark("warning", p.caution);
    return;
  }
  const bool blocked = step.mark == StepMark::Blocked;
  drawBox(painter, disc, current ? p.accent : p.surface,
          current ? p.accent : (blocked ? p.strongLine : p.control), 1, radius);
  painter.setFont(textFont(TextStyle::SmallStrong));
  painter.setPen(current ? p.onAccent : (blocked ? p.disabled : p.secondary));
  painter.drawText(disc, Qt::AlignCenter, QString::number(number));
}

}  // namespace

StepList::StepList(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::TabFocus);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  setAccessibleName(tr("Steps"));
}

void StepList::setSteps(std::vector<Step> steps) {
  steps_ = std::move(steps);
  current_ = qBound(-1, current_, static_cast<int>(steps_.size()) - 1);
  focused_ = qMax(0, current_);
  updateAccessible();
  updateGeometry();
  update();
}

void StepList::setMark(int index, StepMark mark, const QString& note) {
  if (index < 0 || static_cast<size_t>(index) >= steps_.size()) {
    return;
  }
  Step& step = steps_[static_cast<size_t>(index)];
  step.mark = mark;
  step.note = note;
  updateAccessible();
  update();
}

void StepList::setCurrent(int index) {
  current_ = index;
  focused_ = qMax(0, index);
  updateAccessible();
  update();
}

QSize StepList::sizeHint() const {
  return {200, kRow * static_cast<int>(steps_.size())};
}

QRect StepList::rowRect(int index) const {
  return {0, index * kRow, width(), kRow};
}

int StepList::rowAt(const QPoint& point) const {
  const int row = point.y() / kRow;
  return point.y() >= 0 && row < static_cast<int>(steps_.size()) ? row : -1;
}

QString StepList::spoken(int index) const {
  const Step& step = steps_[static_cast<size_t>(index)];
  const QString mark = index == current_ ? word(StepMark::Current) : word(step.mark);
  QString text =
      tr("step %1 of %2, %3, %4").arg(index + 1).arg(steps_.size()).arg(step.title, mark);
  return step.note.isEmpty() ? text : text + QStringLiteral(", ") + step.note;
}

void StepList::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const Palette& p = colors();
  for (int i = 0; i < static_cast<int>(steps_.size()); ++i) {
    const Step& step = steps_[static_cast<size_t>(i)];
    const QRect row = rowRect(i);
    const QRect disc(kSpace8, row.top() + (kRow - kDisc) / 2, kDisc, kDisc);
    if (i + 1 < static_cast<int>(steps_.size())) {
      painter.fillRect(QRect(disc.center().x(), disc.bottom() + 3, 1, kRow - kDisc - 5),
                       p.strongLine);
    }
    const bool current = i == current_;
    drawDisc(painter, disc, step, i + 1, current);
    const QRect words = row.adjusted(kSpace8 + kDisc + kSpace12, 0, -kSpace8, 0);
    painter.setFont(textFont(current ? TextStyle::BodyStrong : TextStyle::Body));
    painter.setPen(step.mark == StepMark::Blocked && !current ? p.disabled : p.text);
    const bool noted = !step.note.isEmpty();
    painter.drawText(noted ? words.adjusted(0, 6, 0, -kRow / 2) : words,
                     Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(step.title, Qt::ElideRight, words.width()));
    if (noted) {
      painter.setFont(textFont(TextStyle::Small));
      painter.setPen(step.mark == StepMark::Warning ? p.caution : p.secondary);
      painter.drawText(words.adjusted(0, kRow / 2, 0, -6), Qt::AlignVCenter | Qt::AlignLeft,
                       painter.fontMetrics().elidedText(step.note, Qt::ElideRight, words.width()));
    }
    if (hasFocus() && i == focused_) {
      drawFocusRing(painter, QRectF(row).adjusted(2, 2, -2, -2), kRadius);
    }
  }
}

void StepList::request(int index) {
  if (index >= 0 && steps_[static_cast<size_t>(index)].mark != StepMark::Blocked) {
    Q_EMIT stepRequested(index);
  }
}

void StepList::mousePressEvent(QMouseEvent* event) {
  request(rowAt(event->pos()));
}

void StepList::moveFocus(int delta) {
  focused_ = qBound(0, focused_ + delta, qMax(0, static_cast<int>(steps_.size()) - 1));
  updateAccessible();
  update();
}

void StepList::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Down:
      moveFocus(1);
      break;
    case Qt::Key_Up:
      moveFocus(-1);
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      if (!steps_.empty()) {
        request(focused_);
      }
      break;
    default:
      QWidget::keyPressEvent(event);
  }
}

void StepList::focusInEvent(QFocusEvent* event) {
  focused_ = qMax(0, current_);
  update();
  QWidget::focusInEvent(event);
}

void StepList::focusOutEvent(QFocusEvent* event) {
  update();
  QWidget::focusOutEvent(event);
}

bool StepList::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int row = rowAt(help->pos());
    if (row >= 0) {
      QToolTip::showText(help->globalPos(), spoken(row), this);
    }
    return true;
  }
  return QWidget::event(event);
}

void StepList::updateAccessible() {
  if (!steps_.empty()) {
    setAccessibleValue(this, spoken(focused_));
  }
}

}  // namespace telesoft::ui
