// A table as this product shows them: sortable, row-wise, keyboard first, over any item model.
#pragma once

#include <QTableView>

class QSortFilterProxyModel;

namespace telesoft::ui {

/// Roles that a model may answer beside Qt's own. models/record_model.h gives them from columns.
inline constexpr int kSortRole = Qt::UserRole;      // what the column sorts by
inline constexpr int kToneRole = Qt::UserRole + 1;  // int of Tone: a dot before the text

class DataTable : public QTableView {
  Q_OBJECT

 public:
  explicit DataTable(const QString& accessibleName, QWidget* parent = nullptr);

  /// Shown through a sorting and filtering proxy. Not owned.
  void setSource(QAbstractItemModel* model);
  [[nodiscard]] QAbstractItemModel* source() const;
  /// Rows with this text in any column; "" shows all.
  void setFilterText(const QString& text);
  void setCompact(bool compact);
  void setColumnWidths(const QList<int>& widths);  // 0: as wide as its content; -1: the rest
  /// Grows to show all rows, without a scroll bar of its own.
  void setFitsRows(bool fits);

  /// The row of the source model, or -1.
  [[nodiscard]] int currentSourceRow() const;
  void selectSourceRow(int row);

 Q_SIGNALS:
  /// By mouse or keyboard; -1 when nothing is chosen. Row of the source model.
  void rowSelected(int row);
  /// Enter or double click. Row of the source model.
  void rowActivated(int row);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 private:
  void applyWidths();
  void onModelChanged();
  QSortFilterProxyModel* proxy_;
  QList<int> widths_;
  bool fitsRows_ = false;
};

}  // namespace telesoft::ui
