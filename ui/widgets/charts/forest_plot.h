// Differences with their intervals on one axis, with zero marked: what is better, and how surely.
#pragma once

#include <vector>

#include <QString>
#include <QWidget>

namespace telesoft::ui {

struct ForestRow {
  QString label;                        // "Macro-F1, tuned - base"
  double value = 0, low = 0, high = 0;  // NaN: not defined, said so
  QString note;                         // "n = 532, p < .001"
  bool heading = false;                 // a group's name, without a point
};

class ForestPlot : public QWidget {
  Q_OBJECT

 public:
  explicit ForestPlot(const QString& accessibleName, QWidget* parent = nullptr);
  void setRows(std::vector<ForestRow> rows);
  /// Where "no difference" stands; 0 by default.
  void setReference(double value, const QString& leftMeaning, const QString& rightMeaning);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Axis;
  [[nodiscard]] Axis axis() const;
  std::vector<ForestRow> rows_;
  double reference_ = 0;
  QString left_, right_;
};

}  // namespace telesoft::ui
