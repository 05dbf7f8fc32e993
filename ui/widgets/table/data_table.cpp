#include "telesoft/ui/widgets/table/data_table.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>

#include "telesoft/ui/theme/fonts.h"
#include "telesoft/ui/theme/icons.h"
#include "telesoft/ui/theme/metrics.h"
#include "telesoft/ui/theme/palette.h"
#include "telesoft/ui/theme/theme.h"

namespace telesoft::ui {

namespace {

constexpr int kPad = 8;

/// Sorts by kSortRole, filters on every column, and says in the head how to sort by key.
class TableProxy : public QSortFilterProxyModel {
 public:
  using QSortFilterProxyModel::QSortFilterProxyModel;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation way, int role) const override {
    if (role == Qt::ToolTipRole && way == Qt::Horizontal && section < 9) {
      return DataTable::tr("Sort by %1 (Alt+%2)")
          .arg(headerData(section, way, Qt::DisplayRole).toString())
          .arg(section + 1);
    }
    return QSortFilterProxyModel::headerData(section, way, role);
  }
};

/// A row as one thing: one ground, one line under it, one ring around it.
class RowDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter,
             const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const Palette& p = colors();
    const auto* view = qobject_cast<const QTableView*>(option.widget);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->save();
    if (selected) {
      painter->fillRect(option.rect, toneGround(p, Tone::Accent));
    } else if (hovered) {
      painter->fillRect(option.rect, blend(p.text, p.surface, 0.03));
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      p.line);
    if (selected && index.column() == 0) {
      painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                        p.accent);
    }
    drawText(*painter, option, index);
    if (view != nullptr && view->hasFocus() && view->currentIndex().row() == index.row()) {
      drawRing(*painter, option.rect, index);
    }
    painter->restore();
  }

 private:
  static void drawText(QPainter& painter,
                       const QStyleOptionViewItem& option,
                       const QModelIndex& index) {
    const Palette& p = colors();
    QRect rect = option.rect.adjusted(kPad, 0, -kPad, -1);
    const QVariant tone = index.data(kToneRole);
    if (tone.isValid() && tone.toInt() >= 0) {
      const QColor color = toneColor(p, static_cast<Tone>(tone.toInt()));
      painter.setRenderHint(QPainter::Antialiasing);
      painter.setPen(Qt::NoPen);
      painter.setBrush(color);
      painter.drawEllipse(QPointF(rect.left() + 4, rect.center().y() + 0.5), 4, 4);
      rect.setLeft(rect.left() + kSpace16);
    }
    const QVariant given = index.data(Qt::TextAlignmentRole);
    const auto alignment = given.isValid() ? Qt::Alignment(given.toInt())
                                           : Qt::Alignment(Qt::AlignVCenter | Qt::AlignLeft);
    const bool figures = alignment.testFlag(Qt::AlignRight);
    painter.setFont(textFont(figures ? TextStyle::Figures : TextStyle::Body));
    painter.setPen(option.state.testFlag(QStyle::State_Enabled) ? p.text : p.disabled);
    const QString text = index.data(Qt::DisplayRole).toString();
    painter.drawText(rect, static_cast<int>(alignment) | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
  }

  static void drawRing(QPainter& painter, const QRect& rect, const QModelIndex& index) {
    const QColor accent = colors().accent;
    painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), kFocusWidth), accent);
    painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), kFocusWidth), accent);
    if (index.column() == 0) {
      painter.fillRect(QRect(rect.left(), rect.top(), kFocusWidth, rect.height()), accent);
    }
    if (index.column() == index.model()->columnCount() - 1) {
      painter.fillRect(QRect(rect.right() - 1, rect.top(), kFocusWidth, rect.height()), accent);
    }
  }
};

}  // namespace

