#include "telesoft/ui/review/opinion_view.h"

#include <algorithm>

#include <QKeyEvent>
#include <QPainter>

#include "telesoft/ui/models/strings.h"
#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"

namespace telesoft::ui {

namespace {

constexpr int kRow = 36;
constexpr int kTallRow = 52;  // with what readers said, below
constexpr int kGap = 6;
constexpr int kBarWidth = 56;
constexpr int kFigureWidth = 36;

}  // namespace

OpinionView::OpinionView(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("What the case is"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
}

void OpinionView::setClasses(const std::vector<protocol::ClassSpec>& classes) {
  classes_ = classes;
  arrange();
}

void OpinionView::setCase(const protocol::ReviewCase& shown) {
  shown_ = shown;
  current_ = 0;
  arrange();
}

void OpinionView::setBlind(bool blind) {
  blind_ = blind;
  current_ = 0;
  arrange();
}

/// By the model's opinion where it is shown, else in the review's own order, so that a key tells
/// nothing.
void OpinionView::arrange() {
  rows_.clear();
  if (!blind_) {
    for (const protocol::Finding& finding : shown_.findings) {
      rows_.push_back({toQString(finding.label), finding.confidence, {}});
    }
  }
  for (const protocol::ClassSpec& one : classes_) {
    const QString name = toQString(one.name);
    const bool known =
        std::any_of(rows_.begin(), rows_.end(), [&](const Row& row) { return row.label == name; });
    if (!known) {
      rows_.push_back({name, -1, {}});
    }
  }
  if (shown_.reading == "adjudication") {
    for (const protocol::Decision& decision : shown_.decisions) {
      for (Row& row : rows_) {
        if (row.label == toQString(decision.label)) {
          row.said += (row.said.isEmpty() ? QString() : QStringLiteral(", ")) +
                      (decision.reading == "second" ? tr("2nd reader") : tr("1st reader"));
        }
      }
    }
  }
  QStringList said;
  for (size_t i = 0; i < rows_.size(); ++i) {
    said << QStringLiteral("%1 %2 %3 %4")
                .arg(i + 1)
                .arg(rows_[i].label,
                     rows_[i].probability < 0 ? QString() : shareText(rows_[i].probability, 2),
                     rows_[i].said);
  }
  setAccessibleValue(this, said.join(QStringLiteral("; ")));
  updateGeometry();
  update();
}

QString OpinionView::labelOf(int number) const {
  return number >= 1 && static_cast<size_t>(number) <= rows_.size()
             ? rows_[static_cast<size_t>(number - 1)].label
             : QString();
}

QString OpinionView::first() const {
  return blind_ || shown_.findings.empty() ? QString() : toQString(shown_.findings.front().label);
}

QSize OpinionView::sizeHint() const {
  return {260, static_cast<int>(rows_.size()) * (rowHeight() + kGap)};
}

QRect OpinionView::rectOf(int index) const {
  return {1, index * (rowHeight() + kGap), width() - 2, rowHeight()};
}

/// All rows are alike, so that nothing moves between the cases of one reading.
int OpinionView::rowHeight() const {
  return shown_.reading == "adjudication" ? kTallRow : kRow;
}

void OpinionView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (int i = 0; i < static_cast<int>(rows_.size()); ++i) {
    paintRow(painter, i);
  }
}

void OpinionView::paintRow(QPainter& painter, int index) {
  const Row& row = rows_[static_cast<size_t>(index)];
  const QRect box = rectOf(index);
  const bool isFirst = index == 0 && row.probability >= 0;
  const bool isCurrent = hasFocus() && index == current_;
  painter.setPen(
      QPen(isFirst || isCurrent ? colors().accent : colors().line, isCurrent ? kFocusWidth : 1));
  painter.setBrush(isFirst ? toneGround(colors(), Tone::Accent) : colors().surface);
  painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
  painter.setFont(textFont(TextStyle::SmallStrong));
  painter.setPen(colors().secondary);
  const QRect inner = box.adjusted(kSpace12, 0, -kSpace12, 0);
  if (index < 9) {
    painter.drawText(inner, Qt::AlignVCenter, QString::number(index + 1));
  }
  const int right = row.probability >= 0 ? kBarWidth + kFigureWidth + kSpace12 : 0;
  QRect name = inner.adjusted(20, 0, -right, 0);
  painter.setFont(textFont(TextStyle::Small));
  if (!row.said.isEmpty()) {
    painter.setPen(colors().caution);
    painter.drawText(name.adjusted(0, name.height() / 2, 0, 0), Qt::AlignTop, row.said);
    name.adjust(0, kSpace4, 0, -name.height() / 2);
  }
  painter.setFont(textFont(isFirst ? TextStyle::BodyStrong : TextStyle::Body));
  painter.setPen(colors().text);
  painter.drawText(name, Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(row.label, Qt::ElideRight, name.width()));
  if (row.probability >= 0) {
    const QRect bar(inner.right() - kFigureWidth - kBarWidth, inner.center().y() - 3, kBarWidth, 6);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors().line);
    painter.drawRoundedRect(bar, 3, 3);
    painter.setBrush(isFirst ? colors().accent : colors().secondary);
    painter.drawRoundedRect(
        QRectF(bar.left(), bar.top(), bar.width() * std::clamp(row.probability, 0.0, 1.0),
               bar.height()),
        3, 3);
    painter.setFont(textFont(TextStyle::Figures));
    painter.setPen(colors().secondary);
    painter.drawText(inner, Qt::AlignVCenter | Qt::AlignRight, shareText(row.probability, 2));
  }
}

void OpinionView::mousePressEvent(QMouseEvent* event) {
  for (int i = 0; i < static_cast<int>(rows_.size()); ++i) {
    if (rectOf(i).contains(event->pos())) {
      Q_EMIT labelChosen(rows_[static_cast<size_t>(i)].label);
      return;
    }
  }
}

void OpinionView::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(rows_.size()) - 1;
  if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up) {
    current_ = std::clamp(current_ + (event->key() == Qt::Key_Down ? 1 : -1), 0, std::max(0, last));
    update();
  } else if (event->key() == Qt::Key_Space && current_ <= last) {
    Q_EMIT labelChosen(rows_[static_cast<size_t>(current_)].label);
  } else {
    QWidget::keyPressEvent(event);
  }
}

}  // namespace telesoft::ui
