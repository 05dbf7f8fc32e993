#include "telesoft/ui/deploy/stage_board.h"

#include <algorithm>

#include <QKeyEvent>
#include <QPainter>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/theme.h"
#include "telesoft/ui/widgets/accessible.h"

namespace telesoft::ui {

namespace {

constexpr int kHead = 26;
constexpr int kCard = 58;
constexpr int kGap = 6;
constexpr size_t kMostPlaces = 4;  // cards shown in a column

}  // namespace

StageBoard::StageBoard(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Models by stage"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StageBoard::setCards(std::vector<StageCard> cards) {
  cards_ = std::move(cards);
  const bool known = std::any_of(cards_.begin(), cards_.end(), [this](const StageCard& card) {
    return card.modelId == current_;
  });
  if (!known) {
    current_.clear();
  }
  updateAccessible();
  updateGeometry();
  update();
}

void StageBoard::setCurrent(const QString& modelId) {
  current_ = modelId;
  updateAccessible();
  update();
}

std::vector<size_t> StageBoard::cardsOf(Stage stage) const {
  std::vector<size_t> out;
  for (size_t i = 0; i < cards_.size(); ++i) {
    if (cards_[i].stage == stage) {
      out.push_back(i);
    }
  }
  // The chosen one is always among those shown.
  const auto chosen = std::find_if(out.begin(), out.end(),
                                   [this](size_t i) { return cards_[i].modelId == current_; });
  if (chosen != out.end() && static_cast<size_t>(chosen - out.begin()) >= kMostPlaces) {
    std::iter_swap(chosen, out.begin() + static_cast<std::ptrdiff_t>(kMostPlaces) - 1);
  }
  return out;
}

QSize StageBoard::sizeHint() const {
  size_t most = 1;
  for (int i = 0; i < kStages; ++i) {
    most = std::max(most, std::min(kMostPlaces, cardsOf(static_cast<Stage>(i)).size()));
  }
  return {640, kHead + static_cast<int>(most) * (kCard + kGap) + kGap};
}

QRect StageBoard::columnRect(int column) const {
  const int width = (this->width() - (kStages - 1) * kGap) / kStages;
  return {column * (width + kGap), 0, width, height()};
}

QRect StageBoard::cardRect(int column, int place) const {
  const QRect all = columnRect(column);
  return {all.left() + 4, kHead + place * (kCard + kGap), all.width() - 8, kCard};
}

void StageBoard::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (int column = 0; column < kStages; ++column) {
    paintColumn(painter, column);
  }
}

void StageBoard::paintColumn(QPainter& painter, int column) {
  const QRect all = columnRect(column);
  painter.setPen(Qt::NoPen);
  painter.setBrush(blend(colors().text, colors().window, 0.04));
  painter.drawRoundedRect(all, kRadius, kRadius);
  const std::vector<size_t> here = cardsOf(static_cast<Stage>(column));
  painter.setFont(textFont(TextStyle::SmallStrong));
  painter.setPen(colors().secondary);
  const QRect head(all.left() + 8, 0, all.width() - 16, kHead);
  painter.drawText(head, Qt::AlignVCenter, titleOf(static_cast<Stage>(column)));
  if (here.size() > kMostPlaces) {
    painter.drawText(head, Qt::AlignVCenter | Qt::AlignRight,
                     tr("+%1").arg(here.size() - kMostPlaces));
  }
  for (size_t place = 0; place < std::min(here.size(), kMostPlaces); ++place) {
    paintCard(painter, cards_[here[place]], cardRect(column, static_cast<int>(place)));
  }
}

void StageBoard::paintCard(QPainter& painter, const StageCard& card, const QRect& rect) {
  const bool chosen = card.modelId == current_;
  const bool ring = chosen && hasFocus();
  painter.setPen(QPen(chosen ? colors().accent : colors().line, ring ? kFocusWidth : 1));
  painter.setBrush(colors().surface);
  painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
  painter.setPen(Qt::NoPen);
  painter.setBrush(toneColor(colors(), card.tone));
  painter.drawRoundedRect(QRectF(rect.left() + 1, rect.top() + 6, 3, rect.height() - 12), 1.5, 1.5);
  const QRect inner = rect.adjusted(10, 6, -6, -6);
  painter.setFont(textFont(TextStyle::SmallStrong));
  painter.setPen(colors().text);
  painter.drawText(inner, Qt::AlignTop,
                   painter.fontMetrics().elidedText(card.name, Qt::ElideRight, inner.width()));
  painter.setFont(textFont(TextStyle::Small));
  painter.setPen(colors().secondary);
  painter.drawText(inner, Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(card.note, Qt::ElideRight, inner.width()));
  painter.setFont(textFont(TextStyle::Mono));
  painter.drawText(inner, Qt::AlignBottom, card.version);
}

void StageBoard::choose(size_t card) {
  current_ = cards_[card].modelId;
  updateAccessible();
  update();
  Q_EMIT modelChosen(current_);
}

void StageBoard::mousePressEvent(QMouseEvent* event) {
  for (int column = 0; column < kStages; ++column) {
    const std::vector<size_t> here = cardsOf(static_cast<Stage>(column));
    for (size_t place = 0; place < std::min(here.size(), kMostPlaces); ++place) {
      if (cardRect(column, static_cast<int>(place)).contains(event->pos())) {
        choose(here[place]);
        return;
      }
    }
  }
}

void StageBoard::move(int columns, int places) {
  int column = 0, place = -1;
  for (int i = 0; i < kStages && place < 0; ++i) {
    const std::vector<size_t> here = cardsOf(static_cast<Stage>(i));
    for (size_t k = 0; k < here.size(); ++k) {
      if (cards_[here[k]].modelId == current_) {
        column = i;
        place = static_cast<int>(k);
      }
    }
  }
  if (place < 0) {
    if (!cards_.empty()) {
      choose(0);
    }
    return;
  }
  for (int to = column + columns; columns != 0 && to >= 0 && to < kStages; to += columns) {
    if (const auto here = cardsOf(static_cast<Stage>(to)); !here.empty()) {
      choose(here[std::min(here.size() - 1, static_cast<size_t>(place))]);
      return;
    }
  }
  const auto here = cardsOf(static_cast<Stage>(column));
  const int to = place + places;
  if (places != 0 && to >= 0 && to < static_cast<int>(here.size())) {
    choose(here[static_cast<size_t>(to)]);
  }
}

void StageBoard::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
      return move(-1, 0);
    case Qt::Key_Right:
      return move(1, 0);
    case Qt::Key_Up:
      return move(0, -1);
    case Qt::Key_Down:
      return move(0, 1);
    default:
      QWidget::keyPressEvent(event);
  }
}

void StageBoard::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  update();
}

void StageBoard::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  update();
}

void StageBoard::updateAccessible() {
  QString value = tr("%1 models").arg(cards_.size());
  for (const StageCard& card : cards_) {
    if (card.modelId == current_) {
      value = tr("%1, %2, %3").arg(card.name, titleOf(card.stage), card.note);
    }
  }
  setAccessibleValue(this, value);
}

}  // namespace telesoft::ui