DataTable::DataTable(const QString& accessibleName, QWidget* parent)
    : QTableView(parent), proxy_(new TableProxy(this)) {
  setAccessibleName(accessibleName);
  proxy_->setSortRole(kSortRole);
  proxy_->setFilterKeyColumn(-1);
  proxy_->setFilterCaseSensitivity(Qt::CaseInsensitive);
  proxy_->setSortLocaleAware(true);
  setModel(proxy_);
  setItemDelegate(new RowDelegate(this));
  setFrameShape(QFrame::NoFrame);
  viewport()->setAutoFillBackground(false);
  setShowGrid(false);
  setWordWrap(false);
  setSelectionBehavior(SelectRows);
  setSelectionMode(SingleSelection);
  setEditTriggers(NoEditTriggers);
  setTabKeyNavigation(false);
  setMouseTracking(true);
  setSortingEnabled(true);
  setHorizontalScrollMode(ScrollPerPixel);
  setVerticalScrollMode(ScrollPerPixel);
  verticalHeader()->hide();
  QHeaderView* head = horizontalHeader();
  head->setHighlightSections(false);
  head->setMinimumSectionSize(48);
  head->setSortIndicator(-1, Qt::AscendingOrder);
  head->setSectionsMovable(false);
  setCompact(false);
  connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
    viewport()->update();
    Q_EMIT rowSelected(currentSourceRow());
  });
  connect(this, &QTableView::doubleClicked, this,
          [this] { Q_EMIT rowActivated(currentSourceRow()); });
  connect(proxy_, &QAbstractItemModel::modelReset, this, &DataTable::onModelChanged);
  connect(proxy_, &QAbstractItemModel::rowsInserted, this, &DataTable::onModelChanged);
  connect(proxy_, &QAbstractItemModel::rowsRemoved, this, &DataTable::onModelChanged);
}

void DataTable::setSource(QAbstractItemModel* model) {
  proxy_->setSourceModel(model);
  horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
  applyWidths();
}

QAbstractItemModel* DataTable::source() const {
  return proxy_->sourceModel();
}

void DataTable::setFilterText(const QString& text) {
  proxy_->setFilterFixedString(text);
}

void DataTable::setCompact(bool compact) {
  verticalHeader()->setDefaultSectionSize(compact ? kCompactRowHeight : kRowHeight);
  verticalHeader()->setMinimumSectionSize(compact ? kCompactRowHeight : kRowHeight);
}

void DataTable::setColumnWidths(const QList<int>& widths) {
  widths_ = widths;
  applyWidths();
}

void DataTable::setFitsRows(bool fits) {
  fitsRows_ = fits;
  setVerticalScrollBarPolicy(fits ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
  setSizePolicy(QSizePolicy::Expanding, fits ? QSizePolicy::Fixed : QSizePolicy::Expanding);
  updateGeometry();
}

int DataTable::currentSourceRow() const {
  const QModelIndex index = currentIndex();
  return index.isValid() ? proxy_->mapToSource(index).row() : -1;
}

void DataTable::selectSourceRow(int row) {
  if (source() == nullptr) {
    return;
  }
  const QModelIndex index = proxy_->mapFromSource(source()->index(row, 0));
  if (index.isValid()) {
    setCurrentIndex(index);
    scrollTo(index);
  } else {
    clearSelection();
    setCurrentIndex(QModelIndex());
  }
}

void DataTable::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    if (currentSourceRow() >= 0) {
      Q_EMIT rowActivated(currentSourceRow());
    }
    return;
  }
  const int digit = event->key() - Qt::Key_1;
  if (event->modifiers() == Qt::AltModifier && digit >= 0 && digit < proxy_->columnCount()) {
    QHeaderView* head = horizontalHeader();
    const bool again =
        head->sortIndicatorSection() == digit && head->sortIndicatorOrder() == Qt::AscendingOrder;
    sortByColumn(digit, again ? Qt::DescendingOrder : Qt::AscendingOrder);
    return;
  }
  QTableView::keyPressEvent(event);
}

void DataTable::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  applyWidths();
}

void DataTable::applyWidths() {
  const int count = proxy_->columnCount();
  if (count == 0) {
    return;
  }
  int used = 0;
  int growing = 0;
  QList<int> wanted;
  for (int i = 0; i < count; ++i) {
    int width = i < widths_.size() ? widths_[i] : (i == count - 1 ? -1 : 0);
    if (width == 0) {
      width = qBound(56, qMax(sizeHintForColumn(i) + kPad, horizontalHeader()->sectionSizeHint(i)),
                     280);
    }
    growing += width < 0 ? 1 : 0;
    used += qMax(0, width);
    wanted << width;
  }
  const int rest = qMax(0, viewport()->width() - used);
  for (int i = 0; i < count; ++i) {
    setColumnWidth(i, wanted[i] < 0 ? qMax(96, rest / qMax(1, growing)) : wanted[i]);
  }
}

void DataTable::onModelChanged() {
  applyWidths();
  if (fitsRows_) {
    updateGeometry();
  }
}

QSize DataTable::sizeHint() const {
  if (!fitsRows_) {
    return QTableView::sizeHint();
  }
  const int rows = proxy_->rowCount() * verticalHeader()->defaultSectionSize();
  return {320, horizontalHeader()->sizeHint().height() + rows + 2};
}

QSize DataTable::minimumSizeHint() const {
  return fitsRows_ ? QSize(120, sizeHint().height()) : QSize(120, 96);
}

}  // namespace telesoft::ui
