// Any list of structs as a table: the columns are data, not a class.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include <QAbstractTableModel>
#include <QString>
#include <QVariant>

namespace telesoft::ui {

/// Roles beside Qt's own, as widgets/table/data_table.h reads them.
inline constexpr int kRecordSortRole = Qt::UserRole;
inline constexpr int kRecordToneRole = Qt::UserRole + 1;

template <class T>
struct Column {
  using Text = std::function<QString(const T&)>;
  using SortKey = std::function<QVariant(const T&)>;
  using ToneOf = std::function<int(const T&)>;
  // A constructor and not an aggregate: g++ 12 fails at times on default members of function type.
  Column(QString heading,
         Text words,
         SortKey sorts = {},
         Text tip = {},
         bool isNumeric = false,
         ToneOf shows = {})
      : title(std::move(heading)),
        text(std::move(words)),
        sortKey(std::move(sorts)),
        tooltip(std::move(tip)),
        numeric(isNumeric),
        tone(std::move(shows)) {}

  QString title;
  Text text;
  SortKey sortKey;  // the text where absent
  Text tooltip;
  bool numeric;  // right-aligned, figures of equal width
  ToneOf tone;   // int of theme's Tone: a dot before the text
};

/// Rows are values; setRows() keeps the selection where ids stay: rows are compared by `key`.
template <class T>
class RecordModel : public QAbstractTableModel {
 public:
  using Key = std::function<QString(const T&)>;
  RecordModel(std::vector<Column<T>> columns, Key key, QObject* parent = nullptr)
      : QAbstractTableModel(parent), columns_(std::move(columns)), key_(std::move(key)) {}

  void setRows(std::vector<T> rows) {
    if (sameKeys(rows)) {
      rows_ = std::move(rows);
      if (!rows_.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
      }
      return;
    }
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
  }
  [[nodiscard]] const std::vector<T>& rows() const { return rows_; }
  /// Null where there is no such row.
  [[nodiscard]] const T* row(int at) const {
    return at >= 0 && static_cast<size_t>(at) < rows_.size() ? &rows_[static_cast<size_t>(at)]
                                                             : nullptr;
  }
  [[nodiscard]] int rowOf(const QString& key) const {
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (key_(rows_[i]) == key) {
        return static_cast<int>(i);
      }
    }
    return -1;
  }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
  }
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(columns_.size());
  }
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation way, int role) const override {
    if (way != Qt::Horizontal || section < 0 || section >= columnCount()) {
      return {};
    }
    const auto& column = columns_[static_cast<size_t>(section)];
    if (role == Qt::DisplayRole) {
      return column.title;
    }
    return role == Qt::TextAlignmentRole ? alignment(column) : QVariant();
  }
  [[nodiscard]] QVariant data(const QModelIndex& at, int role) const override {
    const T* const record = row(at.row());
    if (record == nullptr || at.column() < 0 || at.column() >= columnCount()) {
      return {};
    }
    const auto& column = columns_[static_cast<size_t>(at.column())];
    switch (role) {
      case Qt::DisplayRole:
        return column.text(*record);
      case kRecordSortRole:
        return column.sortKey ? column.sortKey(*record) : QVariant(column.text(*record));
      case Qt::ToolTipRole:
        return column.tooltip ? QVariant(column.tooltip(*record)) : QVariant();
      case Qt::TextAlignmentRole:
        return alignment(column);
      case kRecordToneRole:
        return column.tone ? QVariant(column.tone(*record)) : QVariant();
      default:
        return {};
    }
  }

 private:
  [[nodiscard]] static QVariant alignment(const Column<T>& column) {
    return QVariant::fromValue(Qt::AlignVCenter |
                               (column.numeric ? Qt::AlignRight : Qt::AlignLeft));
  }
  [[nodiscard]] bool sameKeys(const std::vector<T>& rows) const {
    if (rows.size() != rows_.size()) {
      return false;
    }
    for (size_t i = 0; i < rows.size(); ++i) {
      if (key_(rows[i]) != key_(rows_[i])) {
        return false;
      }
    }
    return true;
  }
  std::vector<Column<T>> columns_;
  Key key_;
  std::vector<T> rows_;
};

}  // namespace telesoft::ui
