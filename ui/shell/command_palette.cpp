#include "telesoft/ui/shell/command_palette.h"

#include <algorithm>

#include <QApplication>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include "telesoft/ui/shell/match_score.h"
#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/style.h"
#include "telesoft/ui/theme/theme.h"

namespace telesoft::ui {

namespace {

constexpr int kWidth = 600;
constexpr int kRow = 36;
constexpr int kMostRows = 10;

enum Role { PlaceRole = Qt::UserRole, KindRole, IconRole, DetailRole };

class PaletteDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                               const QModelIndex& index) const override {
    Q_UNUSED(option)
    Q_UNUSED(index)
    return {kWidth, kRow};
  }
  void paint(QPainter* painter,
             const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const Palette& p = colors();
    painter->save();
    const QRect row = option.rect.adjusted(kSpace8, 1, -kSpace8, -1);
    if (option.state.testFlag(QStyle::State_Selected)) {
      drawBox(*painter, row, toneGround(p, Tone::Accent), p.accent);
    }
    painter->drawPixmap(row.left() + kSpace12, row.center().y() - kIconSmall / 2 + 1,
                        iconPixmap(index.data(IconRole).toString(), kIconSmall, p.secondary,
                                   painter->device()->devicePixelRatio()));
    QRect words = row.adjusted(kSpace12 + kIconSmall + kSpace12, 0, -kSpace12, 0);
    painter->setFont(textFont(TextStyle::Small));
    painter->setPen(p.secondary);
    const QString kind = index.data(KindRole).toString();
    painter->drawText(words, Qt::AlignVCenter | Qt::AlignRight, kind);
    words.setRight(words.right() - painter->fontMetrics().horizontalAdvance(kind) - kSpace12);
    painter->setFont(textFont(TextStyle::Body));
    painter->setPen(p.text);
    const QString title = painter->fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(),
                                                            Qt::ElideRight, words.width());
    painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft, title);
    words.setLeft(words.left() + painter->fontMetrics().horizontalAdvance(title) + kSpace12);
    painter->setFont(textFont(TextStyle::Small));
    painter->setPen(p.secondary);
    painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(index.data(DetailRole).toString(),
                                                        Qt::ElideRight, words.width()));
    painter->restore();
  }
};

}  // namespace

CommandPalette::CommandPalette(QWidget* parent)
    : QFrame(parent),
      field_(new QLineEdit()),
      list_(new QListView()),
      model_(new QStandardItemModel(this)) {
  setFrameShape(QFrame::NoFrame);
  setAccessibleName(tr("Search and commands"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace8, kSpace8, kSpace8, kSpace8);
  column->setSpacing(kSpace8);
  field_->setPlaceholderText(tr("Search or run a command"));
  field_->setAccessibleName(tr("Search or run a command"));
  list_->setModel(model_);
  list_->setItemDelegate(new PaletteDelegate(list_));
  list_->setFrameShape(QFrame::NoFrame);
  list_->viewport()->setAutoFillBackground(false);
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setAccessibleName(tr("What was found"));
  column->addWidget(field_);
  column->addWidget(list_);
  connect(field_, &QLineEdit::textChanged, this, &CommandPalette::filter);
  connect(list_, &QListView::clicked, this, &CommandPalette::runCurrent);
  hide();
}

void CommandPalette::open(std::vector<PaletteItem> items) {
  items_ = std::move(items);
  if (!isVisible()) {
    before_ = QApplication::focusWidget();
    qApp->installEventFilter(this);  // keys of the field, and clicks beside the palette
  }
  field_->clear();
  filter();
  show();
  raise();
  field_->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::close() {
  if (!isVisible()) {
    return;
  }
  qApp->removeEventFilter(this);
  hide();
  if (before_ != nullptr) {
    before_->setFocus(Qt::OtherFocusReason);
  }
  before_ = nullptr;
}

QStringList CommandPalette::shownTitles() const {
  QStringList titles;
  for (int row = 0; row < model_->rowCount(); ++row) {
    if (model_->item(row)->isEnabled()) {
      titles << model_->item(row)->text();
    }
  }
  return titles;
}

void CommandPalette::filter() {
  std::vector<std::pair<int, size_t>> found;
  for (size_t i = 0; i < items_.size(); ++i) {
    const PaletteItem& item = items_[i];
    const int score =
        qMax(matchScore(field_->text(), item.title),
             matchScore(field_->text(), item.kind + QLatin1Char(' ') + item.title) / 2);
    if (score > 0) {
      found.emplace_back(score, i);
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  model_->clear();
  for (const auto& [unused, place] : found) {
    const PaletteItem& item = items_[place];
    auto* row = new QStandardItem(item.title);
    row->setData(static_cast<int>(place), PlaceRole);
    row->setData(item.keys.isEmpty() ? item.kind : item.keys.toString(QKeySequence::NativeText),
                 KindRole);
    row->setData(item.icon, IconRole);
    row->setData(item.keys.isEmpty() ? item.detail : item.kind, DetailRole);
    row->setAccessibleText(item.kind + QStringLiteral(": ") + item.title);
    model_->appendRow(row);
  }
  if (found.empty()) {
    auto* none = new QStandardItem(tr("Nothing is called so."));
    none->setFlags(Qt::NoItemFlags);
    model_->appendRow(none);
  } else {
    list_->setCurrentIndex(model_->index(0, 0));
  }
  place();
}

void CommandPalette::place() {
  const QWidget* over = parentWidget();
  const int rows = qBound(1, model_->rowCount(), kMostRows);
  list_->setFixedHeight(qMin(rows * kRow, qMax(kRow, over->height() - 120)));
  const int width = qMin(kWidth, over->width() - kSpace32);
  const int height = layout()->totalSizeHint().height();
  setGeometry((over->width() - width) / 2, kSpace8, width, height);
}

void CommandPalette::move(int step) {
  const int row = list_->currentIndex().row() + step;
  if (row >= 0 && row < model_->rowCount()) {
    list_->setCurrentIndex(model_->index(row, 0));
  }
}

void CommandPalette::runCurrent() {
  const QModelIndex at = list_->currentIndex();
  if (!at.isValid()) {
    return;
  }
  const auto place = static_cast<size_t>(at.data(PlaceRole).toInt());
  const std::function<void()> run = items_[place].run;
  close();
  run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parentWidget() && event->type() == QEvent::Resize) {
    place();
  }
  if (event->type() == QEvent::MouseButtonPress) {
    const auto* widget = qobject_cast<QWidget*>(watched);
    if (widget != nullptr && widget != this && !isAncestorOf(widget)) {
      close();
    }
  }
  if (watched == field_ && event->type() == QEvent::FocusOut &&
      static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason &&
      static_cast<QFocusEvent*>(event)->reason() != Qt::ActiveWindowFocusReason) {
    before_ = nullptr;  // the focus has a new place already
    close();
  }
  if (watched == field_ && event->type() == QEvent::KeyPress) {
    switch (static_cast<QKeyEvent*>(event)->key()) {
      case Qt::Key_Down:
        move(1);
        return true;
      case Qt::Key_Up:
        move(-1);
        return true;
      case Qt::Key_Return:
      case Qt::Key_Enter:
        runCurrent();
        return true;
      case Qt::Key_Escape:
        close();
        return true;
      default:
        break;
    }
  }
  return QFrame::eventFilter(watched, event);
}

void CommandPalette::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  drawBox(painter, rect(), colors().raised, colors().strongLine, 1, kSpace8);
}

}  // namespace telesoft::ui
