#include "telesoft/ui/widgets/form/segmented_control.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"

namespace telesoft::ui {

namespace {

class Segment : public QPushButton {
 public:
  explicit Segment(const QString& text) : QPushButton(text) {
    setCheckable(true);
    setAutoDefault(false);
    setFixedHeight(kFieldHeight);
  }
  [[nodiscard]] QSize sizeHint() const override {
    return {QFontMetrics(textFont(TextStyle::BodyStrong)).horizontalAdvance(text()) + kSpace32,
            kFieldHeight};
  }

 protected:
  void paintEvent(QPaintEvent* event) override {
    Q_UNUSED(event)
    QPainter painter(this);
    const Palette& p = colors();
    const QRectF inner = QRectF(rect()).adjusted(3, 3, -3, -3);
    if (isChecked()) {
      drawBox(painter, inner, toneGround(p, Tone::Accent), p.accent, 1, 4);
    } else if (underMouse() && isEnabled()) {
      drawBox(painter, inner, blend(p.text, p.surface, 0.05), QColor(), 1, 4);
    }
    if (hasFocus()) {
      drawFocusRing(painter, QRectF(rect()).adjusted(1, 1, -1, -1), 5);
    }
    painter.setFont(textFont(isChecked() ? TextStyle::BodyStrong : TextStyle::Body));
    painter.setPen(!isEnabled() ? p.disabled : isChecked() ? p.accent : p.text);
    painter.drawText(rect(), Qt::AlignCenter, text());
  }
};

/// The frame around the segments.
class SegmentFrame : public QWidget {
 protected:
  void paintEvent(QPaintEvent* event) override {
    Q_UNUSED(event)
    QPainter painter(this);
    drawBox(painter, rect(), colors().surface, colors().control);
  }
};

}  // namespace

SegmentedControl::SegmentedControl(const QString& accessibleName,
                                   const QStringList& options,
                                   QWidget* parent)
    : QWidget(parent), group_(new QButtonGroup(this)) {
  setAccessibleName(accessibleName);
  auto* outer = new QHBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  auto* frame = new SegmentFrame();
  outer->addWidget(frame);
  auto* row = new QHBoxLayout(frame);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  for (qsizetype i = 0; i < options.size(); ++i) {
    auto* segment = new Segment(options[i]);
    segment->setAccessibleName(accessibleName + QStringLiteral(": ") + options[i]);
    segment->setFocusPolicy(i == 0 ? Qt::TabFocus : Qt::NoFocus);
    segment->installEventFilter(this);
    group_->addButton(segment, static_cast<int>(i));
    row->addWidget(segment);
  }
  if (!options.isEmpty()) {
    group_->button(0)->setChecked(true);
  }
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  connect(group_, &QButtonGroup::idToggled, this, [this](int id, bool on) {
    group_->button(id)->setFocusPolicy(on ? Qt::TabFocus : Qt::NoFocus);
    if (on) {
      Q_EMIT currentChanged(id);
    }
  });
}

int SegmentedControl::current() const {
  return group_->checkedId();
}

void SegmentedControl::setCurrent(int index) {
  if (QAbstractButton* button = group_->button(index)) {
    button->setChecked(true);
  }
}

void SegmentedControl::setOptionEnabled(int index, bool enabled, const QString& reason) {
  if (QAbstractButton* button = group_->button(index)) {
    button->setEnabled(enabled);
    button->setToolTip(enabled ? QString() : reason);
  }
}

bool SegmentedControl::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int step = key == Qt::Key_Right || key == Qt::Key_Down ? 1
                     : key == Qt::Key_Left || key == Qt::Key_Up  ? -1
                                                                 : 0;
    for (int i = current() + step; step != 0 && group_->button(i) != nullptr; i += step) {
      if (group_->button(i)->isEnabled()) {
        group_->button(i)->setChecked(true);
        group_->button(i)->setFocus(Qt::TabFocusReason);
        break;
      }
    }
    if (step != 0) {
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace telesoft::ui
