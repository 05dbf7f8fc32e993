// Bars that compare a few numbers: parts of a split by label, shares of classes.
#pragma once

#include <vector>

#include <QString>
#include <QStringList>
#include <QWidget>

namespace telesoft::ui {

struct BarRow {
  QString label;               // "Neoplasm"
  std::vector<double> values;  // one a group
};

/// For each label one bar a group, side by side, with its share written beside it: the balance of
/// parts. Values are drawn as shares of the group's sum, so that parts of unequal size compare.
class BarPairs : public QWidget {
  Q_OBJECT

 public:
  explicit BarPairs(const QString& accessibleName, QWidget* parent = nullptr);
  void setData(const QStringList& groups, std::vector<BarRow> rows);
  /// Draw values as they are, not as shares.
  void setAbsolute(bool absolute);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] double share(size_t row, size_t group) const;
  [[nodiscard]] int rowHeight() const;
  QStringList groups_;
  std::vector<BarRow> rows_;
  std::vector<double> sums_;
  bool absolute_ = false;
};

/// One bar a row, cut into its values, with the names of the pieces under it.
class StackedBars : public QWidget {
  Q_OBJECT

 public:
  explicit StackedBars(const QString& accessibleName, QWidget* parent = nullptr);
  /// A row is a bar; `pieces` names its values.
  void setData(const QStringList& pieces, std::vector<BarRow> rows);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] int legendHeight(int width) const;
  QStringList pieces_;
  std::vector<BarRow> rows_;
};

}  // namespace telesoft::ui
